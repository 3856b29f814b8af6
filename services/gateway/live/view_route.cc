#include "services/gateway/live/view_route.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "libs/rpc/access.h"
#include "libs/rpc/json_writer.h"
#include "services/gateway/connect/connect_route.h"
#include "services/gateway/live/event_stream.h"

namespace kinward::gateway {
namespace {

using boost::asio::awaitable;
using rpc::Quoted;

constexpr std::chrono::seconds kViewTimeMax{5};
constexpr std::string_view kPrefix = "/v1/views/";
constexpr std::string_view kGet = "/kinward.views.v1.ViewService/Get";
constexpr std::string_view kList = "/kinward.views.v1.ViewService/List";

// The projection's message is the parameter's name (id, cursor, as_at, params.month).
std::string PointerOf(std::string_view name) {
  if (name.starts_with("params.")) name.remove_prefix(7);
  const bool plain =
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
  return plain && !name.empty() ? "/" + std::string{name} : "";
}

Problem ViewProblem(const rpc::Status& status) {
  switch (status.code) {
    case rpc::Code::kNotFound:
      return ProblemAt(404, "view.not_found", "", "no such view or document");
    case rpc::Code::kInvalidArgument:
      return ProblemAt(400, "view.parameters", PointerOf(status.message),
                       "a parameter is not right, or this view does not take it");
    case rpc::Code::kPermissionDenied:  // names the roles that would do
      return ProblemAt(403, "role.missing", "", status.message);
    default: {
      Problem problem = ProblemAt(503, "unavailable", "", "the views cannot be read now");
      problem.headers.emplace_back("Retry-After", "2");
      return problem;
    }
  }
}

// Views of one thing: without its id there is nothing to show.
constexpr std::array<std::string_view, 7> kOfOne{
    "case", "chronology", "closed-loop", "funnel", "occupancy", "panel-agenda", "waitlist"};

// What is wrong with asking for this view; the roles that it is for are asked first.
std::optional<Problem> ViewFault(const std::string& view, const std::string& id,
                                 const rpc::Caller& caller) {
  const rpc::Status may = rpc::MayRead(*views::v1::View::descriptor(), view, caller);
  if (!may.ok()) return ViewProblem(may);
  std::string name = view;
  std::replace(name.begin(), name.end(), '-', '_');
  const auto* field = views::v1::View::descriptor()->FindFieldByName(name);
  const bool known = field != nullptr && field->real_containing_oneof() != nullptr &&
                     view.find('_') == std::string::npos;
  if (!known) return ProblemAt(404, "view.not_found", "", "no such view or document");
  const bool of_one = std::find(kOfOne.begin(), kOfOne.end(), view) != kOfOne.end();
  if (!of_one || !id.empty()) return std::nullopt;
  return ProblemAt(400, "view.parameters", "", "this view is of one: name it, " + view + "/{id}");
}

// RFC 9110 §13.1.2: a list of tags, or `*`; a weak one is as good here.
bool HasTag(std::string_view header, const std::string& etag) {
  while (!header.empty()) {
    std::string_view one = header.substr(0, header.find(','));
    header = one.size() < header.size() ? header.substr(one.size() + 1) : std::string_view{};
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == "*" || one == etag) return true;
  }
  return false;
}

// Query parameters other than those that have a field of their own.
template <typename Message>
bool TakeParameters(const http::Request& request, Message& message) {
  std::string_view rest = request.query;
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string name{rest.substr(0, std::min(end, rest.find('=')))};
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    const auto value = request.Parameter(name);
    if (!value) return false;
    if (name == "as_at") {
      const auto time = ParseTime(*value);
      if (!time) return false;
      *message.mutable_as_at() = ToTimestamp(*time);
    } else if (name != "cursor" && name != "limit") {
      (*message.mutable_params())[name] = *value;
    }
  }
  return true;
}

// Fills what Get and List share from /v1/views/{view}[/{id}].
template <typename Message>
bool Fill(const http::Request& request, const rpc::Claims& claims, Message& message) {
  const std::string path = request.path.substr(kPrefix.size());
  const std::size_t slash = path.find('/');
  const auto id = slash == std::string::npos ? std::optional<std::string>{""}
                                             : http::PercentDecode(path.substr(slash + 1));
  if (!id) return false;
  message.set_view(path.substr(0, slash));
  if (!id->empty()) message.set_id(*id);
  message.set_council(claims.council);
  if (const auto after = request.Header("kinward-after")) message.set_after(std::string{*after});
  return TakeParameters(request, message);
}

// A page's request, or nothing when a parameter cannot be read.
std::optional<std::string> ListBytes(const http::Request& request, const rpc::Claims& claims) {
  views::v1::ListView list;
  if (!Fill(request, claims, list)) return std::nullopt;
  if (const auto cursor = request.Parameter("cursor")) list.set_cursor(*cursor);
  if (const auto limit = request.Parameter("limit")) {
    int number = 0;
    const char* const end = limit->data() + limit->size();
    const auto [stop, error] = std::from_chars(limit->data(), end, number);
    if (error != std::errc{} || stop != end || number < 0) return std::nullopt;
    list.set_limit(number);
  }
  return list.SerializeAsString();
}
std::optional<std::string> GetBytes(const http::Request& request, const rpc::Claims& claims) {
  views::v1::GetView get;
  if (!Fill(request, claims, get)) return std::nullopt;
  return get.SerializeAsString();
}

}  // namespace

