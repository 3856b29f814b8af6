#include "services/eligibility/domain/trial.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "kinward/eligibility/v1/check.pb.h"
#include "libs/base/programmes.h"
#include "libs/testing/make.h"
#include "libs/testing/random_sequence.h"
#include "libs/testing/story.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using kinward::testing::Make;
using Story = kinward::testing::Story<Trial>;

const ProgrammeCatalogue& Programmes() {
  static const ProgrammeCatalogue programmes = [] {
    ProgrammeCatalogue published;
    auto drawn = testing::TestProgramme("T-01");
    drawn.mutable_trial()->set_design("rct");
    drawn.mutable_trial()->set_status("running");
    drawn.mutable_trial()->add_arms("pod");
    drawn.mutable_trial()->add_arms("Usual services, as ever");
    drawn.add_cohorts()->set_cohort_id("pilot");
    published.Publish("leeds", drawn);
    published.Publish("leeds", testing::TestProgramme("T-02"));  // no trial
    return published;
  }();
  return programmes;
}
Context Here() {
  Context context{*ParseTime("2016-07-12T10:00:00Z"), {"staff", "a.commissioner", {}}, "leeds"};
  context.programmes = &Programmes();
  return context;
}
Story Unheard() { return Story(Here()); }

v1::RegisterTrial Register(const std::string& fields = "") {
  auto command = Make<v1::RegisterTrial>(
      "trial_id: 'trial-t-01' programme_id: 'T-01' "
      "arms { arm: 'pod' ratio: 1 receives: true } arms { arm: 'usual-services-as-ever' ratio: 1 "
      "receives: false }");
  command.set_block_size(4);
  if (!fields.empty()) command.MergeFrom(Make<v1::RegisterTrial>(fields));
  return command;
}
v1::AllocateArm Allocate(const std::string& referral, const std::string& family,
                         const std::string& entropy = std::string(8, '\0')) {
  auto command = Make<v1::AllocateArm>("trial_id: 'trial-t-01' programme_id: 'T-01'");
  command.set_referral_id(referral);
  command.set_family_id(family);
  command.set_entropy(entropy);
  return command;
}
v1::RegisterComparator Compare(const std::string& fields) {
  return Make<v1::RegisterComparator>("trial_id: 'trial-t-01' programme_id: 'T-01' " + fields);
}
v1::TagCohort Tag(const std::string& cohort) {
  auto command = Make<v1::TagCohort>(
      "trial_id: 'trial-t-01' programme_id: 'T-01' referral_id: 'r' family_id: 'f'");
  command.set_cohort(cohort);
  return command;
}
const auto kClose = Make<v1::CloseTrial>("trial_id: 'trial-t-01' reason: 'enough families'");
const auto kCompared = Compare("supported: 'unit-a' usual: 'team-1' usual: 'team-2'");
Story Registered() { return Unheard().Then(Register()); }

