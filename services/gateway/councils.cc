#include "services/gateway/councils.h"

#include <algorithm>
#include <cctype>

namespace kinward::gateway {
namespace {

constexpr std::size_t kInwardLength = 3;

// "wv1 1aa" → "WV1"; empty when there is nothing in front of the inward code.
std::string OutwardCode(const std::string& postcode) {
  std::string code;
  for (const char c : postcode) {
    if (c != ' ') code += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return code.size() > kInwardLength ? code.substr(0, code.size() - kInwardLength) : "";
}

bool Holds(const config::Council& council, const std::string& outward) {
  const auto& areas = council.postcode_areas;
  return std::find(areas.begin(), areas.end(), outward) != areas.end();
}

std::string Ring(const std::string& name, const config::Council& council) {
  return name + " council on " + council.telephone;
}

}  // namespace

bool Councils::IsTest(const std::string& council) const {
  const auto found = councils_.find(council);
  return found != councils_.end() && found->second.test;
}

std::string Councils::TelephoneOf(const std::string& council) const {
  const auto found = councils_.find(council);
  return found == councils_.end() ? "" : found->second.telephone;
}

std::string Councils::WhoToRing(const std::string& council) const {
  if (const auto found = councils_.find(council); found != councils_.end()) {
    return Ring(found->first, found->second);
  }
  std::string all;
  for (const auto& [name, one] : councils_) all += (all.empty() ? "" : " or ") + Ring(name, one);
  return all.empty() ? "the council's children's services" : all;
}

bool Councils::IsElsewhere(const std::string& council, const std::string& postcode) const {
  const std::string outward = OutwardCode(postcode);
  const auto found = councils_.find(council);
  return found != councils_.end() && !found->second.postcode_areas.empty() && !outward.empty() &&
         outward != "ZZ99" && !Holds(found->second, outward);
}

std::optional<std::string> Councils::OwnerOf(const std::string& postcode) const {
  const std::string outward = OutwardCode(postcode);
  for (const auto& [name, council] : councils_) {
    if (Holds(council, outward)) return name;
  }
  return std::nullopt;
}

}  // namespace kinward::gateway
