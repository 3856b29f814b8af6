#include "services/gateway/partner/token_route.h"

#include <openssl/evp.h>

#include "libs/base/uuid.h"
#include "libs/rpc/json_writer.h"
#include "services/gateway/access.h"

namespace kinward::gateway {
namespace {

http::Response OAuthError(int status, const std::string& error) {
  http::Response response = JsonResponse(status, "{\"error\":" + rpc::Quoted(error) + "}");
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"kinward\"");
  return response;
}

std::optional<std::string> FromBase64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0 || text.size() > 1024) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

const Partner* PartnerOf(const http::Request& request, const Partners& partners) {
  const auto header = request.Header("authorization");
  if (!header || !(header->starts_with("Basic ") || header->starts_with("basic "))) return nullptr;
  const auto pair = FromBase64(header->substr(6));
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) return nullptr;
  // RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
  const auto id = http::PercentDecode(pair->substr(0, colon));
  const auto secret = http::PercentDecode(pair->substr(colon + 1));
  if (!id || !secret) return nullptr;
  return partners.Authenticate(*id, *secret);
}

}  // namespace

http::Response GrantToken(const http::Request& request, const Partners& partners,
                          const rpc::TokenKey& key) {
  http::Request form;
  form.query = request.body;
  if (form.Parameter("grant_type").value_or("") != "client_credentials") {
    return OAuthError(400, "unsupported_grant_type");
  }
  const Partner* partner = PartnerOf(request, partners);
  if (partner == nullptr) return OAuthError(401, "invalid_client");
  rpc::Claims claims;
  claims.kind = "partner";
  claims.subject = partner->slug;
  claims.council = partner->council;
  claims.source = partner->source;
  claims.id = NewUuid().ToString();
  claims.issued = WallNow();
  claims.expires = claims.issued + rpc::kTokenLifeMax;
  const auto life = std::chrono::duration_cast<std::chrono::seconds>(rpc::kTokenLifeMax).count();
  return JsonResponse(200, "{\"access_token\":" + rpc::Quoted(key.Sign(claims)) +
                               ",\"token_type\":\"Bearer\",\"expires_in\":" + std::to_string(life) +
                               "}");
}

}  // namespace kinward::gateway
