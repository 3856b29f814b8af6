// partners.json as the gateway reads it: each change gives the whole file anew. Pure.
#pragma once

#include <string>

#include "libs/base/result.h"

namespace kinward::ctl {

struct NewPartner {
  std::string name;  // a slug: also its client id and the end of its source
  std::string council;
  std::string secret;
};

// kConflict when there is one of that name. `content` may be empty: no partners yet.
Result<std::string> WithPartner(const std::string& content, const NewPartner& partner);
// Its agreement ends with `last_day` (ISO date). kNotFound when there is none of that name.
Result<std::string> WithPartnerUntil(const std::string& content, const std::string& name,
                                     const std::string& last_day);
Result<std::string> WithSecret(const std::string& content, const std::string& name,
                               const std::string& secret);

}  // namespace kinward::ctl
