#include "services/gateway/gateway.h"

#include "libs/observe/log.h"
#include "libs/observe/metrics.h"
#include "services/gateway/docs/documents.h"

namespace kinward::gateway {
namespace {

using boost::asio::awaitable;

PartnerParts PartsOf(Upstream& upstream, Tenants& tenants, const Partners& partners,
                     const FactBook& facts, const Councils& councils, const GatewayParts& parts) {
  return {upstream, tenants, partners, facts, councils, parts.internal_secret};
}

constexpr const char* kScorecards = "/v1/public/scorecards/";

// The methods of a path, as Allow says them; empty: there is no such path.
std::string AllowedMethod(const std::string& path) {
  if (path == "/oauth/token" || path == "/v1/events" || path == "/v1/preview") return "POST";
  if (path == "/v1/live") return "GET";
  for (const char* below : {"/v1/referrals/", "/v1/views/", "/schemas/", kScorecards}) {
    if (path.starts_with(below) && path != below) return "GET, HEAD";
  }
  if (path == "/openapi.json" || path == "/asyncapi.json") return "GET, HEAD";
  return ConnectRoute::Find(path) != nullptr ? "POST" : "";
}

// Is `method` one of "GET, HEAD"?
bool Allows(std::string_view allowed, std::string_view method) {
  if (method == "HEAD") return allowed.ends_with(", HEAD");
  return allowed.substr(0, allowed.find(',')) == method;
}

// Closed list, for metrics.
std::string RouteName(const std::string& path) {
  for (const char* known : {"/oauth/token", "/v1/events", "/v1/preview", "/v1/live"}) {
    if (path == known) return known;
  }
  for (const char* known :
       {"/v1/referrals/", "/v1/views/", "/schemas/", kScorecards, "/kinward."}) {
    if (path.starts_with(known)) return known;
  }
  return "other";
}

void Count(const std::string& route, int status, std::chrono::steady_clock::time_point since) {
  const std::string family = std::to_string(status / 100) + "xx";
  observe::MakeCounter("kinward_gateway_requests_total", "Requests answered",
                       {{"route", route}, {"status", family}})
      .Add();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - since;
  observe::MakeHistogram("kinward_gateway_request_seconds", "Time to answer", {{"route", route}})
      .Observe(took.count());
}

}  // namespace

Gateway::Gateway(GatewayParts parts)
    : upstream_(parts.upstream),
      partners_(std::move(parts.partners)),
      facts_(std::move(parts.facts)),
      councils_(std::move(parts.councils)),
      admission_(parts.limits),
      access_(std::move(parts.token_key)),
      tenants_(upstream_, parts.internal_secret),
      events_(PartsOf(upstream_, tenants_, partners_, facts_, councils_, parts)),
      reads_(PartsOf(upstream_, tenants_, partners_, facts_, councils_, parts)),
      connect_(upstream_, facts_, parts.internal_secret),
      views_(upstream_, councils_, parts.internal_secret) {}

awaitable<http::Response> Gateway::Handle(http::Request request) {
  const auto since = std::chrono::steady_clock::now();
  const std::string route = RouteName(request.path);
  Trail trail = TrailOf(request);
  const std::string correlation_id = trail.correlation_id;
  const bool partner_event = request.path == "/v1/events" || request.path == "/oauth/token";
  const auto pass = admission_.Enter(partner_event);
  http::Response response;
  if (pass) {
    response = co_await Route(std::move(request), std::move(trail));
  } else {
    Problem problem = ProblemAt(503, "overload", "", "too much at once: not received, try again");
    problem.headers.emplace_back("Retry-After", RetryAfter(std::chrono::seconds{1}));
    response = Answer(problem, request, trail, "");
  }
  response.headers.emplace_back("Kinward-Correlation", correlation_id);
  Count(route, response.status, since);
  co_return response;
}

http::Response Gateway::Refuse(const http::WireFault& fault) {
  Count("wire", fault.status, std::chrono::steady_clock::now());
  return ResponseOf(ProblemAt(fault.status, fault.code, "", fault.detail), NewUuid().ToString(),
                    councils_.WhoToRing(""));
}

void Gateway::HandshakeFailed(const std::string& why) {
  observe::MakeCounter("kinward_gateway_handshakes_failed_total", "TLS handshakes refused").Add();
  observe::LogWarning("tls_refused", {{"why", why}});
}

// In the words of the route: Connect's body, or problem+json.
http::Response Gateway::Answer(const Problem& problem, const http::Request& request,
                               const Trail& trail, const std::string& council) const {
  if (!request.path.starts_with("/kinward.")) {
    return ResponseOf(problem, trail.correlation_id, councils_.WhoToRing(council));
  }
  rpc::Status status;
  status.code = problem.status == 401   ? rpc::Code::kUnauthenticated
                : problem.status == 404 ? rpc::Code::kUnimplemented
                : problem.status == 405 ? rpc::Code::kUnimplemented
                : problem.status == 429 ? rpc::Code::kResourceExhausted
                                        : rpc::Code::kUnavailable;
  status.reason = problem.code;
  status.message = problem.title;
  http::Response response = ConnectError(status, trail.correlation_id);
  response.status = problem.status;
  response.headers.insert(response.headers.end(), problem.headers.begin(), problem.headers.end());
  return response;
}

std::optional<Problem> Gateway::TooMany(RateLimit& limit, const std::string& key) const {
  const auto wait = limit.Take(key, RateLimit::Clock::now());
  if (!wait) return std::nullopt;
  Problem problem = ProblemAt(429, "rate.exceeded", "", "too many requests: not received");
  problem.headers.emplace_back("Retry-After", RetryAfter(*wait));
  return problem;
}

awaitable<http::Response> Gateway::Route(http::Request request, Trail trail) {
  const std::string allowed = AllowedMethod(request.path);
  if (allowed.empty()) {
    co_return Answer(ProblemAt(404, "route.unknown", "", "no such path"), request, trail, "");
  }
  if (!Allows(allowed, request.method)) {
    Problem problem = ProblemAt(405, "method.not_allowed", "", "use " + allowed);
    problem.headers.emplace_back("Allow", allowed);
    co_return Answer(problem, request, trail, "");
  }
  if (request.path == "/oauth/token" || request.path.starts_with("/schemas/") ||
      request.path.starts_with(kScorecards) || DocumentAt(request.path)) {
    co_return co_await RouteOpen(std::move(request), std::move(trail));
  }
  co_return co_await RoutePrivate(std::move(request), std::move(trail));
}

// What needs no token: limited by address.
awaitable<http::Response> Gateway::RouteOpen(http::Request request, Trail trail) {
  if (const auto problem = TooMany(admission_.addresses(), request.peer)) {
    co_return Answer(*problem, request, trail, "");
  }
  if (request.path == "/oauth/token") {
    co_return GrantToken(request, partners_, access_.key(), used_assertions_);
  }
  if (auto document = DocumentAt(request.path)) {
    co_return JsonResponse(200, std::move(*document));
  }
  if (request.path.starts_with(kScorecards)) {
    co_return Answer(ProblemAt(404, "scorecard.not_published", "",
                               "no council has published a scorecard of this programme"),
                     request, trail, "");
  }
  co_return Answer(ProblemAt(404, "schema.unknown", "", "no such type"), request, trail, "");
}

awaitable<http::Response> Gateway::RoutePrivate(http::Request request, Trail trail) {
  auto checked = access_.Check(request);
  if (const auto* problem = std::get_if<Problem>(&checked)) {
    const auto too_many = TooMany(admission_.addresses(), request.peer);
    co_return Answer(too_many ? *too_many : *problem, request, trail, "");
  }
  rpc::Claims claims = std::get<rpc::Claims>(std::move(checked));
  RateLimit& limit = claims.kind == "partner" ? admission_.partners() : admission_.users();
  if (const auto problem = TooMany(limit, claims.council + "/" + claims.subject)) {
    co_return Answer(*problem, request, trail, claims.council);
  }
  const std::string path = request.path;
  if (path.starts_with("/kinward.")) {
    co_return co_await connect_.Handle(std::move(request), std::move(claims), std::move(trail));
  }
  if (path == "/v1/events") {
    co_return co_await events_.Handle(std::move(request), std::move(claims), std::move(trail));
  }
  if (path == "/v1/preview") {
    co_return co_await reads_.Preview(std::move(request), std::move(claims), std::move(trail));
  }
  if (path == "/v1/live") co_return views_.Live(request, claims, trail);
  if (path.starts_with("/v1/views/")) {
    co_return co_await views_.Get(std::move(request), std::move(claims), std::move(trail));
  }
  co_return co_await reads_.Referral(path.substr(std::string_view{"/v1/referrals/"}.size()),
                                     std::move(claims), std::move(trail));
}

}  // namespace kinward::gateway
