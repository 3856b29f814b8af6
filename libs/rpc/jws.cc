#include "libs/rpc/jws.h"

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <utility>

#include "libs/base/check.h"
#include "libs/rpc/json_parse.h"
#include "libs/rpc/jwt.h"

namespace kinward::rpc {
namespace {

constexpr std::size_t kTokenBytesMax = 8 * 1024;
constexpr std::size_t kTokenDepthMax = 8;
constexpr std::size_t kScalarBytes = 32;
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

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

std::optional<JsonValue> DecodeObject(std::string_view part) {
  const auto text = Base64UrlDecode(part);
  if (!text) return std::nullopt;
  auto parsed = ParseJson(*text, kTokenDepthMax);
  auto* value = std::get_if<JsonValue>(&parsed);
  if (value == nullptr || !value->IsObject()) return std::nullopt;
  return std::move(*value);
}
}  // namespace

std::string TextOf(const JsonValue& object, std::string_view name) {
  const JsonValue* value = object.Find(name);
  return value != nullptr && value->IsString() ? value->text : std::string{};
}
std::optional<Time> InstantOf(const JsonValue& object, std::string_view name) {
  const JsonValue* value = object.Find(name);
  constexpr std::int64_t kLatest = 253402300799;  // the year 9999
  if (value == nullptr || value->kind != JsonValue::Kind::kInteger || value->integer < 0 ||
      value->integer > kLatest) {
    return std::nullopt;
  }
  return Time{std::chrono::seconds{value->integer}};
}

std::string SignEs256(std::string_view header, std::string_view claims, EVP_PKEY* key) {
  const std::string signed_part = Base64UrlEncode(header) + "." + Base64UrlEncode(claims);
  const DigestHandle digest{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  CHECK(EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key) == 1);
  std::array<unsigned char, 128> der{};
  std::size_t size = der.size();
  CHECK(EVP_DigestSign(digest.get(), der.data(), &size, Bytes(signed_part), signed_part.size()) ==
        1);
  return signed_part + "." +
         Base64UrlEncode(RawSignature({reinterpret_cast<const char*>(der.data()), size}));
}

std::optional<JsonValue> OpenEs256(std::string_view token, EVP_PKEY* key,
                                   const std::function<bool(const JsonValue& header)>& accepts) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  if (token.size() > kTokenBytesMax || first == std::string_view::npos ||
      second == std::string_view::npos) {
    return std::nullopt;
  }
  const auto header = DecodeObject(token.substr(0, first));
  const auto signature = Base64UrlDecode(token.substr(second + 1));
  if (!header || !accepts(*header)) return std::nullopt;
  if (!signature || signature->size() != 2 * kScalarBytes) return std::nullopt;
  const std::string der = DerSignature(*signature);
  const std::string_view signed_part = token.substr(0, second);
  const DigestHandle digest{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  const bool good = EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
                    EVP_DigestVerify(digest.get(), Bytes(der), der.size(), Bytes(signed_part),
                                     signed_part.size()) == 1;
  ERR_clear_error();
  if (!good) return std::nullopt;
  return DecodeObject(token.substr(first + 1, second - first - 1));
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
