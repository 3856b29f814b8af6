#include "libs/rpc/client_assertion.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <memory>

#include "libs/rpc/json_parse.h"
#include "libs/rpc/jws.h"

namespace kinward::rpc {
namespace {

bool IsAssertionHeader(const JsonValue& header) {
  for (const std::string& name : header.names) {
    if (name != "alg" && name != "typ" && name != "kid") return false;
  }
  return TextOf(header, "alg") == "ES256";
}

bool IsP256(EVP_PKEY* key) {
  char group[64] = {};
  return key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 &&
         std::string_view{group} == "prime256v1";
}

}  // namespace

std::string ClaimedClient(std::string_view assertion) {
  const std::size_t first = assertion.find('.');
  const std::size_t second = assertion.find('.', first + 1);
  if (second == std::string_view::npos || assertion.size() > 8192) return {};
  const auto text = Base64UrlDecode(assertion.substr(first + 1, second - first - 1));
  auto parsed = ParseJson(text.value_or(""));
  const auto* claims = std::get_if<JsonValue>(&parsed);
  return claims != nullptr && claims->IsObject() ? TextOf(*claims, "sub") : std::string{};
}

std::variant<Assertion, TokenFault> VerifyAssertion(std::string_view assertion,
                                                    const std::string& public_key,
                                                    const std::string& client_id, Time now) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio{
      BIO_new_mem_buf(public_key.data(), static_cast<int>(public_key.size())), &BIO_free};
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
      PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free};
  ERR_clear_error();
  if (!IsP256(key.get())) return TokenFault{"token.invalid"};
  const auto claims = OpenEs256(assertion, key.get(), IsAssertionHeader);
  if (!claims || TextOf(*claims, "iss") != client_id || TextOf(*claims, "sub") != client_id) {
    return TokenFault{"token.invalid"};
  }
  if (TextOf(*claims, "aud") != kTokenIssuer) return TokenFault{"token.audience"};
  const Assertion read{TextOf(*claims, "jti"), InstantOf(*claims, "exp").value_or(Time{})};
  if (read.id.empty() || read.id.size() > 128) return TokenFault{"token.invalid"};
  if (now >= read.expires + kTokenSkewMax) return TokenFault{"token.expired"};
  if (read.expires > now + kAssertionLifeMax + kTokenSkewMax) return TokenFault{"token.invalid"};
  return read;
}

bool UsedAssertions::Use(const std::string& client_id, const Assertion& assertion, Time now) {
  const std::lock_guard lock{mutex_};
  std::erase_if(used_, [now](const auto& one) { return one.second < now; });
  return used_.emplace(client_id + "\n" + assertion.id, assertion.expires + kTokenSkewMax).second;
}

}  // namespace kinward::rpc
