#include "services/referral-intake/domain/programme_copy.h"

#include <utility>

#include "libs/base/check.h"
#include "services/referral-intake/domain/answer.h"

namespace kinward::intake {

ProgrammeCopyAnswer Decide(const ProgrammeCopy& copy, const v1::RecordProgrammeVersion& command,
                           const Context& /*context*/) {
  return RecordVersionOnce<ProgrammeCopyAnswer, v1::ProgrammeVersionRecorded>(
      copy.digests, command, v1::REJECTION_PROGRAMME_VERSION_MUST_NOT_CHANGE);
}

ProgrammeCopyAnswer Decide(const ProgrammeCopy& copy, const v1::RecordProgrammeWithdrawal& command,
                           const Context& /*context*/) {
  if (copy.withdrawn_from == command.from()) return NothingToDo<ProgrammeCopyAnswer>();
  v1::ProgrammeWithdrawalRecorded event;
  event.set_programme_id(command.programme_id());
  event.set_from(command.from());
  return Accept<ProgrammeCopyAnswer>(std::move(event));
}

void Apply(ProgrammeCopy& copy, const v1::ProgrammeVersionRecorded& event) {
  CHECK(!copy.digests.contains(event.version().version()));
  copy.digests[event.version().version()] = event.version().digest();
}

void Apply(ProgrammeCopy& copy, const v1::ProgrammeWithdrawalRecorded& event) {
  copy.withdrawn_from = event.from();
}

void Hear(ProgrammeCatalogue& programmes, const std::string& council,
          const google::protobuf::Message& event) {
  if (event.GetDescriptor() == v1::ProgrammeVersionRecorded::descriptor()) {
    programmes.Publish(council, static_cast<const v1::ProgrammeVersionRecorded&>(event).version());
  } else if (event.GetDescriptor() == v1::ProgrammeWithdrawalRecorded::descriptor()) {
    const auto& withdrawn = static_cast<const v1::ProgrammeWithdrawalRecorded&>(event);
    programmes.Withdraw(council, withdrawn.programme_id(), withdrawn.from());
  }
}

}  // namespace kinward::intake
