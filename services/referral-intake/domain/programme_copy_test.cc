#include "services/referral-intake/domain/programme_copy.h"

#include <gtest/gtest.h>

#include "libs/testing/make.h"
#include "libs/testing/story.h"

namespace kinward::intake {
namespace {

using Story = testing::Story<ProgrammeCopy>;

v1::RecordProgrammeVersion Version(int number, const std::string& digest) {
  return testing::Make<v1::RecordProgrammeVersion>(
      "programme_id: 'T-01' version { version: " + std::to_string(number) + " digest: '" + digest +
      "' triggers { on: 'missing' } }");
}

TEST(RecordProgrammeVersionTest, KeepsItWithItsTriggers) {
  const auto recorded = Story().Then(Version(1, "a")).Only<v1::ProgrammeVersionRecorded>();
  EXPECT_EQ(recorded.version().triggers(0).on(), "missing");
}
TEST(RecordProgrammeVersionTest, TakesVersionsInAnyOrder) {
  EXPECT_EQ(Story().Then(Version(2, "b")).Then(Version(1, "a")).state.digests.size(), 2U);
}
TEST(RecordProgrammeVersionTest, StaysQuietOnARepeat) {
  EXPECT_TRUE(Story().Then(Version(1, "a")).IsQuietOn(Version(1, "a")));
}
TEST(RecordProgrammeVersionTest, RefusesAnotherUnderTheSameNumber) {
  EXPECT_EQ(Story().Then(Version(1, "a")).RuleAgainst(Version(1, "b")),
            v1::REJECTION_PROGRAMME_VERSION_MUST_NOT_CHANGE);
}

v1::RecordProgrammeWithdrawal Withdraw(const std::string& from) {
  return testing::Make<v1::RecordProgrammeWithdrawal>("programme_id: 'T-01' from: '" + from + "'");
}

TEST(RecordProgrammeWithdrawalTest, EndsWhatItObliges) {
  auto version = Version(1, "a");
  version.mutable_version()->set_programme_id("T-01");
  version.mutable_version()->set_effective_from("2016-04-01");
  auto story = Story().Then(version);
  ProgrammeCatalogue programmes;
  Hear(programmes, "wolverhampton", story.Only<v1::ProgrammeVersionRecorded>());
  EXPECT_EQ(programmes.InForce("wolverhampton", "2016-11-12").size(), 1U);
  story.Then(Withdraw("2016-11-12"));
  Hear(programmes, "wolverhampton", story.Only<v1::ProgrammeWithdrawalRecorded>());
  EXPECT_EQ(programmes.InForce("wolverhampton", "2016-11-11").size(), 1U);
  EXPECT_TRUE(programmes.InForce("wolverhampton", "2016-11-12").empty());
}
TEST(RecordProgrammeWithdrawalTest, MayBeHeardBeforeItsVersion) {
  auto story = Story().Then(Withdraw("2016-11-12")).Then(Version(1, "a"));
  EXPECT_EQ(story.state.withdrawn_from, "2016-11-12");
}
TEST(RecordProgrammeWithdrawalTest, StaysQuietOnARepeat) {
  EXPECT_TRUE(Story().Then(Withdraw("2016-11-12")).IsQuietOn(Withdraw("2016-11-12")));
}

}  // namespace
}  // namespace kinward::intake
