// What an obligation's events entail, and what they leave in its state.
#include <utility>

#include "kinward/intake/v1/school_calendar.pb.h"
#include "kinward/intake/v1/strands.pb.h"
#include "libs/base/check.h"
#include "services/referral-intake/domain/obligation.h"
#include "services/referral-intake/domain/school_calendar.h"
#include "services/referral-intake/domain/strands.h"

namespace kinward::intake {
namespace {

constexpr const char* kOverdue = "overdue";

v1::NoteObligation NoteOf(const v1::ObligationRef& ref) {
  v1::NoteObligation note;
  note.set_strands_id(StrandsIdOf(ref.person_id()));
  note.set_family_id(ref.family_id());
  note.set_person_id(ref.person_id());
  note.set_obligation_id(ref.obligation_id());
  note.set_notification_id(ref.notification_id());
  note.set_obliges(ref.obliges());
  note.set_on(ref.on());
  return note;
}
// Its term first: what meets it at once is then known to be in time or late.
Companions AskAndNote(const v1::ObligationRef& ref) {
  Companions companions;
  if (ref.within() != 0 && ref.unit() == common::v1::CLOCK_KIND_SCHOOL_DAYS) {
    v1::AskSchoolDay ask;
    ask.set_calendar_id(kSchoolCalendarId);
    ask.set_obligation_id(ref.obligation_id());
    ask.set_after(ref.on());
    ask.set_count(ref.within());
    companions.emplace_back(std::move(ask));
  }
  companions.emplace_back(NoteOf(ref));
  return companions;
}
// The calendar's answer is waited for while it is still to come: it tells whether the duty was met
// in time.
Companions Over(const v1::ObligationRef& ref, bool due_known) {
  v1::NoteObligationOver over;
  over.set_strands_id(StrandsIdOf(ref.person_id()));
  over.set_person_id(ref.person_id());
  over.set_obligation_id(ref.obligation_id());
  Companions companions{std::move(over)};
  if (due_known && ref.unit() == common::v1::CLOCK_KIND_SCHOOL_DAYS) {
    v1::ForgetSchoolDay forget;
    forget.set_calendar_id(kSchoolCalendarId);
    forget.set_obligation_id(ref.obligation_id());
    companions.emplace_back(std::move(forget));
  }
  return companions;
}

}  // namespace

Effects Obligation::EffectsOf(const v1::ObligationDueSet& event) {
  v1::NoteObligationOverdue note;
  note.set_obligation_id(event.obligation_id());
  Effects effects;
  effects.timers.push_back(
      {.name = kOverdue, .due = ToTime(event.due_time()), .command = std::move(note)});
  return effects;
}
Effects Obligation::EffectsOf(const v1::ObligationDueUnknown& /*event*/) {
  Effects effects;
  effects.cancelled_timers = {kOverdue};
  return effects;
}

Companions Obligation::CompanionsOf(const v1::ObligationRaised& event) {
  return AskAndNote(event.obligation());
}
Companions Obligation::CompanionsOf(const v1::ObligationMoved& event) {
  return AskAndNote(event.obligation());
}
Companions Obligation::CompanionsOf(const v1::ObligationCompleted& event) {
  return Over(event.obligation(), event.target() != v1::TARGET_RESULT_UNKNOWN);
}
Companions Obligation::CompanionsOf(const v1::ObligationRefused& event) {
  return Over(event.obligation(), true);
}
Companions Obligation::CompanionsOf(const v1::ObligationDischarged& event) {
  return Over(event.obligation(), true);
}

void Apply(Obligation& obligation, const v1::ObligationRaised& event) {
  CHECK(obligation.state == ObligationState::kUnknown);
  obligation.state = ObligationState::kOpen;
  obligation.ref = event.obligation();
  obligation.occurred = ToTime(event.occurred_time());
}
void Apply(Obligation& obligation, const v1::ObligationMoved& event) {
  obligation.ref = event.obligation();
  obligation.occurred = ToTime(event.occurred_time());
  if (obligation.ref.unit() != common::v1::CLOCK_KIND_SCHOOL_DAYS) return;
  obligation.due.reset();  // the calendar is asked anew
  obligation.overdue = false;
}
void Apply(Obligation& obligation, const v1::ObligationDueSet& event) {
  obligation.due = ToTime(event.due_time());
  obligation.unknown_because.clear();
  obligation.overdue = false;
}
void Apply(Obligation& obligation, const v1::ObligationDueUnknown& event) {
  obligation.due.reset();
  obligation.unknown_because = event.because();
  obligation.overdue = false;
}
void Apply(Obligation& obligation, const v1::ObligationAssigned& event) {
  obligation.worker_id = event.worker_id();
  obligation.independent_of = {event.independent_of().begin(), event.independent_of().end()};
}
void Apply(Obligation& obligation, const v1::OfferRecorded& event) {
  for (const auto& person_id : event.person_ids()) {
    CHECK(obligation.answers.emplace(person_id, v1::OFFER_ANSWER_UNANSWERED).second);
  }
  if (event.first()) obligation.offered = ToTime(event.offered_time());
}
void Apply(Obligation& obligation, const v1::AnswerRecorded& event) {
  obligation.answers.at(event.person_id()) = event.answer();
}
void Apply(Obligation& obligation, const v1::ObligationOverdue& /*event*/) {
  CHECK(!obligation.overdue);
  obligation.overdue = true;
}
void Apply(Obligation& obligation, const v1::ObligationCompleted& event) {
  CHECK(obligation.state == ObligationState::kOpen || event.corrected());
  obligation.state = ObligationState::kCompleted;
  obligation.reason = event.outcome();
  obligation.ended = ToTime(event.completed_time());
  obligation.completed = event;
}
void Apply(Obligation& obligation, const v1::ObligationRefused& event) {
  CHECK(obligation.state == ObligationState::kOpen);
  obligation.state = ObligationState::kRefused;
  obligation.reason = event.reason();
  obligation.ended = ToTime(event.refused_time());
}
void Apply(Obligation& obligation, const v1::ObligationDischarged& event) {
  CHECK(obligation.state == ObligationState::kOpen);
  obligation.state = ObligationState::kDischarged;
  obligation.reason = event.reason();
}

}  // namespace kinward::intake
