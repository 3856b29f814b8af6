// The consistency token: opaque to callers, base64url of common.v1.ConsistencyToken.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kinward/common/v1/token.pb.h"

namespace kinward::rpc {

std::string EncodeToken(const common::v1::ConsistencyToken& token);
// Nothing for what EncodeToken did not make.
std::optional<common::v1::ConsistencyToken> DecodeToken(std::string_view text);

}  // namespace kinward::rpc
