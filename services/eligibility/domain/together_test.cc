// What one decision says of several programmes together.
#include <gtest/gtest.h>

#include "libs/base/programmes.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/preview.h"
#include "services/eligibility/rules/evaluator.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using testing::Code;
using testing::Flag;
using testing::Number;
using testing::Person;

class TogetherTest : public ::testing::Test {
 protected:
  TogetherTest() {
    programmes_.Publish("southwark", testing::TestProgramme("T-01"));
    auto younger = testing::TestProgramme("T-02");
    SetAgeMin(younger, 8);
    younger.mutable_clauses()->DeleteSubrange(3, 1);  // prefers nobody
    programmes_.Publish("southwark", younger);
    auto youngest = testing::TestProgramme("T-03");
    SetAgeMin(youngest, 5);
    programmes_.Publish("southwark", youngest);
    context_.now = *ParseTime("2016-07-12T10:00:00Z");
    context_.council = "southwark";
    context_.programmes = &programmes_;
  }
  static void SetAgeMin(ProgrammeVersion& version, int years) {
    auto& all = *version.mutable_clauses(0)->mutable_rule()->mutable_some()->mutable_rule();
    all.mutable_all()->mutable_rules(0)->mutable_compare()->set_number(years);
  }

  v1::EligibilityDecided Decided(const std::string& asked, int age) const {
    v1::CheckEligibility command;
    command.set_referral_id("r");
    command.set_family_id("f");
    if (!asked.empty()) command.set_programme(asked);
    *command.add_subjects() =
        Person("c", "child", {Number("age_years", age), Code("resident_of", "southwark")});
    *command.add_facts() = Flag("edge_of_care", true);
    *command.add_facts() = Flag("consent", true);
    const auto decision = Decide(EligibilityCheck(), command, context_);
    return std::get<v1::EligibilityDecided>(std::get<0>(decision).at(0));
  }
  static std::vector<std::string> Elsewhere(const v1::ProgrammeOutcome& outcome) {
    return {outcome.elsewhere().begin(), outcome.elsewhere().end()};
  }

  ProgrammeCatalogue programmes_;
  Context context_;
};

TEST_F(TogetherTest, EligibleProgrammesAreRankedByPreferencesMet) {
  const auto event = Decided("", 12);
  EXPECT_EQ(event.programmes(0).rank(), 1);  // T-01 prefers those who live in Southwark
  EXPECT_EQ(event.programmes(2).rank(), 2);
  EXPECT_EQ(event.programmes(1).rank(), 3);
}

TEST_F(TogetherTest, ANearMissNamesWhoWouldAccept) {
  const auto event = Decided("", 9);
  EXPECT_EQ(event.programmes(0).near_miss(), "age");
  EXPECT_EQ(Elsewhere(event.programmes(0)), (std::vector<std::string>{"T-03", "T-02"}));
  EXPECT_EQ(Elsewhere(event.programmes(1)), std::vector<std::string>());
}

TEST_F(TogetherTest, ProgrammesThatNobodyAskedForAreNamedAndNotDecided) {
  const auto event = Decided("T-01", 6);
  ASSERT_EQ(event.programmes_size(), 1);
  EXPECT_EQ(Elsewhere(event.programmes(0)), std::vector<std::string>{"T-03"});
}

TEST_F(TogetherTest, WhereNobodyWouldAcceptNobodyIsNamed) {
  const auto event = Decided("T-01", 3);
  EXPECT_EQ(event.programmes(0).near_miss(), "age");
  EXPECT_EQ(Elsewhere(event.programmes(0)), std::vector<std::string>());
}

TEST_F(TogetherTest, WordsNameTheDayOnWhichAValueWasTold) {
  EXPECT_EQ(Decided("T-01", 12).programmes(0).clauses(0).because(),
            "child: age is 12 years (told on 2016-07-12)");
}

TEST_F(TogetherTest, OfTwoThatFitAlikeTheCouncilsOwnComesFirst) {
  auto theirs = testing::TestProgramme("T-00");
  theirs.set_host_council("leeds");
  auto own = testing::TestProgramme("T-09");
  own.set_host_council("southwark");
  programmes_.Publish("southwark", theirs);
  programmes_.Publish("southwark", own);
  v1::PreviewRequest request;
  request.set_council("southwark");
  *request.add_subjects() = Person("c", "child", {Number("age_years", 12)});
  *request.add_facts() = Flag("edge_of_care", true);
  *request.add_facts() = Flag("consent", true);
  const auto response = Preview(request, programmes_, DateOf(context_.now));
  ASSERT_EQ(response.programmes_size(), 5);
  EXPECT_GT(response.programmes(4).rank(), 0);
  EXPECT_LT(response.programmes(4).rank(), response.programmes(0).rank());
}

TEST_F(TogetherTest, APreviewRanksThoseWithAPlaceFirst) {
  v1::PreviewRequest request;
  request.set_council("southwark");
  *request.add_subjects() = Person("c", "child", {Number("age_years", 12)});
  *request.add_facts() = Flag("edge_of_care", true);
  *request.add_facts() = Flag("consent", true);
  auto response = Preview(request, programmes_, DateOf(context_.now));
  ASSERT_EQ(response.programmes_size(), 3);
  response.mutable_programmes(2)->mutable_place()->set_available(true);
  RankByPlace(response);
  EXPECT_EQ(response.programmes(2).rank(), 1);
  EXPECT_EQ(response.programmes(0).rank(), 2);
  EXPECT_EQ(response.programmes(1).rank(), 3);
}

TEST_F(TogetherTest, APreviewOfOneProgrammeNamesTheOthersThatWouldAccept) {
  v1::PreviewRequest request;
  request.set_council("southwark");
  request.set_programme("T-01");
  *request.add_subjects() = Person("c", "child", {Number("age_years", 6)});
  *request.add_facts() = Flag("edge_of_care", true);
  *request.add_facts() = Flag("consent", true);
  const auto response = Preview(request, programmes_, DateOf(context_.now));
  ASSERT_EQ(response.programmes_size(), 1);
  ASSERT_EQ(response.programmes(0).elsewhere_size(), 1);
  EXPECT_EQ(response.programmes(0).elsewhere(0), "T-03");
}

}  // namespace
}  // namespace kinward::eligibility
