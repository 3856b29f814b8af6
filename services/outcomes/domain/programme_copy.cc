#include "services/outcomes/domain/programme_copy.h"

#include "libs/base/check.h"

namespace kinward::outcomes {

ProgrammeCopyAnswer Decide(const ProgrammeCopy& copy, const v1::RecordProgrammeVersion& command,
                           const Context& /*context*/) {
  return RecordVersionOnce<ProgrammeCopyAnswer, v1::ProgrammeVersionRecorded>(
      copy.digests, command, v1::REJECTION_PROGRAMME_VERSION_MUST_NOT_CHANGE);
}

void Apply(ProgrammeCopy& copy, const v1::ProgrammeVersionRecorded& event) {
  CHECK(!copy.digests.contains(event.version().version()));
  copy.digests[event.version().version()] = event.version().digest();
}

}  // namespace kinward::outcomes