TEST(RegisterTrialTest, SaysArmsBlocksAndTheVersionThatStatesIt) {
  const auto event = Registered().Only<v1::TrialRegistered>();
  EXPECT_EQ(event.arms_size(), 2);
  EXPECT_EQ(event.block_size(), 4);
  EXPECT_EQ(event.version(), 1);
}
TEST(RegisterTrialTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Registered().IsQuietOn(Register()));
  EXPECT_TRUE(Registered().Then(kClose).IsQuietOn(Register()));
}
TEST(RegisterTrialTest, MayFollowAComparator) {
  EXPECT_EQ(Unheard().Then(kCompared).Then(Register()).last.size(), 1U);
}
TEST(RegisterTrialTest, RefusesToChangeAndToBeginAgain) {
  EXPECT_EQ(Registered().RuleAgainst(Register("block_size: 6")),
            v1::REJECTION_TRIAL_MUST_NOT_CHANGE);
  EXPECT_EQ(Unheard().Then(kCompared).Then(kClose).RuleAgainst(Register()),
            v1::REJECTION_TRIAL_MUST_NOT_CHANGE);
}
TEST(RegisterTrialTest, RefusesAnotherName) {
  const auto refused = Unheard().RuleAgainst(Register("trial_id: 'mine'"));
  EXPECT_EQ(refused, v1::REJECTION_TRIAL_MUST_BE_NAMED_AFTER_ITS_PROGRAMME);
  EXPECT_EQ(refused.instead, (std::vector<std::string>{"trial-t-01"}));
}
TEST(RegisterTrialTest, RefusesAProgrammeNotPublished) {
  EXPECT_EQ(Unheard().RuleAgainst(Register("trial_id: 'trial-t-09' programme_id: 'T-09'")),
            v1::REJECTION_PROGRAMME_MUST_BE_PUBLISHED);
}
TEST(RegisterTrialTest, RefusesAProgrammeThatStatesNone) {
  EXPECT_EQ(Unheard().RuleAgainst(Register("trial_id: 'trial-t-02' programme_id: 'T-02'")),
            v1::REJECTION_PROGRAMME_MUST_STATE_ITS_TRIAL);
}
TEST(RegisterTrialTest, RefusesAnArmNamedTwiceAndOneArmAlone) {
  EXPECT_EQ(Unheard().RuleAgainst(Register("arms { arm: 'pod' ratio: 1 receives: true }")),
            v1::REJECTION_ARMS_MUST_BE_DISTINCT);
  auto one = Register();
  one.mutable_arms()->RemoveLast();
  EXPECT_EQ(Unheard().RuleAgainst(one), v1::REJECTION_ARMS_MUST_BE_DISTINCT);
}
TEST(RegisterTrialTest, RefusesArmsThatTheProgrammeDoesNotName) {
  const auto refused =
      Unheard().RuleAgainst(Register("arms { arm: 'third' ratio: 1 receives: true }"));
  EXPECT_EQ(refused, v1::REJECTION_ARMS_MUST_BE_THE_PROGRAMMES);
  EXPECT_EQ(refused.instead, (std::vector<std::string>{"pod", "usual-services-as-ever"}));
}
TEST(RegisterTrialTest, RefusesABlockThatDoesNotHoldTheRatio) {
  const auto refused = Unheard().RuleAgainst(Register("block_size: 5"));
  EXPECT_EQ(refused, v1::REJECTION_BLOCK_SIZE_MUST_HOLD_THE_RATIO);
  EXPECT_EQ(refused.instead, (std::vector<std::string>{"2", "4", "6"}));
}

TEST(AllocateArmTest, DrawsByTheHostsNumberAndWritesItDown) {
  const auto first = Registered().Then(Allocate("r", "f")).Only<v1::ArmAllocated>();
  EXPECT_EQ(first.arm(), "pod");
  EXPECT_TRUE(first.receives());
  EXPECT_FALSE(first.kept());
  EXPECT_EQ(first.drawn_with(), "0000000000000000");
  const auto other =
      Registered().Then(Allocate("r", "f", std::string(8, '\xfe'))).Only<v1::ArmAllocated>();
  EXPECT_EQ(other.arm(), "usual-services-as-ever");
  EXPECT_FALSE(other.receives());
  EXPECT_EQ(other.drawn_with(), "fefefefefefefefe");
}
TEST(AllocateArmTest, AFamilyKeepsItsArmAtItsNextReferral) {
  auto story = Registered().Then(Allocate("r1", "f"));
  const auto event =
      story.Then(Allocate("r2", "f", std::string(8, '\xff'))).Only<v1::ArmAllocated>();
  EXPECT_EQ(event.arm(), "pod");
  EXPECT_TRUE(event.kept());
  EXPECT_TRUE(event.drawn_with().empty());
}
TEST(AllocateArmTest, StaysQuietOnARetryWhateverIsDrawnAndEvenOnceClosed) {
  auto story = Registered().Then(Allocate("r", "f"));
  EXPECT_TRUE(story.IsQuietOn(Allocate("r", "f", std::string(8, '\xff'))));
  EXPECT_TRUE(story.Then(kClose).IsQuietOn(Allocate("r", "f")));
}
TEST(AllocateArmTest, TheFamilysOwnStreamIsToldWithIt) {
  const auto event = Registered().Then(Allocate("r", "f")).Only<v1::ArmAllocated>();
  const auto companions = Trial::CompanionsOf(event);
  ASSERT_EQ(companions.size(), 1U);
  EXPECT_EQ(companions[0].message(),
            Make<v1::RecordArm>("referral_id: 'r' family_id: 'f' programme_id: 'T-01' "
                                "trial_id: 'trial-t-01' arm: 'pod' receives: true"));
}
TEST(AllocateArmTest, RefusesWhereNoTrialRuns) {
  EXPECT_EQ(Unheard().RuleAgainst(Allocate("r", "f")), v1::REJECTION_TRIAL_MUST_BE_RUNNING);
  EXPECT_EQ(Unheard().Then(kCompared).RuleAgainst(Allocate("r", "f")),
            v1::REJECTION_TRIAL_MUST_BE_RUNNING);
  EXPECT_EQ(Registered().Then(kClose).RuleAgainst(Allocate("r", "f")),
            v1::REJECTION_TRIAL_MUST_BE_RUNNING);
}

