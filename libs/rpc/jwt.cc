#include "libs/rpc/jwt.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <fstream>
#include <iterator>
#include <optional>

#include "libs/rpc/json_writer.h"
#include "libs/rpc/jws.h"

namespace kinward::rpc {
namespace {

using KeyHandle = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
std::int64_t Seconds(Time time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

// Only what we write ourselves: no `crit`, `jku`, `jwk`, `x5u`, `b64`, and no other algorithm.
bool IsOurHeader(const JsonValue& header, const std::string& key_id) {
  return header.names.size() == 3 && TextOf(header, "alg") == "ES256" &&
         TextOf(header, "typ") == "at+jwt" && TextOf(header, "kid") == key_id;
}

std::variant<Claims, TokenFault> ClaimsOf(const JsonValue& json, Time now) {
  Claims claims;
  claims.issuer = TextOf(json, "iss");
  claims.audience = TextOf(json, "aud");
  claims.kind = TextOf(json, "kind");
  claims.subject = TextOf(json, "sub");
  claims.council = TextOf(json, "council");
  claims.source = TextOf(json, "source");
  claims.id = TextOf(json, "jti");
  if (const JsonValue* confirmed = json.Find("cnf"); confirmed != nullptr) {
    claims.certificate = TextOf(*confirmed, "x5t#S256");
    if (claims.certificate.empty()) return TokenFault{"token.invalid"};
  }
  const auto issued = InstantOf(json, "iat");
  const auto expires = InstantOf(json, "exp");
  const auto not_before = json.Find("nbf") == nullptr ? issued : InstantOf(json, "nbf");
  if (const JsonValue* roles = json.Find("roles"); roles != nullptr) {
    for (const JsonValue& role : roles->items) {
      if (role.IsString()) claims.roles.push_back(role.text);
    }
  }
  if (!issued || !expires || !not_before || claims.subject.empty() || claims.id.empty()) {
    return TokenFault{"token.invalid"};
  }
  claims.issued = *issued;
  claims.expires = *expires;
  if (claims.issuer != kTokenIssuer) return TokenFault{"token.issuer"};
  if (claims.audience != kTokenAudience) return TokenFault{"token.audience"};
  if (claims.kind != "partner" && claims.kind != "staff") return TokenFault{"token.invalid"};
  if (*expires - *issued > kTokenLifeMax) return TokenFault{"token.invalid"};
  if (*not_before > now + kTokenSkewMax || *issued > now + kTokenSkewMax) {
    return TokenFault{"token.not_yet_valid"};
  }
  if (now >= *expires + kTokenSkewMax) return TokenFault{"token.expired"};
  return claims;
}

std::string ClaimsText(const Claims& claims) {
  std::string json = "{\"iss\":" + Quoted(claims.issuer) + ",\"aud\":" + Quoted(claims.audience) +
                     ",\"sub\":" + Quoted(claims.subject) + ",\"kind\":" + Quoted(claims.kind) +
                     ",\"council\":" + Quoted(claims.council) +
                     ",\"source\":" + Quoted(claims.source) + ",\"jti\":" + Quoted(claims.id) +
                     ",\"iat\":" + std::to_string(Seconds(claims.issued)) +
                     ",\"nbf\":" + std::to_string(Seconds(claims.issued)) +
                     ",\"exp\":" + std::to_string(Seconds(claims.expires));
  if (!claims.certificate.empty()) {
    json += ",\"cnf\":{\"x5t#S256\":" + Quoted(claims.certificate) + "}";
  }
  json += ",\"roles\":[";
  for (std::size_t i = 0; i < claims.roles.size(); ++i) {
    json += (i > 0 ? "," : "") + Quoted(claims.roles[i]);
  }
  return json + "]}";
}

}  // namespace

struct TokenKey::Parts {
  KeyHandle key{nullptr, &EVP_PKEY_free};
  std::string id;  // kid: of the public key's digest
};

TokenKey::TokenKey(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}

Result<TokenKey> TokenKey::Load(const std::string& file) {
  std::ifstream stream{file};
  if (!stream) return Failure{FailureKind::kFatal, "token key: cannot read " + file};
  return Parse({std::istreambuf_iterator<char>{stream}, {}});
}

Result<TokenKey> TokenKey::Parse(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio{
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free};
  auto parts = std::make_shared<Parts>();
  parts->key.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  std::array<char, 64> group{};
  if (!parts->key || EVP_PKEY_get_base_id(parts->key.get()) != EVP_PKEY_EC ||
      EVP_PKEY_get_group_name(parts->key.get(), group.data(), group.size(), nullptr) != 1 ||
      std::string_view{group.data()} != "prime256v1") {
    ERR_clear_error();
    return Failure{FailureKind::kFatal, "token key: not the PEM of a P-256 private key"};
  }
  unsigned char* point = nullptr;
  const std::size_t size = EVP_PKEY_get1_encoded_public_key(parts->key.get(), &point);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  CHECK(EVP_Digest(point, size, digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  OPENSSL_free(point);
  parts->id = Base64UrlEncode({reinterpret_cast<const char*>(digest.data()), 9});
  return TokenKey{std::move(parts)};
}

std::string TokenKey::Generate() {
  const KeyHandle key{EVP_EC_gen("P-256"), &EVP_PKEY_free};
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio{BIO_new(BIO_s_mem()), &BIO_free};
  CHECK(PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string TokenKey::Sign(const Claims& claims) const {
  const std::string header = R"({"alg":"ES256","typ":"at+jwt","kid":")" + parts_->id + "\"}";
  return SignEs256(header, ClaimsText(claims), parts_->key.get());
}

std::variant<Claims, TokenFault> TokenKey::Verify(std::string_view token, Time now) const {
  const auto claims = OpenEs256(token, parts_->key.get(), [this](const JsonValue& header) {
    return IsOurHeader(header, parts_->id);
  });
  if (!claims) return TokenFault{"token.invalid"};
  return ClaimsOf(*claims, now);
}

}  // namespace kinward::rpc
