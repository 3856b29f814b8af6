#include "services/projection/views/words.h"

#include <google/protobuf/descriptor.h>

namespace kinward::projection {
namespace {

bool IsUpper(char letter) { return letter >= 'A' && letter <= 'Z'; }

}  // namespace

std::string WordOf(const google::protobuf::EnumDescriptor& type, int value) {
  if (value == 0) return {};
  const auto* known = type.FindValueByNumber(value);
  if (known == nullptr) return {};
  // The prefix is the enum's name with an underscore before each inner capital, and one after it.
  std::size_t prefix = type.name().size() + 1;
  for (std::size_t i = 1; i < type.name().size(); ++i) prefix += IsUpper(type.name()[i]) ? 1 : 0;
  std::string word;
  for (const char letter : known->name().substr(prefix)) {
    word += letter == '_' ? '-' : IsUpper(letter) ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  return word;
}

}  // namespace kinward::projection
