#include "services/gateway/partner/event_route.h"

#include <algorithm>
#include <array>

#include "kinward/common/v1/common.pb.h"
#include "kinward/common/v1/error.pb.h"
#include "kinward/intake/v1/service.pb.h"
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
constexpr std::string_view kNotified = "kinward.partner.notification-raised.v1";
constexpr std::string_view kAttended = "kinward.partner.school-attendance-recorded.v1";
constexpr std::string_view kLegalStatus = "kinward.partner.legal-status-changed.v1";
// What providers and other agencies report.
constexpr std::array<std::string_view, 5> kReports{
    "kinward.partner.offer-made.v1", "kinward.partner.referral-answered.v1",
    "kinward.partner.session-recorded.v1", "kinward.partner.case-closed.v1",
    "kinward.partner.indicator-recorded.v1"};
constexpr std::chrono::seconds kReadTimeMax{3};
constexpr std::chrono::minutes kAheadMax{5};

bool IsReport(const std::string& type) {
  return std::find(kReports.begin(), kReports.end(), type) != kReports.end();
}

// Types of the contract that are refused until what they report has its place here.
constexpr std::array<std::string_view, 3> kNotYetTaken{
    "kinward.partner.reading-recorded.v1", "kinward.partner.statement-recorded.v1",
    "kinward.partner.self-assessment-recorded.v1"};
constexpr std::array kTakenAtOnce{kSubmitted, kAmended,  kWithdrawn,
                                  kNotified,  kAttended, kLegalStatus};

bool IsTaken(const std::string& type) {
  return IsReport(type) ||
         std::find(kTakenAtOnce.begin(), kTakenAtOnce.end(), type) != kTakenAtOnce.end();
}

Problem UnknownType(const CloudEvent& event) {
  const auto* known = std::find(kNotYetTaken.begin(), kNotYetTaken.end(), event.type);
  std::string supported =
      known == kNotYetTaken.end() ? "" : std::string{*known} + " is not taken yet; ";
  supported += "supported:";
  for (const auto type : kTakenAtOnce) supported += " " + std::string{type};
  for (const auto type : kReports) supported += " " + std::string{type};
  return ProblemAt(422, "ce.type_unknown", event.pointer + "/type", supported);
}

}  // namespace

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
  const std::string ring = parts_.councils.WhoToRing(council);
  auto read = ReadDelivery(request);
  if (const auto* problem = std::get_if<Problem>(&read)) {
    co_return ResponseOf(*problem, correlation_id, ring);
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
    if (!delivery.batch) co_return ResponseOf(std::get<Problem>(outcome), correlation_id, ring);
    results += results.empty() ? "" : ",";
    results += receipt != nullptr ? "{\"status\":" + std::to_string(receipt->status) + "," +
                                        ReceiptJson(*receipt) + "}"
                                  : BodyOf(std::get<Problem>(outcome), correlation_id, ring);
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
  if (!IsTaken(event.type)) co_return UnknownType(event);
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
  if (event.type == kNotified) co_return co_await TakeNotified(event, sender);
  if (event.type == kAttended) co_return co_await TakeAttended(event, sender);
  if (event.type == kLegalStatus) co_return co_await TakeLegalStatus(event, sender);
  if (IsReport(event.type)) co_return co_await TakeReported(event, sender);
  co_return co_await TakeSubmitted(event, sender);
}

CheckedAs EventRoute::AsOf(const CloudEvent& event, const Sender& sender) const {
  CheckedAs as;
  as.on = event.time;
  as.test_numbers_allowed = parts_.councils.IsTest(sender.claims.council);
  return as;
}

rpc::Caller EventRoute::CallerOf(const Sender& sender) const {
  return CallerFor(sender.claims, sender.claims.council, sender.trail);
}

