// A parsed JSON text. A plain struct so that nothing that includes it compiles a JSON library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kinward::rpc {

struct JsonValue {
  enum class Kind { kNull, kBool, kInteger, kUnsigned, kReal, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  bool flag = false;
  std::int64_t integer = 0;
  std::uint64_t unsigned_integer = 0;  // only for what does not fit `integer`
  double real = 0;
  std::string text;
  std::vector<std::string> names;  // of an object's members, beside `items`
  std::vector<JsonValue> items;    // of an array, or an object's values

  [[nodiscard]] bool IsNull() const { return kind == Kind::kNull; }
  [[nodiscard]] bool IsString() const { return kind == Kind::kString; }
  [[nodiscard]] bool IsObject() const { return kind == Kind::kObject; }
  [[nodiscard]] bool IsArray() const { return kind == Kind::kArray; }
  // The member's value, or null when there is none.
  [[nodiscard]] const JsonValue* Find(std::string_view name) const {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == name) return &items[i];
    }
    return nullptr;
  }
};

// `pointer` with one more step, escaped by RFC 6901.
std::string Below(const std::string& pointer, std::string_view step);
std::string Below(const std::string& pointer, std::size_t index);

}  // namespace kinward::rpc
