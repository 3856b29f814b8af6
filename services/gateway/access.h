// Who calls: the bearer token of a request. Cookies count for nothing (bad-input.md row 70).
#pragma once

#include <string>
#include <variant>

#include "libs/base/context.h"
#include "libs/base/uuid.h"
#include "libs/http/message.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/jwt.h"
#include "services/gateway/problem.h"

namespace kinward::gateway {

// A request's own marks, passed on to every service it reaches.
struct Trail {
  std::string correlation_id;  // new for each request
  std::string traceparent;     // W3C; the caller's when it sent a good one
};
Trail TrailOf(const http::Request& request);

class Access {
 public:
  explicit Access(rpc::TokenKey key) : key_(std::move(key)) {}
  // The claims of a valid token, else a 401 whose code says which check failed. Valid tokens are
  // kept per thread under a keyed hash, and their expiry is checked at each hit.
  [[nodiscard]] std::variant<rpc::Claims, Problem> Check(const http::Request& request) const;
  [[nodiscard]] const rpc::TokenKey& key() const { return key_; }

 private:
  rpc::TokenKey key_;
};

// What the services are told of the caller.
rpc::Caller CallerFor(const rpc::Claims& claims, const std::string& council, const Trail& trail);

// x5t#S256 of the certificate that the client showed; empty: none.
std::string Thumbprint(const http::Request& request);

// Seconds precision wall time: tokens live by it, never by a tenant's clock.
Time WallNow();

}  // namespace kinward::gateway
