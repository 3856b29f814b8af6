#include "services/gateway/connect/connect_route.h"

#include <google/protobuf/dynamic_message.h>

#include <array>
#include <charconv>

#include "kinward/common/v1/common.pb.h"
#include "kinward/common/v1/error.pb.h"
#include "kinward/common/v1/options.pb.h"
#include "libs/rpc/checked_reader.h"
#include "libs/rpc/json_parse.h"
#include "libs/rpc/json_writer.h"

namespace kinward::gateway {
namespace {

namespace pb = google::protobuf;
using boost::asio::awaitable;
using rpc::Code;
using rpc::Quoted;

constexpr std::chrono::seconds kCallTimeMax{10};

struct ConnectCode {
  Code code;
  const char* name;
  int status;
};
constexpr std::array<ConnectCode, 15> kCodes{{
    {Code::kCancelled, "canceled", 499},
    {Code::kUnknown, "unknown", 500},
    {Code::kInvalidArgument, "invalid_argument", 400},
    {Code::kDeadlineExceeded, "deadline_exceeded", 504},
    {Code::kNotFound, "not_found", 404},
    {Code::kAlreadyExists, "already_exists", 409},
    {Code::kPermissionDenied, "permission_denied", 403},
    {Code::kResourceExhausted, "resource_exhausted", 429},
    {Code::kFailedPrecondition, "failed_precondition", 409},
    {Code::kAborted, "aborted", 409},
    {Code::kUnimplemented, "unimplemented", 501},
    {Code::kInternal, "internal", 500},
    {Code::kUnavailable, "unavailable", 503},
    {Code::kUnauthenticated, "unauthenticated", 401},
    {Code::kOk, "unknown", 500},
}};

ConnectCode Known(Code code) {
  for (const ConnectCode& known : kCodes) {
    if (known.code == code) return known;
  }
  return kCodes[1];
}

rpc::Status Refused(Code code, std::string reason, std::string message) {
  rpc::Status status;
  status.code = code;
  status.reason = std::move(reason);
  status.message = std::move(message);
  return status;
}
rpc::Status RefusedFields(const std::vector<rpc::FieldFault>& faults) {
  common::v1::ErrorDetail detail;
  detail.set_reason("FIELDS_MUST_BE_RIGHT");
  for (const auto& fault : faults) {
    auto& added = *detail.add_faults();
    added.set_pointer(fault.pointer);
    added.set_code(fault.code);
    added.set_detail(fault.detail);
  }
  rpc::Status status = Refused(Code::kInvalidArgument, "FIELDS_MUST_BE_RIGHT", "bad fields");
  status.detail = detail.SerializeAsString();
  return status;
}

bool IsCommand(const pb::MethodDescriptor& method) {
  return method.input_type()->options().HasExtension(common::v1::command);
}

// The headers a command or query carries besides its body.
std::optional<rpc::Status> ReadHeaders(const http::Request& request, bool is_command,
                                       rpc::Caller& caller) {
  if (const auto key = request.Header("idempotency-key")) {
    caller.command_id = Uuid::Parse(*key);
    if (!caller.command_id) {
      return Refused(Code::kInvalidArgument, "COMMAND_ID_MUST_BE_A_UUID", "Idempotency-Key");
    }
  } else if (is_command) {
    return Refused(Code::kInvalidArgument, "COMMAND_ID_MUST_BE_GIVEN",
                   "send the command's id as Idempotency-Key");
  }
  if (auto match = request.Header("if-match")) {
    if (match->size() > 2 && match->front() == '"' && match->back() == '"') {
      match = match->substr(1, match->size() - 2);
    }
    std::int64_t version = 0;
    const char* const end = match->data() + match->size();
    const auto [stop, error] = std::from_chars(match->data(), end, version);
    if (error != std::errc{} || stop != end || version < 0) {
      return Refused(Code::kInvalidArgument, "IF_MATCH_MUST_BE_A_VERSION", "If-Match");
    }
    caller.if_match = version;
  }
  return std::nullopt;
}

// A query's own `council` is the caller's when it is left out, and must be when it is not. A
// command's is whom it concerns: its tenant is the caller's whatever it says.
bool TakeCouncil(const rpc::JsonValue& json, pb::Message& message, const std::string& council) {
  const auto* field = message.GetDescriptor()->FindFieldByName("council");
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != pb::FieldDescriptor::CPPTYPE_STRING) {
    return true;
  }
  message.GetReflection()->SetString(&message, field, council);
  const rpc::JsonValue* given = json.Find("council");
  return given == nullptr || !given->IsString() || given->text == council;
}

// The reasons of a referral are words of the catalogue, whoever gives them.
void CheckReasons(const pb::Message& message, const FactBook& facts,
                  std::vector<rpc::FieldFault>& faults) {
  const auto* field = message.GetDescriptor()->FindFieldByName("reasons");
  if (field == nullptr || message.GetDescriptor()->file()->package() != "kinward.intake.v1" ||
      !field->is_repeated() || field->cpp_type() != pb::FieldDescriptor::CPPTYPE_STRING) {
    return;
  }
  pb::RepeatedPtrField<std::string> reasons;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    *reasons.Add() = message.GetReflection()->GetRepeatedString(message, field, i);
  }
  facts.CheckReasons(reasons, "/reasons", faults);
}

std::unique_ptr<pb::Message> NewMessage(const pb::Descriptor* type) {
  const pb::Message* prototype = pb::MessageFactory::generated_factory()->GetPrototype(type);
  CHECK(prototype != nullptr);
  return std::unique_ptr<pb::Message>{prototype->New()};
}

