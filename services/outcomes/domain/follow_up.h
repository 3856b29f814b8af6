// One check on the people of a case: how they are, some months after it closed or while it is open.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kinward/outcomes/v1/follow_up.domain.h"
#include "kinward/outcomes/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::outcomes {

// scheduled ─▶ due ─▶ ended        each person is answered for or lost, before or after it is due
struct FollowUp {
  using Messages = v1::FollowUpMessages;

  v1::FollowUpScheduled scheduled;  // as stored; its id is empty when there is none
  bool due = false;
  std::string ended_on;                                  // empty: still open
  std::map<std::string, std::set<std::string>> answers;  // person → "status basis on"
  std::set<std::string> lost;
  std::set<std::string> quiet;  // of whom nobody is reminded any more

  static Effects EffectsOf(const v1::FollowUpScheduled& event);
  static Effects EffectsOf(const v1::FollowUpEnded& event);
};
using FollowUpAnswer = Decision<FollowUp::Messages::Event, v1::Rejection>;

// Looked after, and neither in a series of short breaks (SSDA903 V3, V4) nor held for a night under
// PACE (J2).
bool BecameLookedAfter(const std::string& status, const std::string& basis);

[[nodiscard]] FollowUpAnswer Decide(const FollowUp& follow_up, const v1::ScheduleFollowUp& command,
                                    const Context& context);
[[nodiscard]] FollowUpAnswer Decide(const FollowUp& follow_up, const v1::RecordStatusCheck& command,
                                    const Context& context);
[[nodiscard]] FollowUpAnswer Decide(const FollowUp& follow_up, const v1::LoseFollowUp& command,
                                    const Context& context);
[[nodiscard]] FollowUpAnswer Decide(const FollowUp& follow_up, const v1::FallDue& command,
                                    const Context& context);
[[nodiscard]] FollowUpAnswer Decide(const FollowUp& follow_up, const v1::EndFollowUp& command,
                                    const Context& context);
[[nodiscard]] FollowUpAnswer Decide(const FollowUp& follow_up, const v1::QuietFollowUp& command,
                                    const Context& context);

void Apply(FollowUp& follow_up, const v1::FollowUpScheduled& event);
void Apply(FollowUp& follow_up, const v1::FollowUpDue& event);
void Apply(FollowUp& follow_up, const v1::StatusChecked& event);
void Apply(FollowUp& follow_up, const v1::FollowUpLost& event);
void Apply(FollowUp& follow_up, const v1::FollowUpQuieted& event);
void Apply(FollowUp& follow_up, const v1::FollowUpEnded& event);

}  // namespace kinward::outcomes
