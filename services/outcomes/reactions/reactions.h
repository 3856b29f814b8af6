// What outcomes does on hearing the other contexts: cases open, stays become sessions, a status
// reaches the case and the check it matters to.
#pragma once

#include <vector>

#include "kinward/eligibility/v1/programme.pb.h"
#include "kinward/intake/v1/person.pb.h"
#include "kinward/scheduling/v1/request.pb.h"
#include "kinward/scheduling/v1/stay.pb.h"
#include "libs/host/reaction.h"

namespace kinward::outcomes {

// Help may begin, whatever the mechanism was.
Commands OnPartPlaced(const scheduling::v1::PartPlaced& event, const host::Heard& heard);
// A stay is one session, recorded when it ends: by then its case is open, whatever opened it.
Commands OnStayDeparted(const scheduling::v1::StayDeparted& event, const host::Heard& heard);
Commands OnLegalStatusRecorded(const intake::v1::LegalStatusRecorded& event,
                               const host::Heard& heard);
// The quiet stop: whoever has died, will not be born or was erased is not asked about any more.
Commands OnDeathRecorded(const intake::v1::DeathRecorded& event, const host::Heard& heard);
Commands OnPregnancyEnded(const intake::v1::PregnancyEnded& event, const host::Heard& heard);
Commands OnSubjectErased(const intake::v1::SubjectErased& event, const host::Heard& heard);
Commands OnProgrammeVersionPublished(const eligibility::v1::ProgrammeVersionPublished& event,
                                     const host::Heard& heard);

std::vector<host::Reaction> Reactions();

}  // namespace kinward::outcomes
