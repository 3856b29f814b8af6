// For tests of a referral: the commands that make it, and a story told with them by who acts.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/uuid.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"
#include "services/referral-intake/domain/referral.h"

namespace kinward::intake::referral_test {

using Events = std::vector<Referral::Messages::Event>;

inline const Time kNow = At(DateFrom(2016, 11, 12), "10:00");
inline const std::string kReferral = "01930000-0000-7000-8000-000000000001";
inline const std::string kOther = "01930000-0000-7000-8000-000000000002";
inline const std::string kFamily = "01930000-0000-7000-8000-00000000000f";
inline const std::string kChild = "01930000-0000-7000-8000-00000000000c";
inline const std::string kParent = "01930000-0000-7000-8000-00000000000d";
inline const std::string kPolice = "police-example";
inline const Actor kStaff{"staff", "duty.worker", {"duty-worker"}};
inline const Actor kPartner{"partner", kPolice, {}};
inline const Actor kStranger{"partner", "school-example", {}};

inline std::string CaseOf(const std::string& programme) {
  return UuidFrom(*Uuid::Parse(kReferral), programme).ToString();
}
template <typename Command>
Command For(const std::string& referral = kReferral) {
  Command command;
  command.set_referral_id(referral);
  return command;
}
inline v1::ReceiveReferral Receive(bool one_open = false) {
  auto command = For<v1::ReceiveReferral>();
  command.set_family_id(kFamily);
  command.set_kind(v1::REFERRAL_KIND_FRONT_DOOR);
  command.set_urgency(v1::URGENCY_ROUTINE);
  command.set_source(kPolice);
  command.set_reference("EX-1");
  command.set_programme("T-01");
  command.set_one_open_per_family(one_open);
  auto& child = *command.add_people();
  child.set_person_id(kChild);
  child.add_roles("child");
  return command;
}
inline v1::SubmitReferral Submit() {
  auto command = For<v1::SubmitReferral>();
  command.set_family_id(kFamily);
  command.set_source(kPolice);
  command.set_receipt("R-1");
  auto& child = *command.add_people();
  child.set_person_id(kChild);
  child.add_roles("child");
  child.set_sex("female");
  child.mutable_identity()->set_given_name("Zoë");
  child.mutable_identity()->set_date_of_birth("2003-11-13");
  auto& parent = *command.add_people();
  parent.set_person_id(kParent);
  parent.add_roles("parent");
  auto& kin = *command.add_relationships();
  kin.set_from_person_id(kParent);
  kin.set_to_person_id(kChild);
  kin.set_kind("parent");
  return command;
}
inline v1::DecideReferral DecideAs(v1::ReferralDecision decision) {
  auto command = For<v1::DecideReferral>();
  command.set_decision(decision);
  return command;
}
inline v1::AcknowledgeReferral Await(std::initializer_list<const char*> programmes) {
  auto command = For<v1::AcknowledgeReferral>();
  for (const char* programme : programmes) command.add_programmes(programme);
  return command;
}
template <typename Command>
Command WithCase(const std::string& case_id) {
  auto command = For<Command>();
  command.set_case_id(case_id);
  return command;
}
inline v1::RecordHelpEnded HelpEnded(const std::string& programme) {
  auto command = For<v1::RecordHelpEnded>();
  command.set_programme_id(programme);
  return command;
}

// A referral taken through commands; each must be accepted.
class Story {
 public:
  Story& Then(const auto& command, const Actor& actor = kStaff) {
    const ReferralAnswer answer = Decide(referral, command, Context{kNow, actor, "example"});
    EXPECT_TRUE(std::holds_alternative<Events>(answer)) << ::testing::PrintToString(answer.index());
    last = std::get<Events>(answer);
    for (const auto& event : last) {
      std::visit([&](const auto& one) { Apply(referral, one); }, event);
    }
    return *this;
  }
  [[nodiscard]] ReferralAnswer Answer(const auto& command, const Actor& actor = kStaff) const {
    return Decide(referral, command, Context{kNow, actor, "example"});
  }
  template <typename One>
  [[nodiscard]] const One* Last() const {
    for (const auto& event : last) {
      if (const auto* one = std::get_if<One>(&event)) return one;
    }
    return nullptr;
  }
  Referral referral;
  Events last;
};
inline Story Received() { return Story().Then(Receive()); }
inline Story Accepted() { return Received().Then(DecideAs(v1::REFERRAL_DECISION_ACCEPT)); }
inline ReferralAnswer Refused(v1::Rejection rule) { return Refusal<v1::Rejection>{rule}; }
inline ReferralAnswer Nothing() { return Events{}; }

}  // namespace kinward::intake::referral_test
