// Eligibility listens to one topic, but a person's, a referral's and a consent's streams may have
// other keys, so that no order holds between them. What stands is the same in every order; told of
// one fact twice, the later word counts, as everywhere.
#include "libs/testing/both_orders.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "libs/base/programmes.h"
#include "libs/calendar/calendar.h"
#include "services/eligibility/aggregates.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/review_list.h"
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
Told Risk(const std::string& of, const std::string& level) {
  intake::v1::RiskLevelRecorded event;
  event.set_person_id("c");
  event.set_family_id("f");
  event.set_of(of);
  event.set_level(level);
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
Told AtIntake() {
  return Tell(Of<Event>());
}
v1::ProgrammeOutcome Given(const std::string& programme) {
  v1::ProgrammeOutcome outcome;
  outcome.set_programme_id(programme);
  outcome.set_version(1);
  outcome.set_outcome(v1::OUTCOME_ELIGIBLE);
  outcome.set_ongoing(true);
  return outcome;
}
Told Decided() {
  auto event = Of<v1::EligibilityDecided>();
  *event.add_programmes() = Given("T-01");
  return Tell(event);
}
Told Overridden() {
  auto event = Of<v1::DecisionOverridden>();
  *event.mutable_programme() = Given("T-02");
  return Tell(event);
}
Told Began(const std::string& programme, int version) {
  v1::VersionBegan event;
  event.set_programme_id(programme);
  event.set_version(version);
  return Tell(event);
}
Told Due() {
  v1::ReviewDue event;
  event.set_list_id(ReviewListOf("T-01", "r"));
  event.set_programme_id("T-01");
  event.set_version(1);
  event.add_referral_ids("r");
  return Tell(event);
}
Told ListedLate() {
  v1::ListedForReview event;
  event.set_list_id(ReviewListOf("T-01", "r"));
  event.set_programme_id("T-01");
  event.set_referral_id("r");
  event.set_looked_at_by(2);
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
      {"a referral, and levels of risk of one of its people",
       {{Received(true), Amended()},
        {Risk("exploitation", "very-high"), Risk("domestic-abuse", "low")}}},
      {"a referral that is over for a while, and a very high risk",
       {{Received(true), AtIntake<intake::v1::ReferralClosed>(),
         AtIntake<intake::v1::ReferralReopened>()},
        {Risk("exploitation", "very-high")}}},
      {"a referral that ends, is taken up again and is withdrawn, and its people",
       {{Received(true), AtIntake<intake::v1::ReferralClosed>(),
         AtIntake<intake::v1::ReferralReopened>(), AtIntake<intake::v1::ReferralWithdrawn>()},
        {Status("cin")}}},
      {"a referral that another takes the place of, and its people",
       {{Received(true), AtIntake<intake::v1::ReferralSuperseded>()}, {Status("cin")}}},
      {"a referral, and reviews that a new version asks for",
       {{Received(true)}, {Due()}, {ListedLate()}}},
  };
  return kTable;
}

// What eligibility tells itself: other streams, other keys.
const std::vector<Telling>& OwnTable() {
  static const std::vector<Telling> kTable = {
      {"decisions, and versions that begin",
       {{Decided(), Overridden()}, {Began("T-01", 2), Began("T-01", 3)}, {Began("T-02", 2)}}},
  };
  return kTable;
}

const ProgrammeCatalogue& Programmes() {
  static const auto kAll = [] {
    ProgrammeCatalogue programmes;
    programmes.Publish("wolverhampton", testing::TestProgramme("T-01"));
    programmes.Publish("wolverhampton", testing::TestProgramme("T-02"));
    programmes.Publish("wolverhampton", testing::WithTherapist(testing::TestProgramme("T-03")));
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
  for (const auto& [programme, role] : check.specialists)
    text += programme + " proposed " + role + "\n";
  for (const auto& person : check.erased) text += "erased " + person + "\n";
  return text + (check.over ? "over" : "");
}

// Who is looked at by the newest version, in whatever way it came about.
std::string WhoIsReviewed(const Flow& flow) {
  std::map<std::string, int> by;
  for (const auto& due : flow.All<v1::ReviewDue>()) {
    for (const auto& referral : due.referral_ids()) {
      int& version = by[due.programme_id() + " " + referral];
      version = std::max(version, due.version());
    }
  }
  for (const auto& listed : flow.All<v1::ListedForReview>()) {
    int& version = by[listed.programme_id() + " " + listed.referral_id()];
    version = std::max(version, listed.looked_at_by());
  }
  std::string text;
  for (const auto& [who, version] : by) text += who + " by " + std::to_string(version) + "\n";
  return text;
}

TEST(BothOrdersTest, WhatStandsDoesNotDependOnTheOrderOfArrival) {
  for (const Telling& telling : Table()) {
    ::kinward::testing::ExpectTheSameInEveryOrder(telling, Reactions(), Nothing, WhatStands);
  }
}

TEST(BothOrdersTest, WhoIsReviewedDoesNotDependOnTheOrderOfArrival) {
  for (const Telling& telling : OwnTable()) {
    ::kinward::testing::ExpectTheSameInEveryOrder(telling, Reactions(), Nothing, WhoIsReviewed);
  }
  const auto flow = Nothing();
  for (const auto& told : {Began("T-01", 2), Decided(), Began("T-01", 3)})
    flow->Hear(Reactions(), *told);
  EXPECT_EQ(WhoIsReviewed(*flow), "T-01 r by 3\n");
}

TEST(BothOrdersTest, TheTableTellsEveryEventThatIsHeard) {
  std::vector<Telling> all = Table();
  all.insert(all.end(), OwnTable().begin(), OwnTable().end());
  EXPECT_EQ(::kinward::testing::MissingFrom(all, Reactions()), std::vector<std::string>{});
}

TEST(BothOrdersTest, AConsentWithdrawnBeforeTheReferralIsHeardBreaksItsCondition) {
  const auto flow = Nothing();
  flow->Hear(Reactions(), *Consent<intake::v1::ConsentWithdrawn>());
  flow->Hear(Reactions(), *Received(true));
  EXPECT_TRUE(flow->StateOf<EligibilityCheck>("r").broken.contains({"T-01", "consent"}));
}

TEST(BothOrdersTest, AVeryHighRiskHeardBeforeTheReferralBringsItsSpecialist) {
  const auto flow = Nothing();
  flow->Hear(Reactions(), *Risk("exploitation", "very-high"));
  flow->Hear(Reactions(), *Received(true));
  EXPECT_TRUE(
      flow->StateOf<EligibilityCheck>("r").specialists.contains({"T-03", "family-therapist"}));
}

}  // namespace
}  // namespace kinward::eligibility
