#include "tools/kinwardctl/partner_file.h"

#include <nlohmann/json.hpp>

namespace kinward::ctl {
namespace {

using Json = nlohmann::ordered_json;

Result<Json> Read(const std::string& content) {
  if (content.empty()) return Json::array();
  Json partners = Json::parse(content, nullptr, false);
  if (!partners.is_array()) return Failure{FailureKind::kFatal, "partners.json is no JSON list"};
  return partners;
}

Json* Find(Json& partners, const std::string& name) {
  for (Json& one : partners) {
    if (one.value("name", "") == name) return &one;
  }
  return nullptr;
}

Result<std::string> WithMember(const std::string& content, const std::string& name,
                               const char* member, const std::string& value) {
  auto partners = Read(content);
  if (!partners) return partners.error();
  Json* partner = Find(*partners, name);
  if (partner == nullptr) return Failure{FailureKind::kNotFound, "there is no partner " + name};
  (*partner)[member] = value;
  return partners->dump(1) + "\n";
}

}  // namespace

Result<std::string> WithPartner(const std::string& content, const NewPartner& partner) {
  auto partners = Read(content);
  if (!partners) return partners.error();
  if (Find(*partners, partner.name) != nullptr) {
    return Failure{FailureKind::kConflict, "there is a partner " + partner.name + " already"};
  }
  partners->push_back({{"name", partner.name},
                       {"source", "urn:kinward:partner:" + partner.name},
                       {"client_id", partner.name},
                       {"client_secret", partner.secret},
                       {"council", partner.council}});
  return partners->dump(1) + "\n";
}

Result<std::string> WithPartnerUntil(const std::string& content, const std::string& name,
                                     const std::string& last_day) {
  return WithMember(content, name, "until", last_day);
}

Result<std::string> WithSecret(const std::string& content, const std::string& name,
                               const std::string& secret) {
  return WithMember(content, name, "client_secret", secret);
}

}  // namespace kinward::ctl
