#include "services/gateway/partner/token_route.h"

#include <set>
#include <string_view>
#include <variant>

#include "libs/base/uuid.h"
#include "libs/rpc/base64.h"
#include "libs/rpc/json_writer.h"
#include "services/gateway/access.h"

namespace kinward::gateway {
namespace {

http::Response OAuthError(int status, const std::string& error, const std::string& code = "") {
  const std::string more = code.empty() ? "" : ",\"code\":" + rpc::Quoted(code);
  http::Response response = JsonResponse(status, "{\"error\":" + rpc::Quoted(error) + more + "}");
  response.headers.emplace_back("Pragma", "no-cache");  // RFC 6749 §5.1, beside Cache-Control
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"kinward\"");
  return response;
}

bool Says(const http::Request& form, std::string_view name, std::string_view value) {
  const auto given = form.Parameter(name);
  return given && std::string_view{*given} == value;
}

using PartnerOrCode = std::variant<const Partner*, std::string>;

// The partner whose assertion this is, or why it is not taken.
PartnerOrCode PartnerByAssertion(const http::Request& form, const Partners& partners,
                                 rpc::UsedAssertions& used) {
  const std::string assertion = form.Parameter("client_assertion").value_or("");
  const std::string client = rpc::ClaimedClient(assertion);
  const Partner* partner = partners.FindByClient(client);
  if (partner == nullptr || partner->public_key.empty() ||
      !Says(form, "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")) {
    return std::string{"token.invalid"};
  }
  const Time now = WallNow();
  const auto verified = rpc::VerifyAssertion(assertion, partner->public_key, client, now);
  if (const auto* fault = std::get_if<rpc::TokenFault>(&verified)) return fault->code;
  if (!used.Use(client, std::get<rpc::Assertion>(verified), now)) return std::string{"replay"};
  return partner;
}

const Partner* PartnerBySecret(const http::Request& request, const Partners& partners) {
  const auto header = http::Credentials(request, "basic");
  const auto pair = header ? rpc::Base64Decode(*header) : std::nullopt;
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) return nullptr;
  // RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
  const auto id = http::PercentDecode(pair->substr(0, colon));
  const auto secret = http::PercentDecode(pair->substr(colon + 1));
  if (!id || !secret) return nullptr;
  return partners.Authenticate(*id, *secret);
}

// RFC 6749 §5.2 invalid_request: no form, no grant_type, or a parameter given twice (§3.2).
bool IsForm(const http::Request& request, const http::Request& form) {
  std::set<std::string_view> seen;
  std::string_view rest = form.query;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest = pair.size() < rest.size() ? rest.substr(pair.size() + 1) : std::string_view{};
    if (!seen.insert(pair.substr(0, pair.find('='))).second) return false;
  }
  return http::MediaTypeOf(request).name == "application/x-www-form-urlencoded" &&
         !form.Parameter("grant_type").value_or("").empty();
}

}  // namespace

http::Response GrantToken(const http::Request& request, const Partners& partners,
                          const rpc::TokenKey& key, rpc::UsedAssertions& used) {
  http::Request form;
  form.query = request.body;
  if (!IsForm(request, form)) return OAuthError(400, "invalid_request");
  if (!Says(form, "grant_type", "client_credentials")) {
    return OAuthError(400, "unsupported_grant_type");
  }
  const PartnerOrCode known = form.Parameter("client_assertion")
                                  ? PartnerByAssertion(form, partners, used)
                                  : PartnerOrCode{PartnerBySecret(request, partners)};
  if (const auto* code = std::get_if<std::string>(&known)) {
    return OAuthError(401, "invalid_client", *code);
  }
  const Partner* partner = std::get<const Partner*>(known);
  if (partner == nullptr) return OAuthError(401, "invalid_client");
  if (!partner->certificate.empty() && partner->certificate != Thumbprint(request)) {
    return OAuthError(401, "invalid_client", "token.binding");
  }
  rpc::Claims claims;
  claims.kind = "partner";
  claims.subject = partner->slug;
  claims.council = partner->council;
  claims.source = partner->source;
  claims.id = NewUuid().ToString();
  claims.certificate = partner->certificate;
  claims.issued = WallNow();
  claims.expires = claims.issued + rpc::kTokenLifeMax;
  const auto life = std::chrono::duration_cast<std::chrono::seconds>(rpc::kTokenLifeMax).count();
  http::Response response = JsonResponse(
      200, "{\"access_token\":" + rpc::Quoted(key.Sign(claims)) +
               ",\"token_type\":\"Bearer\",\"expires_in\":" + std::to_string(life) + "}");
  response.headers.emplace_back("Pragma", "no-cache");
  return response;
}

}  // namespace kinward::gateway
