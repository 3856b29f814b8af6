#include "services/referral-intake/domain/held_message.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/testing/make.h"
#include "libs/testing/story.h"

namespace kinward::intake {
namespace {

using Story = testing::Story<HeldMessage>;

const std::string kWhat =
    "partner_id: 'police-example' type: 'kinward.partner.referral-submitted.v1' "
    "cause: 'agreement-expired' urgency: 'immediate' message { event: '{}' } receipt: 'R-1'";

template <typename Message>
Message Of(const std::string& fields) {
  return testing::Make<Message>("held_id: 'held' " + fields);
}
v1::HoldMessage Hold() { return Of<v1::HoldMessage>(kWhat); }
v1::ReleaseMessage Release() { return Of<v1::ReleaseMessage>("referral_id: 'referral'"); }
v1::RefuseMessage Refuse() { return Of<v1::RefuseMessage>("reason: 'not-ours'"); }
Story Held() { return Story().Then(Hold()); }

TEST(HoldMessageTest, KeepsItWithItsReceiptAndTheCause) {
  EXPECT_EQ(Story().Then(Hold()).Only<v1::MessageHeld>(), Of<v1::MessageHeld>(kWhat));
}
TEST(HoldMessageTest, StaysQuietOnARetryWhateverWasDecided) {
  EXPECT_TRUE(Held().IsQuietOn(Hold()));
  EXPECT_TRUE(Held().Then(Release()).IsQuietOn(Hold()));
  EXPECT_TRUE(Held().Then(Refuse()).IsQuietOn(Hold()));
}
TEST(HoldMessageTest, RefusesAnotherMessageUnderTheSameId) {
  auto later = Hold();
  later.set_receipt("R-2");
  auto of_another = Hold();
  of_another.set_partner_id("school-example");
  for (const auto& other : {later, of_another}) {
    EXPECT_EQ(Held().RuleAgainst(other), v1::REJECTION_MESSAGE_ID_MUST_NOT_BE_REUSED);
  }
}

TEST(ReleaseMessageTest, NamesWhatItBecame) {
  EXPECT_EQ(Held().Then(Release()).Only<v1::MessageReleased>(),
            Of<v1::MessageReleased>("referral_id: 'referral'"));
}
TEST(ReleaseMessageTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Held().Then(Release()).IsQuietOn(Release()));
}
TEST(ReleaseMessageTest, RefusesWhatWasRefused) {
  EXPECT_EQ(Held().Then(Refuse()).RuleAgainst(Release()), v1::REJECTION_MESSAGE_MUST_BE_HELD);
}
TEST(ReleaseMessageTest, RefusesTheUnknown) {
  EXPECT_EQ(Story().RuleAgainst(Release()), v1::REJECTION_MESSAGE_MUST_BE_KNOWN);
}

TEST(RefuseMessageTest, SaysWhy) {
  EXPECT_EQ(Held().Then(Refuse()).Only<v1::MessageRefused>(),
            Of<v1::MessageRefused>("reason: 'not-ours'"));
}
TEST(RefuseMessageTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Held().Then(Refuse()).IsQuietOn(Refuse()));
}
TEST(RefuseMessageTest, RefusesWhatWasReleased) {
  EXPECT_EQ(Held().Then(Release()).RuleAgainst(Refuse()), v1::REJECTION_MESSAGE_MUST_BE_HELD);
}
TEST(RefuseMessageTest, RefusesTheUnknown) {
  EXPECT_EQ(Story().RuleAgainst(Refuse()), v1::REJECTION_MESSAGE_MUST_BE_KNOWN);
}

}  // namespace
}  // namespace kinward::intake
