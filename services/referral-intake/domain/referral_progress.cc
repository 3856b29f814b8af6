#include "services/referral-intake/domain/referral_progress.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "libs/base/check.h"
#include "libs/base/uuid.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"

namespace kinward::intake {
namespace {

using Event = Referral::Messages::Event;

constexpr const char* kLastCaseClosed = "last-case-closed";
constexpr const char* kMoreHelpComing = "more-help-coming";

// The id that outcomes gives a case: both services know it without asking.
std::string CaseIdOf(const Referral& referral, const std::string& programme) {
  const auto cause = Uuid::Parse(referral.referral_id);
  CHECK(cause);
  return UuidFrom(*cause, programme).ToString();
}

bool IsDone(const Referral& referral, const std::string& programme) {
  return referral.ended.contains(programme) ||
         referral.closed_cases.contains(CaseIdOf(referral, programme));
}

// Closed a moment too early, because its parts were heard of in another order.
bool MustReopen(const Referral& referral) {
  return referral.stage == v1::REFERRAL_STAGE_CLOSED && referral.closed_by_last_case &&
         !IsFinished(referral);
}

Referral After(Referral referral, const std::vector<Event>& events) {
  for (const auto& event : events) {
    std::visit([&](const auto& one) { Apply(referral, one); }, event);
  }
  return referral;
}

// With the close, if these events end the last part.
ReferralAnswer AndCloses(const Referral& referral, std::vector<Event> events,
                         const Context& context) {
  const Referral next = After(referral, events);
  if (IsLive(next) && IsFinished(next)) {
    events.emplace_back(Closed(next, kLastCaseClosed, context));
    events.emplace_back(StageChanged(next, v1::REFERRAL_STAGE_CLOSED));
  }
  return events;
}

// With the return of a closed one, if these events tell of another part.
ReferralAnswer AndReturns(const Referral& referral, std::vector<Event> events,
                          const Context& context) {
  const Referral next = After(referral, events);
  if (MustReopen(next)) {
    events.emplace_back(Reopened(next, kMoreHelpComing, context));
    events.emplace_back(StageChanged(next, v1::REFERRAL_STAGE_ACCEPTED));
  }
  return events;
}

}  // namespace

bool IsKnownTo(const Referral& referral, const Actor& actor) {
  return referral.stage != v1::REFERRAL_STAGE_UNSPECIFIED &&
         (actor.kind != "partner" || actor.id == referral.source);
}

bool IsLive(const Referral& referral) {
  return referral.stage == v1::REFERRAL_STAGE_RECEIVED ||
         referral.stage == v1::REFERRAL_STAGE_SCREENING ||
         referral.stage == v1::REFERRAL_STAGE_ACCEPTED;
}

bool IsFinished(const Referral& referral) {
  return !referral.closed_cases.empty() && referral.open_cases.empty() &&
         std::all_of(referral.awaited.begin(), referral.awaited.end(),
                     [&](const auto& programme) { return IsDone(referral, programme); });
}

v1::ReferralStatusChanged StageChanged(const Referral& referral, v1::ReferralStage to) {
  v1::ReferralStatusChanged event;
  event.set_referral_id(referral.referral_id);
  event.set_from(referral.stage);
  event.set_to(to);
  return event;
}

v1::ReferralReopened Reopened(const Referral& referral, const std::string& reason,
                              const Context& context) {
  v1::ReferralReopened event;
  event.set_referral_id(referral.referral_id);
  event.set_reason(reason);
  event.set_family_id(referral.family_id);
  event.set_programme(referral.programme);
  event.set_one_open_per_family(referral.one_open_per_family);
  *event.mutable_reopened_time() = ToTimestamp(context.now);
  return event;
}

v1::ReferralClosed Closed(const Referral& referral, const std::string& reason,
                          const Context& context) {
  v1::ReferralClosed event;
  event.set_referral_id(referral.referral_id);
  event.set_reason(reason);
  event.set_family_id(referral.family_id);
  event.set_closed_on(FormatDate(DateOf(context.now)));
  return event;
}

ReferralAnswer Decide(const Referral& referral, const v1::AcknowledgeReferral& command,
                      const Context& context) {
  if (referral.stage == v1::REFERRAL_STAGE_UNSPECIFIED) return v1::REJECTION_REFERRAL_MUST_BE_KNOWN;
  v1::ReferralAcknowledged event;
  event.set_referral_id(command.referral_id());
  for (const auto& programme : command.programmes()) {
    if (!referral.awaited.contains(programme)) event.add_programmes(programme);
  }
  const bool is_new = referral.stage == v1::REFERRAL_STAGE_RECEIVED;
  if (!is_new && event.programmes().empty()) return NothingToDo<ReferralAnswer>();

  std::vector<Event> events{std::move(event)};
  if (is_new) events.emplace_back(StageChanged(referral, v1::REFERRAL_STAGE_SCREENING));
  return AndReturns(referral, std::move(events), context);
}

ReferralAnswer Decide(const Referral& referral, const v1::RecordCaseOpened& command,
                      const Context& context) {
  if (referral.stage == v1::REFERRAL_STAGE_UNSPECIFIED) return v1::REJECTION_REFERRAL_MUST_BE_KNOWN;
  if (referral.open_cases.contains(command.case_id()) ||
      referral.closed_cases.contains(command.case_id())) {
    return NothingToDo<ReferralAnswer>();
  }
  v1::ReferralCaseOpened event;
  event.set_referral_id(command.referral_id());
  event.set_case_id(command.case_id());
  std::vector<Event> events{std::move(event)};
  // Help has begun, so somebody accepted it, whether or not this was also recorded here.
  if (IsLive(referral) && referral.stage != v1::REFERRAL_STAGE_ACCEPTED) {
    events.emplace_back(StageChanged(referral, v1::REFERRAL_STAGE_ACCEPTED));
  }
  return AndReturns(referral, std::move(events), context);
}

ReferralAnswer Decide(const Referral& referral, const v1::RecordCaseClosed& command,
                      const Context& context) {
  if (referral.stage == v1::REFERRAL_STAGE_UNSPECIFIED) return v1::REJECTION_REFERRAL_MUST_BE_KNOWN;
  if (referral.closed_cases.contains(command.case_id())) return NothingToDo<ReferralAnswer>();
  v1::ReferralCaseClosed event;
  event.set_referral_id(command.referral_id());
  event.set_case_id(command.case_id());
  return AndCloses(referral, {std::move(event)}, context);
}

ReferralAnswer Decide(const Referral& referral, const v1::RecordHelpEnded& command,
                      const Context& context) {
  if (referral.stage == v1::REFERRAL_STAGE_UNSPECIFIED) return v1::REJECTION_REFERRAL_MUST_BE_KNOWN;
  if (referral.ended.contains(command.programme_id())) return NothingToDo<ReferralAnswer>();
  v1::ReferralHelpEnded event;
  event.set_referral_id(command.referral_id());
  event.set_programme_id(command.programme_id());
  event.set_reason(command.reason());
  return AndCloses(referral, {std::move(event)}, context);
}

}  // namespace kinward::intake
