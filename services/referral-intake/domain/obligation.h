// What an outside event obliges somebody to do or to offer, by when, and what came of it. A family
// is always free to decline; what an offer would replace stands until a decision is recorded.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "kinward/intake/v1/obligation.domain.h"
#include "kinward/intake/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::intake {

//  (unknown) ─▶ open ─┬─▶ completed
//                     ├─▶ refused        by whom it was offered
//                     └─▶ discharged     the duty no longer stands
enum class ObligationState { kUnknown, kOpen, kCompleted, kRefused, kDischarged };

struct Obligation {
  using Messages = v1::ObligationMessages;

  ObligationState state = ObligationState::kUnknown;
  v1::ObligationRef ref;
  Time occurred{};          // its term counts from here, or from ref.on
  std::optional<Time> due;  // as ObligationDueSet says
  std::string unknown_because;
  bool overdue = false;
  std::string worker_id;
  std::set<std::string> independent_of;
  std::map<std::string, v1::OfferAnswer> answers;  // of each person offered it
  std::optional<Time> offered;                     // first
  std::string reason;                              // or outcome: why it is no longer open
  Time ended{};
  v1::ObligationCompleted completed;  // as it was told last; empty unless it is so

  static Effects EffectsOf(const v1::ObligationDueSet& event);
  static Effects EffectsOf(const v1::ObligationDueUnknown& event);
  static Companions CompanionsOf(const v1::ObligationRaised& event);
  static Companions CompanionsOf(const v1::ObligationMoved& event);
  static Companions CompanionsOf(const v1::ObligationCompleted& event);
  static Companions CompanionsOf(const v1::ObligationRefused& event);
  static Companions CompanionsOf(const v1::ObligationDischarged& event);
};
using ObligationAnswer = Decision<Obligation::Messages::Event, v1::Rejection>;

[[nodiscard]] ObligationAnswer Decide(const Obligation& obligation,
                                      const v1::RaiseObligation& command, const Context& context);
[[nodiscard]] ObligationAnswer Decide(const Obligation& obligation,
                                      const v1::MoveObligation& command, const Context& context);
[[nodiscard]] ObligationAnswer Decide(const Obligation& obligation,
                                      const v1::SetObligationDue& command, const Context& context);
[[nodiscard]] ObligationAnswer Decide(const Obligation& obligation,
                                      const v1::AssignObligation& command, const Context& context);
[[nodiscard]] ObligationAnswer Decide(const Obligation& obligation, const v1::RecordOffer& command,
                                      const Context& context);
[[nodiscard]] ObligationAnswer Decide(const Obligation& obligation, const v1::RecordAnswer& command,
                                      const Context& context);
[[nodiscard]] ObligationAnswer Decide(const Obligation& obligation,
                                      const v1::CompleteObligation& command,
                                      const Context& context);
[[nodiscard]] ObligationAnswer Decide(const Obligation& obligation,
                                      const v1::RecordRefusal& command, const Context& context);
[[nodiscard]] ObligationAnswer Decide(const Obligation& obligation,
                                      const v1::DischargeObligation& command,
                                      const Context& context);
[[nodiscard]] ObligationAnswer Decide(const Obligation& obligation,
                                      const v1::MeetObligation& command, const Context& context);
[[nodiscard]] ObligationAnswer Decide(const Obligation& obligation,
                                      const v1::ReleaseObligation& command, const Context& context);
[[nodiscard]] ObligationAnswer Decide(const Obligation& obligation,
                                      const v1::NoteObligationOverdue& command,
                                      const Context& context);

void Apply(Obligation& obligation, const v1::ObligationRaised& event);
void Apply(Obligation& obligation, const v1::ObligationMoved& event);
void Apply(Obligation& obligation, const v1::ObligationDueSet& event);
void Apply(Obligation& obligation, const v1::ObligationDueUnknown& event);
void Apply(Obligation& obligation, const v1::ObligationAssigned& event);
void Apply(Obligation& obligation, const v1::OfferRecorded& event);
void Apply(Obligation& obligation, const v1::AnswerRecorded& event);
void Apply(Obligation& obligation, const v1::ObligationOverdue& event);
void Apply(Obligation& obligation, const v1::ObligationCompleted& event);
void Apply(Obligation& obligation, const v1::ObligationRefused& event);
void Apply(Obligation& obligation, const v1::ObligationDischarged& event);

}  // namespace kinward::intake
