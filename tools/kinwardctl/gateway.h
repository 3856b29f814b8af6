// The running stack's gateway, and who asks it: a member of staff by a token made here (profile
// local), or a partner by its own secret.
#pragma once

#include <string>

#include "tools/kinwardctl/https.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {

// A staff token, as `kinwardctl token` prints it. kFatal when the stack's key cannot be read.
Result<std::string> StaffToken(const Options& options, const std::string& role,
                               const std::string& user);
// The access token that the gateway gives the partner of this name in partners.json.
Result<std::string> PartnerToken(const Options& options, const Https& gateway,
                                 const std::string& partner);
Result<Https> GatewayOf(const Options& options);
// The whole file; kNotFound when it cannot be read.
Result<std::string> ContentOf(const std::string& file);

}  // namespace kinward::ctl