TEST(RegisterComparatorTest, SaysWhoIsComparedWithWhom) {
  const auto event = Unheard().Then(kCompared).Only<v1::ComparatorRegistered>();
  EXPECT_EQ(event.supported_size(), 1);
  EXPECT_EQ(event.usual_size(), 2);
}
TEST(RegisterComparatorTest, TellsOnlyTheTeamsThatAreNew) {
  auto story = Unheard().Then(kCompared);
  const auto event = story.Then(Compare("supported: 'unit-a' supported: 'unit-b'"))
                         .Only<v1::ComparatorRegistered>();
  ASSERT_EQ(event.supported_size(), 1);
  EXPECT_EQ(event.supported(0), "unit-b");
  EXPECT_TRUE(event.usual().empty());
}
TEST(RegisterComparatorTest, StaysQuietOnARetryEvenOnceClosed) {
  EXPECT_TRUE(Unheard().Then(kCompared).IsQuietOn(kCompared));
  EXPECT_TRUE(Unheard().Then(kCompared).Then(kClose).IsQuietOn(kCompared));
}
TEST(RegisterComparatorTest, RefusesAnotherNameAndAProgrammeNotPublished) {
  auto other = kCompared;
  other.set_trial_id("mine");
  EXPECT_EQ(Unheard().RuleAgainst(other), v1::REJECTION_TRIAL_MUST_BE_NAMED_AFTER_ITS_PROGRAMME);
  other.set_trial_id("trial-t-09");
  other.set_programme_id("T-09");
  EXPECT_EQ(Unheard().RuleAgainst(other), v1::REJECTION_PROGRAMME_MUST_BE_PUBLISHED);
}
TEST(RegisterComparatorTest, RefusesOneSideAlone) {
  EXPECT_EQ(Unheard().RuleAgainst(Compare("supported: 'unit-a'")),
            v1::REJECTION_TEAMS_MUST_BE_ON_BOTH_SIDES);
}
TEST(RegisterComparatorTest, RefusesATeamOnBothSides) {
  EXPECT_EQ(Unheard().Then(kCompared).RuleAgainst(Compare("usual: 'unit-a'")),
            v1::REJECTION_TEAM_MUST_BE_ON_ONE_SIDE);
}
TEST(RegisterComparatorTest, RefusesMoreTeamsOnceClosed) {
  EXPECT_EQ(Unheard().Then(kCompared).Then(kClose).RuleAgainst(Compare("usual: 'team-3'")),
            v1::REJECTION_TRIAL_MUST_BE_RUNNING);
}

