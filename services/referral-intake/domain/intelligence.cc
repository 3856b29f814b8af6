#include "services/referral-intake/domain/intelligence.h"

#include <google/protobuf/util/message_differencer.h>

#include <string_view>
#include <utility>

#include "libs/base/check.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"

namespace kinward::intake {
namespace {

constexpr const char* kExpiry = "expiry";
constexpr std::string_view kSources = "123";        // how far its source can be relied on
constexpr std::string_view kAssessments = "abcde";  // what is known of what it says
constexpr std::string_view kShared = "p";
constexpr std::string_view kOnConditions = "c";

// The police's 3x5x2 report: 2b, handling p or c.
bool IsGrading(const std::string& grading) {
  return grading.size() == 2 && kSources.find(grading[0]) != std::string_view::npos &&
         kAssessments.find(grading[1]) != std::string_view::npos;
}

v1::ItemRecorded EventOf(const v1::RecordItem& command) {
  v1::ItemRecorded event;
  event.set_item_id(command.item_id());
  event.set_family_id(command.family_id());
  event.set_person_id(command.person_id());
  event.set_source(command.source());
  event.set_kind(command.kind());
  event.set_on(command.on());
  event.set_grading(command.grading());
  event.set_handling(command.handling());
  *event.mutable_shown_to() = command.shown_to();
  event.set_expires(command.expires());
  if (const auto last = ParseDate(command.expires())) {
    *event.mutable_expires_time() = ToTimestamp(StartOf(AddDays(*last, 1)));
  }
  return event;
}

}  // namespace

IntelligenceAnswer Decide(const Intelligence& item, const v1::RecordItem& command,
                          const Context& context) {
  v1::ItemRecorded event = EventOf(command);
  if (item.state != IntelligenceState::kUnknown) {
    if (google::protobuf::util::MessageDifferencer::Equals(item.recorded, event)) {
      return NothingToDo<IntelligenceAnswer>();
    }
    return v1::REJECTION_ITEM_ID_MUST_NOT_BE_REUSED;
  }
  const std::string today = FormatDate(DateOf(context.now));
  if (!IsGrading(command.grading())) return v1::REJECTION_GRADING_MUST_BE_LISTED;
  if (command.handling() != kShared && command.handling() != kOnConditions) {
    return v1::REJECTION_HANDLING_MUST_BE_LISTED;
  }
  if (command.handling() == kOnConditions && command.shown_to().empty()) {
    return v1::REJECTION_CONDITIONS_MUST_SAY_WHO_MAY_SEE_IT;
  }
  if (command.on() > today) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  if (command.expires() < today) return v1::REJECTION_ITEM_MUST_NOT_EXPIRE_IN_THE_PAST;
  *event.mutable_item() = command.item();
  if (command.has_conditions()) *event.mutable_conditions() = command.conditions();
  return Accept<IntelligenceAnswer>(std::move(event));
}

IntelligenceAnswer Decide(const Intelligence& item, const v1::ExpireItem& /*command*/,
                          const Context& /*context*/) {
  if (item.state == IntelligenceState::kUnknown) return v1::REJECTION_ITEM_MUST_BE_KNOWN;
  if (item.state == IntelligenceState::kExpired) return NothingToDo<IntelligenceAnswer>();
  v1::ItemExpired event;
  event.set_item_id(item.recorded.item_id());
  event.set_family_id(item.recorded.family_id());
  event.set_person_id(item.recorded.person_id());
  return Accept<IntelligenceAnswer>(std::move(event));
}

Effects Intelligence::EffectsOf(const v1::ItemRecorded& event) {
  v1::ExpireItem command;
  command.set_item_id(event.item_id());
  Effects effects;
  effects.timers.push_back(
      {.name = kExpiry, .due = ToTime(event.expires_time()), .command = std::move(command)});
  return effects;
}

void Apply(Intelligence& item, const v1::ItemRecorded& event) {
  CHECK(item.state == IntelligenceState::kUnknown);
  item.state = IntelligenceState::kInForce;
  item.recorded = event;
  item.recorded.clear_item();
  item.recorded.clear_conditions();
}
void Apply(Intelligence& item, const v1::ItemExpired& /*event*/) {
  CHECK(item.state == IntelligenceState::kInForce);
  item.state = IntelligenceState::kExpired;
}

}  // namespace kinward::intake
