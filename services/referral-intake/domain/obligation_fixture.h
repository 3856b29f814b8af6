// For tests of obligations: three duties, and the beginnings of their stories.
#pragma once

#include <string>

#include "services/referral-intake/domain/notification_fixture.h"
#include "services/referral-intake/domain/obligation.h"

namespace kinward::intake::obligation_test {

using notification_test::Field;
using notification_test::kChild;
using notification_test::kFamily;
using notification_test::kFirst;
using notification_test::kInterview;
using notification_test::kMother;
using notification_test::Stamp;
using testing::Make;
using Story = testing::Story<Obligation>;

// It is Monday the 14th of November 2016.
inline const Time kMonday = At(DateFrom(2016, 11, 14), "10:00");

inline Story Unknown() {
  return Story(Context{kMonday, {"staff", "duty.worker", {}}, "wolverhampton"});
}
// Of the 11th, at six in the evening.
inline v1::RaiseObligation RaiseFor(const common::v1::Trigger& trigger) {
  auto command =
      Make<v1::RaiseObligation>(Field("obligation_id", kInterview) + Field("family_id", kFamily) +
                                Field("person_id", kChild) + Field("notification_id", kFirst) +
                                "programme_id: 'T-01' programme_version: 1 on: '2016-11-11'");
  *command.mutable_trigger() = trigger;
  *command.mutable_occurred_time() = Stamp("2016-11-11", "18:00");
  return command;
}
inline v1::RaiseObligation RaiseInterview() {
  auto trigger = notification_test::TriggerOf("returned", "return-interview", 72,
                                              common::v1::CLOCK_KIND_HOURS);
  trigger.set_independent(true);
  return RaiseFor(trigger);
}
inline v1::RaiseObligation RaiseOffer() {
  auto trigger =
      notification_test::TriggerOf("initial-conference-called", "family-group-conference-offer", 5,
                                   common::v1::CLOCK_KIND_WORKING_DAYS);
  trigger.set_offer(true);
  return RaiseFor(trigger);
}
inline v1::RaiseObligation RaiseProvision() {
  return RaiseFor(notification_test::TriggerOf("excluded", "education-provision", 6,
                                               common::v1::CLOCK_KIND_SCHOOL_DAYS));
}
inline Story Interview() { return Unknown().Then(RaiseInterview()); }
inline Story Offer() { return Unknown().Then(RaiseOffer()); }
inline Story Provision() { return Unknown().Then(RaiseProvision()); }

template <typename Command>
Command Of(const std::string& fields = "") {
  return Make<Command>(Field("obligation_id", kInterview) + fields);
}
inline v1::CompleteObligation Complete(const std::string& fields = "") {
  return Of<v1::CompleteObligation>("outcome: 'held' " + fields);
}
inline v1::CompleteObligation CompleteAt(const std::string& date, const std::string& time) {
  auto command = Complete();
  *command.mutable_completed_time() = Stamp(date, time);
  return command;
}
inline v1::RecordOffer OfferTo(const std::string& person_id) {
  return Of<v1::RecordOffer>("person_ids: '" + person_id + "'");
}
inline v1::RecordAnswer Answer(const std::string& person_id, v1::OfferAnswer answer) {
  auto command = Of<v1::RecordAnswer>(Field("person_id", person_id));
  command.set_answer(answer);
  return command;
}
inline v1::SetObligationDue Due(const std::string& on) {
  return Of<v1::SetObligationDue>(Field("due_on", on) + "counted_from: '2016-11-11'");
}
inline v1::SetObligationDue NoDue() {
  return Of<v1::SetObligationDue>(
      "unknown_because: 'school-calendar-unknown' counted_from: '2016-11-11'");
}

}  // namespace kinward::intake::obligation_test