std::string ViewJson(const views::v1::View& view) {
  std::string json = "{\"as_of\":";
  json += view.has_as_of() ? Quoted(FormatTime(ToTime(view.as_of()))) : "null";
  json += ",\"stale\":";
  json += view.stale() ? "true" : "false";
  if (!view.next_cursor().empty()) json += ",\"next_cursor\":" + Quoted(view.next_cursor());
  const auto* set = view.GetReflection()->GetOneofFieldDescriptor(
      view, view.GetDescriptor()->FindOneofByName("document"));
  if (set == nullptr) return json + "}";
  const std::string document =
      rpc::WriteMessage(view.GetReflection()->GetMessage(view, set), rpc::JsonStyle::kKebab);
  return document == "{}" ? json + "}" : json + "," + document.substr(1);
}

awaitable<http::Response> ViewRoute::Get(http::Request request, rpc::Claims claims, Trail trail) {
  const std::string correlation_id = trail.correlation_id;
  auto refuse = [&](const Problem& problem) {
    return ResponseOf(problem, correlation_id, councils_.WhoToRing(claims.council));
  };
  if (claims.kind != "staff")
    co_return refuse(ProblemAt(403, "role.missing", "", "views are for staff"));
  const bool one = request.path.find('/', kPrefix.size()) != std::string::npos &&
                   !request.Parameter("cursor") && !request.Parameter("limit");
  if (const auto council = request.Header("kinward-council"); council && *council != claims.council)
    co_return refuse(ProblemAt(403, "tenant.mismatch", "", "not your council"));
  auto bytes = one ? GetBytes(request, claims) : ListBytes(request, claims);
  if (!bytes) co_return refuse(ProblemAt(400, "view.parameters", "", "a parameter is not right"));
  const std::string_view named = std::string_view{request.path}.substr(kPrefix.size());
  const std::size_t slash = named.find('/');
  const std::string id{slash == std::string_view::npos ? "" : named.substr(slash + 1)};
  const auto fault =
      ViewFault(std::string{named.substr(0, slash)}, id, CallerFor(claims, claims.council, trail));
  if (fault) co_return refuse(*fault);
  std::string method{one ? kGet : kList};
  rpc::Metadata metadata =
      rpc::MetadataOf(CallerFor(claims, claims.council, trail), internal_secret_);
  const rpc::Answer answer = co_await upstream_.Call(
      "projection", std::move(method), std::move(metadata), std::move(*bytes), kViewTimeMax);
  if (!answer.status.ok()) co_return refuse(ViewProblem(answer.status));
  views::v1::View view;
  if (!view.ParseFromString(answer.response)) co_return refuse(ViewProblem({}));
  const std::string etag = "\"" + view.etag() + "\"";
  http::Response response = JsonResponse(200, ViewJson(view));
  if (!view.etag().empty()) {
    response.headers.emplace_back("ETag", etag);
    if (HasTag(request.Header("if-none-match").value_or(""), etag)) {
      response.status = 304;
      response.body.clear();
    }
  }
  co_return response;
}

http::Response ViewRoute::Live(const http::Request& request, const rpc::Claims& claims,
                               const Trail& trail) {
  auto refuse = [&](const Problem& problem) {
    return ResponseOf(problem, trail.correlation_id, councils_.WhoToRing(claims.council));
  };
  if (claims.kind != "staff")
    return refuse(ProblemAt(403, "role.missing", "", "views are for staff"));
  views::v1::WatchViews watch;
  watch.set_council(claims.council);
  if (const auto last = request.Header("last-event-id")) watch.set_last_id(std::string{*last});
  const std::string wanted = request.Parameter("views").value_or("");
  std::string_view rest = wanted;
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find(','));
    rest = one.size() < rest.size() ? rest.substr(one.size() + 1) : std::string_view{};
    auto& view = *watch.add_views();
    view.set_view(std::string{one.substr(0, one.find('/'))});
    if (one.find('/') != std::string_view::npos)
      view.set_id(std::string{one.substr(one.find('/') + 1)});
    // Once the stream has begun it is too late to say no.
    const auto fault = ViewFault(view.view(), view.id(), CallerFor(claims, claims.council, trail));
    if (fault) return refuse(*fault);
  }
  if (watch.views().empty() || watch.views_size() > 20) {
    return refuse(ProblemAt(400, "view.parameters", "", "name 1 to 20 views"));
  }
  const auto metadata = rpc::MetadataOf(CallerFor(claims, claims.council, trail), internal_secret_);
  auto watching = upstream_.Watch("projection", "/kinward.views.v1.ViewService/Watch", metadata,
                                  watch.SerializeAsString());
  if (!watching) return refuse(ViewProblem({}));
  http::Response response;
  response.content_type = "text/event-stream";
  response.headers = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
  response.stream = std::make_shared<EventStream>(std::move(watching), claims.expires);
  return response;
}

}  // namespace kinward::gateway
