#include "services/eligibility/what_if/recorded_checks.h"

#include <utility>

#include "services/eligibility/what_if/one_programme.h"

namespace kinward::eligibility {
namespace {

constexpr std::int32_t kEventsAPage = 500;
constexpr std::size_t kEnough = 1'000;  // decisions of one portion

}  // namespace

RecordedChecks::RecordedChecks(eventstore::StoreAudit& audit, std::string decided_type,
                               AskedFor asked)
    : audit_(audit), decided_type_(std::move(decided_type)), asked_(std::move(asked)) {}

bool RecordedChecks::Hear(eventstore::AuditedEvent& event) {
  if (event.tenant > asked_.council) return false;
  if (event.tenant < asked_.council || event.type != decided_type_) return true;
  if (event.stream != stream_ && !stream_.empty()) finished_.push_back(std::move(body_));
  stream_ = std::move(event.stream);
  body_ = std::move(event.body);
  return true;
}

Result<void> RecordedChecks::Settle(std::vector<v1::EligibilityDecided>& decided) {
  for (const std::string& body : finished_) {
    auto event = ReadOneProgramme(body, asked_.programme_id);
    if (!event) return Failure{FailureKind::kCorrupt, "a decision that cannot be read"};
    const bool begun = !asked_.from || event->on() >= *asked_.from;
    if (begun && (!asked_.until || event->on() <= *asked_.until)) {
      decided.push_back(std::move(*event));
    }
  }
  finished_.clear();
  return {};
}

Result<std::vector<v1::EligibilityDecided>> RecordedChecks::Next() {
  std::vector<v1::EligibilityDecided> decided;
  while (!over_ && decided.size() < kEnough) {
    auto page = audit_.NextEvents(kEventsAPage);
    if (!page) return page.error();
    over_ = page->empty();
    for (auto& event : *page) {
      if (over_) break;
      over_ = !Hear(event);
    }
    if (over_ && !stream_.empty()) finished_.push_back(std::move(body_));
    if (const auto settled = Settle(decided); !settled) return settled.error();
  }
  return decided;
}

}  // namespace kinward::eligibility