// What a next command passes as If-Match; empty for the reply of a query.
std::string ETagOf(const pb::Message& reply) {
  const auto* done = dynamic_cast<const common::v1::CommandReply*>(&reply);
  return done == nullptr ? "" : "\"" + std::to_string(done->version()) + "\"";
}

}  // namespace

std::string ServiceOf(const pb::MethodDescriptor& method) {
  const std::string& package = method.file()->package();  // kinward.<context>.v1
  const std::size_t first = package.find('.') + 1;
  const std::string context = package.substr(first, package.find('.', first) - first);
  return context == "views" ? "projection" : context;
}

const pb::MethodDescriptor* ConnectRoute::Find(const std::string& path) {
  const std::size_t slash = path.find('/', 1);
  if (slash == std::string::npos) return nullptr;
  const std::string service_name = path.substr(1, slash - 1);
  if (service_name.starts_with("kinward.common.") || !service_name.starts_with("kinward."))
    return nullptr;
  const auto* service = pb::DescriptorPool::generated_pool()->FindServiceByName(service_name);
  // The key service is for services alone.
  if (service == nullptr || service->name().find("Vault") != std::string::npos) return nullptr;
  const auto* method = service->FindMethodByName(path.substr(slash + 1));
  if (method == nullptr || method->server_streaming() || method->client_streaming()) return nullptr;
  return method;
}

http::Response ConnectError(const rpc::Status& status, const std::string& correlation_id) {
  const ConnectCode known = Known(status.code);
  common::v1::ErrorDetail detail;
  detail.ParseFromString(status.detail);
  std::string json = "{\"code\":" + Quoted(known.name) + ",\"message\":" + Quoted(status.message) +
                     ",\"reason\":" + Quoted(status.reason) + ",\"errors\":[";
  for (int i = 0; i < detail.faults_size(); ++i) {
    const auto& fault = detail.faults(i);
    json += (i > 0 ? ",{\"pointer\":" : "{\"pointer\":") + Quoted(fault.pointer()) +
            ",\"code\":" + Quoted(fault.code()) + ",\"detail\":" + Quoted(fault.detail()) + "}";
  }
  json += "],\"instead\":[";
  for (int i = 0; i < detail.instead_size(); ++i) {
    json += (i > 0 ? "," : "") + Quoted(detail.instead(i));
  }
  const bool stale = status.reason == "VERSION_MUST_BE_CURRENT" || status.reason == "STALE_VERSION";
  http::Response response = JsonResponse(
      stale ? 412 : known.status, json + "],\"correlation_id\":" + Quoted(correlation_id) + "}");
  if (known.status == 503 || known.status == 429) response.headers.emplace_back("Retry-After", "2");
  if (known.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

awaitable<http::Response> ConnectRoute::Handle(http::Request request, rpc::Claims claims,
                                               Trail trail) {
  const std::string correlation_id = trail.correlation_id;
  const auto* method = Find(request.path);
  CHECK(method != nullptr);
  auto refuse = [&](const rpc::Status& status) { return ConnectError(status, correlation_id); };
  if (claims.kind != "staff") {
    co_return refuse(Refused(Code::kPermissionDenied, "CALLER_MUST_BE_STAFF", "not for partners"));
  }
  const http::MediaType type = http::MediaTypeOf(request);
  if (type.name != "application/json" || (!type.charset.empty() && type.charset != "utf-8")) {
    http::Response response = refuse(
        Refused(Code::kInvalidArgument, "CONTENT_TYPE_MUST_BE_JSON", "send application/json"));
    response.status = 415;
    co_return response;
  }
  const std::string council{request.Header("kinward-council").value_or(claims.council)};
  rpc::Caller caller = CallerFor(claims, council, trail);
  if (council != claims.council) {
    co_return refuse(Refused(Code::kPermissionDenied, "TENANT_MUST_MATCH", "not your council"));
  }
  if (const auto fault = ReadHeaders(request, IsCommand(*method), caller)) co_return refuse(*fault);
  auto parsed = rpc::ParseJson(request.body.empty() ? "{}" : request.body);
  if (const auto* fault = std::get_if<rpc::FieldFault>(&parsed)) {
    co_return refuse(RefusedFields({*fault}));
  }
  const auto message = NewMessage(method->input_type());
  const auto& json = std::get<rpc::JsonValue>(parsed);
  if (!IsCommand(*method) && !TakeCouncil(json, *message, council)) {
    co_return refuse(Refused(Code::kPermissionDenied, "TENANT_MUST_MATCH", "not your council"));
  }
  auto faults = rpc::ReadChecked(json, rpc::JsonStyle::kConnect, "", *message);
  CheckReasons(*message, facts_, faults);
  if (!faults.empty()) co_return refuse(RefusedFields(faults));
  std::string bytes = message->SerializeAsString();
  std::string path = "/" + method->service()->full_name() + "/" + method->name();
  rpc::Metadata metadata = rpc::MetadataOf(caller, internal_secret_);
  const rpc::Answer answer = co_await upstream_.Call(
      ServiceOf(*method), std::move(path), std::move(metadata), std::move(bytes), kCallTimeMax);
  if (!answer.status.ok()) co_return refuse(answer.status);
  const auto reply = NewMessage(method->output_type());
  if (!reply->ParseFromString(answer.response)) {
    co_return refuse(Refused(Code::kInternal, "", "the answer cannot be read"));
  }
  http::Response response = JsonResponse(200, rpc::WriteMessage(*reply, rpc::JsonStyle::kConnect));
  if (const std::string tag = ETagOf(*reply); !tag.empty()) {
    response.headers.emplace_back("ETag", tag);
  }
  co_return response;
}

}  // namespace kinward::gateway
