// One line of JSON an event: ts level service event and fields. Text that came from outside is
// escaped and cut; protobuf messages and people's details have no overload, so they cannot be
// logged.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace kinward::observe {

enum class Level { kDebug, kInfo, kWarning, kError };

// A field: a number, a flag, or an identifier, code or operator's message.
struct Field {
  std::string_view name;
  std::variant<long long, double, bool, std::string_view> value;

  template <std::integral Number>
  requires(!std::same_as<Number, bool>) Field(std::string_view field, Number number)
      : name(field), value(static_cast<long long>(number)) {}
  Field(std::string_view field, double number) : name(field), value(number) {}
  Field(std::string_view field, bool flag) : name(field), value(flag) {}
  Field(std::string_view field, std::string_view word) : name(field), value(word) {}
  Field(std::string_view field, const std::string& word)
      : name(field), value(std::string_view(word)) {}
  Field(std::string_view field, const char* word) : name(field), value(std::string_view(word)) {}
};

// Once, at start.
void StartLog(std::string service, std::string_view level);
void Log(Level level, std::string_view event, std::initializer_list<Field> fields = {});
// The line Log writes, without its time: for tests.
std::string FormatLine(Level level, std::string_view service, std::string_view event,
                       std::initializer_list<Field> fields);

inline void LogInfo(std::string_view event, std::initializer_list<Field> fields = {}) {
  Log(Level::kInfo, event, fields);
}
inline void LogWarning(std::string_view event, std::initializer_list<Field> fields = {}) {
  Log(Level::kWarning, event, fields);
}
inline void LogError(std::string_view event, std::initializer_list<Field> fields = {}) {
  Log(Level::kError, event, fields);
}

}  // namespace kinward::observe
