#include "services/gateway/access.h"

#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace kinward::gateway {
namespace {

constexpr std::size_t kCachedTokensMax = 4096;

// Keyed, so that nobody can choose tokens that collide; of this process alone.
std::string CacheKey(std::string_view token) {
  static const auto kSecret = [] {
    std::array<unsigned char, 32> secret{};
    CHECK(RAND_bytes(secret.data(), static_cast<int>(secret.size())) == 1);
    return secret;
  }();
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), kSecret.data(), static_cast<int>(kSecret.size()),
       reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

Problem Unauthorised(const std::string& code, const std::string& detail) {
  Problem problem = ProblemAt(401, code, "", detail);
  problem.headers.emplace_back("WWW-Authenticate", "Bearer");
  return problem;
}

// A token that is bound to a certificate is good only beside that certificate (RFC 8705).
std::variant<rpc::Claims, Problem> Bound(const rpc::Claims& claims, const http::Request& request) {
  if (claims.certificate.empty() || claims.certificate == Thumbprint(request)) return claims;
  return Unauthorised("token.binding", "show the certificate that the token was given to");
}

bool IsTraceparent(std::string_view text) {
  if (text.size() != 55 || !text.starts_with("00-") || text[35] != '-' || text[52] != '-') {
    return false;
  }
  const auto hex = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
  };
  return std::all_of(text.begin(), text.end(), hex) &&
         text.substr(3, 32).find_first_not_of('0') != std::string_view::npos;
}

std::string WithoutHyphens(std::string text) {
  std::erase(text, '-');
  return text;
}

}  // namespace

std::string Thumbprint(const http::Request& request) {
  if (request.client_certificate.empty()) return {};
  return rpc::Base64UrlEncode(request.client_certificate);
}

Time WallNow() {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

Trail TrailOf(const http::Request& request) {
  Trail trail;
  const Uuid id = NewUuid();
  trail.correlation_id = id.ToString();
  const auto sent = request.Header("traceparent");
  if (sent && IsTraceparent(*sent)) {
    trail.traceparent = *sent;
  } else {
    const std::string span = WithoutHyphens(UuidFrom(id, "span").ToString()).substr(0, 16);
    trail.traceparent = "00-" + WithoutHyphens(trail.correlation_id) + "-" + span + "-01";
  }
  return trail;
}

std::variant<rpc::Claims, Problem> Access::Check(const http::Request& request) const {
  thread_local std::unordered_map<std::string, rpc::Claims> cache;
  const auto sent = http::Credentials(request, "bearer");
  if (!sent) return Unauthorised("token.missing", "send a bearer token; cookies are ignored");
  const std::string_view token = *sent;
  const Time now = WallNow();
  const std::string cached = CacheKey(token);
  if (const auto found = cache.find(cached); found != cache.end()) {
    if (now < found->second.expires + rpc::kTokenSkewMax) return Bound(found->second, request);
    cache.erase(found);
  }
  auto verified = key_.Verify(token, now);
  if (const auto* fault = std::get_if<rpc::TokenFault>(&verified)) {
    return Unauthorised(fault->code, "the token is not accepted");
  }
  if (cache.size() >= kCachedTokensMax) cache.clear();
  return Bound(cache.emplace(cached, std::get<rpc::Claims>(std::move(verified))).first->second,
               request);
}

rpc::Caller CallerFor(const rpc::Claims& claims, const std::string& council, const Trail& trail) {
  rpc::Caller caller;
  caller.actor = {claims.kind, claims.subject, claims.roles};
  caller.council = council;
  caller.traceparent = trail.traceparent;
  caller.correlation_id = trail.correlation_id;
  return caller;
}

}  // namespace kinward::gateway
