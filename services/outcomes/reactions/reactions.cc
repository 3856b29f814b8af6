#include "services/outcomes/reactions/reactions.h"

#include <string>
#include <utility>

#include "kinward/outcomes/v1/case.pb.h"
#include "kinward/outcomes/v1/programme_copy.pb.h"
#include "kinward/outcomes/v1/status_watch.pb.h"
#include "libs/base/check.h"
#include "libs/base/uuid.h"
#include "services/outcomes/domain/status_watch.h"

namespace kinward::outcomes {
namespace {

std::string CaseIdOf(const std::string& referral_id, const std::string& programme_id) {
  const auto cause = Uuid::Parse(referral_id);
  CHECK(cause);
  return UuidFrom(*cause, programme_id).ToString();
}

Commands Quiet(const auto& event, const char* reason) {
  v1::QuietPerson command;
  command.set_watch_id(WatchIdOf(event.person_id()));
  command.set_family_id(event.family_id());
  command.set_person_id(event.person_id());
  command.set_reason(reason);
  return {std::move(command)};
}

const char* BasisName(scheduling::v1::StartBasis basis) {
  switch (basis) {
    case scheduling::v1::START_BASIS_PANEL:
      return "panel";
    case scheduling::v1::START_BASIS_DIRECT:
      return "direct";
    case scheduling::v1::START_BASIS_CRISIS:
      return "crisis";
    case scheduling::v1::START_BASIS_PLACE:
      return "place";
    case scheduling::v1::START_BASIS_STAY:
      return "stay";
    default:
      return "not-stated";
  }
}

}  // namespace

Commands OnPartPlaced(const scheduling::v1::PartPlaced& event, const host::Heard& /*heard*/) {
  v1::OpenCase command;
  command.set_case_id(CaseIdOf(event.referral_id(), event.programme_id()));
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  command.set_programme_id(event.programme_id());
  command.set_programme_version(event.programme_version());
  *command.mutable_subjects() = event.subjects();
  command.set_basis(BasisName(event.basis()));
  *command.mutable_reasons() = event.reasons();
  return {std::move(command)};
}

Commands OnStayDeparted(const scheduling::v1::StayDeparted& event, const host::Heard& /*heard*/) {
  const auto& stay = event.stay();
  const auto stay_id = Uuid::Parse(stay.stay_id());
  // A bed held for a contact belongs to no case.
  if (!stay_id || stay.referral_id().empty() || stay.programme_id().empty()) return {};
  v1::RecordSession command;
  command.set_case_id(CaseIdOf(stay.referral_id(), stay.programme_id()));
  command.set_session_id(UuidFrom(*stay_id, "session").ToString());
  *command.mutable_held_time() = event.departed_time();
  command.set_kind("stay");
  command.set_attended(event.nights_used() > 0);
  return {std::move(command)};
}

Commands OnLegalStatusRecorded(const intake::v1::LegalStatusRecorded& event,
                               const host::Heard& /*heard*/) {
  v1::HearStatus command;
  command.set_watch_id(WatchIdOf(event.person_id()));
  command.set_family_id(event.family_id());
  command.set_person_id(event.person_id());
  command.set_status(event.status());
  if (!event.basis().empty()) command.set_basis(event.basis());
  command.set_from(event.from());
  return {std::move(command)};
}

Commands OnDeathRecorded(const intake::v1::DeathRecorded& event, const host::Heard& /*heard*/) {
  return Quiet(event, "died");
}

Commands OnPregnancyEnded(const intake::v1::PregnancyEnded& event, const host::Heard& /*heard*/) {
  return Quiet(event, "pregnancy-ended");
}

Commands OnSubjectErased(const intake::v1::SubjectErased& event, const host::Heard& /*heard*/) {
  return Quiet(event, "erased");
}

Commands OnProgrammeVersionPublished(const eligibility::v1::ProgrammeVersionPublished& event,
                                     const host::Heard& /*heard*/) {
  v1::RecordProgrammeVersion command;
  command.set_programme_id(event.programme_id());
  *command.mutable_version() = event.version();
  return {std::move(command)};
}

std::vector<host::Reaction> Reactions() {
  return {host::On("open-case", OnPartPlaced),
          host::On("record-stay", OnStayDeparted),
          host::On("hear-status", OnLegalStatusRecorded),
          host::On("quiet-the-dead", OnDeathRecorded),
          host::On("quiet-the-unborn", OnPregnancyEnded),
          host::On("quiet-the-erased", OnSubjectErased),
          host::On("copy-programme", OnProgrammeVersionPublished)};
}

}  // namespace kinward::outcomes
