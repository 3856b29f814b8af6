#include "services/gateway/partner/event_route.h"

#include <algorithm>

#include "kinward/common/v1/common.pb.h"
#include "kinward/common/v1/error.pb.h"
#include "libs/observe/log.h"
#include "libs/rpc/json_writer.h"
#include "services/gateway/partner/answers.h"

namespace kinward::gateway {
namespace {

using boost::asio::awaitable;
using rpc::Quoted;

constexpr std::string_view kSubmitted = "kinward.partner.referral-submitted.v1";
constexpr std::string_view kAmended = "kinward.partner.referral-amended.v1";
constexpr std::string_view kWithdrawn = "kinward.partner.referral-withdrawn.v1";
constexpr std::string_view kIntake = "/kinward.intake.v1.IntakeService/";
constexpr std::chrono::seconds kCommandTimeMax{5};
constexpr std::chrono::minutes kAheadMax{5};

bool IsPressing(partner::v1::Urgency urgency) {
  return urgency == partner::v1::URGENCY_URGENT || urgency == partner::v1::URGENCY_IMMEDIATE;
}
std::string UrgencyWord(partner::v1::Urgency urgency) {
  return urgency == partner::v1::URGENCY_IMMEDIATE ? "immediate"
         : urgency == partner::v1::URGENCY_URGENT  ? "urgent"
                                                   : "routine";
}

Problem UnknownType(const CloudEvent& event) {
  return ProblemAt(422, "ce.type_unknown", event.pointer + "/type",
                   "supported: " + std::string{kSubmitted} + ", " + std::string{kAmended} + ", " +
                       std::string{kWithdrawn});
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

struct EventRoute::Receipt {
  int status = 202;
  std::string receipt;
  std::string referral;  // empty: held, there is none yet
  std::vector<Warning> warnings;
};
struct EventRoute::Sender {
  rpc::Claims claims;
  const Partner* partner = nullptr;
  Trail trail;
  Time now;  // the council's
};

std::string EventRoute::ReceiptJson(const Receipt& receipt) {
  std::string json = "\"received\":true,\"receipt\":" + Quoted(receipt.receipt) + ",\"referral\":" +
                     (receipt.referral.empty() ? "null" : Quoted(receipt.referral)) +
                     ",\"warnings\":[";
  for (std::size_t i = 0; i < receipt.warnings.size(); ++i) {
    json += (i > 0 ? ",{\"code\":" : "{\"code\":") + Quoted(receipt.warnings[i].code) +
            ",\"detail\":" + Quoted(receipt.warnings[i].detail) + "}";
  }
  json += "],\"links\":{";
  if (!receipt.referral.empty())
    json += "\"status\":" + Quoted("/v1/referrals/" + receipt.referral);
  return json + "}";
}

awaitable<http::Response> EventRoute::Handle(http::Request request, rpc::Claims claims,
                                             Trail trail) {
  const std::string correlation_id = trail.correlation_id;
  const std::string council = claims.council;
  auto read = ReadDelivery(request);
  if (const auto* problem = std::get_if<Problem>(&read)) {
    co_return ResponseOf(*problem, correlation_id, council);
  }
  Delivery delivery = std::get<Delivery>(std::move(read));
  Sender sender;
  sender.partner = parts_.partners.FindBySource(claims.source);
  sender.claims = std::move(claims);
  sender.trail = std::move(trail);
  sender.now = co_await parts_.tenants.Now(council);
  std::string results;
  for (EventOrProblem& event : delivery.events) {
    const Outcome outcome = co_await Take(std::move(event), sender);
    const auto* receipt = std::get_if<Receipt>(&outcome);
    if (!delivery.batch && receipt != nullptr) {
      co_return JsonResponse(receipt->status, "{" + ReceiptJson(*receipt) + "}");
    }
    if (!delivery.batch) co_return ResponseOf(std::get<Problem>(outcome), correlation_id, council);
    results += results.empty() ? "" : ",";
    results += receipt != nullptr ? "{\"status\":" + std::to_string(receipt->status) + "," +
                                        ReceiptJson(*receipt) + "}"
                                  : BodyOf(std::get<Problem>(outcome), correlation_id, council);
  }
  if (results.empty()) {
    http::Response nothing;
    nothing.status = 204;
    co_return nothing;
  }
  co_return JsonResponse(202, "{\"results\":[" + results + "]}");
}

awaitable<EventRoute::Outcome> EventRoute::Take(EventOrProblem read, const Sender& sender) {
  if (auto* problem = std::get_if<Problem>(&read)) co_return std::move(*problem);
  const CloudEvent event = std::get<CloudEvent>(std::move(read));
  if (event.source != sender.claims.source) {
    co_return ProblemAt(403, "ce.source_mismatch", event.pointer + "/source",
                        "send as the source you are registered for");
  }
  if (event.type != kSubmitted && event.type != kAmended && event.type != kWithdrawn) {
    co_return UnknownType(event);
  }
  if (event.time > sender.now + kAheadMax) {
    co_return ProblemAt(422, "ce.time_future", event.pointer + "/time",
                        "it is " + FormatTime(sender.now) + " here: check your clock");
  }
  if (!event.data.IsObject()) {
    co_return ProblemAt(400, "json.not_object", event.data_pointer, "the data is one object");
  }
  const rpc::JsonValue* council = event.data.Find("council");
  if (council != nullptr && council->IsString() && council->text != sender.claims.council) {
    observe::LogWarning("tenant_mismatch", {{"partner", sender.claims.subject}});
    co_return ProblemAt(403, "tenant.mismatch", rpc::Below(event.data_pointer, "council"),
                        "not a council you send to");
  }
  if (event.type == kAmended) co_return co_await TakeAmended(event, sender);
  if (event.type == kWithdrawn) co_return co_await TakeWithdrawn(event, sender);
  co_return co_await TakeSubmitted(event, sender);
}

CheckedAs EventRoute::AsOf(const CloudEvent& event, const Sender& sender) const {
  CheckedAs as;
  as.on = event.time;
  as.test_numbers_allowed = parts_.test_councils.contains(sender.claims.council);
  return as;
}

awaitable<EventRoute::Outcome> EventRoute::TakeSubmitted(const CloudEvent& event,
                                                         const Sender& sender) {
  partner::v1::ReferralSubmitted message;
  Findings findings = ReadSubmitted(event.data, event.data_pointer, AsOf(event, sender), message);
  if (!findings.faults.empty()) co_return ProblemOf(422, std::move(findings.faults));
  const bool pressing = IsPressing(message.urgency());
  const std::string urgency = UrgencyWord(message.urgency());
  const std::string agreement = AgreementFault(sender.partner, event, sender.now);
  if (agreement == "agreement-expired" || (!agreement.empty() && pressing)) {
    co_return co_await Hold(event, sender, agreement, urgency);
  }
  if (!agreement.empty()) {
    co_return ProblemAt(403, "isa.not_permitted", event.pointer + "/type",
                        "the agreement does not name this type");
  }
  if (message.has_programme()) {
    const ProgrammeState state =
        co_await parts_.tenants.StateOf(sender.claims.council, message.programme());
    const bool refused = state == ProgrammeState::kUnknown || state == ProgrammeState::kClosed;
    if (refused && pressing) co_return co_await Hold(event, sender, "programme-unknown", urgency);
    if (refused) {
      const bool closed = state == ProgrammeState::kClosed;
      co_return ProblemAt(422, closed ? "programme.closed" : "programme.unknown",
                          rpc::Below(event.data_pointer, "programme"),
                          "leave it out to have every programme checked");
    }
  }
  co_return co_await Submit(event, sender, std::move(message), std::move(findings.warnings));
}

awaitable<rpc::Answer> EventRoute::Send(const Sender& sender, Uuid command_id, std::string method,
                                        std::string bytes) {
  rpc::Caller caller = CallerFor(sender.claims, sender.claims.council, sender.trail);
  caller.command_id = command_id;
  rpc::Metadata metadata = rpc::MetadataOf(caller, parts_.internal_secret);
  std::string path = std::string{kIntake} + method;
  co_return co_await parts_.upstream.Call("intake", std::move(path), std::move(metadata),
                                          std::move(bytes), kCommandTimeMax);
}

// The first referral of a reference is named by it, so that amendments find it; a reference that
// was used before makes a referral of its own, with a warning.
awaitable<EventRoute::Outcome> EventRoute::Submit(const CloudEvent& event, const Sender& sender,
                                                  partner::v1::ReferralSubmitted message,
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
    answer = co_await Send(sender, command_id, "SubmitReferral", std::move(bytes));
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
  co_return receipt;
}

awaitable<EventRoute::Outcome> EventRoute::TakeAmended(const CloudEvent& event,
                                                       const Sender& sender) {
  partner::v1::ReferralAmended message;
  Findings findings = ReadAmended(event.data, event.data_pointer, AsOf(event, sender), message);
  const EventIds ids = IdsOf(event.source, event.id);
  const std::string referral_id = ReferralIdOf(event.source, message.reference());
  const auto command =
      AmendFrom(message, referral_id, event.data_pointer, parts_.facts, findings.faults);
  if (!findings.faults.empty()) co_return ProblemOf(422, std::move(findings.faults));
  std::string bytes = command.SerializeAsString();
  const rpc::Answer answer = co_await Send(sender, ids.command, "AmendReferral", std::move(bytes));
  if (!answer.status.ok()) co_return ProblemFrom(answer.status, event, ids.receipt);
  common::v1::CommandReply reply;
  if (!reply.ParseFromString(answer.response)) co_return Unavailable();
  co_return Receipt{reply.repeat() ? 200 : 202, ids.receipt, referral_id, {}};
}

awaitable<EventRoute::Outcome> EventRoute::TakeWithdrawn(const CloudEvent& event,
                                                         const Sender& sender) {
  partner::v1::ReferralWithdrawn message;
  Findings findings = ReadWithdrawn(event.data, event.data_pointer, message);
  if (!findings.faults.empty()) co_return ProblemOf(422, std::move(findings.faults));
  const EventIds ids = IdsOf(event.source, event.id);
  const std::string referral_id = ReferralIdOf(event.source, message.reference());
  const auto command = WithdrawFrom(message, referral_id);
  std::string bytes = command.SerializeAsString();
  const rpc::Answer answer =
      co_await Send(sender, ids.command, "WithdrawReferral", std::move(bytes));
  if (!answer.status.ok()) co_return ProblemFrom(answer.status, event, ids.receipt);
  common::v1::CommandReply reply;
  if (!reply.ParseFromString(answer.response)) co_return Unavailable();
  co_return Receipt{reply.repeat() ? 200 : 202, ids.receipt, referral_id, {}};
}

awaitable<EventRoute::Outcome> EventRoute::Hold(const CloudEvent& event, const Sender& sender,
                                                std::string cause, std::string urgency) {
  const EventIds ids = IdsOf(event.source, event.id);
  intake::v1::HoldMessage command;
  command.set_held_id(UuidFrom(ids.command, "held").ToString());
  command.set_partner_id(sender.claims.subject);
  command.set_type(event.type);
  command.set_cause(cause);
  command.set_urgency(urgency);
  command.set_receipt(ids.receipt);
  command.mutable_message()->set_event(rpc::WriteJson(event.data));
  std::string bytes = command.SerializeAsString();
  const rpc::Answer answer = co_await Send(sender, ids.command, "HoldMessage", std::move(bytes));
  if (!answer.status.ok()) co_return ProblemFrom(answer.status, event, ids.receipt);
  common::v1::CommandReply reply;
  if (!reply.ParseFromString(answer.response)) co_return Unavailable();
  co_return Receipt{reply.repeat() ? 200 : 202,
                    ids.receipt,
                    "",
                    {{"warning.held", "kept until a person has looked at it: " + cause}}};
}

}  // namespace kinward::gateway
