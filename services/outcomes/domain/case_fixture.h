// For tests of a case: the commands that make it, on days of November 2016, and a story of them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "kinward/common/v1/programme.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"
#include "services/outcomes/domain/case.h"

namespace kinward::outcomes::case_test {

using Events = std::vector<Case::Messages::Event>;

inline const Time kNow = At(DateFrom(2016, 11, 12), "10:00");
inline const std::string kCase = "01930000-0000-7000-8000-000000000001";
inline const std::string kReferral = "01930000-0000-7000-8000-000000000002";
inline const std::string kChild = "01930000-0000-7000-8000-00000000000c";

inline common::v1::ProgrammeVersion Programme() {
  common::v1::ProgrammeVersion programme;
  programme.set_programme_id("T-01");
  programme.set_version(3);
  programme.mutable_episode()->set_expected_days_max(84);
  programme.mutable_episode()->add_close_outcomes("goals-met");
  auto& rule = *programme.add_follow_ups();
  rule.set_check("looked-after");
  rule.add_after_months(3);
  rule.add_after_months(6);
  rule.set_while_open(true);
  return programme;
}
inline const common::v1::ProgrammeVersion kProgramme = Programme();

inline Context On(int day, const common::v1::ProgrammeVersion* programme = &kProgramme) {
  Context context{kNow + std::chrono::hours{24 * (day - 12)}, {"staff", "a.worker", {}}, "example"};
  context.programme = programme;
  return context;
}
template <typename Command>
Command Of() {
  Command command;
  command.set_case_id(kCase);
  return command;
}
inline v1::OpenCase Open() {
  auto command = Of<v1::OpenCase>();
  command.set_referral_id(kReferral);
  command.set_family_id("family");
  command.set_programme_id("T-01");
  auto& child = *command.add_subjects();
  child.set_person_id(kChild);
  child.add_roles("child");
  command.add_subjects()->add_roles("parent");
  return command;
}
inline v1::CloseCase Close(const std::string& outcome = "goals-met") {
  auto command = Of<v1::CloseCase>();
  command.set_outcome(outcome);
  return command;
}
inline v1::AssignWorker Assign(const std::string& worker, const std::string& role = "key-worker") {
  auto command = Of<v1::AssignWorker>();
  command.set_worker_id(worker);
  command.set_role(role);
  return command;
}
inline v1::RecordSession Session(const std::string& id, Time held = kNow) {
  auto command = Of<v1::RecordSession>();
  command.set_session_id(id);
  *command.mutable_held_time() = ToTimestamp(held);
  return command;
}
inline v1::PlanSession Plan(const std::string& id) {
  auto command = Of<v1::PlanSession>();
  command.set_session_id(id);
  return command;
}
inline v1::StateCounterfactual Otherwise(const std::string& setting) {
  auto command = Of<v1::StateCounterfactual>();
  command.set_setting(setting);
  return command;
}
inline v1::RecordEscalation Escalate(const std::string& on, const std::string& person = kChild) {
  auto command = Of<v1::RecordEscalation>();
  command.set_person_id(person);
  command.set_to("cpp");
  command.set_on(on);
  return command;
}

class Story {
 public:
  Story& Then(const auto& command, const Context& context = On(12)) {
    const CaseAnswer answer = Decide(help, command, context);
    EXPECT_TRUE(std::holds_alternative<Events>(answer));
    last = std::get<Events>(answer);
    for (const auto& event : last) {
      std::visit([&](const auto& one) { Apply(help, one); }, event);
    }
    return *this;
  }
  [[nodiscard]] CaseAnswer Answer(const auto& command, const Context& context = On(12)) const {
    return Decide(help, command, context);
  }
  Case help;
  Events last;
};
inline Story Opened() { return Story().Then(Open()); }
inline CaseAnswer Refused(v1::Rejection rule) { return Refusal<v1::Rejection>{rule}; }
inline CaseAnswer Nothing() { return Events{}; }
inline int CountOf(const Companions& companions, const std::string& name) {
  return static_cast<int>(
      std::count_if(companions.begin(), companions.end(), [&](const auto& companion) {
        return companion.message().GetTypeName() == "kinward.outcomes.v1." + name;
      }));
}

}  // namespace kinward::outcomes::case_test
