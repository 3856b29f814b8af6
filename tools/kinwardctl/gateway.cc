#include "tools/kinwardctl/gateway.h"

#include <openssl/evp.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "libs/base/uuid.h"
#include "libs/rpc/jwt.h"

namespace kinward::ctl {
namespace {

std::string Base64(const std::string& text) {
  std::string encoded(4 * ((text.size() + 2) / 3), '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                  reinterpret_cast<const unsigned char*>(text.data()),
                  static_cast<int>(text.size()));
  return encoded;
}

}  // namespace

Result<std::string> ContentOf(const std::string& file) {
  std::ifstream stream{file};
  if (!stream) return Failure{FailureKind::kNotFound, file + " cannot be read"};
  return std::string{std::istreambuf_iterator<char>{stream}, {}};
}

Result<std::string> StaffToken(const Options& options, const std::string& role,
                               const std::string& user) {
  const auto key = rpc::TokenKey::Load(options.run_folder + "/secrets/token-key.pem");
  if (!key) return key.error();
  rpc::Claims claims;
  claims.kind = "staff";
  claims.subject = user;
  claims.roles = {role};
  claims.council = options.council;
  claims.id = NewUuid().ToString();
  claims.issued = std::chrono::time_point_cast<Time::duration>(std::chrono::system_clock::now());
  claims.expires = claims.issued + rpc::kTokenLifeMax;
  return key->Sign(claims);
}

Result<Https> GatewayOf(const Options& options) {
  const auto content = ContentOf(options.run_folder + "/endpoints.json");
  if (!content) return content.error();
  const auto endpoints = nlohmann::json::parse(*content, nullptr, false);
  if (endpoints.is_discarded() || !endpoints.contains("gateway")) {
    return Failure{FailureKind::kNotFound, "endpoints.json names no gateway"};
  }
  return Https::To(endpoints["gateway"].get<std::string>(),
                   endpoints["ca_file"].get<std::string>());
}

Result<std::string> PartnerToken(const Options& options, const Https& gateway,
                                 const std::string& partner) {
  const auto content = ContentOf(options.run_folder + "/partners.json");
  if (!content) return content.error();
  const auto partners = nlohmann::json::parse(*content, nullptr, false);
  if (!partners.is_array()) return Failure{FailureKind::kCorrupt, "partners.json is no list"};
  for (const auto& one : partners) {
    if (one.value("name", "") != partner) continue;
    const std::string pair = PercentEncoded(one.value("client_id", "")) + ":" +
                             PercentEncoded(one.value("client_secret", ""));
    const auto answer = gateway.Ask({"POST",
                                     "/oauth/token",
                                     {{"Authorization", "Basic " + Base64(pair)},
                                      {"Content-Type", "application/x-www-form-urlencoded"}},
                                     "grant_type=client_credentials"});
    if (!answer) return answer.error();
    const auto granted = nlohmann::json::parse(answer->body, nullptr, false);
    if (!answer->ok() || granted.is_discarded() || !granted.contains("access_token")) {
      return Failure{FailureKind::kFatal, "the gateway gives " + partner +
                                              " no token: " + std::to_string(answer->status)};
    }
    return granted["access_token"].get<std::string>();
  }
  return Failure{FailureKind::kNotFound, "partners.json has no partner " + partner};
}

}  // namespace kinward::ctl
