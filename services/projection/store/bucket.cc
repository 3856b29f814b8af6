#include "services/projection/store/bucket.h"

#include <algorithm>
#include <charconv>

namespace kinward::projection {

std::string ParkedName(Source source, std::string_view council, std::string_view stream) {
  return std::string(NameOf(source)).append("/").append(council).append("/").append(stream);
}

std::string RecordName(Source source, std::int64_t generation, std::int64_t offset) {
  return ParkedName(source, "", std::to_string(generation) + ":" + std::to_string(offset));
}

bool NamesRecord(std::string_view parked_name) {
  return parked_name.find("//") != std::string_view::npos;
}

std::int64_t OffsetOf(std::string_view record_name) {
  const std::string_view offset = record_name.substr(record_name.rfind(':') + 1);
  std::int64_t number = 0;
  std::from_chars(offset.data(), offset.data() + offset.size(), number);
  return number;
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
