#include "services/eligibility/domain/candidates.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/testing/make.h"
#include "libs/testing/story.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using kinward::testing::Make;

// T-01 is looked for; T-02 is what everybody asked for.
class CandidatesTest : public ::testing::Test {
 protected:
  CandidatesTest() {
    programmes_.Publish("southwark", testing::TestProgramme("T-01"));
    programmes_.Publish("southwark", testing::TestProgramme("T-02"));
    request_ = Make<v1::FindCandidatesRequest>("council: 'southwark' programme: 'T-01'");
  }

  EligibilityCheck Checked(const std::string& family, const std::vector<Fact>& facts,
                           const std::string& asked = "T-02",
                           const std::string& on = "2016-07-12") const {
    Context context{*ParseTime("2016-07-12T10:00:00Z"), {"system", "a", {}}, "southwark"};
    context.programmes = &programmes_;
    auto command = Make<v1::CheckEligibility>("referral_id: 'r'");
    command.set_family_id(family);
    command.set_programme(asked);
    command.set_on(on);
    *command.add_subjects() = testing::Person("c", "child", facts);
    return kinward::testing::Story<EligibilityCheck>(context).Then(command).state;
  }
  CandidateSearch Search() {
    return {request_, *programmes_.Newest("southwark", "T-01"), programmes_, "2016-09-01"};
  }

  ProgrammeCatalogue programmes_;
  v1::FindCandidatesRequest request_;
};

const std::vector<Fact> kOldEnough = {testing::Number("age_years", 13)};
const std::vector<Fact> kAtRisk = {testing::Number("age_years", 13), testing::Flag("in_care", true),
                                   testing::Flag("reunification_plan", true)};

TEST_F(CandidatesTest, AnswersIdsAndClausesAndWhatIsUndecided) {
  auto search = Search();
  search.LookAt("r1", Checked("f1", kAtRisk));
  const auto found = search.Found();
  EXPECT_EQ(found.on(), "2016-09-01");
  EXPECT_EQ(found.version(), 1);
  EXPECT_EQ(found.looked_at(), 1);
  ASSERT_EQ(found.candidates_size(), 1);
  const auto& candidate = found.candidates(0);
  EXPECT_EQ(candidate.family_id(), "f1");
  EXPECT_EQ(candidate.referral_id(), "r1");
  EXPECT_EQ(candidate.person_ids(0), "c");
  EXPECT_EQ(candidate.known_on(), "2016-07-12");
  EXPECT_EQ(candidate.outcome(), v1::OUTCOME_NEEDS_INFORMATION);
  EXPECT_EQ(candidate.clauses(2).result(), v1::CLAUSE_RESULT_UNDECIDED);
  EXPECT_EQ(candidate.questions(0).fact(), "consent");
}
TEST_F(CandidatesTest, TheFewestUndecidedClausesComeFirst) {
  auto search = Search();
  search.LookAt("r1", Checked("f1", kOldEnough));
  search.LookAt("r2", Checked("f2", kAtRisk));
  const auto found = search.Found();
  ASSERT_EQ(found.candidates_size(), 2);
  EXPECT_EQ(found.candidates(0).family_id(), "f2");
}
TEST_F(CandidatesTest, AFamilyLookedAtForItInAnyReferralIsNone) {
  auto search = Search();
  search.LookAt("r1", Checked("f1", kAtRisk));
  search.LookAt("r2", Checked("f1", {}, "T-01", "2016-01-01"));
  EXPECT_TRUE(search.Found().candidates().empty());
}
TEST_F(CandidatesTest, AFamilyIsAnsweredOnceByWhatIsKnownBest) {
  auto search = Search();
  search.LookAt("r1", Checked("f1", kOldEnough));
  search.LookAt("r2", Checked("f1", kAtRisk));
  search.LookAt("r3", Checked("f1", kOldEnough, "T-02", "2016-01-01"));
  const auto found = search.Found();
  ASSERT_EQ(found.candidates_size(), 1);
  EXPECT_EQ(found.candidates(0).referral_id(), "r2");
}
TEST_F(CandidatesTest, NobodyIsOneWhoFailsAClauseOrForWhomNothingSpeaks) {
  auto search = Search();
  search.LookAt("r1", Checked("f1", {testing::Number("age_years", 9)}));
  search.LookAt("r2", Checked("f2", {}));
  search.LookAt("r3", EligibilityCheck{});
  EXPECT_TRUE(search.Found().candidates().empty());
}
TEST_F(CandidatesTest, WhoseFactsAreErasedCannotBeSaid) {
  auto erased = Checked("f1", kAtRisk);
  erased.erased.insert("c");
  auto search = Search();
  search.LookAt("r1", erased);
  EXPECT_EQ(search.Found().cannot_say(), 1);
  EXPECT_TRUE(search.Found().candidates().empty());
}
TEST_F(CandidatesTest, LooksAtThePeriodAndAnswersSoMany) {
  request_.set_from("2016-01-01");
  request_.set_until("2016-12-31");
  request_.set_limit(1);
  auto search = Search();
  search.LookAt("r1", Checked("f1", kAtRisk));
  search.LookAt("r2", Checked("f2", kAtRisk));
  search.LookAt("r3", Checked("f3", kAtRisk, "T-02", "2017-01-01"));
  EXPECT_EQ(search.Found().looked_at(), 2);
  EXPECT_EQ(search.Found().candidates_size(), 1);
  EXPECT_EQ(search.Found().left_off(), 1);
}
TEST_F(CandidatesTest, WhereItIsNotLicensedThereAreNone) {
  auto licensed = testing::TestProgramme("T-01");
  licensed.mutable_licence()->set_holder("Example Network");
  CandidateSearch search(request_, licensed, programmes_, "2016-09-01");
  search.LookAt("r1", Checked("f1", kAtRisk));
  EXPECT_TRUE(search.Found().candidates().empty());
}

}  // namespace
}  // namespace kinward::eligibility
