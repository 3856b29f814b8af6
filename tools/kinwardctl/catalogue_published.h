// What a council's stack has published of the catalogue.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "kinward/common/v1/programme.pb.h"
#include "libs/base/result.h"
#include "tools/kinwardctl/stack.h"

namespace kinward::ctl {

// From the programmes' own streams: every version that was ever published of these programmes, and
// of those in force today that are named in no file. In order of programme and number.
Result<std::vector<common::v1::ProgrammeVersion>> ReadPublished(Stack& stack,
                                                                const std::string& council,
                                                                std::set<std::string> programmes);

}  // namespace kinward::ctl
