// JWS compact with ES256, the only signature that is used here (RFC 7515, 7518): signed, and opened
// by a strict reader: size, canonical base64url, a header that the caller accepts, 64 bytes of
// signature. Not here: what claims mean.
#pragma once

#include <openssl/types.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "libs/base/time.h"
#include "libs/rpc/json_value.h"

namespace kinward::rpc {

std::string SignEs256(std::string_view header, std::string_view claims, EVP_PKEY* key);
// The claims, if the header is accepted and the signature is this key's.
std::optional<JsonValue> OpenEs256(std::string_view token, EVP_PKEY* key,
                                   const std::function<bool(const JsonValue& header)>& accepts);

// A member of the claims; empty or nothing: it is absent or of another type.
std::string TextOf(const JsonValue& object, std::string_view name);
std::optional<Time> InstantOf(const JsonValue& object, std::string_view name);

}  // namespace kinward::rpc
