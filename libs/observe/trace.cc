#include "libs/observe/trace.h"

#include <algorithm>

#include "libs/base/uuid.h"

namespace kinward::observe {
namespace {

std::string Hex(const Uuid& id) {
  std::string text = id.ToString();
  std::erase(text, '-');
  return text;
}

}  // namespace

bool IsTraceparent(std::string_view text) {
  if (text.size() != 55 || text.substr(0, 3) != "00-" || text[35] != '-' || text[52] != '-')
    return false;
  const auto hex = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char letter) {
      return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
    });
  };
  const std::string_view trace = text.substr(3, 32);
  const std::string_view span = text.substr(36, 16);
  return hex(trace) && hex(span) && hex(text.substr(53)) &&
         trace.find_first_not_of('0') != std::string_view::npos &&
         span.find_first_not_of('0') != std::string_view::npos;
}

std::string ChildTraceparent(std::string_view parent) {
  const std::string span = Hex(NewUuid()).substr(16);  // the random half
  if (IsTraceparent(parent))
    return std::string(parent.substr(0, 36)) + span + std::string(parent.substr(52));
  return "00-" + Hex(NewUuid()) + "-" + span + "-00";
}

}  // namespace kinward::observe
