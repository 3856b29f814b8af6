// One referral: who asks for help for which family, how far intake has got with it, and when it is
// over. Not here: whether it is eligible, what it is allocated, what the help does.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "kinward/intake/v1/referral.domain.h"
#include "kinward/intake/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::intake {

//  (unknown) ─▶ received ─▶ screening ─▶ accepted ─▶ closed      after its last case
//                  │            │           │
//                  └────────────┴───────────┴─▶ redirected, ended, withdrawn, superseded
// A closed, redirected or ended one (no further action) may be reopened to screening; a withdrawn
// or superseded one may not: what was released for it cannot be called back.
struct Referral {
  using Messages = v1::ReferralMessages;

  v1::ReferralStage stage = v1::REFERRAL_STAGE_UNSPECIFIED;
  v1::ReferralKind kind = v1::REFERRAL_KIND_UNSPECIFIED;
  std::string referral_id;
  std::string family_id;
  std::string source;
  std::string reference;
  std::string programme;  // empty: every programme of the council
  v1::Urgency urgency = v1::URGENCY_UNSPECIFIED;
  std::vector<std::string> reasons;
  std::string lawful_basis;
  std::string occurred_on;
  Time received;
  bool one_open_per_family = false;
  bool withdrawal_requested = false;
  bool closed_by_last_case = false;
  // Parts, whatever is heard first: awaited programmes, those that ended without a case, and cases.
  std::set<std::string> awaited;
  std::set<std::string> ended;
  std::set<std::string> open_cases;
  std::set<std::string> closed_cases;

  // The query's fields that no decision needs are read from the events, not kept.
  static Effects EffectsOf(const v1::ReferralReceived& event);
  static Effects EffectsOf(const v1::ReferralAmended& event);
  static Effects EffectsOf(const v1::ReferralReopened& event);
  static Effects EffectsOf(const v1::ReferralDecided& event);
  static Effects EffectsOf(const v1::ReferralWithdrawn& event);
  static Effects EffectsOf(const v1::ReferralSuperseded& event);
  static Effects EffectsOf(const v1::ReferralClosed& event);
  static Companions CompanionsOf(const v1::ReferralReceived& event);
  static Companions CompanionsOf(const v1::ReferralAmended& event);
  static Companions CompanionsOf(const v1::PersonNamed& event);
  static Companions CompanionsOf(const v1::ReferralDecided& event);
  static Companions CompanionsOf(const v1::ReferralWithdrawn& event);
  static Companions CompanionsOf(const v1::ReferralSuperseded& event);
  static Companions CompanionsOf(const v1::ReferralClosed& event);
};
using ReferralAnswer = Decision<Referral::Messages::Event, v1::Rejection>;

[[nodiscard]] ReferralAnswer Decide(const Referral& referral, const v1::ReceiveReferral& command,
                                    const Context& context);
[[nodiscard]] ReferralAnswer Decide(const Referral& referral, const v1::SubmitReferral& command,
                                    const Context& context);
[[nodiscard]] ReferralAnswer Decide(const Referral& referral,
                                    const v1::AcknowledgeReferral& command, const Context& context);
[[nodiscard]] ReferralAnswer Decide(const Referral& referral, const v1::AmendReferral& command,
                                    const Context& context);
[[nodiscard]] ReferralAnswer Decide(const Referral& referral, const v1::DecideReferral& command,
                                    const Context& context);
[[nodiscard]] ReferralAnswer Decide(const Referral& referral, const v1::WithdrawReferral& command,
                                    const Context& context);
[[nodiscard]] ReferralAnswer Decide(const Referral& referral, const v1::ReopenReferral& command,
                                    const Context& context);
[[nodiscard]] ReferralAnswer Decide(const Referral& referral, const v1::SupersedeReferral& command,
                                    const Context& context);
[[nodiscard]] ReferralAnswer Decide(const Referral& referral, const v1::CloseReferral& command,
                                    const Context& context);
[[nodiscard]] ReferralAnswer Decide(const Referral& referral, const v1::RecordCaseOpened& command,
                                    const Context& context);
[[nodiscard]] ReferralAnswer Decide(const Referral& referral, const v1::RecordCaseClosed& command,
                                    const Context& context);
[[nodiscard]] ReferralAnswer Decide(const Referral& referral, const v1::RecordHelpEnded& command,
                                    const Context& context);

void Apply(Referral& referral, const v1::ReferralReceived& event);
void Apply(Referral& referral, const v1::PersonNamed& event);
void Apply(Referral& referral, const v1::ReferralAcknowledged& event);
void Apply(Referral& referral, const v1::ReferralAmended& event);
void Apply(Referral& referral, const v1::ReferralDecided& event);
void Apply(Referral& referral, const v1::WithdrawalRequested& event);
void Apply(Referral& referral, const v1::ReferralWithdrawn& event);
void Apply(Referral& referral, const v1::ReferralReopened& event);
void Apply(Referral& referral, const v1::ReferralSuperseded& event);
void Apply(Referral& referral, const v1::ReferralClosed& event);
void Apply(Referral& referral, const v1::ReferralCaseOpened& event);
void Apply(Referral& referral, const v1::ReferralCaseClosed& event);
void Apply(Referral& referral, const v1::ReferralHelpEnded& event);
void Apply(Referral& referral, const v1::ReferralStatusChanged& event);

}  // namespace kinward::intake
