#include "services/gateway/docs/open_api.h"

#include <google/protobuf/descriptor.h>

#include <array>
#include <vector>

#include "kinward/common/v1/options.pb.h"
#include "kinward/partner/v1/referral.pb.h"
#include "libs/rpc/json_names.h"
#include "libs/rpc/json_writer.h"
#include "services/gateway/docs/json_schema.h"

namespace kinward::gateway {
namespace {

namespace pb = google::protobuf;
using rpc::Quoted;

constexpr std::array<const char*, 5> kServices{
    "kinward.intake.v1.IntakeService", "kinward.eligibility.v1.EligibilityService",
    "kinward.scheduling.v1.SchedulingService", "kinward.outcomes.v1.OutcomesService",
    "kinward.views.v1.ViewService"};

// An event is checked by its type's schema at /schemas/{type}; here is how it may be wrapped.
constexpr const char* kEventBody =
    R"({"application/cloudevents+json":{"schema":{"$ref":"#/components/schemas/CloudEvent"}},)"
    R"("application/cloudevents-batch+json":{"schema":{"type":"array","maxItems":20,)"
    R"("items":{"$ref":"#/components/schemas/CloudEvent"}}},)"
    R"("application/json":{"schema":{"type":"object","description":)"
    R"("binary mode: the data alone, attributes as ce- headers"}}})";
constexpr const char* kTokenBody =
    R"({"application/x-www-form-urlencoded":{"schema":{"type":"object","required":["grant_type"],)"
    R"("properties":{"grant_type":{"const":"client_credentials"},)"
    R"("client_assertion_type":{"type":"string"},"client_assertion":{"type":"string"}}}}})";
constexpr const char* kComponents =
    R"("components":{"securitySchemes":{"partner":{"type":"oauth2","flows":{"clientCredentials":)"
    R"({"tokenUrl":"/oauth/token","scopes":{}}}},)"
    R"("client":{"type":"http","scheme":"basic"},)"
    R"("staff":{"type":"http","scheme":"bearer","bearerFormat":"JWT"}},)"
    R"("schemas":{"CloudEvent":{"type":"object","required":["specversion","id","source","type",)"
    R"("time"],"properties":{"specversion":{"const":"1.0"},"id":{"type":"string","minLength":1,)"
    R"("maxLength":128},"source":{"type":"string"},"type":{"type":"string"},"time":{"type":)"
    R"("string","format":"date-time"},"subject":{"type":"string","maxLength":256},)"
    R"("datacontenttype":{"type":"string"},"data":{"type":"object"},"data_base64":)"
    R"({"type":"string"}}},)"
    R"("Problem":{"type":"object","required":["type","title","status","code","errors",)"
    R"("correlation_id","received","advice"],"properties":{"type":{"type":"string"},)"
    R"("title":{"type":"string"},"status":{"type":"integer"},"code":{"type":"string"},)"
    R"("errors":{"type":"array","items":{"type":"object","required":["pointer","code","detail"],)"
    R"("properties":{"pointer":{"type":"string"},"code":{"type":"string"},)"
    R"("detail":{"type":"string"}}}},"correlation_id":{"type":"string"},)"
    R"("received":{"type":"boolean"},"advice":{"type":"string"}}},)"
    R"("Refusal":{"type":"object","required":["code","message","reason"],"properties":)"
    R"({"code":{"type":"string"},"message":{"type":"string"},"reason":{"type":"string"},)"
    R"("errors":{"type":"array","items":{"type":"object"}},"instead":{"type":"array",)"
    R"("items":{"type":"string"}},"correlation_id":{"type":"string"}}}}})";

struct Parameter {
  const char* in;  // path, query, header
  const char* name;
  bool required;
  const char* schema;
};
constexpr const char* kText = R"({"type":"string"})";
constexpr const char* kId = R"({"type":"string","format":"uuid"})";

struct Operation {
  const char* path;
  const char* method;
  const char* id;
  const char* summary;
  const char* security;  // empty: needs no token
  std::vector<Parameter> parameters;
  std::string body;  // media types and their schemas; empty: none
  std::vector<const char*> answers;
  const char* media = "application/json";
  const char* refusal = "problem";
};

std::string Of(const Parameter& parameter) {
  return "{\"in\":" + Quoted(parameter.in) + ",\"name\":" + Quoted(parameter.name) +
         ",\"required\":" + (parameter.required ? "true" : "false") +
         ",\"schema\":" + parameter.schema + "}";
}

std::string Answer(const std::string& status, const std::string& media) {
  const bool empty = status == "204" || status == "304";
  std::string json = Quoted(status) + ":{\"description\":" + Quoted(empty ? "nothing" : "done");
  if (!empty) json += ",\"content\":{" + Quoted(media) + ":{\"schema\":{}}}";
  return json + "}";
}

std::string Refused(std::string_view kind) {
  std::string media = "application/problem+json";
  std::string schema = R"({"$ref":"#/components/schemas/Problem"})";
  if (kind == "oauth") {
    media = "application/json";
    schema = R"({"type":"object","required":["error"],"properties":{"error":{"type":"string"}}})";
  } else if (kind == "connect") {
    media = "application/json";
    schema = R"({"$ref":"#/components/schemas/Refusal"})";
  }
  return "\"default\":{\"description\":\"refused\",\"content\":{" + Quoted(media) +
         ":{\"schema\":" + schema + "}}}";
}

std::string Of(const Operation& operation) {
  std::string json = Quoted(operation.path) + ":{" + Quoted(operation.method) +
                     ":{\"operationId\":" + Quoted(operation.id) +
                     ",\"summary\":" + Quoted(operation.summary) + ",\"security\":[";
  if (*operation.security != '\0') json += "{" + Quoted(operation.security) + ":[]}";
  json += "],\"parameters\":[";
  for (const Parameter& parameter : operation.parameters) {
    json += (json.ends_with('[') ? "" : ",") + Of(parameter);
  }
  json += "]";
  if (!operation.body.empty()) {
    json += ",\"requestBody\":{\"required\":true,\"content\":" + operation.body + "}";
  }
  json += ",\"responses\":{";
  for (const char* status : operation.answers) json += Answer(status, operation.media) + ",";
  return json + Refused(operation.refusal) + "}}}";
}

std::string Json(const std::string& schema) {
  return R"({"application/json":{"schema":)" + schema + "}}";
}

std::vector<Operation> PartnerRoutes() {
  return {
      {"/oauth/token",
       "post",
       "grantToken",
       "A partner's token (client credentials)",
       "client",
       {},
       kTokenBody,
       {"200"},
       "application/json",
       "oauth"},
      {"/v1/events",
       "post",
       "sendEvents",
       "CloudEvents 1.0: binary, structured, batch; max_batch 20, 64 KB an event, 256 KB in all",
       "partner",
       {},
       kEventBody,
       {"200", "202", "204"}},
      {"/v1/referrals/{id}",
       "get",
       "readReferral",
       "The sender's own referral",
       "partner",
       {{"path", "id", true, kId}},
       "",
       {"200"}},
      {"/v1/preview",
       "post",
       "preview",
       "Which programmes fit and have a place; stores nothing",
       "partner",
       {},
       Json(SchemaOf(*partner::v1::PreviewAsked::descriptor(), rpc::JsonStyle::kKebab)),
       {"200"}},
  };
}

std::vector<Operation> ViewRoutes() {
  const Parameter after{"header", "Kinward-After", false, kText};
  const Parameter tag{"header", "If-None-Match", false, kText};
  const Parameter as_at{"query", "as_at", false, R"({"type":"string","format":"date-time"})"};
  const Parameter cursor{"query", "cursor", false, kText};
  const Parameter limit{"query", "limit", false, R"({"type":"integer","minimum":0,"maximum":500})"};
  const Parameter view{"path", "view", true, kText};
  return {
      {"/v1/views/{view}",
       "get",
       "listView",
       "A view, page by page",
       "staff",
       {view, after, tag, as_at, cursor, limit},
       "",
       {"200", "304"}},
      {"/v1/views/{view}/{id}",
       "get",
       "readView",
       "One document of a view",
       "staff",
       {view, {"path", "id", true, kText}, after, tag, as_at, cursor, limit},
       "",
       {"200", "304"}},
      {"/v1/live",
       "get",
       "followViews",
       "A snapshot of views, then their changes",
       "staff",
       {{"query", "views", true, kText}, {"header", "Last-Event-ID", false, kText}},
       "",
       {"200"},
       "text/event-stream"},
  };
}

std::vector<Operation> OpenRoutes() {
  return {
      {"/v1/public/scorecards/{programme}",
       "get",
       "readScorecard",
       "Suppressed totals that a council chose to publish",
       "",
       {{"path", "programme", true, kText}},
       "",
       {"200"}},
      {"/openapi.json", "get", "describe", "This document", "", {}, "", {"200"}},
      {"/asyncapi.json", "get", "describeEvents", "The events, as AsyncAPI 3", "", {}, "", {"200"}},
      {"/schemas/{type}",
       "get",
       "readSchema",
       "JSON Schema of a partner event's data",
       "",
       {{"path", "type", true, kText}},
       "",
       {"200"}},
  };
}

std::string OfMethod(const pb::MethodDescriptor& method) {
  const std::string path = "/" + method.service()->full_name() + "/" + method.name();
  const std::string id = method.service()->name() + "_" + method.name();
  Operation operation{path.c_str(),
                      "post",
                      id.c_str(),
                      method.name().c_str(),
                      "staff",
                      {},
                      Json(SchemaOf(*method.input_type(), rpc::JsonStyle::kConnect)),
                      {"200"},
                      "application/json",
                      "connect"};
  if (method.input_type()->options().HasExtension(common::v1::command)) {
    operation.parameters = {
        {"header", "Idempotency-Key", true, kId},
        {"header", "If-Match", false, kText},
        {"header", "Kinward-Council", false, kText},
    };
  }
  return Of(operation);
}

}  // namespace

std::string OpenApi() {
  std::string paths;
  for (const auto& routes : {PartnerRoutes(), ViewRoutes(), OpenRoutes()}) {
    for (const Operation& route : routes) paths += (paths.empty() ? "" : ",") + Of(route);
  }
  for (const char* name : kServices) {
    const auto* service = pb::DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; service != nullptr && i < service->method_count(); ++i) {
      if (!service->method(i)->server_streaming()) paths += "," + OfMethod(*service->method(i));
    }
  }
  return R"({"openapi":"3.1.0","info":{"title":"Kinward gateway","version":"1"},"paths":{)" +
         paths + "}," + kComponents + "}";
}

}  // namespace kinward::gateway
