#include "services/outcomes/domain/programme_copy.h"

#include <utility>

#include "libs/base/check.h"
#include "services/outcomes/domain/answer.h"

namespace kinward::outcomes {

ProgrammeCopyAnswer Decide(const ProgrammeCopy& copy, const v1::RecordProgrammeVersion& command,
                           const Context& /*context*/) {
  const auto known = copy.digests.find(command.version().version());
  if (known != copy.digests.end()) {
    if (known->second == command.version().digest()) return NothingToDo<ProgrammeCopyAnswer>();
    return v1::REJECTION_PROGRAMME_VERSION_MUST_NOT_CHANGE;
  }
  v1::ProgrammeVersionRecorded event;
  event.set_programme_id(command.programme_id());
  *event.mutable_version() = command.version();
  return Accept<ProgrammeCopyAnswer>(std::move(event));
}

void Apply(ProgrammeCopy& copy, const v1::ProgrammeVersionRecorded& event) {
  CHECK(!copy.digests.contains(event.version().version()));
  copy.digests[event.version().version()] = event.version().digest();
}

}  // namespace kinward::outcomes
