#include "tools/kinwardctl/clock.h"

#include <map>
#include <optional>
#include <thread>
#include <utility>

#include "kinward/common/v1/operations.pb.h"

namespace kinward::ctl {
namespace {

using Offsets = std::map<std::pair<std::string, int>, std::int64_t>;

const std::string kOperations = "kinward.common.v1.OperationsService/";
constexpr std::chrono::milliseconds kPollTime{3};
constexpr std::chrono::seconds kIdleDeadline{60};
constexpr std::chrono::milliseconds kQuietTime{40};

struct Round {
  bool busy = false;
  Offsets published;
  std::map<std::string, Offsets> heard;
  bool operator==(const Round&) const = default;
};

Result<Round> Look(Stack& stack) {
  Round round;
  std::vector<std::string> services = kDeciders;
  if (stack.Has("projection")) services.emplace_back("projection");
  for (const std::string& service : services) {
    auto progress = stack.Ask<common::v1::ProgressResponse>(service, kOperations + "Progress", "",
                                                            common::v1::ProgressRequest());
    if (!progress) return progress.error();
    round.busy = round.busy || progress->in_flight() > 0;
    for (const auto& offset : progress->published()) {
      round.published[{offset.topic(), offset.partition()}] = offset.next();
    }
    for (const auto& offset : progress->heard()) {
      round.heard[service][{offset.topic(), offset.partition()}] = offset.next();
    }
  }
  for (const std::string& service : services) {
    const Offsets& heard = round.heard[service];
    for (const auto& [place, next] : round.published) {
      const auto found = heard.find(place);
      if (next > 0 && (found == heard.end() || found->second < next)) round.busy = true;
    }
  }
  return round;
}

struct Due {
  Time time;
  std::string service;
};

Result<std::optional<Due>> NextDue(Stack& stack, const std::string& council) {
  std::optional<Due> next;
  common::v1::NextDueRequest request;
  request.set_council(council);
  for (const std::string& service : kDeciders) {
    auto due =
        stack.Ask<common::v1::NextDueResponse>(service, kOperations + "NextDue", council, request);
    if (!due) return due.error();
    if (due->has_due() && (!next || ToTime(due->due()) < next->time))
      next = Due{ToTime(due->due()), service};
  }
  return next;
}

}  // namespace

Result<Time> ShowClock(Stack& stack, const std::string& council) {
  common::v1::GetClockRequest request;
  request.set_council(council);
  auto clock =
      stack.Ask<common::v1::GetClockResponse>("intake", kOperations + "GetClock", council, request);
  if (!clock) return clock.error();
  return ToTime(clock->now());
}

Result<void> SetClock(Stack& stack, const std::string& council, Time now) {
  common::v1::SetClockRequest request;
  request.set_council(council);
  *request.mutable_now() = ToTimestamp(now);
  for (const std::string& service : kDeciders) {
    auto set = stack.Ask<common::v1::SetClockResponse>(service, kOperations + "SetClock", council,
                                                       request);
    if (!set) return set.error();
  }
  return {};
}

// At rest: all that is published is heard, no command runs, and so it has been for a while: a relay
// has rows that were committed just now to publish first. Its own count of them is a second old.
Result<void> AwaitIdle(Stack& stack) {
  const auto deadline = std::chrono::steady_clock::now() + kIdleDeadline;
  std::optional<Round> last;
  auto quiet_since = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() < deadline) {
    auto round = Look(stack);
    if (!round) return round.error();
    const auto now = std::chrono::steady_clock::now();
    if (round->busy || !last || !(*round == *last)) quiet_since = now;
    if (now - quiet_since >= kQuietTime) return {};
    last = std::move(*round);
    std::this_thread::sleep_for(kPollTime);
  }
  return Failure{FailureKind::kRetry, "the stack did not come to rest within a minute"};
}

Result<int> AdvanceClock(Stack& stack, const std::string& council, Time until) {
  int fired = 0;
  while (true) {
    if (auto idle = AwaitIdle(stack); !idle) return idle.error();
    auto due = NextDue(stack, council);
    if (!due) return due.error();
    if (!*due || (*due)->time > until) break;
    auto now = ShowClock(stack, council);
    if (!now) return now.error();
    if (auto set = SetClock(stack, council, std::max(*now, (*due)->time)); !set) return set.error();
    common::v1::FireDueRequest request;
    request.set_council(council);
    auto done = stack.Ask<common::v1::FireDueResponse>((*due)->service, kOperations + "FireDue",
                                                       council, request);
    if (!done) return done.error();
    if (done->fired() == 0)
      return Failure{FailureKind::kRetry, (*due)->service + " has a due timer that does not fire"};
    fired += done->fired();
  }
  if (auto set = SetClock(stack, council, until); !set) return set.error();
  return fired;
}

}  // namespace kinward::ctl
