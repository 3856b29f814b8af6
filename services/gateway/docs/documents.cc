#include "services/gateway/docs/documents.h"

#include <google/protobuf/descriptor.h>

#include <array>
#include <map>

#include "kinward/common/v1/options.pb.h"
#include "kinward/partner/v1/referral.pb.h"
#include "kinward/partner/v1/report.pb.h"
#include "libs/rpc/json_names.h"
#include "libs/rpc/json_writer.h"
#include "services/gateway/docs/json_schema.h"

namespace kinward::gateway {
namespace {

namespace pb = google::protobuf;
using rpc::Quoted;

const std::map<std::string, const pb::Descriptor*>& PartnerTypes() {
  static const std::map<std::string, const pb::Descriptor*> kTypes{
      {"kinward.partner.referral-submitted.v1", partner::v1::ReferralSubmitted::descriptor()},
      {"kinward.partner.referral-amended.v1", partner::v1::ReferralAmended::descriptor()},
      {"kinward.partner.referral-withdrawn.v1", partner::v1::ReferralWithdrawn::descriptor()},
      {"kinward.partner.offer-made.v1", partner::v1::ProviderReported::descriptor()},
      {"kinward.partner.referral-answered.v1", partner::v1::ProviderReported::descriptor()},
      {"kinward.partner.session-recorded.v1", partner::v1::ProviderReported::descriptor()},
      {"kinward.partner.case-closed.v1", partner::v1::ProviderReported::descriptor()},
      {"kinward.partner.indicator-recorded.v1", partner::v1::ProviderReported::descriptor()},
  };
  return kTypes;
}

constexpr std::array<const char*, 5> kServices{
    "kinward.intake.v1.IntakeService", "kinward.eligibility.v1.EligibilityService",
    "kinward.scheduling.v1.SchedulingService", "kinward.outcomes.v1.OutcomesService",
    "kinward.views.v1.ViewService"};

std::string Operation(const std::string& method, const std::string& summary,
                      const std::string& body, const std::string& status) {
  std::string json = "{" + Quoted(method) + ":{\"summary\":" + Quoted(summary);
  if (!body.empty()) {
    json += ",\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":" +
            body + "}}}";
  }
  return json + ",\"responses\":{" + Quoted(status) +
         ":{\"description\":\"done\"},\"default\":{\"description\":\"application/"
         "problem+json\"}}}}";
}

std::string OpenApi() {
  std::string json =
      R"({"openapi":"3.1.0","info":{"title":"Kinward gateway","version":"1"},"paths":{)";
  json +=
      "\"/oauth/token\":" + Operation("post", "A partner's token (client credentials)", "", "200");
  json +=
      ",\"/v1/events\":" +
      Operation("post", "CloudEvents 1.0: binary, structured, batch; max_batch 20, 64 KB an event",
                "{\"type\":[\"object\",\"array\"]}", "202");
  json += ",\"/v1/referrals/{id}\":" + Operation("get", "The sender's own referral", "", "200");
  json +=
      ",\"/v1/preview\":" +
      Operation("post", "Which programmes fit and have a place",
                SchemaOf(*partner::v1::PreviewAsked::descriptor(), rpc::JsonStyle::kKebab), "200");
  json += ",\"/v1/views/{view}\":" + Operation("get", "A view", "", "200");
  json += ",\"/v1/views/{view}/{id}\":" + Operation("get", "One document of a view", "", "200");
  json += ",\"/v1/live\":" + Operation("get", "Server-sent events of views", "", "200");
  for (const char* name : kServices) {
    const auto* service = pb::DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; service != nullptr && i < service->method_count(); ++i) {
      const auto& method = *service->method(i);
      if (method.server_streaming()) continue;
      json += "," + Quoted("/" + service->full_name() + "/" + method.name()) + ":" +
              Operation("post", method.name(),
                        SchemaOf(*method.input_type(), rpc::JsonStyle::kConnect), "200");
    }
  }
  return json + "}}";
}

// Every event of every context, by its CloudEvents type and topic.
std::string AsyncApi() {
  std::string channels;
  for (const char* context : {"intake", "eligibility", "scheduling", "outcomes"}) {
    channels += (channels.empty() ? "" : ",") + Quoted(context) +
                ":{\"address\":" + Quoted("kinward." + std::string{context} + ".events.v1") +
                ",\"description\":\"CloudEvents 1.0 binary mode, protobuf values\"}";
  }
  channels += R"(,"partner":{"address":"/v1/events","messages":{)";
  bool first = true;
  for (const auto& [type, descriptor] : PartnerTypes()) {
    if (!std::exchange(first, false)) channels += ",";
    channels +=
        Quoted(type) + ":{\"payload\":" + SchemaOf(*descriptor, rpc::JsonStyle::kKebab) + "}";
  }
  return R"({"asyncapi":"3.0.0","info":{"title":"Kinward events","version":"1"},"channels":{)" +
         channels + "}}}}";
}

}  // namespace

std::optional<std::string> DocumentAt(const std::string& path) {
  if (path == "/openapi.json") return OpenApi();
  if (path == "/asyncapi.json") return AsyncApi();
  constexpr std::string_view kSchemas = "/schemas/";
  if (!path.starts_with(kSchemas)) return std::nullopt;
  const auto found = PartnerTypes().find(path.substr(kSchemas.size()));
  if (found == PartnerTypes().end()) return std::nullopt;
  std::string schema = SchemaOf(*found->second, rpc::JsonStyle::kKebab);
  return "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"$id\":" + Quoted(path) + "," +
         schema.substr(1);
}

}  // namespace kinward::gateway
