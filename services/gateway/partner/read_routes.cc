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

// `contact` stands in where no team of a programme is known yet.
std::string ClosedLoopJson(const views::v1::ClosedLoopView& loop, const std::string& as_of,
                           const views::v1::Contact& contact) {
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
  const bool team = !loop.contact().team().empty() && !loop.contact().telephone().empty();
  const views::v1::Contact& ring = team ? loop.contact() : contact;
  return json + "],\"contact\":{\"team\":" + Quoted(ring.team()) +
         ",\"telephone\":" + Quoted(ring.telephone()) + "}}";
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

// The council's own line.
views::v1::Contact ReadRoutes::ContactOf(const std::string& council) const {
  views::v1::Contact contact;
  contact.set_team(council + " council");
  contact.set_telephone(parts_.councils.TelephoneOf(council));
  return contact;
}

awaitable<http::Response> ReadRoutes::Referral(std::string segment, rpc::Claims claims,
                                               Trail trail) {
  const std::string decoded = http::PercentDecode(segment).value_or("");
  const auto known = Uuid::Parse(decoded);
  std::string referral_id = known ? known->ToString() : "";
  if (claims.kind != "partner" || !known) {
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
  co_return JsonResponse(200, ClosedLoopJson(view.closed_loop(), as_of, ContactOf(claims.council)));
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
  co_return JsonResponse(200,
                         ClosedLoopJson(loop, FormatTime(WallNow()), ContactOf(claims.council)));
}

awaitable<http::Response> ReadRoutes::Preview(http::Request request, rpc::Claims claims,
                                              Trail trail) {
  auto refuse = [&](const Problem& problem) {
    return ResponseOf(problem, trail.correlation_id, parts_.councils.WhoToRing(claims.council));
  };
  const http::MediaType type = http::MediaTypeOf(request);
  if (type.name != "application/json") {
    co_return refuse(ProblemAt(415, "media_type", "", "send application/json"));
  }
  if (!type.charset.empty() && type.charset != "utf-8") {
    co_return refuse(ProblemAt(415, "media_type.charset", "", "send UTF-8"));
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
