#include "services/referral-intake/domain/partner.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/calendar/calendar.h"
#include "libs/testing/make.h"
#include "libs/testing/story.h"

namespace kinward::intake {
namespace {

using Story = testing::Story<Partner>;

template <typename Message>
Message Of(const std::string& fields = "") {
  return testing::Make<Message>("partner_id: 'police-example' " + fields);
}
v1::RegisterPartner Register() {
  return Of<v1::RegisterPartner>(
      "name: 'Example Police' source: 'urn:kinward:partner:police-example' agency: 'police'");
}
v1::GrantAgreement Grant(const std::string& until) {
  return Of<v1::GrantAgreement>(
      "agreement_id: 'sharing-2016' types: 'kinward.partner.referral-submitted.v1' "
      "fields: 'reasons' until: '" +
      until + "'");
}
v1::SuspendPartner Suspend() { return Of<v1::SuspendPartner>("reason: 'secret-leaked'"); }
v1::RotateCredential Rotate(const std::string& hash, const std::string& client = "police-example") {
  auto command = Of<v1::RotateCredential>();
  command.set_client_id(client);
  command.set_secret_hash(hash);
  return command;
}
Story Unknown() {
  return Story(Context{
      At(DateFrom(2016, 11, 12), "22:40"), {"staff", "ops.lead", {"operations"}}, "example"});
}
Story Registered() { return Unknown().Then(Register()); }

TEST(RegisterPartnerTest, NamesTheSourceThatItMustSend) {
  EXPECT_EQ(Unknown().Then(Register()).Only<v1::PartnerRegistered>(),
            Of<v1::PartnerRegistered>("name: 'Example Police' agency: 'police' "
                                      "source: 'urn:kinward:partner:police-example'"));
}
TEST(RegisterPartnerTest, StaysQuietOnARetryEvenWhileSuspended) {
  EXPECT_TRUE(Registered().IsQuietOn(Register()));
  EXPECT_TRUE(Registered().Then(Suspend()).IsQuietOn(Register()));
}
TEST(RegisterPartnerTest, RefusesAnotherAgencyUnderTheSameId) {
  auto renamed = Register();
  renamed.set_name("Another Police");
  auto elsewhere = Register();
  elsewhere.set_source("urn:kinward:partner:another");
  auto of_health = Register();
  of_health.set_agency("health");
  for (const auto& other : {renamed, elsewhere, of_health}) {
    EXPECT_EQ(Registered().RuleAgainst(other), v1::REJECTION_PARTNER_ID_MUST_NOT_BE_REUSED);
  }
}

TEST(GrantAgreementTest, SaysWhatMayBeSentAndUntilWhen) {
  EXPECT_EQ(Registered().Then(Grant("2017-03-31")).Only<v1::AgreementGranted>(),
            Of<v1::AgreementGranted>(
                "agreement_id: 'sharing-2016' types: 'kinward.partner.referral-submitted.v1' "
                "fields: 'reasons' until: '2017-03-31'"));
}
TEST(GrantAgreementTest, StaysQuietOnARetryEvenAfterItsLastDay) {
  auto story = Registered().Then(Grant("2016-11-12"));
  EXPECT_TRUE(story.IsQuietOn(Grant("2016-11-12")));
  EXPECT_TRUE(story.At(At(DateFrom(2016, 11, 13), "09:00")).IsQuietOn(Grant("2016-11-12")));
}
TEST(GrantAgreementTest, IsProlongedUnderItsOwnName) {
  const auto story = Registered().Then(Grant("2016-11-30")).Then(Grant("2017-11-30"));
  EXPECT_EQ(story.state.agreements.size(), 1U);
  EXPECT_EQ(story.state.agreements.at("sharing-2016").until, "2017-11-30");
}
TEST(GrantAgreementTest, RefusesOneThatIsOverOrNeverEndsAndTakesOneOfToday) {
  for (const char* until : {"2016-11-11", ""}) {
    EXPECT_EQ(Registered().RuleAgainst(Grant(until)),
              v1::REJECTION_AGREEMENT_MUST_NOT_END_IN_THE_PAST);
  }
  EXPECT_EQ(Registered().Then(Grant("2016-11-12")).last.size(), 1U);
}
TEST(GrantAgreementTest, RefusesAPartnerNotRegistered) {
  EXPECT_EQ(Unknown().RuleAgainst(Grant("2017-03-31")), v1::REJECTION_PARTNER_MUST_BE_REGISTERED);
}

TEST(SuspendPartnerTest, SaysWhy) {
  const auto story = Registered().Then(Suspend());
  EXPECT_EQ(story.Only<v1::PartnerSuspended>(),
            Of<v1::PartnerSuspended>("reason: 'secret-leaked'"));
  EXPECT_TRUE(story.state.suspended);
}
TEST(SuspendPartnerTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Registered().Then(Suspend()).IsQuietOn(Suspend()));
}
TEST(SuspendPartnerTest, RefusesAPartnerNotRegistered) {
  EXPECT_EQ(Unknown().RuleAgainst(Suspend()), v1::REJECTION_PARTNER_MUST_BE_REGISTERED);
}

TEST(ReinstatePartnerTest, EndsTheSuspensionAndKeepsTheAgreements) {
  const auto story =
      Registered().Then(Grant("2017-03-31")).Then(Suspend()).Then(Of<v1::ReinstatePartner>());
  EXPECT_EQ(story.Only<v1::PartnerReinstated>(), Of<v1::PartnerReinstated>());
  EXPECT_FALSE(story.state.suspended);
  EXPECT_EQ(story.state.agreements.size(), 1U);
}
TEST(ReinstatePartnerTest, StaysQuietForOneThatIsNotSuspended) {
  EXPECT_TRUE(Registered().IsQuietOn(Of<v1::ReinstatePartner>()));
}
TEST(ReinstatePartnerTest, RefusesAPartnerNotRegistered) {
  EXPECT_EQ(Unknown().RuleAgainst(Of<v1::ReinstatePartner>()),
            v1::REJECTION_PARTNER_MUST_BE_REGISTERED);
}

TEST(RotateCredentialTest, KeepsTheHashOfTheSecretAlone) {
  EXPECT_EQ(Registered().Then(Rotate("hash")).Only<v1::CredentialRotated>(),
            Of<v1::CredentialRotated>("client_id: 'police-example' secret_hash: 'hash'"));
}
TEST(RotateCredentialTest, ReplacesTheSecretBefore) {
  EXPECT_EQ(Registered().Then(Rotate("hash")).Then(Rotate("newer")).state.secret_hash, "newer");
}
TEST(RotateCredentialTest, StaysQuietOnARetryEvenWhileSuspended) {
  const auto story = Registered().Then(Rotate("hash")).Then(Suspend());
  EXPECT_TRUE(story.IsQuietOn(Rotate("hash")));
  EXPECT_EQ(story.RuleAgainst(Rotate("hash", "another-client")),
            v1::REJECTION_PARTNER_MUST_NOT_BE_SUSPENDED);
}
TEST(RotateCredentialTest, RefusesANewSecretUntilReinstated) {
  auto story = Registered().Then(Suspend());
  EXPECT_EQ(story.RuleAgainst(Rotate("hash")), v1::REJECTION_PARTNER_MUST_NOT_BE_SUSPENDED);
  EXPECT_EQ(story.Then(Of<v1::ReinstatePartner>()).Then(Rotate("hash")).last.size(), 1U);
}
TEST(RotateCredentialTest, RefusesAPartnerNotRegistered) {
  EXPECT_EQ(Unknown().RuleAgainst(Rotate("hash")), v1::REJECTION_PARTNER_MUST_BE_REGISTERED);
}

}  // namespace
}  // namespace kinward::intake
