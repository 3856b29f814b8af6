// One instant type for the whole of Kinward (UTC, microseconds, as PostgreSQL stores it).
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kinward {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

Time ToTime(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp ToTimestamp(Time time);
// RFC 3339 in UTC, e.g. 2016-11-12T22:40:00Z (fraction only when there is one).
std::string FormatTime(Time time);
// RFC 3339 with any offset; nothing for what is not a real instant (30 February, hour 24, :60).
std::optional<Time> ParseTime(std::string_view text);

}  // namespace kinward
