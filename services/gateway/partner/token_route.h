// POST /oauth/token: client credentials for partners (RFC 6749 §4.4, client_secret_basic).
#pragma once

#include "libs/http/message.h"
#include "libs/rpc/jwt.h"
#include "services/gateway/partner/partners.h"

namespace kinward::gateway {

// A bearer token of at most 15 minutes, or OAuth's error body: invalid_client 401,
// unsupported_grant_type 400.
http::Response GrantToken(const http::Request& request, const Partners& partners,
                          const rpc::TokenKey& key);

}  // namespace kinward::gateway
