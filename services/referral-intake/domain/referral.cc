#include "services/referral-intake/domain/referral.h"

#include <utility>

#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"
#include "services/referral-intake/domain/referral_progress.h"

namespace kinward::intake {
namespace {

v1::ReferralStage StageAfter(v1::ReferralDecision decision) {
  switch (decision) {
    case v1::REFERRAL_DECISION_NO_FURTHER_ACTION:
      return v1::REFERRAL_STAGE_NO_FURTHER_ACTION;
    case v1::REFERRAL_DECISION_REDIRECT:
      return v1::REFERRAL_STAGE_REDIRECTED;
    default:
      return v1::REFERRAL_STAGE_ACCEPTED;
  }
}

v1::ReferralDecided DecidedFrom(const Referral& referral, const v1::DecideReferral& command,
                                const Context& context) {
  v1::ReferralDecided event;
  event.set_referral_id(command.referral_id());
  event.set_decision(command.decision());
  event.set_reason(command.reason());
  event.set_redirected_to(command.redirected_to());
  event.set_family_id(referral.family_id);
  event.set_decided_on(FormatDate(DateOf(context.now)));
  *event.mutable_received_time() = ToTimestamp(referral.received);
  event.set_kind(referral.kind);
  return event;
}

}  // namespace

ReferralAnswer Decide(const Referral& referral, const v1::DecideReferral& command,
                      const Context& context) {
  if (!IsKnownTo(referral, context.actor)) return v1::REJECTION_REFERRAL_MUST_BE_KNOWN;
  const v1::ReferralStage to = StageAfter(command.decision());
  if (referral.stage == to && !referral.withdrawal_requested) return NothingToDo<ReferralAnswer>();
  if (!IsLive(referral)) return v1::REJECTION_REFERRAL_MUST_BE_OPEN;
  if (command.decision() == v1::REFERRAL_DECISION_REDIRECT && command.redirected_to().empty()) {
    return v1::REJECTION_REDIRECTION_MUST_NAME_ITS_TARGET;
  }
  if (to != v1::REFERRAL_STAGE_ACCEPTED && !referral.open_cases.empty()) {
    return v1::REJECTION_REFERRAL_MUST_HAVE_NO_OPEN_CASE;
  }

  auto decided = DecidedFrom(referral, command, context);
  // A partner asked to withdraw; the council keeps its duty and its stage.
  if (referral.stage == to) return Accept<ReferralAnswer>(std::move(decided));
  return Accept<ReferralAnswer>(std::move(decided), StageChanged(referral, to));
}

ReferralAnswer Decide(const Referral& referral, const v1::WithdrawReferral& command,
                      const Context& context) {
  if (!IsKnownTo(referral, context.actor)) return v1::REJECTION_REFERRAL_MUST_BE_KNOWN;
  if (referral.stage == v1::REFERRAL_STAGE_WITHDRAWN) return NothingToDo<ReferralAnswer>();
  if (!IsLive(referral)) return v1::REJECTION_REFERRAL_MUST_BE_OPEN;

  // A partner's wish never ends the council's duty nor frees an occupied bed.
  if (context.actor.kind == "partner") {
    if (referral.withdrawal_requested) return NothingToDo<ReferralAnswer>();
    v1::WithdrawalRequested requested;
    requested.set_referral_id(command.referral_id());
    requested.set_reason(command.reason());
    requested.set_requested_by(context.actor.id);
    return Accept<ReferralAnswer>(std::move(requested));
  }
  v1::ReferralWithdrawn withdrawn;
  withdrawn.set_referral_id(command.referral_id());
  withdrawn.set_family_id(referral.family_id);
  withdrawn.set_reason(command.reason());
  withdrawn.set_withdrawn_on(FormatDate(DateOf(context.now)));
  return Accept<ReferralAnswer>(std::move(withdrawn),
                                StageChanged(referral, v1::REFERRAL_STAGE_WITHDRAWN));
}

ReferralAnswer Decide(const Referral& referral, const v1::ReopenReferral& command,
                      const Context& context) {
  if (!IsKnownTo(referral, context.actor)) return v1::REJECTION_REFERRAL_MUST_BE_KNOWN;
  if (referral.stage == v1::REFERRAL_STAGE_WITHDRAWN ||
      referral.stage == v1::REFERRAL_STAGE_SUPERSEDED) {
    return v1::REJECTION_REFERRAL_MUST_NOT_BE_WITHDRAWN;
  }
  if (IsLive(referral)) return v1::REJECTION_REFERRAL_MUST_HAVE_ENDED;
  return Accept<ReferralAnswer>(Reopened(referral, command.reason(), context),
                                StageChanged(referral, v1::REFERRAL_STAGE_SCREENING));
}

ReferralAnswer Decide(const Referral& referral, const v1::SupersedeReferral& command,
                      const Context& context) {
  if (!IsKnownTo(referral, context.actor)) return v1::REJECTION_REFERRAL_MUST_BE_KNOWN;
  if (referral.stage == v1::REFERRAL_STAGE_SUPERSEDED) return NothingToDo<ReferralAnswer>();
  if (!IsLive(referral)) return v1::REJECTION_REFERRAL_MUST_BE_OPEN;
  if (command.superseded_by() == command.referral_id()) {
    return v1::REJECTION_REFERRAL_MUST_NOT_SUPERSEDE_ITSELF;
  }
  v1::ReferralSuperseded event;
  event.set_referral_id(command.referral_id());
  event.set_family_id(referral.family_id);
  event.set_superseded_by(command.superseded_by());
  event.set_superseded_on(FormatDate(DateOf(context.now)));
  return Accept<ReferralAnswer>(std::move(event),
                                StageChanged(referral, v1::REFERRAL_STAGE_SUPERSEDED));
}

ReferralAnswer Decide(const Referral& referral, const v1::CloseReferral& command,
                      const Context& context) {
  if (!IsKnownTo(referral, context.actor)) return v1::REJECTION_REFERRAL_MUST_BE_KNOWN;
  if (referral.stage == v1::REFERRAL_STAGE_CLOSED) return NothingToDo<ReferralAnswer>();
  if (!IsLive(referral)) return v1::REJECTION_REFERRAL_MUST_BE_OPEN;
  if (!referral.open_cases.empty()) return v1::REJECTION_REFERRAL_MUST_HAVE_NO_OPEN_CASE;
  return Accept<ReferralAnswer>(Closed(referral, command.reason(), context),
                                StageChanged(referral, v1::REFERRAL_STAGE_CLOSED));
}

}  // namespace kinward::intake
