// A programme version in words for people, and what two catalogues say otherwise. Pure.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "kinward/common/v1/programme.pb.h"

namespace kinward::ctl {

using VersionKey = std::pair<std::string, int>;  // programme, version

// Name, day it begins, how it is entered, then each clause with its source.
std::string Explained(const common::v1::ProgrammeVersion& version);

// A line for each version that is not published, or published with other contents (`published`
// holds digests), and for each published one that is in no file.
std::vector<std::string> Differences(const std::vector<common::v1::ProgrammeVersion>& files,
                                     std::map<VersionKey, std::string> published);

}  // namespace kinward::ctl
