#include "services/referral-intake/domain/contact.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "kinward/intake/v1/referral.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/make.h"
#include "libs/testing/story.h"

namespace kinward::intake {
namespace {

const Time kNow = At(DateFrom(2016, 11, 12), "22:40");

using Story = testing::Story<Contact>;

Story Unknown() { return Story(Context{kNow, {"staff", "duty.worker", {}}, "example"}); }
template <typename Message>
Message Of(const std::string& fields) {
  return testing::Make<Message>("contact_id: 'contact' " + fields);
}
v1::RecordContact RecordOf(const std::string& kind) {
  return Of<v1::RecordContact>("family_id: 'family' source: 'edt-example' kind: CONTACT_KIND_" +
                               kind);
}
v1::TurnIntoReferral Turn(const std::string& referral = "referral") {
  return Of<v1::TurnIntoReferral>(
      "kind: REFERRAL_KIND_FRONT_DOOR urgency: URGENCY_URGENT reasons: 'edge-of-care' "
      "programme: 'T-01' people { person_id: 'child' roles: 'child' } referral_id: '" +
      referral + "'");
}
v1::CloseContact Close() { return Of<v1::CloseContact>("outcome: 'advice-given'"); }
Story Recorded(const std::string& kind = "ADVICE") { return Unknown().Then(RecordOf(kind)); }

TEST(RecordContactTest, IsOfOnePersonAndOfNowUnlessSaid) {
  auto expected = Of<v1::ContactRecorded>(
      "family_id: 'family' source: 'edt-example' kind: CONTACT_KIND_CRISIS headcount: 1");
  *expected.mutable_occurred_time() = ToTimestamp(kNow);
  EXPECT_EQ(Recorded("CRISIS").Only<v1::ContactRecorded>(), expected);
}
TEST(RecordContactTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Recorded().IsQuietOn(RecordOf("ADVICE")));
}
TEST(RecordContactTest, StaysQuietOnARetryOnceItIsClosed) {
  EXPECT_TRUE(Recorded().Then(Close()).IsQuietOn(RecordOf("ADVICE")));
}
TEST(RecordContactTest, RefusesAnIdUsedForAnotherContact) {
  auto elsewhere = RecordOf("ADVICE");
  elsewhere.set_source("school-example");
  auto other_family = RecordOf("ADVICE");
  other_family.set_family_id("other");
  for (const auto& other : {RecordOf("CRISIS"), elsewhere, other_family}) {
    EXPECT_EQ(Recorded().RuleAgainst(other), v1::REJECTION_CONTACT_ID_MUST_NOT_BE_REUSED);
  }
}
TEST(RecordContactTest, RefusesTheFutureAndTakesThisVeryMoment) {
  auto command = RecordOf("ADVICE");
  *command.mutable_occurred_time() = ToTimestamp(kNow + std::chrono::seconds{1});
  EXPECT_EQ(Unknown().RuleAgainst(command), v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
  *command.mutable_occurred_time() = ToTimestamp(kNow);
  EXPECT_EQ(Unknown().Then(command).last.size(), 1U);
}
TEST(RecordContactTest, OutreachCountsHeads) {
  auto outreach = RecordOf("OUTREACH");
  EXPECT_EQ(Unknown().RuleAgainst(outreach), v1::REJECTION_OUTREACH_MUST_HAVE_A_HEADCOUNT);
  outreach.set_headcount(40);
  EXPECT_EQ(Unknown().Then(outreach).Only<v1::ContactRecorded>().headcount(), 40);
}

TEST(TurnIntoReferralTest, BecomesAReferralOfItsFamily) {
  const auto turned = Recorded("CRISIS").Then(Turn()).Only<v1::ContactTurnedIntoReferral>();
  const auto companions = Contact::CompanionsOf(turned);
  ASSERT_EQ(companions.size(), 1U);
  EXPECT_EQ(companions[0].message(),
            testing::Make<v1::ReceiveReferral>(
                "referral_id: 'referral' family_id: 'family' source: 'edt-example' "
                "kind: REFERRAL_KIND_FRONT_DOOR urgency: URGENCY_URGENT reasons: 'edge-of-care' "
                "programme: 'T-01' reference: 'contact' "
                "people { person_id: 'child' roles: 'child' }"));
}
TEST(TurnIntoReferralTest, StaysQuietOnARetryAndRefusesASecondReferral) {
  const auto story = Recorded().Then(Turn());
  EXPECT_TRUE(story.IsQuietOn(Turn()));
  EXPECT_EQ(story.RuleAgainst(Turn("another")), v1::REJECTION_CONTACT_MUST_BE_OPEN);
}
TEST(TurnIntoReferralTest, RefusesAContactNeverRecorded) {
  EXPECT_EQ(Unknown().RuleAgainst(Turn()), v1::REJECTION_CONTACT_MUST_BE_KNOWN);
}
TEST(TurnIntoReferralTest, RefusesAContactThatWasClosed) {
  EXPECT_EQ(Recorded().Then(Close()).RuleAgainst(Turn()), v1::REJECTION_CONTACT_MUST_BE_OPEN);
}
TEST(TurnIntoReferralTest, RefusesACrowd) {
  auto outreach = RecordOf("OUTREACH");
  outreach.set_headcount(40);
  EXPECT_EQ(Unknown().Then(outreach).RuleAgainst(Turn()),
            v1::REJECTION_OUTREACH_MUST_NOT_BECOME_A_REFERRAL);
}

TEST(CloseContactTest, SaysWhatCameOfIt) {
  EXPECT_EQ(Recorded().Then(Close()).Only<v1::ContactClosed>(),
            Of<v1::ContactClosed>("outcome: 'advice-given'"));
}
TEST(CloseContactTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Recorded().Then(Close()).IsQuietOn(Close()));
}
TEST(CloseContactTest, StaysQuietOnceItBecameAReferral) {
  EXPECT_TRUE(Recorded().Then(Turn()).IsQuietOn(Close()));
}
TEST(CloseContactTest, RefusesAContactNeverRecorded) {
  EXPECT_EQ(Unknown().RuleAgainst(Close()), v1::REJECTION_CONTACT_MUST_BE_KNOWN);
}

}  // namespace
}  // namespace kinward::intake
