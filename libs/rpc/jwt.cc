#include "libs/rpc/jwt.h"

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <fstream>
#include <iterator>
#include <optional>

#include "libs/rpc/json_parse.h"
#include "libs/rpc/json_writer.h"

namespace kinward::rpc {
namespace {

constexpr std::size_t kTokenBytesMax = 8 * 1024;
constexpr std::size_t kTokenDepthMax = 8;
constexpr std::size_t kScalarBytes = 32;
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

using KeyHandle = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using DigestHandle = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using SignatureHandle = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// DER to the 64 bytes r ‖ s of RFC 7518, and back.
std::string RawSignature(std::string_view der) {
  const unsigned char* from = Bytes(der);
  const SignatureHandle signature{d2i_ECDSA_SIG(nullptr, &from, static_cast<long>(der.size())),
                                  &ECDSA_SIG_free};
  CHECK(signature != nullptr);
  std::string raw(2 * kScalarBytes, '\0');
  auto* to = reinterpret_cast<unsigned char*>(raw.data());
  CHECK(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), to, kScalarBytes) > 0);
  CHECK(BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), to + kScalarBytes, kScalarBytes) > 0);
  return raw;
}
std::string DerSignature(std::string_view raw) {
  const SignatureHandle signature{ECDSA_SIG_new(), &ECDSA_SIG_free};
  CHECK(ECDSA_SIG_set0(signature.get(), BN_bin2bn(Bytes(raw), kScalarBytes, nullptr),
                       BN_bin2bn(Bytes(raw) + kScalarBytes, kScalarBytes, nullptr)) == 1);
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  CHECK(size > 0);
  std::string text{reinterpret_cast<char*>(der), static_cast<std::size_t>(size)};
  OPENSSL_free(der);
  return text;
}

std::int64_t Seconds(Time time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

std::optional<JsonValue> DecodeObject(std::string_view part) {
  const auto text = Base64UrlDecode(part);
  if (!text) return std::nullopt;
  auto parsed = ParseJson(*text, kTokenDepthMax);
  auto* value = std::get_if<JsonValue>(&parsed);
  if (value == nullptr || !value->IsObject()) return std::nullopt;
  return std::move(*value);
}
std::string Text(const JsonValue& object, std::string_view name) {
  const JsonValue* value = object.Find(name);
  return value != nullptr && value->IsString() ? value->text : std::string{};
}
std::optional<Time> Instant(const JsonValue& object, std::string_view name) {
  const JsonValue* value = object.Find(name);
  constexpr std::int64_t kLatest = 253402300799;  // the year 9999
  if (value == nullptr || value->kind != JsonValue::Kind::kInteger || value->integer < 0 ||
      value->integer > kLatest) {
    return std::nullopt;
  }
  return Time{std::chrono::seconds{value->integer}};
}

// Only what we write ourselves: no `crit`, `jku`, `jwk`, `x5u`, `b64`, and no other algorithm.
bool IsOurHeader(const JsonValue& header, const std::string& key_id) {
  return header.names.size() == 3 && Text(header, "alg") == "ES256" &&
         Text(header, "typ") == "at+jwt" && Text(header, "kid") == key_id;
}

std::variant<Claims, TokenFault> ClaimsOf(const JsonValue& json, Time now) {
  Claims claims;
  claims.issuer = Text(json, "iss");
  claims.audience = Text(json, "aud");
  claims.kind = Text(json, "kind");
  claims.subject = Text(json, "sub");
  claims.council = Text(json, "council");
  claims.source = Text(json, "source");
  claims.id = Text(json, "jti");
  const auto issued = Instant(json, "iat");
  const auto expires = Instant(json, "exp");
  const auto not_before = json.Find("nbf") == nullptr ? issued : Instant(json, "nbf");
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
                     ",\"exp\":" + std::to_string(Seconds(claims.expires)) + ",\"roles\":[";
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
  const std::string signed_part =
      Base64UrlEncode(header) + "." + Base64UrlEncode(ClaimsText(claims));
  const DigestHandle digest{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  CHECK(EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, parts_->key.get()) == 1);
  std::array<unsigned char, 128> der{};
  std::size_t size = der.size();
  CHECK(EVP_DigestSign(digest.get(), der.data(), &size, Bytes(signed_part), signed_part.size()) ==
        1);
  return signed_part + "." +
         Base64UrlEncode(RawSignature({reinterpret_cast<const char*>(der.data()), size}));
}

std::variant<Claims, TokenFault> TokenKey::Verify(std::string_view token, Time now) const {
  const TokenFault invalid{"token.invalid"};
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  if (token.size() > kTokenBytesMax || first == std::string_view::npos ||
      second == std::string_view::npos) {
    return invalid;
  }
  const auto header = DecodeObject(token.substr(0, first));
  const auto signature = Base64UrlDecode(token.substr(second + 1));
  if (!header || !IsOurHeader(*header, parts_->id)) return invalid;
  if (!signature || signature->size() != 2 * kScalarBytes) return invalid;
  const std::string der = DerSignature(*signature);
  const std::string_view signed_part = token.substr(0, second);
  const DigestHandle digest{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  const bool good =
      EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, parts_->key.get()) == 1 &&
      EVP_DigestVerify(digest.get(), Bytes(der), der.size(), Bytes(signed_part),
                       signed_part.size()) == 1;
  ERR_clear_error();
  if (!good) return invalid;
  const auto claims = DecodeObject(token.substr(first + 1, second - first - 1));
  if (!claims) return invalid;
  return ClaimsOf(*claims, now);
}

std::string Base64UrlEncode(std::string_view bytes) {
  std::string text;
  unsigned bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += kAlphabet[(bits >> (count - 6)) & 63];
  }
  if (count > 0) text += kAlphabet[(bits << (6 - count)) & 63];
  return text;
}

std::optional<std::string> Base64UrlDecode(std::string_view text) {
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6) | static_cast<unsigned>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>((bits >> count) & 0xff);
    }
  }
  const bool canonical = count < 6 && (bits & ((1U << count) - 1)) == 0;
  if (!canonical) return std::nullopt;
  return bytes;
}

}  // namespace kinward::rpc
