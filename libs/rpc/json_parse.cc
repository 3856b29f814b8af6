#include "libs/rpc/json_parse.h"

#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <set>
#include <utility>

#include "libs/rpc/utf8.h"

namespace kinward::rpc {
namespace {

namespace json = boost::json;
using boost::system::error_code;

// Builds the value as the parser meets it, and refuses what the parser would let through. Member
// names and signatures are Boost.JSON's.
class Builder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return Open(JsonValue::Kind::kObject); }
  bool on_object_end(std::size_t, error_code&) { return Close(); }
  bool on_array_begin(error_code&) { return Open(JsonValue::Kind::kArray); }
  bool on_array_end(std::size_t, error_code&) { return Close(); }
  bool on_key_part(json::string_view part, std::size_t, error_code&) { return Gather(part); }
  bool on_key(json::string_view part, std::size_t, error_code& error) {
    Gather(part);
    Level& level = open_.back();
    if (!level.seen.insert(gathered_).second) {
      return Refuse({Below(Pointer(), gathered_), "json.duplicate_key", "a key is given twice"},
                    error);
    }
    level.value.names.push_back(std::exchange(gathered_, {}));
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, error_code&) { return Gather(part); }
  bool on_string(json::string_view part, std::size_t, error_code&) {
    Gather(part);
    JsonValue value;
    value.kind = JsonValue::Kind::kString;
    value.text = std::exchange(gathered_, {});
    return Add(std::move(value));
  }
  bool on_number_part(json::string_view part, error_code&) { return Gather(part); }
  bool on_int64(std::int64_t number, json::string_view, error_code&) {
    JsonValue value;
    value.kind = JsonValue::Kind::kInteger;
    value.integer = number;
    gathered_.clear();
    return Add(std::move(value));
  }
  bool on_uint64(std::uint64_t number, json::string_view, error_code&) {
    JsonValue value;
    value.kind = JsonValue::Kind::kUnsigned;
    value.unsigned_integer = number;
    gathered_.clear();
    return Add(std::move(value));
  }
  bool on_double(double number, json::string_view part, error_code& error) {
    Gather(part);
    // An integer arrives here only when it fits no 64-bit type: its last digits are already lost.
    const bool whole = gathered_.find_first_of(".eE") == std::string::npos;
    gathered_.clear();
    if (whole || !std::isfinite(number)) {
      return Refuse({NextPointer(), "json.number_range", "a number out of range"}, error);
    }
    JsonValue value;
    value.kind = JsonValue::Kind::kReal;
    value.real = number;
    return Add(std::move(value));
  }
  bool on_bool(bool flag, error_code&) {
    JsonValue value;
    value.kind = JsonValue::Kind::kBool;
    value.flag = flag;
    return Add(std::move(value));
  }
  bool on_null(error_code&) { return Add({}); }
  bool on_comment_part(json::string_view, error_code&) { return true; }
  bool on_comment(json::string_view, error_code&) { return true; }

  JsonValue Take() { return std::move(result_); }
  [[nodiscard]] const FieldFault& fault() const { return fault_; }
  // Where the value that is being read stands.
  [[nodiscard]] std::string NextPointer() const {
    const std::string pointer = Pointer();
    if (open_.empty()) return pointer;
    const JsonValue& inner = open_.back().value;
    if (inner.IsArray()) return Below(pointer, inner.items.size());
    return inner.names.size() > inner.items.size() ? Below(pointer, inner.names.back()) : pointer;
  }

 private:
  struct Level {
    JsonValue value;
    std::set<std::string, std::less<>> seen;
  };

  bool Gather(json::string_view part) {
    gathered_.append(part.data(), part.size());
    return true;
  }
  bool Open(JsonValue::Kind kind) {
    open_.emplace_back();
    open_.back().value.kind = kind;
    return true;
  }
  bool Close() {
    JsonValue value = std::move(open_.back().value);
    open_.pop_back();
    return Add(std::move(value));
  }
  bool Add(JsonValue value) {
    if (open_.empty()) {
      result_ = std::move(value);
    } else {
      open_.back().value.items.push_back(std::move(value));
    }
    return true;
  }
  bool Refuse(FieldFault fault, error_code& error) {
    fault_ = std::move(fault);
    error = json::error::exception;  // any: the fault says which
    return false;
  }
  // Of the innermost open value.
  [[nodiscard]] std::string Pointer() const {
    std::string pointer;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
      const JsonValue& value = open_[i].value;
      pointer =
          value.IsArray() ? Below(pointer, value.items.size()) : Below(pointer, value.names.back());
    }
    return pointer;
  }

  std::vector<Level> open_;
  std::string gathered_;
  JsonValue result_;
  FieldFault fault_;
};

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}
// The value of \uXXXX at `position`; -1 for anything else.
int EscapedUnit(std::string_view text, std::size_t position) {
  if (position + 6 > text.size() || text[position] != '\\' || text[position + 1] != 'u') return -1;
  int unit = 0;
  for (std::size_t i = 2; i < 6; ++i) {
    const int digit = HexValue(text[position + i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}
bool HasLoneSurrogate(std::string_view text) {
  for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
    const int unit = EscapedUnit(text, at);
    if (unit >= 0xdc00 && unit <= 0xdfff) return true;
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const int low = EscapedUnit(text, at + 6);
      if (low < 0xdc00 || low > 0xdfff) return true;
      at += 6;
    }
    at += unit >= 0 ? 6 : 2;
  }
  return false;
}

FieldFault Malformed(std::string_view text, std::size_t position) {
  const std::string_view rest = text.substr(position > 0 ? position - 1 : 0, 10);
  if (rest.find("NaN") != std::string_view::npos ||
      rest.find("Infinity") != std::string_view::npos) {
    return {"", "json.number_range", "NaN and Infinity are no JSON numbers"};
  }
  std::size_t line = 1;
  std::size_t column = 1;
  for (const char c : text.substr(0, position)) {
    column = c == '\n' ? 1 : column + 1;
    line += c == '\n' ? 1 : 0;
  }
  return {"", "json.malformed",
          "not JSON at line " + std::to_string(line) + ", column " + std::to_string(column)};
}

}  // namespace

std::string Below(const std::string& pointer, std::string_view step) {
  std::string below = pointer + "/";
  for (const char c : step) {
    if (c == '~') {
      below += "~0";
    } else if (c == '/') {
      below += "~1";
    } else {
      below += c;
    }
  }
  return below;
}
std::string Below(const std::string& pointer, std::size_t index) {
  return pointer + "/" + std::to_string(index);
}

std::variant<JsonValue, FieldFault> ParseJson(std::string_view text, std::size_t depth_max) {
  if (text.starts_with("\xef\xbb\xbf") || !IsUtf8(text) || HasLoneSurrogate(text)) {
    return FieldFault{"", "json.encoding", "send UTF-8 without a byte-order mark"};
  }
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return FieldFault{"", "json.not_object", "the body is empty"};
  }
  json::parse_options options;
  options.max_depth = depth_max;
  json::basic_parser<Builder> parser{options};
  error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read == text.size() && parser.done()) return parser.handler().Take();
  if (!parser.handler().fault().code.empty()) return parser.handler().fault();
  if (error == json::error::too_deep) {
    return FieldFault{"", "json.too_deep", "at most " + std::to_string(depth_max) + " levels"};
  }
  if (error == json::error::exponent_overflow) {
    return FieldFault{parser.handler().NextPointer(), "json.number_range", "a number out of range"};
  }
  return Malformed(text, read);
}

}  // namespace kinward::rpc
