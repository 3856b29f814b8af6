// A client that proves itself by a signed assertion in place of a secret (private_key_jwt, RFC
// 7523): ES256, iss = sub = the client's id, aud = our issuer, good for at most five minutes, and
// once.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include "libs/base/time.h"
#include "libs/rpc/jwt.h"

namespace kinward::rpc {

inline constexpr std::chrono::minutes kAssertionLifeMax{5};

struct Assertion {
  std::string id;  // jti
  Time expires;
};

// The client's id that an assertion claims, not verified: to find whose key verifies it.
std::string ClaimedClient(std::string_view assertion);
// `public_key` is the PEM of the client's P-256 key.
std::variant<Assertion, TokenFault> VerifyAssertion(std::string_view assertion,
                                                    const std::string& public_key,
                                                    const std::string& client_id, Time now);

// Assertions used by this process and not expired yet. A second replica has its own memory: an
// assertion could be used once at each. Safe from every thread.
class UsedAssertions {
 public:
  // False: it was used before.
  bool Use(const std::string& client_id, const Assertion& assertion, Time now);

 private:
  std::mutex mutex_;
  std::map<std::string, Time> used_;  // until when it must be remembered
};

}  // namespace kinward::rpc
