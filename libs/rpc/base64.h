// Base64 with padding (RFC 4648 §4), as JSON carries bytes and HTTP carries credentials.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kinward::rpc {

// Nothing for a text that is not base64.
std::optional<std::string> Base64Decode(std::string_view text);

}  // namespace kinward::rpc
