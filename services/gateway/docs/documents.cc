#include "services/gateway/docs/documents.h"

#include <google/protobuf/descriptor.h>

#include <map>

#include "kinward/partner/v1/notification.pb.h"
#include "kinward/partner/v1/referral.pb.h"
#include "kinward/partner/v1/report.pb.h"
#include "libs/rpc/json_names.h"
#include "libs/rpc/json_writer.h"
#include "services/gateway/docs/json_schema.h"
#include "services/gateway/docs/open_api.h"

namespace kinward::gateway {
namespace {

namespace pb = google::protobuf;
using rpc::Quoted;

const std::map<std::string, const pb::Descriptor*>& PartnerTypes() {
  static const std::map<std::string, const pb::Descriptor*> kTypes{
      {"kinward.partner.referral-submitted.v1", partner::v1::ReferralSubmitted::descriptor()},
      {"kinward.partner.referral-amended.v1", partner::v1::ReferralAmended::descriptor()},
      {"kinward.partner.referral-withdrawn.v1", partner::v1::ReferralWithdrawn::descriptor()},
      {"kinward.partner.notification-raised.v1", partner::v1::NotificationRaised::descriptor()},
      {"kinward.partner.legal-status-changed.v1", partner::v1::LegalStatusChanged::descriptor()},
      {"kinward.partner.school-attendance-recorded.v1",
       partner::v1::SchoolAttendanceRecorded::descriptor()},
      {"kinward.partner.offer-made.v1", partner::v1::ProviderReported::descriptor()},
      {"kinward.partner.referral-answered.v1", partner::v1::ProviderReported::descriptor()},
      {"kinward.partner.session-recorded.v1", partner::v1::ProviderReported::descriptor()},
      {"kinward.partner.case-closed.v1", partner::v1::ProviderReported::descriptor()},
      {"kinward.partner.indicator-recorded.v1", partner::v1::ProviderReported::descriptor()},
  };
  return kTypes;
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