TEST(TagCohortTest, TagsAReferralAndTellsTheFamilysOwnStream) {
  const auto event = Unheard().Then(Tag("pilot")).Only<v1::CohortTagged>();
  EXPECT_EQ(event.cohort(), "pilot");
  EXPECT_EQ(Trial::CompanionsOf(event).at(0).message(),
            Make<v1::RecordCohort>(
                "referral_id: 'r' family_id: 'f' programme_id: 'T-01' cohort: 'pilot'"));
}
TEST(TagCohortTest, StaysQuietOnARetryEvenOnceClosed) {
  EXPECT_TRUE(Unheard().Then(Tag("pilot")).IsQuietOn(Tag("pilot")));
  EXPECT_TRUE(Unheard().Then(Tag("pilot")).Then(kClose).IsQuietOn(Tag("pilot")));
}
TEST(TagCohortTest, RefusesACohortThatTheProgrammeDoesNotName) {
  const auto refused = Unheard().RuleAgainst(Tag("other"));
  EXPECT_EQ(refused, v1::REJECTION_COHORT_MUST_BE_OF_THE_PROGRAMME);
  EXPECT_EQ(refused.instead, (std::vector<std::string>{"pilot"}));
}
TEST(TagCohortTest, RefusesAClosedTrialAnotherNameAndAProgrammeNotPublished) {
  EXPECT_EQ(Registered().Then(kClose).RuleAgainst(Tag("pilot")),
            v1::REJECTION_TRIAL_MUST_BE_RUNNING);
  auto other = Tag("pilot");
  other.set_trial_id("mine");
  EXPECT_EQ(Unheard().RuleAgainst(other), v1::REJECTION_TRIAL_MUST_BE_NAMED_AFTER_ITS_PROGRAMME);
  other.set_trial_id("trial-t-09");
  other.set_programme_id("T-09");
  EXPECT_EQ(Unheard().RuleAgainst(other), v1::REJECTION_PROGRAMME_MUST_BE_PUBLISHED);
}

TEST(CloseTrialTest, SaysWhy) {
  EXPECT_EQ(Registered().Then(kClose).Only<v1::TrialClosed>().reason(), "enough families");
}
TEST(CloseTrialTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Registered().Then(kClose).IsQuietOn(kClose));
}
TEST(CloseTrialTest, ClosesAComparisonToo) {
  EXPECT_EQ(Unheard().Then(kCompared).Then(kClose).last.size(), 1U);
}
TEST(CloseTrialTest, RefusesOneThatIsNotThere) {
  EXPECT_EQ(Unheard().RuleAgainst(kClose), v1::REJECTION_TRIAL_MUST_BE_RUNNING);
}

// Whatever is sent in whatever order: a family has one arm, and no arm runs ahead of the other by
// more than the largest block holds.
TEST(TrialProperty, AnyCommandSequenceKeepsFamiliesInTheirArmsAndArmsInBalance) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    kinward::testing::RandomSequence<Trial> random(seed, [](auto&) { return Here(); });
    std::map<std::string, std::size_t> first;
    for (int step = 0; step < 120; ++step) {
      const std::string family = "f" + std::to_string(random.Pick(40));
      const std::string referral = family + "-" + std::to_string(random.Pick(2));
      std::string entropy(8, '\0');
      for (char& byte : entropy) byte = static_cast<char>(random.Pick(256));
      switch (random.Pick(12)) {
        case 0:
          random.Send(Register());
          break;
        case 1:
          random.Send(kCompared);
          break;
        case 2:
          random.Send(Tag(random.Pick(2) == 0 ? "pilot" : "other"));
          break;
        case 3:
          if (step > 100) random.Send(kClose);
          break;
        default:
          random.Send(Allocate(referral, family, entropy));
      }
      for (const auto& [known, arm] : random.state.arm_of) {
        EXPECT_EQ(first.try_emplace(known, arm).first->second, arm);
      }
    }
    int ahead = 0;
    for (const auto& [family, arm] : random.state.arm_of) ahead += arm == 0 ? 1 : -1;
    EXPECT_LE(std::abs(ahead), 4);  // half of a block of eight
  }
}

}  // namespace
}  // namespace kinward::eligibility
