#include "services/gateway/partner/read_routes.h"

#include "kinward/intake/v1/service.pb.h"
#include "kinward/views/v1/service.pb.h"
#include "libs/rpc/json_parse.h"
#include "libs/rpc/json_writer.h"
#include "services/gateway/partner/answers.h"

namespace kinward::gateway {
namespace {

using boost::asio::awaitable;
using rpc::Quoted;

constexpr std::chrono::seconds kReadTimeMax{3};

std::string OrNull(const std::string& text) { return text.empty() ? "null" : Quoted(text); }

Problem NotFound() {
  return ProblemAt(404, "referral.not_found", "", "no referral of yours has this id");
}

std::string ClosedLoopJson(const views::v1::ClosedLoopView& loop, const std::string& as_of) {
  std::string json =
      "{\"referral\":" + Quoted(loop.referral()) + ",\"reference\":" + Quoted(loop.reference()) +
      ",\"stage\":" + Quoted(loop.stage()) + ",\"as_of\":" + OrNull(as_of) + ",\"programmes\":[";
  for (int i = 0; i < loop.programmes_size(); ++i) {
    const auto& programme = loop.programmes(i);
    json += (i > 0 ? ",{\"programme\":" : "{\"programme\":") + Quoted(programme.programme()) +
            ",\"name\":" + Quoted(programme.name()) +
            ",\"eligibility\":" + OrNull(programme.eligibility()) +
            ",\"stage\":" + Quoted(programme.stage()) +
            ",\"expected_by\":" + OrNull(programme.expected_by()) + "}";
  }
  json += "],\"messages\":[";
  for (int i = 0; i < loop.messages_size(); ++i)
    json += (i > 0 ? "," : "") + Quoted(loop.messages(i));
  json += "],\"contact\":";
  if (!loop.has_contact()) return json + "null}";
  return json + "{\"team\":" + Quoted(loop.contact().team()) +
         ",\"telephone\":" + Quoted(loop.contact().telephone()) + "}}";
}

std::string PreviewJson(const eligibility::v1::PreviewResponse& preview) {
  std::string json = "{\"as_of\":" + Quoted(preview.as_of()) + ",\"programmes\":[";
  for (int i = 0; i < preview.programmes_size(); ++i) {
    std::string programme = rpc::WriteMessage(preview.programmes(i), rpc::JsonStyle::kKebab);
    if (!preview.programmes(i).has_place()) {
      programme.pop_back();
      programme += ",\"place\":null}";
    }
    json += (i > 0 ? "," : "") + programme;
  }
  return json + "]}";
}

}  // namespace

awaitable<http::Response> ReadRoutes::Referral(std::string referral_id, rpc::Claims claims,
                                               Trail trail) {
  if (claims.kind != "partner" || !Uuid::Parse(referral_id)) {
    co_return ResponseOf(NotFound(), trail.correlation_id,
                         parts_.councils.WhoToRing(claims.council));
  }
  views::v1::GetView request;
  request.set_view("closed-loop");
  request.set_id(referral_id);
  request.set_council(claims.council);
  std::string bytes = request.SerializeAsString();
  rpc::Metadata metadata =
      rpc::MetadataOf(CallerFor(claims, claims.council, trail), parts_.internal_secret);
  const rpc::Answer answer =
      co_await parts_.upstream.Call("projection", "/kinward.views.v1.ViewService/Get",
                                    std::move(metadata), std::move(bytes), kReadTimeMax);
  views::v1::View view;
  const bool read = answer.status.ok() && view.ParseFromString(answer.response);
  if (!read || !view.has_closed_loop()) {
    co_return co_await NotYetSeen(std::move(referral_id), std::move(claims), std::move(trail));
  }
  if (view.closed_loop().source() != claims.subject) {
    co_return ResponseOf(NotFound(), trail.correlation_id,
                         parts_.councils.WhoToRing(claims.council));
  }
  const std::string as_of = view.has_as_of() ? FormatTime(ToTime(view.as_of())) : "";
  co_return JsonResponse(200, ClosedLoopJson(view.closed_loop(), as_of));
}

// The view has not heard of it: intake knows whether it was received.
awaitable<http::Response> ReadRoutes::NotYetSeen(std::string referral_id, rpc::Claims claims,
                                                 Trail trail) {
  intake::v1::GetReferralRequest request;
  request.set_council(claims.council);
  request.set_referral_id(referral_id);
  std::string bytes = request.SerializeAsString();
  rpc::Metadata metadata =
      rpc::MetadataOf(CallerFor(claims, claims.council, trail), parts_.internal_secret);
  const rpc::Answer answer =
      co_await parts_.upstream.Call("intake", "/kinward.intake.v1.IntakeService/GetReferral",
                                    std::move(metadata), std::move(bytes), kReadTimeMax);
  intake::v1::GetReferralReply reply;
  if (answer.status.code == rpc::Code::kUnavailable ||
      answer.status.code == rpc::Code::kDeadlineExceeded) {
    co_return ResponseOf(Unavailable(), trail.correlation_id,
                         parts_.councils.WhoToRing(claims.council));
  }
  if (!answer.status.ok() || !reply.ParseFromString(answer.response) ||
      reply.source() != claims.subject) {
    co_return ResponseOf(NotFound(), trail.correlation_id,
                         parts_.councils.WhoToRing(claims.council));
  }
  views::v1::ClosedLoopView loop;
  loop.set_referral(reply.referral_id());
  loop.set_reference(reply.reference());
  loop.set_stage("received");
  co_return JsonResponse(200, ClosedLoopJson(loop, ""));
}

awaitable<http::Response> ReadRoutes::Preview(http::Request request, rpc::Claims claims,
                                              Trail trail) {
  auto refuse = [&](const Problem& problem) {
    return ResponseOf(problem, trail.correlation_id, parts_.councils.WhoToRing(claims.council));
  };
  if (!request.Header("content-type").value_or("").starts_with("application/json")) {
    co_return refuse(ProblemAt(415, "media_type", "", "send application/json"));
  }
  const auto parsed = rpc::ParseJson(request.body);
  if (const auto* fault = std::get_if<rpc::FieldFault>(&parsed)) {
    co_return refuse(ProblemOf(400, {*fault}));
  }
  const auto& json = std::get<rpc::JsonValue>(parsed);
  if (!json.IsObject()) co_return refuse(ProblemAt(400, "json.not_object", "", "send one object"));
  const rpc::JsonValue* council = json.Find("council");
  if (council != nullptr && council->IsString() && council->text != claims.council) {
    co_return refuse(ProblemAt(403, "tenant.mismatch", "/council", "not your council"));
  }
  const Time now = co_await parts_.tenants.Now(claims.council);
  CheckedAs as;
  as.on = now;
  as.test_numbers_allowed = true;
  partner::v1::PreviewAsked asked;
  Findings findings = ReadPreview(json, "", as, asked);
  const auto query = PreviewFrom(asked, now, parts_.facts, findings.faults);
  if (!findings.faults.empty()) co_return refuse(ProblemOf(422, std::move(findings.faults)));
  std::string bytes = query.SerializeAsString();
  rpc::Metadata metadata =
      rpc::MetadataOf(CallerFor(claims, claims.council, trail), parts_.internal_secret);
  const rpc::Answer answer = co_await parts_.upstream.Call(
      "eligibility", "/kinward.eligibility.v1.EligibilityService/Preview", std::move(metadata),
      std::move(bytes), kReadTimeMax);
  eligibility::v1::PreviewResponse preview;
  if (!answer.status.ok()) co_return refuse(ProblemFrom(answer.status, CloudEvent{}, ""));
  if (!preview.ParseFromString(answer.response)) co_return refuse(Unavailable());
  co_return JsonResponse(200, PreviewJson(preview));
}

}  // namespace kinward::gateway
