// What is heard before the referral was checked, and what is left after an erasure.
#include <gtest/gtest.h>

#include "libs/base/programmes.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/preview.h"

namespace kinward::eligibility {
namespace {

using Events = std::vector<EligibilityCheck::Messages::Event>;

template <typename Command>
Command Of() {
  Command command;
  command.set_referral_id("r");
  command.set_family_id("f");
  return command;
}
v1::ReviewOngoingConditions Review(bool holds) {
  auto command = Of<v1::ReviewOngoingConditions>();
  auto& fact = *command.mutable_sensitive_facts()->add_facts();
  fact.set_name("consent");
  fact.set_flag(holds);
  return command;
}
// Decided and applied.
Events Take(EligibilityCheck& check, const auto& command) {
  const auto events = std::get<0>(Decide(check, command, Context{}));
  for (const auto& event : events) {
    std::visit([&check](const auto& one) { Apply(check, one); }, event);
  }
  return events;
}

TEST(ReviewAwaitedTest, KeepsTheNameOfWhatHasEndedAndNoValue) {
  EligibilityCheck check;
  const auto events = Take(check, Review(false));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(std::get<v1::ReviewAwaited>(events[0]).ended(0), "consent");
  EXPECT_EQ(check.family_id, "f");
  EXPECT_TRUE(Take(check, Review(false)).empty());
}
TEST(ReviewAwaitedTest, HasNothingToKeepOfWhatHolds) {
  EligibilityCheck check;
  EXPECT_TRUE(Take(check, Review(true)).empty());
}
TEST(ReviewAwaitedTest, RefusesWhatNamesNoFamily) {
  auto command = Review(false);
  command.clear_family_id();
  const auto answer = Decide(EligibilityCheck{}, command, Context{});
  ASSERT_EQ(answer.index(), 1U);
  EXPECT_EQ(std::get<1>(answer).rule, v1::REJECTION_REFERRAL_MUST_BE_CHECKED);
}

v1::RecordErasure Erase(const std::string& person) {
  auto command = Of<v1::RecordErasure>();
  command.set_person_id(person);
  return command;
}
TEST(RecordErasureTest, SaysWhoseDetailsAreGone) {
  EligibilityCheck check;
  const auto events = Take(check, Erase("c"));
  ASSERT_EQ(events.size(), 1U);
  const auto& erased = std::get<v1::ErasureRecorded>(events[0]);
  EXPECT_EQ(erased.referral_id(), "r");
  EXPECT_EQ(erased.family_id(), "f");
  EXPECT_EQ(erased.person_id(), "c");
}
TEST(RecordErasureTest, StaysQuietOnARetryAndTakesTheNextPerson) {
  EligibilityCheck check;
  Take(check, Erase("c"));
  EXPECT_TRUE(Take(check, Erase("c")).empty());
  EXPECT_EQ(Take(check, Erase("d")).size(), 1U);
}
TEST(RecordErasureTest, KeepsTheFamilyThatWasHeardFirst) {
  EligibilityCheck check;
  Take(check, Review(false));
  auto erase = Erase("c");
  erase.set_family_id("another");
  EXPECT_EQ(std::get<v1::ErasureRecorded>(Take(check, erase).at(0)).family_id(), "f");
}
TEST(RecordErasureTest, ExplainSaysThatItCanNoLongerTell) {
  EligibilityCheck check;
  Take(check, Erase("c"));
  const auto answer = Explain(v1::ExplainRequest{}, check, !check.erased.empty());
  EXPECT_TRUE(answer.erased());
  EXPECT_TRUE(answer.programmes().empty());
}

}  // namespace
}  // namespace kinward::eligibility
