#include "services/eligibility/describe/changes.h"

#include <gmock/gmock.h>

#include "services/eligibility/describe/differences.h"
#include "services/eligibility/describe/test_version.h"

namespace kinward::describe {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Parsed;
using testing::TestVersion;

// What version 2 says otherwise, `change` being all that was changed.
template <typename Change>
std::vector<std::string> ChangesBy(Change change) {
  auto version = TestVersion();
  version.set_version(2);
  version.set_effective_from("2017-01-01");
  version.set_digest("d2");
  change(version);
  return Changes(TestVersion(), version);
}

TEST(Changes, SayNothingOfTheNumberAndTheDay) {
  EXPECT_THAT(ChangesBy([](auto& /*version*/) {}), IsEmpty());
}

TEST(Changes, NameAParameterByItsWords) {
  EXPECT_THAT(ChangesBy([](auto& version) {
                version.mutable_parameters(0)->set_value("11");
                version.mutable_parameters(1)->set_value("2016-10-01");
              }),
              ElementsAre("Lowest age was 10 years and is 11 years",
                          "First day was 1 September 2016 and is 1 October 2016"));
}

TEST(Changes, NameAParameterOfManyWordsByItsId) {
  auto was = TestVersion();
  was.mutable_parameters(0)->set_says("Nobody who is younger than this is taken on.");
  auto is = was;
  is.mutable_parameters(0)->set_value("11");
  EXPECT_THAT(Changes(was, is),
              ElementsAre("parameter age-min was 10 years and is 11 years (Nobody who is younger "
                          "than this is taken on)"));
}

TEST(Changes, QuoteWholeSentences) {
  EXPECT_THAT(ChangesBy([](auto& version) { version.mutable_clauses(0)->set_says("Anybody."); }),
              ElementsAre("what is said of clause age was “A young person of 10 to 18” and is "
                          "“Anybody”"));
}

TEST(Changes, NameACapacityByItsPool) {
  EXPECT_THAT(ChangesBy([](auto& version) { version.mutable_pools(0)->set_capacity(22); }),
              ElementsAre("capacity of farm-places was 20 and is 22"));
}

TEST(Changes, TellWhatIsNewAndWhatIsGone) {
  EXPECT_THAT(ChangesBy([](auto& version) {
                version.mutable_clauses(0)->set_id("residence");
                version.mutable_clauses(0)->set_says("Lives in Testshire.");
                version.clear_purchases();
              }),
              ElementsAre("clause residence is new: Lives in Testshire", "clause age is gone",
                          "purchase beds is gone"));
}

TEST(Changes, TellWhatARuleAskedAndAsks) {
  EXPECT_THAT(ChangesBy([](auto& version) {
                version.mutable_clauses(0)
                    ->mutable_rule()
                    ->mutable_some()
                    ->mutable_rule()
                    ->mutable_all()
                    ->mutable_rules(0)
                    ->mutable_compare()
                    ->set_number(11);
              }),
              ElementsAre("what is asked of clause age was “a child: age is from 10 to 18 years” "
                          "and is “a child: age is from 11 to 18 years”"));
}

TEST(Changes, TellOnlyTheLineOfALongRuleThatChanged) {
  auto was = TestVersion();
  *was.mutable_clauses(0)->mutable_rule() = Parsed<common::v1::Rule>(R"(all {
    rules { compare { fact: "age_years" operator: COMPARISON_OPERATOR_AT_LEAST number: 10 } }
    rules { compare { fact: "consent" operator: COMPARISON_OPERATOR_EQUAL flag: true } } })");
  auto is = was;
  is.mutable_clauses(0)
      ->mutable_rule()
      ->mutable_all()
      ->mutable_rules(0)
      ->mutable_compare()
      ->set_number(9);
  EXPECT_THAT(
      Changes(was, is),
      ElementsAre("what is asked of clause age: “age is at least 10 years” is now “age is at "
                  "least 9 years”"));
  is = was;
  is.mutable_clauses(0)->mutable_rule()->mutable_all()->add_rules()->mutable_compare()->set_fact(
      "crisis");
  EXPECT_THAT(Changes(was, is), ElementsAre("what is asked of clause age: “crisis” is new"));
}