awaitable<EventRoute::Outcome> EventRoute::TakeAmended(const CloudEvent& event,
                                                       const Sender& sender) {
  partner::v1::ReferralAmended message;
  Findings findings = ReadAmended(event.data, event.data_pointer, AsOf(event, sender), message);
  const EventIds ids = IdsOf(event.source, event.id);
  const std::string referral_id = ReferralIdOf(event.source, message.reference());
  const auto command =
      AmendFrom(message, referral_id, event.data_pointer, parts_.facts, findings.faults);
  parts_.facts.CheckReasons(message.reasons(), rpc::Below(event.data_pointer, "reasons"),
                            findings.faults);
  if (!findings.faults.empty()) co_return ProblemOf(422, std::move(findings.faults));
  if (auto kept = co_await Disagreed(event, sender, message.urgency())) co_return std::move(*kept);
  if (message.has_programme()) {
    const ProgrammeAnswer asked =
        co_await parts_.tenants.Ask(sender.claims.council, message.programme());
    auto unserved = co_await Unserved(event, sender, asked.state, message.urgency());
    if (unserved) co_return std::move(*unserved);
  }
  std::string bytes = command.SerializeAsString();
  const rpc::Answer answer =
      co_await intake_.Send(CallerOf(sender), ids.command, "AmendReferral", std::move(bytes));
  if (!answer.status.ok()) co_return ProblemFrom(answer.status, event, ids.receipt);
  common::v1::CommandReply reply;
  if (!reply.ParseFromString(answer.response)) co_return Unavailable();
  WarnToRing(message.urgency(), sender, findings.warnings);
  co_return Receipt{reply.repeat() ? 200 : 202, ids.receipt, referral_id,
                    std::move(findings.warnings)};
}

awaitable<EventRoute::Outcome> EventRoute::TakeWithdrawn(const CloudEvent& event,
                                                         const Sender& sender) {
  partner::v1::ReferralWithdrawn message;
  Findings findings = ReadWithdrawn(event.data, event.data_pointer, message);
  if (!findings.faults.empty()) co_return ProblemOf(422, std::move(findings.faults));
  if (auto kept = co_await Disagreed(event, sender, partner::v1::URGENCY_UNSPECIFIED)) {
    co_return std::move(*kept);
  }
  const EventIds ids = IdsOf(event.source, event.id);
  const std::string referral_id = ReferralIdOf(event.source, message.reference());
  const auto command = WithdrawFrom(message, referral_id);
  std::string bytes = command.SerializeAsString();
  const rpc::Answer answer =
      co_await intake_.Send(CallerOf(sender), ids.command, "WithdrawReferral", std::move(bytes));
  if (!answer.status.ok()) co_return ProblemFrom(answer.status, event, ids.receipt);
  common::v1::CommandReply reply;
  if (!reply.ParseFromString(answer.response)) co_return Unavailable();
  co_return Receipt{reply.repeat() ? 200 : 202, ids.receipt, referral_id, {}};
}

// A report may come before the referral that it is about. Either way a person reads it.
awaitable<EventRoute::Outcome> EventRoute::TakeReported(const CloudEvent& event,
                                                        const Sender& sender) {
  partner::v1::ProviderReported message;
  Findings findings = ReadReported(event.data, event.data_pointer, message);
  if (!findings.faults.empty()) co_return ProblemOf(422, std::move(findings.faults));
  if (auto kept = co_await Disagreed(event, sender, partner::v1::URGENCY_UNSPECIFIED)) {
    co_return std::move(*kept);
  }
  intake::v1::GetReferralRequest request;
  request.set_council(sender.claims.council);
  request.set_referral_id(message.referral());
  std::string bytes = request.SerializeAsString();
  rpc::Metadata metadata = rpc::MetadataOf(CallerOf(sender), parts_.internal_secret);
  const rpc::Answer known =
      co_await parts_.upstream.Call("intake", "/kinward.intake.v1.IntakeService/GetReferral",
                                    std::move(metadata), std::move(bytes), kReadTimeMax);
  HeldBecause because{known.status.ok() ? "report-unread" : "referral-unknown", ""};
  co_return co_await Hold(event, sender, std::move(because));
}

awaitable<EventRoute::Outcome> EventRoute::Hold(const CloudEvent& event, const Sender& sender,
                                                HeldBecause because) {
  const EventIds ids = IdsOf(event.source, event.id);
  const bool pressing = because.urgency == "urgent" || because.urgency == "immediate";
  const std::string cause = because.cause;
  const rpc::Answer answer = co_await intake_.Hold(CallerOf(sender), event, std::move(because));
  if (!answer.status.ok()) co_return ProblemFrom(answer.status, event, ids.receipt);
  common::v1::CommandReply reply;
  if (!reply.ParseFromString(answer.response)) co_return Unavailable();
  Receipt receipt{reply.repeat() ? 200 : 202,
                  ids.receipt,
                  "",
                  {{"warning.held", "kept until a person has looked at it: " + cause}}};
  if (pressing) {
    receipt.warnings.push_back(
        {"warning.telephone",
         "also telephone " + parts_.councils.WhoToRing(sender.claims.council) + " now"});
  }
  co_return receipt;
}

}  // namespace kinward::gateway
