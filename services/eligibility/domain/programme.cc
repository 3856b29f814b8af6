#include "services/eligibility/domain/programme.h"

#include <utility>
#include <vector>

#include "libs/base/check.h"
#include "libs/calendar/calendar.h"

namespace kinward::eligibility {
namespace {

using Events = std::vector<Programme::Messages::Event>;

bool Complete(const common::v1::ProgrammeVersion& version) {
  return version.version() > 0 && !version.name().empty() && !version.digest().empty() &&
         ParseDate(version.effective_from()).has_value();
}

}  // namespace

ProgrammeDecision Decide(const Programme& programme, const v1::PublishVersion& command,
                         const Context& /*context*/) {
  const common::v1::ProgrammeVersion& version = command.version();
  const auto published = programme.digests.find(version.version());
  if (published != programme.digests.end() && published->second == version.digest() &&
      version.programme_id() == command.programme_id()) {
    return Events{};
  }
  if (version.programme_id() != command.programme_id()) {
    return v1::REJECTION_VERSION_MUST_BE_OF_ITS_PROGRAMME;
  }
  if (!Complete(version)) return v1::REJECTION_VERSION_MUST_BE_COMPLETE;
  if (!programme.withdrawn_from.empty()) return v1::REJECTION_PROGRAMME_MUST_NOT_BE_WITHDRAWN;
  if (published != programme.digests.end()) return v1::REJECTION_PUBLISHED_VERSION_MUST_NOT_CHANGE;
  const int next = programme.digests.empty() ? 1 : programme.digests.rbegin()->first + 1;
  if (version.version() != next) {
    return Refusal<v1::Rejection>{v1::REJECTION_VERSION_MUST_FOLLOW_THE_LAST,
                                  {std::to_string(next)}};
  }
  if (version.effective_from() < programme.last_effective_from) {
    return Refusal<v1::Rejection>{v1::REJECTION_EFFECTIVE_DATE_MUST_NOT_PRECEDE_THE_LAST,
                                  {programme.last_effective_from}};
  }
  v1::ProgrammeVersionPublished event;
  event.set_programme_id(command.programme_id());
  *event.mutable_version() = version;
  return Events{std::move(event)};
}

ProgrammeDecision Decide(const Programme& programme, const v1::WithdrawProgramme& command,
                         const Context& /*context*/) {
  if (programme.withdrawn_from == command.from() && !command.from().empty()) return Events{};
  if (programme.digests.empty()) return v1::REJECTION_PROGRAMME_MUST_BE_PUBLISHED;
  if (!programme.withdrawn_from.empty()) return v1::REJECTION_PROGRAMME_MUST_NOT_BE_WITHDRAWN;
  v1::ProgrammeWithdrawn event;
  event.set_programme_id(command.programme_id());
  event.set_from(command.from());
  return Events{std::move(event)};
}

ProgrammeDecision Decide(const Programme& programme, const v1::BeginVersion& command,
                         const Context& context) {
  const std::string today = FormatDate(DateOf(context.now));
  const bool withdrawn = !programme.withdrawn_from.empty() && programme.withdrawn_from <= today;
  const bool published = programme.digests.contains(command.version());
  if (command.version() <= programme.begun || !published || withdrawn) return Events{};
  v1::VersionBegan event;
  event.set_programme_id(command.programme_id());
  event.set_version(command.version());
  return Events{std::move(event)};
}

}  // namespace kinward::eligibility
