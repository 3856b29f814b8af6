// Who calls, for which council, under which command id: read from a call's metadata, written to
// one. Identities are believed only from a caller that knows the internal secret (the gateway and
// the services).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "libs/base/context.h"
#include "libs/base/uuid.h"
#include "libs/rpc/client.h"

namespace kinward::rpc {

struct Caller {
  Actor actor;
  std::string council;
  std::optional<Uuid> command_id;
  std::optional<std::int64_t> if_match;  // the version the caller saw
  std::string traceparent;
  std::string correlation_id;
  bool trusted = false;  // proved by the internal secret
};

Caller CallerOf(const std::map<std::string, std::string>& metadata,
                std::string_view internal_secret);
Metadata MetadataOf(const Caller& caller, std::string_view internal_secret);

}  // namespace kinward::rpc
