// Eligibility listens to one topic, but a person's, a referral's and a consent's streams may have
// other keys, so that no order holds between them. What stands is the same in every order; told of
// one fact twice, the later word counts, as everywhere.
#include "libs/testing/both_orders.h"

#include <gtest/gtest.h>

#include <set>

#include "libs/base/programmes.h"
#include "libs/calendar/calendar.h"
#include "services/eligibility/aggregates.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/reactions/reactions.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using ::kinward::testing::Flow;
using ::kinward::testing::Tell;
using ::kinward::testing::Telling;
using ::kinward::testing::Told;
using testing::Code;
using testing::Flag;
using testing::Number;

const Time kNow = At(DateFrom(2016, 7, 12), "10:00");

template <typename Event>
Event Of() {
  Event event;
  event.set_referral_id("r");
  event.set_family_id("f");
  return event;
}
Told Received(bool consent) {
  auto event = Of<intake::v1::ReferralReceived>();
  event.set_urgency(intake::v1::URGENCY_ROUTINE);
  *event.add_subjects() = testing::Person("c", "child", {Number("age_years", 13)});
  *event.add_facts() = Flag("edge_of_care", true);
  if (consent) *event.mutable_sensitive_facts()->add_facts() = Flag("consent", true);
  return Tell(event);
}
Told Amended() {
  auto event = Of<intake::v1::ReferralAmended>();
  *event.add_facts() = Flag("housing_risk", true);
  return Tell(event);
}
Told AmendedToAskFor(const std::string& programme) {
  auto event = Of<intake::v1::ReferralAmended>();
  event.set_programme(programme);
  return Tell(event);
}
Told Recorded(const Fact& fact) {
  intake::v1::FactRecorded event;
  event.set_person_id("c");
  event.set_family_id("f");
  *event.mutable_fact() = fact;
  event.add_referral_ids("r");
  return Tell(event);
}
Told Status(const std::string& status) {
  intake::v1::LegalStatusRecorded event;
  event.set_person_id("c");
  event.set_family_id("f");
  event.set_status(status);
  event.add_referral_ids("r");
  return Tell(event);
}
Told Erased() {
  intake::v1::SubjectErased event;
  event.set_person_id("c");
  event.set_family_id("f");
  event.add_referral_ids("r");
  return Tell(event);
}
template <typename Event>
Told Consent() {
  auto event = Of<Event>();
  event.set_purpose("consent");
  return Tell(event);
}

const std::vector<Telling>& Table() {
  static const std::vector<Telling> kTable = {
      {"a referral and what is recorded of its people",
       {{Received(true), Amended()}, {Recorded(Code("resident_of", "southwark")), Status("cin")}}},
      {"a referral and a consent that is withdrawn",
       {{Received(true)}, {Consent<intake::v1::ConsentWithdrawn>()}}},
      {"a referral and a consent that expires",
       {{Received(true)}, {Consent<intake::v1::ConsentExpired>()}}},
      {"a referral that asks for another programme, and its people",
       {{Received(true), AmendedToAskFor("T-02")},
        {Recorded(Code("resident_of", "southwark"))},
        {Consent<intake::v1::ConsentWithdrawn>()}}},
      {"a referral amended before it is heard of", {{Received(true)}, {AmendedToAskFor("T-02")}}},
      {"all of them, and an erasure",
       {{Received(true), Amended()},
        {Status("cin"), Erased()},
        {Consent<intake::v1::ConsentWithdrawn>()}}},
  };
  return kTable;
}

const ProgrammeCatalogue& Programmes() {
  static const auto kAll = [] {
    ProgrammeCatalogue programmes;
    programmes.Publish("wolverhampton", testing::TestProgramme("T-01"));
    programmes.Publish("wolverhampton", testing::TestProgramme("T-02"));
    return programmes;
  }();
  return kAll;
}
std::unique_ptr<Flow> Nothing() {
  auto flow = std::make_unique<Flow>(Aggregates(), kNow);
  flow->Know(&Programmes());
  return flow;
}

std::string WhatStands(const Flow& flow) {
  const auto& check = flow.StateOf<EligibilityCheck>("r");
  std::set<std::string> facts;
  for (const auto& fact : check.facts) facts.insert(fact.ShortDebugString());
  for (const auto& person : check.subjects) {
    for (const auto& fact : person.facts()) facts.insert("c " + fact.ShortDebugString());
  }
  std::string text;
  for (const auto& programme : check.programmes)
    text += programme.programme_id() + " " + v1::Outcome_Name(programme.outcome()) + "\n";
  for (const auto& fact : facts) text += fact + "\n";
  for (const auto& [programme, clause] : check.broken)
    text += programme + " broke " + clause + "\n";
  for (const auto& person : check.erased) text += "erased " + person + "\n";
  return text;
}

TEST(BothOrdersTest, WhatStandsDoesNotDependOnTheOrderOfArrival) {
  for (const Telling& telling : Table()) {
    ::kinward::testing::ExpectTheSameInEveryOrder(telling, Reactions(), Nothing, WhatStands);
  }
}

TEST(BothOrdersTest, TheTableTellsEveryEventThatIsHeard) {
  EXPECT_EQ(::kinward::testing::MissingFrom(Table(), Reactions()), std::vector<std::string>{});
}

TEST(BothOrdersTest, AConsentWithdrawnBeforeTheReferralIsHeardBreaksItsCondition) {
  const auto flow = Nothing();
  flow->Hear(Reactions(), *Consent<intake::v1::ConsentWithdrawn>());
  flow->Hear(Reactions(), *Received(true));
  EXPECT_TRUE(flow->StateOf<EligibilityCheck>("r").broken.contains({"T-01", "consent"}));
}

}  // namespace
}  // namespace kinward::eligibility
