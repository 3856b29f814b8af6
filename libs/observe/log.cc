#include "libs/observe/log.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>

#include "libs/base/time.h"

namespace kinward::observe {
namespace {

constexpr std::size_t kTextMax = 500;

struct Settings {
  std::string service = "kinward";
  std::atomic<Level> least{Level::kInfo};
};
Settings& Current() {
  static Settings settings;
  return settings;
}

std::string_view NameOf(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

void AppendText(std::string& line, std::string_view text) {
  line += '"';
  for (const char letter : text.substr(0, kTextMax)) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      line += '\\';
      line += letter;
    } else if (byte < 0x20 || byte == 0x7f) {
      std::array<char, 8> escaped{};
      const int size = std::snprintf(escaped.data(), escaped.size(), "\\u%04x", byte);
      line.append(escaped.data(), static_cast<std::size_t>(size));
    } else {
      line += letter;
    }
  }
  line += '"';
}

void AppendValue(std::string& line, const Field& field) {
  if (const auto* number = std::get_if<long long>(&field.value)) {
    line += std::to_string(*number);
  } else if (const auto* real = std::get_if<double>(&field.value)) {
    line += std::to_string(*real);
  } else if (const auto* flag = std::get_if<bool>(&field.value)) {
    line += *flag ? "true" : "false";
  } else {
    AppendText(line, std::get<std::string_view>(field.value));
  }
}

}  // namespace

void StartLog(std::string service, std::string_view level) {
  Current().service = std::move(service);
  Current().least = level == "debug"     ? Level::kDebug
                    : level == "warning" ? Level::kWarning
                    : level == "error"   ? Level::kError
                                         : Level::kInfo;
}

std::string FormatLine(Level level, std::string_view service, std::string_view event,
                       std::initializer_list<Field> fields) {
  std::string line = "\"level\":\"";
  line += NameOf(level);
  line += "\",\"service\":";
  AppendText(line, service);
  line += ",\"event\":";
  AppendText(line, event);
  for (const Field& field : fields) {
    line += ',';
    AppendText(line, field.name);
    line += ':';
    AppendValue(line, field);
  }
  return line + "}";
}

void Log(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < Current().least.load()) return;
  const Time now = std::chrono::time_point_cast<Time::duration>(std::chrono::system_clock::now());
  const std::string line = "{\"ts\":\"" + FormatTime(now) + "\"," +
                           FormatLine(level, Current().service, event, fields) + "\n";
  // One write a line: lines of several threads never mix. A log that cannot be written is nobody's
  // fault.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace kinward::observe
