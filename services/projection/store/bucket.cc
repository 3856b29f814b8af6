#include "services/projection/store/bucket.h"

#include <algorithm>
#include <charconv>

namespace kinward::projection {

std::string ParkedName(Source source, std::string_view council, std::string_view stream) {
  return std::string(NameOf(source)).append("/").append(council).append("/").append(stream);
}

std::string FormatParked(const ParkedStream& parked) {
  return std::to_string(parked.version) + "\n" + parked.partition_key + "\n" + parked.type + "\n" +
         parked.reason;
}

ParkedStream ParseParked(std::string_view text) {
  ParkedStream parked;
  const auto line = [&text] {
    const auto end = std::min(text.size(), text.find('\n'));
    std::string taken(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
    return taken;
  };
  const std::string version = line();
  std::from_chars(version.data(), version.data() + version.size(), parked.version);
  parked.partition_key = line();
  parked.type = line();
  parked.reason = text;
  return parked;
}

}  // namespace kinward::projection
