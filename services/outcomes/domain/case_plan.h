// What a programme's version means for one case: how long, which outcomes, which checks and when.
#pragma once

#include <google/protobuf/repeated_field.h>

#include "kinward/outcomes/v1/case.pb.h"
#include "libs/calendar/calendar.h"

namespace kinward::common::v1 {
class ProgrammeVersion;
}  // namespace kinward::common::v1

namespace kinward::outcomes {

// Families and children are always countable separately (C43): the subjects with the role "child".
int ChildrenAmong(const google::protobuf::RepeatedPtrField<common::v1::SubjectFacts>& subjects);

// Writes into the event what the rest of the case needs of its version, so that a later version
// never changes an open case. Null when the version has not been heard: help does not wait for it.
void PinProgramme(v1::CaseOpened& event, const common::v1::ProgrammeVersion* programme,
                  LocalDate opened_on);

// By the rules pinned at opening; by `programme` if none could be pinned then.
google::protobuf::RepeatedPtrField<v1::PlannedFollowUp> ChecksAfterClose(
    const v1::CaseOpened& opened, const common::v1::ProgrammeVersion* programme,
    LocalDate closed_on);

}  // namespace kinward::outcomes
