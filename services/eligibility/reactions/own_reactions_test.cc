// From a decision to what follows it, through eligibility's own events, as they run in the host.
#include "services/eligibility/reactions/own_reactions.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/base/programmes.h"
#include "libs/testing/flow.h"
#include "libs/testing/make.h"
#include "libs/testing/messages.h"
#include "services/eligibility/aggregates.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/programme.h"
#include "services/eligibility/domain/review_list.h"
#include "services/eligibility/domain/trial.h"
#include "services/eligibility/reactions/reactions.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using kinward::testing::Flow;
using kinward::testing::Make;

constexpr char kCouncil[] = "wolverhampton";

class OwnReactionsTest : public ::testing::Test {
 protected:
  OwnReactionsTest() : flow_(Aggregates(), *ParseTime("2016-07-12T10:00:00Z")) {
    flow_.Know(&programmes_);
  }

  void Publish(const common::v1::ProgrammeVersion& version) {
    v1::PublishVersion command;
    command.set_programme_id(version.programme_id());
    *command.mutable_version() = version;
    ASSERT_EQ(flow_.Send(command), "");
    programmes_.Publish(kCouncil, version);
  }
  // In a trial that runs, where `drawn`.
  static common::v1::ProgrammeVersion Version(int number, bool drawn = false) {
    auto version = testing::TestProgramme();
    version.set_version(number);
    version.set_digest("d" + std::to_string(number));
    if (!drawn) return version;
    version.mutable_trial()->set_design("rct");
    version.mutable_trial()->set_status("running");
    return version;
  }
  void Check(const std::string& referral, const std::string& family, int age = 13) {
    auto command = Make<v1::CheckEligibility>("programme: 'T-01'");
    command.set_referral_id(referral);
    command.set_family_id(family);
    *command.add_subjects() = testing::Person("c", "child", {testing::Number("age_years", age)});
    *command.add_facts() = testing::Flag("edge_of_care", true);
    *command.mutable_sensitive_facts()->add_facts() = testing::Flag("consent", true);
    ASSERT_EQ(flow_.Send(command), "");
  }
  template <typename Event>
  void Hear(const Event& event) {
    flow_.Hear(Reactions(), event);
  }
  v1::AllocateArm Allocation(const std::string& referral, const std::string& family) {
    auto command = Make<v1::AllocateArm>("trial_id: 'trial-t-01' programme_id: 'T-01'");
    command.set_referral_id(referral);
    command.set_family_id(family);
    command.set_entropy(std::string(8, '\0'));
    return command;
  }

  ProgrammeCatalogue programmes_;
  Flow flow_;
};

TEST_F(OwnReactionsTest, AVersionThatBeginsHasThoseReviewedWhoWereGivenAnEarlierOne) {
  Publish(Version(1));
  Check("r", "f");
  Hear(flow_.Last<v1::EligibilityDecided>());
  auto second = Version(2);
  second.set_effective_from("2016-08-01");
  second.mutable_clauses(3)->set_kind(common::v1::CLAUSE_KIND_ONGOING);  // must live in Southwark
  Publish(second);
  v1::ProvideInformation moved = Make<v1::ProvideInformation>("referral_id: 'r' family_id: 'f'");
  *moved.add_subjects() = testing::Person("c", "child", {testing::Code("resident_of", "lambeth")});
  ASSERT_EQ(flow_.Send(moved), "");
  EXPECT_TRUE(flow_.All<v1::OngoingConditionBroken>().empty());  // the first does not ask it
  flow_.AdvanceTo(*ParseTime("2016-08-01T09:00:00Z"));
  Hear(flow_.Last<v1::VersionBegan>());
  for (const auto& due : flow_.All<v1::ReviewDue>()) Hear(due);
  const auto broken = flow_.All<v1::OngoingConditionBroken>();
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(broken[0].clause_id(), "residence");
  EXPECT_EQ(broken[0].version(), 2);
}

