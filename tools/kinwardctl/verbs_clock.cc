#include <charconv>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "libs/calendar/calendar.h"
#include "tools/kinwardctl/clock.h"
#include "tools/kinwardctl/report.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {
namespace {

constexpr const char* kNeither = " is neither an instant nor a duration such as P3D or PT4H";

// An instant: RFC 3339, or a civil date and time of Europe/London without an offset.
std::optional<Time> ReadTime(const std::string& text) {
  if (const auto time = ParseTime(text)) return time;
  if (text.size() < 16 || text[10] != 'T') return std::nullopt;
  const auto date = ParseDate(text.substr(0, 10));
  const auto clock = ParseLocalTime(text.substr(11, 5));
  if (!date || !clock) return std::nullopt;
  return At(*date, *clock);
}

std::optional<std::chrono::minutes> ReadDuration(const std::string& text) {
  int number = 0;
  const bool hours = text.starts_with("PT");
  const char* begin = text.c_str() + (hours ? 2 : 1);
  const auto [end, error] = std::from_chars(begin, text.c_str() + text.size(), number);
  if (!text.starts_with("P") || error != std::errc{} || end != text.c_str() + text.size() - 1)
    return std::nullopt;
  if (hours && *end == 'H') return std::chrono::hours{number};
  if (hours && *end == 'M') return std::chrono::minutes{number};
  if (!hours && *end == 'D') return std::chrono::days{number};
  return std::nullopt;
}

Result<Time> Target(Stack& stack, const std::string& council, const std::string& by) {
  if (const auto time = ReadTime(by)) return *time;
  const auto duration = ReadDuration(by);
  if (!duration) return Failure{FailureKind::kFatal, by + kNeither};
  auto now = ShowClock(stack, council);
  if (!now) return now.error();
  // Days are civil days: the same time on the clock.
  if (*duration % std::chrono::days{1} == std::chrono::minutes{0}) {
    const int days = static_cast<int>(*duration / std::chrono::days{1});
    return At(AddDays(DateOf(*now), days), TimeOfDay(*now));
  }
  return *now + *duration;
}

Result<int> Advance(Stack& stack, const std::string& council, const std::string& by) {
  auto until = Target(stack, council, by);
  if (!until) return until.error();
  return AdvanceClock(stack, council, *until);
}

}  // namespace

int ClockShow(const Options& options) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  const auto now = ShowClock(**stack, options.council);
  if (!now) return Failed(now.error());
  const std::string text = FormatTime(*now);
  Tell(options, text, {{"council", options.council}, {"now", text}});
  return 0;
}

int ClockSet(const Options& options, const std::string& time) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  const auto now = ReadTime(time);
  if (!now) return WrongUse(time + " is not an instant");
  const auto set = SetClock(**stack, options.council, *now);
  if (!set) return Failed(set.error());
  if (options.json) Tell(options, "", {{"council", options.council}, {"now", FormatTime(*now)}});
  return 0;
}

int ClockAdvance(const Options& options, const std::string& by) {
  if (!ReadTime(by) && !ReadDuration(by)) return WrongUse(by + kNeither);
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  const auto fired = Advance(**stack, options.council, by);
  if (!fired) return Failed(fired.error());
  Tell(options, std::to_string(*fired) + " timers fired",
       {{"council", options.council}, {"fired", *fired}});
  return 0;
}

int AwaitIdleVerb(const Options& options) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  const auto idle = AwaitIdle(**stack);
  if (!idle) return Failed(idle.error());
  if (options.json) Tell(options, "", {{"ok", true}});
  return 0;
}

int Shell(const Options& options) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    std::string verb;
    std::string council;
    std::string argument;
    words >> verb >> council >> argument;
    std::string answer;
    if (verb == "advance") {
      const auto fired = Advance(**stack, council, argument);
      answer = fired ? "{\"ok\":true,\"fired\":" + std::to_string(*fired) + "}" : "";
      if (!fired) std::fprintf(stderr, "kinwardctl: %s\n", fired.error().message.c_str());
    } else if (verb == "set") {
      const auto time = ReadTime(argument);
      const auto set = time ? SetClock(**stack, council, *time)
                            : Result<void>(Failure{FailureKind::kFatal, "not an instant"});
      answer = set ? "{\"ok\":true}" : "";
      if (!set) std::fprintf(stderr, "kinwardctl: %s\n", set.error().message.c_str());
    } else if (verb == "idle") {
      const auto idle = AwaitIdle(**stack);
      answer = idle ? "{\"ok\":true}" : "";
      if (!idle) std::fprintf(stderr, "kinwardctl: %s\n", idle.error().message.c_str());
    }
    std::printf("%s\n", answer.empty() ? "{\"ok\":false}" : answer.c_str());
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace kinward::ctl