TEST(Changes, TellOfWhatStandsDeeper) {
  EXPECT_THAT(ChangesBy([](auto& version) {
                version.mutable_gateway()->set_kind(common::v1::GATEWAY_KIND_DIRECT);
                version.mutable_episode()->set_expected_days_max(0);
                version.mutable_rotas(0)->mutable_shifts(0)->set_until("09:00");
                version.mutable_sites(0)->mutable_parameters(0)->set_value("13");
                version.mutable_purchases(0)->set_amount_pence(50);
              }),
              ElementsAre("kind of the gateway was panel and is direct",
                          "shifts of farm-nights was weekdays Monday, Tuesday, Wednesday, Thursday "
                          "and Friday, from 18:00, until 08:00 and is weekdays Monday, Tuesday, "
                          "Wednesday, Thursday and Friday, from 18:00, until 09:00",
                          "longest expected length in days of the episode was 84 and is not stated",
                          "value of parameter age-min of site upton was 12 and is 13",
                          "amount of purchase beds was £300,000 and is £0.50"));
}

TEST(Changes, TellSourcesOnlyOfOneAndTheSameVersion) {
  auto version = TestVersion();
  version.mutable_clauses(0)->set_source("999 §7");
  EXPECT_THAT(Changes(TestVersion(), version),
              ElementsAre("source of clause age was 999 §2; assumed: both included and is 999 §7"));
}

TEST(Changes, TellThatOptionsAreTriedInAnotherOrder) {
  auto was = TestVersion();
  for (const char* id : {"mst", "fft"}) was.add_options()->set_option_id(id);
  auto is = was;
  is.mutable_options()->SwapElements(0, 1);
  EXPECT_THAT(Changes(was, is), ElementsAre("options are tried in another order: fft then mst"));
}

TEST(Differences, AreNoneWhereAllIsPublishedAsItIs) {
  EXPECT_THAT(Differences({TestVersion()}, {TestVersion()}, Against::kPublished), IsEmpty());
}

TEST(Differences, TellANewVersionAgainstTheLastPublished) {
  auto next = TestVersion();
  next.set_version(2);
  next.set_digest("d2");
  next.set_effective_from("2017-02-27");
  next.mutable_pools(0)->set_capacity(22);
  const auto told = Differences({TestVersion(), next}, {TestVersion()}, Against::kPublished);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(
      told[0].says,
      "T-01 version 2 is not published; from 27 February 2017 it says otherwise than version 1");
  EXPECT_THAT(told[0].changes, ElementsAre("capacity of farm-places was 20 and is 22"));
}

TEST(Differences, TellAProgrammeThatIsNew) {
  const auto told = Differences({TestVersion()}, {}, Against::kPublished);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].says, "T-01 version 1 is not published: Test Farm, new from 18 April 2016");
}

TEST(Differences, TellAPublishedVersionWhoseFileWasChanged) {
  auto changed = TestVersion();
  changed.set_digest("d2");
  changed.mutable_pools(0)->set_capacity(22);
  const auto told = Differences({changed}, {TestVersion()}, Against::kPublished);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].says,
            "T-01 version 1 is published with other contents: a version never changes, "
            "give it the next number");
  EXPECT_THAT(told[0].changes, ElementsAre("capacity of farm-places was 20 and is 22"));
}

TEST(Differences, TellWhatIsInNoFile) {
  const auto told = Differences({}, {TestVersion()}, Against::kPublished);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].says, "T-01 version 1 is published and in no file");
}

TEST(Differences, SpeakOfFoldersWhereTwoAreCompared) {
  auto changed = TestVersion();
  changed.set_digest("d2");
  EXPECT_EQ(Differences({changed}, {TestVersion()}, Against::kFolder)[0].says,
            "T-01 version 1 says otherwise");
  EXPECT_EQ(Differences({TestVersion()}, {}, Against::kFolder)[0].says,
            "T-01 version 1 is not in the other folder: Test Farm, new from 18 April 2016");
}

}  // namespace
}  // namespace kinward::describe
