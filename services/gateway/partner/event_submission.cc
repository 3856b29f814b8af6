// POST /v1/events, referral-submitted: policy, warnings, the command, and whom else it concerns.
#include <algorithm>

#include "kinward/common/v1/common.pb.h"
#include "services/gateway/partner/answers.h"
#include "services/gateway/partner/event_route.h"
#include "services/gateway/partner/people_warnings.h"

namespace kinward::gateway {
namespace {

using boost::asio::awaitable;

bool IsPressing(partner::v1::Urgency urgency) {
  return urgency == partner::v1::URGENCY_URGENT || urgency == partner::v1::URGENCY_IMMEDIATE;
}
std::string UrgencyWord(partner::v1::Urgency urgency) {
  return urgency == partner::v1::URGENCY_IMMEDIATE ? "immediate"
         : urgency == partner::v1::URGENCY_URGENT  ? "urgent"
                                                   : "routine";
}

// What the agreement says against this event; empty: nothing.
std::string AgreementFault(const Partner* partner, const CloudEvent& event, Time now) {
  if (partner == nullptr) return "no-agreement";
  const auto& types = partner->types;
  if (!types.empty() && std::find(types.begin(), types.end(), event.type) == types.end()) {
    return "no-agreement";
  }
  const auto until = ParseTime(partner->until + "T23:59:59Z");
  return until && now > *until ? "agreement-expired" : "";
}

}  // namespace

awaitable<std::optional<EventRoute::Outcome>> EventRoute::Disagreed(const CloudEvent& event,
                                                                    const Sender& sender,
                                                                    partner::v1::Urgency urgency) {
  const std::string agreement = AgreementFault(sender.partner, event, sender.now);
  if (agreement.empty()) co_return std::nullopt;
  if (agreement == "agreement-expired" || IsPressing(urgency)) {
    HeldBecause because{agreement, UrgencyWord(urgency)};
    co_return co_await Hold(event, sender, std::move(because));
  }
  co_return ProblemAt(403, "isa.not_permitted", event.pointer + "/type",
                      "the agreement does not name this type");
}

awaitable<std::optional<EventRoute::Outcome>> EventRoute::Unserved(const CloudEvent& event,
                                                                   const Sender& sender,
                                                                   ProgrammeState state,
                                                                   partner::v1::Urgency urgency) {
  const bool closed = state == ProgrammeState::kClosed;
  if (!closed && state != ProgrammeState::kUnknown) co_return std::nullopt;
  if (IsPressing(urgency)) {
    HeldBecause because{"programme-unknown", UrgencyWord(urgency)};
    co_return co_await Hold(event, sender, std::move(because));
  }
  const bool submitted = event.type.ends_with("referral-submitted.v1");
  co_return ProblemAt(422, closed ? "programme.closed" : "programme.unknown",
                      rpc::Below(event.data_pointer, "programme"),
                      submitted ? "leave it out to have every programme checked"
                                : "leave it out to keep what was asked for");
}

awaitable<EventRoute::Outcome> EventRoute::TakeSubmitted(const CloudEvent& event,
                                                         const Sender& sender) {
  partner::v1::ReferralSubmitted message;
  Findings findings = ReadSubmitted(event.data, event.data_pointer, AsOf(event, sender), message);
  const ProgrammeAnswer programme =
      co_await parts_.tenants.Ask(sender.claims.council, message.programme());
  CheckConcerned(message.people(), rpc::Below(event.data_pointer, "people"), programme.concerned,
                 findings.faults);
  parts_.facts.CheckReasons(message.reasons(), rpc::Below(event.data_pointer, "reasons"),
                            findings.faults);
  if (!findings.faults.empty()) co_return ProblemOf(422, std::move(findings.faults));
  if (auto kept = co_await Disagreed(event, sender, message.urgency())) co_return std::move(*kept);
  if (message.has_programme()) {
    auto unserved = co_await Unserved(event, sender, programme.state, message.urgency());
    if (unserved) co_return std::move(*unserved);
  }
  Warn(message, sender, findings.warnings);
  co_return co_await Submit(event, sender, message, std::move(findings.warnings));
}

void EventRoute::WarnToRing(partner::v1::Urgency urgency, const Sender& sender,
                            std::vector<Warning>& warnings) const {
  if (urgency != partner::v1::URGENCY_IMMEDIATE) return;
  warnings.push_back(
      {"warning.telephone",
       "also telephone " + parts_.councils.WhoToRing(sender.claims.council) + " now"});
}

// Warnings that follow from the event alone: they go into the command too.
void EventRoute::Warn(const partner::v1::ReferralSubmitted& message, const Sender& sender,
                      std::vector<Warning>& warnings) const {
  const std::string& council = sender.claims.council;
  WarnToRing(message.urgency(), sender, warnings);
  if (LivesElsewhere(message, parts_.councils, council)) {
    warnings.push_back({"warning.area_not_ours", ""});  // who acts is told once it is known
  }
  if (HasConfusableName(message)) {
    warnings.push_back({"warning.confusable", "a name looks like another: a person will compare"});
  }
  if (HasConflictedProfessional(message)) {
    warnings.push_back({"warning.restricted",
                        "a professional named is a relative: colleagues do not see the record"});
  }
}

// What others are told of a referral that was received, and what the sender is told of that.
awaitable<void> EventRoute::Tell(const CloudEvent& event, const Sender& sender,
                                 const partner::v1::ReferralSubmitted& message, Receipt& receipt) {
  const std::string& council = sender.claims.council;
  for (Warning& warning : receipt.warnings) {
    if (warning.code == "warning.restricted") {
      const bool done = co_await intake_.Restrict(event, council, message, receipt.referral);
      if (!done) warning.detail = "a professional named is a relative: a person will restrict it";
    }
    if (warning.code != "warning.area_not_ours") continue;
    warning.detail = council + " has it and acts for a child found in its area";
    const auto elsewhere = LivesElsewhere(message, parts_.councils, council);
    if (!elsewhere || !elsewhere->owner) continue;
    const bool told = co_await intake_.Forward(event, sender.claims.subject, *elsewhere->owner);
    warning.detail += told ? "; " + *elsewhere->owner + ", whose area it is, has been told"
                           : "; please tell " + parts_.councils.WhoToRing(*elsewhere->owner) +
                                 ", whose area it is";
  }
  const bool mismatched = co_await intake_.IsMismatched(council, message);
  if (mismatched) {
    receipt.warnings.push_back(
        {"warning.identity_mismatch", "an identifier is known with other details: not merged"});
  }
}

// The first referral of a reference is named by it, so that amendments find it; a reference that
// was used before makes a referral of its own, with a warning.
awaitable<EventRoute::Outcome> EventRoute::Submit(const CloudEvent& event, const Sender& sender,
                                                  const partner::v1::ReferralSubmitted& message,
                                                  std::vector<Warning> warnings) {
  const EventIds ids = IdsOf(event.source, event.id);
  Receipt receipt;
  receipt.receipt = ids.receipt;
  std::string referral_id = ReferralIdOf(event.source, message.reference());
  Uuid command_id = ids.command;
  rpc::Answer answer;
  for (int attempt = 0; attempt < 2; ++attempt) {
    std::vector<rpc::FieldFault> faults;
    const Submission submission{message,     referral_id, sender.claims.subject,
                                ids.receipt, warnings,    event.data_pointer};
    const auto command = SubmitFrom(submission, parts_.facts, faults);
    if (!faults.empty()) co_return ProblemOf(422, std::move(faults));
    std::string bytes = command.SerializeAsString();
    answer =
        co_await intake_.Send(CallerOf(sender), command_id, "SubmitReferral", std::move(bytes));
    if (answer.status.reason != "REFERRAL_ID_MUST_NOT_BE_REUSED") break;
    referral_id = LaterReferralIdOf(event.source, event.id);
    command_id = UuidFrom(ids.command, "later");
    receipt.warnings = {
        {"warning.possible_duplicate", "a referral with this reference was received before"}};
  }
  if (!answer.status.ok()) co_return ProblemFrom(answer.status, event, ids.receipt);
  common::v1::CommandReply reply;
  if (!reply.ParseFromString(answer.response)) co_return Unavailable();
  const bool nothing_new = !reply.repeat() && reply.event_ids().empty();
  if (nothing_new && receipt.warnings.empty()) {
    receipt.warnings = {{"warning.possible_duplicate", "the same referral was received before"}};
  }
  receipt.warnings.insert(receipt.warnings.begin(), warnings.begin(), warnings.end());
  receipt.status = reply.repeat() ? 200 : 202;
  receipt.referral = referral_id;
  co_await Tell(event, sender, message, receipt);
  co_return receipt;
}

}  // namespace kinward::gateway