TEST_F(OwnReactionsTest, AReferralThatIsOverIsNotReviewed) {
  Publish(Version(1));
  Check("r", "f");
  Hear(flow_.Last<v1::EligibilityDecided>());
  intake::v1::ReferralClosed closed;
  closed.set_referral_id("r");
  closed.set_family_id("f");
  Hear(closed);
  auto second = Version(2);
  second.mutable_clauses(0)->set_kind(common::v1::CLAUSE_KIND_ONGOING);
  second.mutable_clauses(0)->mutable_rule()->Clear();
  Publish(second);
  flow_.AdvanceTo(flow_.now());
  Hear(flow_.Last<v1::VersionBegan>());
  for (const auto& due : flow_.All<v1::ReviewDue>()) Hear(due);
  EXPECT_TRUE(flow_.All<v1::OngoingConditionBroken>().empty());
  EXPECT_TRUE(flow_.All<v1::OngoingConditionsConfirmed>().empty());
}

TEST_F(OwnReactionsTest, APageThatIsNotTheLastAsksForTheNext) {
  v1::ReviewDue due;
  due.set_list_id("l");
  for (int number = 0; number < 100; ++number) due.add_referral_ids(std::to_string(number));
  EXPECT_EQ(OnReviewDue(due, {}).size(), 100U);
  due.set_more(true);
  const auto commands = OnReviewDue(due, {});
  ASSERT_EQ(commands.size(), 101U);
  EXPECT_EQ(commands.back().message(), Make<v1::ContinueReview>("list_id: 'l'"));
}

TEST_F(OwnReactionsTest, AnArmIsAskedForWhereATrialRunsAndTheProgrammeWasAskedFor) {
  Publish(Version(1, true));
  Check("r", "f");
  auto decided = flow_.Last<v1::EligibilityDecided>();
  const auto commands = OnEligibilityDecided(decided, {});
  ASSERT_EQ(commands.size(), 2U);  // and a place on the list of those to be reviewed
  auto expected = Allocation("r", "f");
  expected.clear_entropy();  // the host's
  EXPECT_EQ(commands[0].message(), expected);
  decided.set_asked_programme("T-02");
  EXPECT_TRUE(OnEligibilityDecided(decided, {}).empty());
}

TEST_F(OwnReactionsTest, NothingFollowsWhatIsNotEligible) {
  Publish(Version(1, true));
  Check("r", "f", 9);
  EXPECT_TRUE(OnEligibilityDecided(flow_.Last<v1::EligibilityDecided>(), {}).empty());
  v1::DecisionOverridden refused;
  refused.mutable_programme()->set_outcome(v1::OUTCOME_NOT_ELIGIBLE);
  refused.mutable_programme()->set_in_trial(true);
  EXPECT_TRUE(OnDecisionOverridden(refused, {}).empty());
}

TEST_F(OwnReactionsTest, AnOverriddenDecisionIsFollowedLikeAnother) {
  v1::DecisionOverridden overridden;
  overridden.set_referral_id("r");
  overridden.set_family_id("f");
  overridden.mutable_programme()->set_programme_id("T-01");
  overridden.mutable_programme()->set_outcome(v1::OUTCOME_ELIGIBLE);
  overridden.mutable_programme()->set_in_trial(true);
  EXPECT_EQ(OnDecisionOverridden(overridden, {}).size(), 1U);
}

TEST_F(OwnReactionsTest, AnArmIsWrittenInBothStreamsOrInNone) {
  Publish(Version(1, true));
  ASSERT_EQ(flow_.Send(
                Make<v1::RegisterTrial>("trial_id: 'trial-t-01' programme_id: 'T-01' block_size: 2 "
                                        "arms { arm: 'pod' ratio: 1 receives: true } "
                                        "arms { arm: 'usual' ratio: 1 receives: false }")),
            "");
  Check("young", "g", 9);
  EXPECT_EQ(flow_.Send(Allocation("young", "g")), "PROGRAMME_MUST_BE_ELIGIBLE");
  EXPECT_EQ(flow_.Send(Allocation("unheard", "h")), "REFERRAL_MUST_BE_CHECKED");
  EXPECT_TRUE(flow_.StateOf<Trial>("trial-t-01").arm_of.empty());
  Check("r", "f");
  EXPECT_EQ(flow_.Send(Allocation("r", "f")), "");
  EXPECT_EQ(flow_.StateOf<EligibilityCheck>("r").arms.at("T-01"), "pod");
  EXPECT_EQ(flow_.KeyOf("r"), "f");
}

}  // namespace
}  // namespace kinward::eligibility
