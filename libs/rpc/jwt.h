// Access tokens of the edge: JWS compact, ES256, signed and verified with one P-256 key. The header
// and the claims are read by our own strict gate before any signature is checked (RFC 8725;
// privacy-security.md §10). Not here: who may do what.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "libs/base/result.h"
#include "libs/base/time.h"

namespace kinward::rpc {

inline constexpr std::string_view kTokenIssuer = "urn:kinward:gateway";
inline constexpr std::string_view kTokenAudience = "urn:kinward:edge";
inline constexpr std::chrono::minutes kTokenLifeMax{15};
inline constexpr std::chrono::seconds kTokenSkewMax{60};

struct Claims {
  std::string kind;     // "partner" or "staff"
  std::string subject;  // a partner's slug, or a user name
  std::vector<std::string> roles;
  std::string council;
  std::string source;         // partners: the CloudEvents source they send as
  std::string id;             // jti
  std::string certificate{};  // cnf x5t#S256: good beside this certificate alone; empty: anywhere
  Time issued;
  Time expires;
  std::string issuer{kTokenIssuer};
  std::string audience{kTokenAudience};
};

// Why a token is refused: token.invalid, .expired, .not_yet_valid, .issuer, .audience.
struct TokenFault {
  std::string code;
};

class TokenKey {
 public:
  // PEM of a P-256 private key (`openssl ecparam -name prime256v1 -genkey -noout`).
  static Result<TokenKey> Load(const std::string& file);
  static Result<TokenKey> Parse(const std::string& pem);
  // A new key as PEM.
  static std::string Generate();

  [[nodiscard]] std::string Sign(const Claims& claims) const;
  // `now` is wall time. Accepts lives of at most kTokenLifeMax and clocks that differ by
  // kTokenSkewMax.
  [[nodiscard]] std::variant<Claims, TokenFault> Verify(std::string_view token, Time now) const;

  struct Parts;  // OpenSSL's key

 private:
  explicit TokenKey(std::shared_ptr<const Parts> parts);
  std::shared_ptr<const Parts> parts_;
};

// Base64url without padding; decoding refuses padding, other characters and non-zero trailing bits.
std::string Base64UrlEncode(std::string_view bytes);
std::optional<std::string> Base64UrlDecode(std::string_view text);

}  // namespace kinward::rpc
