// Joins what is heard of one person with the cases and checks it matters to, in whatever order they
// become known. It decides nothing about help: it only tells the case and the check.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kinward/outcomes/v1/rejection.pb.h"
#include "kinward/outcomes/v1/status_watch.domain.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::outcomes {

struct HeardStatus {
  std::string from;  // ISO date
  std::string status;
  std::string basis;
  auto operator<=>(const HeardStatus&) const = default;
};
// A check that a status answers when it begins in [from, until]; no `until`: still running.
struct CheckWindow {
  std::string follow_up_id;
  std::string from;
  std::string until;
};
struct WatchedCase {
  std::string opened_on;
  std::string closed_on;  // empty: open, as far as is known
  std::vector<CheckWindow> checks;
};
struct StatusWatch {
  using Messages = v1::StatusWatchMessages;

  std::set<HeardStatus> statuses;
  std::map<std::string, WatchedCase> cases;
  std::set<std::string> told;        // "follow-up or case/status/from": each is told once
  std::set<std::string> follow_ups;  // every check of these cases
  std::string quiet;                 // why nobody is reminded of this person; empty: alive
  std::set<std::string> quieted;     // checks that were told so

  static Companions CompanionsOf(const v1::CheckAnswered& event);
  static Companions CompanionsOf(const v1::EscalationFound& event);
  static Companions CompanionsOf(const v1::PersonQuieted& event);
};
using StatusWatchAnswer = Decision<StatusWatch::Messages::Event, v1::Rejection>;

// The stream that watches this person.
std::string WatchIdOf(const std::string& person_id);

[[nodiscard]] StatusWatchAnswer Decide(const StatusWatch& watch, const v1::HearStatus& command,
                                       const Context& context);
[[nodiscard]] StatusWatchAnswer Decide(const StatusWatch& watch, const v1::WatchCase& command,
                                       const Context& context);
[[nodiscard]] StatusWatchAnswer Decide(const StatusWatch& watch, const v1::WatchClosedCase& command,
                                       const Context& context);
[[nodiscard]] StatusWatchAnswer Decide(const StatusWatch& watch, const v1::QuietPerson& command,
                                       const Context& context);

void Apply(StatusWatch& watch, const v1::StatusHeard& event);
void Apply(StatusWatch& watch, const v1::CaseWatched& event);
void Apply(StatusWatch& watch, const v1::ClosedCaseWatched& event);
void Apply(StatusWatch& watch, const v1::CheckAnswered& event);
void Apply(StatusWatch& watch, const v1::EscalationFound& event);
void Apply(StatusWatch& watch, const v1::PersonQuieted& event);

}  // namespace kinward::outcomes
