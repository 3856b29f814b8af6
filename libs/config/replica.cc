#include "libs/config/replica.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace kinward::config {

std::string ReplicaOfHost(const std::string& host) {
  if (host.empty()) return "0";
  const auto dash = host.rfind('-');
  if (dash == std::string::npos) return host;
  const std::string last = host.substr(dash + 1);
  const bool number = !last.empty() && std::all_of(last.begin(), last.end(), [](char letter) {
    return letter >= '0' && letter <= '9';
  });
  return number ? last : host;
}

std::string HostName() {
  if (const char* name = std::getenv("HOSTNAME"); name != nullptr && *name != '\0') return name;
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

}  // namespace kinward::config
