// POST /oauth/token: client credentials for partners (RFC 6749 §4.4): client_secret_basic, or a
// signed assertion (private_key_jwt); bound to the client's certificate where the partner is
// registered with one (RFC 8705).
#pragma once

#include "libs/http/message.h"
#include "libs/rpc/client_assertion.h"
#include "libs/rpc/jwt.h"
#include "services/gateway/partner/partners.h"

namespace kinward::gateway {

// A bearer token of at most 15 minutes, or OAuth's error body: invalid_client 401,
// unsupported_grant_type 400. A replayed assertion: 401 with code `replay`.
http::Response GrantToken(const http::Request& request, const Partners& partners,
                          const rpc::TokenKey& key, rpc::UsedAssertions& used);

}  // namespace kinward::gateway
