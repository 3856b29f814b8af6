#include "services/outcomes/domain/programme_copy.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/testing/make.h"
#include "libs/testing/story.h"

namespace kinward::outcomes {
namespace {

using Story = testing::Story<ProgrammeCopy>;

std::string Version(int number, const std::string& digest) {
  return "programme_id: 'T-01' version { programme_id: 'T-01' digest: '" + digest +
         "' version: " + std::to_string(number) + " }";
}
v1::RecordProgrammeVersion Record(int number, const std::string& digest = "one") {
  return testing::Make<v1::RecordProgrammeVersion>(Version(number, digest));
}

TEST(RecordProgrammeVersionTest, KeepsWhatTheVersionSays) {
  EXPECT_EQ(Story().Then(Record(1)).Only<v1::ProgrammeVersionRecorded>(),
            testing::Make<v1::ProgrammeVersionRecorded>(Version(1, "one")));
}
TEST(RecordProgrammeVersionTest, StaysQuietWhenItIsHeardAgain) {
  EXPECT_TRUE(Story().Then(Record(1)).IsQuietOn(Record(1)));
}
TEST(RecordProgrammeVersionTest, TakesVersionsInAnyOrder) {
  const auto story = Story().Then(Record(2, "two")).Then(Record(1));
  EXPECT_EQ(story.last.size(), 1U);
  EXPECT_TRUE(story.IsQuietOn(Record(2, "two")));
}
TEST(RecordProgrammeVersionTest, RefusesAVersionThatChanged) {
  EXPECT_EQ(Story().Then(Record(1)).RuleAgainst(Record(1, "other")),
            v1::REJECTION_PROGRAMME_VERSION_MUST_NOT_CHANGE);
}

}  // namespace
}  // namespace kinward::outcomes
