// The small aggregates at intake's edge: contacts, partners, consents, held messages.
#include <gtest/gtest.h>

#include "kinward/intake/v1/referral.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"
#include "services/referral-intake/domain/consent.h"
#include "services/referral-intake/domain/contact.h"
#include "services/referral-intake/domain/held_message.h"
#include "services/referral-intake/domain/partner.h"

namespace kinward::intake {
namespace {

const Context kContext{
    At(DateFrom(2016, 11, 12), "22:40"), {"staff", "duty.worker", {}}, "example"};

template <typename State>
class StoryOf {
 public:
  using Answer = Decision<typename State::Messages::Event, v1::Rejection>;
  using Events = std::vector<typename State::Messages::Event>;
  StoryOf& Then(const auto& command) {
    const Answer answer = Decide(state, command, kContext);
    EXPECT_TRUE(std::holds_alternative<Events>(answer));
    last = std::get<Events>(answer);
    for (const auto& event : last) {
      std::visit([&](const auto& one) { Apply(state, one); }, event);
    }
    return *this;
  }
  [[nodiscard]] bool IsQuietOn(const auto& command) const {
    return Decide(state, command, kContext) == Answer{Events{}};
  }
  [[nodiscard]] v1::Rejection RuleAgainst(const auto& command) const {
    const Answer answer = Decide(state, command, kContext);
    const auto* refusal = std::get_if<Refusal<v1::Rejection>>(&answer);
    return refusal == nullptr ? v1::REJECTION_UNSPECIFIED : refusal->rule;
  }
  State state;
  Events last;
};

v1::RecordContact ContactOf(v1::ContactKind kind) {
  v1::RecordContact command;
  command.set_contact_id("contact");
  command.set_family_id("family");
  command.set_kind(kind);
  command.set_source("edt-example");
  return command;
}
v1::TurnIntoReferral Turn() {
  v1::TurnIntoReferral command;
  command.set_contact_id("contact");
  command.set_referral_id("referral");
  command.add_people()->set_person_id("child");
  return command;
}
TEST(ContactTest, BecomesAReferralOfItsFamily) {
  auto story = StoryOf<Contact>().Then(ContactOf(v1::CONTACT_KIND_CRISIS)).Then(Turn());
  const auto companions =
      Contact::CompanionsOf(std::get<v1::ContactTurnedIntoReferral>(story.last[0]));
  const auto& receive = dynamic_cast<const v1::ReceiveReferral&>(companions[0].message());
  EXPECT_EQ(receive.family_id(), "family");
  EXPECT_EQ(receive.source(), "edt-example");
  EXPECT_TRUE(story.IsQuietOn(Turn()));
}
TEST(ContactTest, RefusesAReferralAfterItsClose) {
  v1::CloseContact close;
  auto story = StoryOf<Contact>().Then(ContactOf(v1::CONTACT_KIND_ADVICE)).Then(close);
  EXPECT_EQ(story.RuleAgainst(Turn()), v1::REJECTION_CONTACT_MUST_BE_OPEN);
  EXPECT_TRUE(story.IsQuietOn(close));
}
TEST(ContactTest, OutreachCountsHeadsAndIsNoFamily) {
  auto outreach = ContactOf(v1::CONTACT_KIND_OUTREACH);
  EXPECT_EQ(StoryOf<Contact>().RuleAgainst(outreach), v1::REJECTION_OUTREACH_MUST_HAVE_A_HEADCOUNT);
  outreach.set_headcount(40);
  EXPECT_EQ(StoryOf<Contact>().Then(outreach).RuleAgainst(Turn()),
            v1::REJECTION_OUTREACH_MUST_NOT_BECOME_A_REFERRAL);
}
TEST(ContactTest, RefusesTheUnknownTheReusedAndTheFuture) {
  EXPECT_EQ(StoryOf<Contact>().RuleAgainst(Turn()), v1::REJECTION_CONTACT_MUST_BE_KNOWN);
  auto story = StoryOf<Contact>().Then(ContactOf(v1::CONTACT_KIND_ADVICE));
  EXPECT_EQ(story.RuleAgainst(ContactOf(v1::CONTACT_KIND_CRISIS)),
            v1::REJECTION_CONTACT_ID_MUST_NOT_BE_REUSED);
  auto later = ContactOf(v1::CONTACT_KIND_CRISIS);
  *later.mutable_occurred_time() = ToTimestamp(kContext.now + std::chrono::hours{1});
  EXPECT_EQ(StoryOf<Contact>().RuleAgainst(later), v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
}

v1::RegisterPartner Register() {
  v1::RegisterPartner command;
  command.set_partner_id("police-example");
  command.set_name("Example Police");
  command.set_source("urn:kinward:partner:police-example");
  return command;
}
v1::GrantAgreement Grant(const std::string& until) {
  v1::GrantAgreement command;
  command.set_partner_id("police-example");
  command.set_agreement_id("sharing-2016");
  command.add_types("kinward.partner.referral-submitted.v1");
  command.set_until(until);
  return command;
}
v1::RotateCredential Rotate(const std::string& hash) {
  v1::RotateCredential command;
  command.set_client_id("police-example");
  command.set_secret_hash(hash);
  return command;
}
TEST(PartnerTest, HoldsItsAgreementAndTheHashOfItsSecret) {
  auto story = StoryOf<Partner>().Then(Register()).Then(Grant("2016-11-12")).Then(Rotate("hash"));
  EXPECT_EQ(story.state.agreements.at("sharing-2016").until, "2016-11-12");
  EXPECT_EQ(story.state.secret_hash, "hash");
  EXPECT_TRUE(story.IsQuietOn(Register()));
  EXPECT_TRUE(story.IsQuietOn(Grant("2016-11-12")));
  EXPECT_TRUE(story.IsQuietOn(Rotate("hash")));
}
TEST(PartnerTest, RefusesAnAgreementThatIsOver) {
  EXPECT_EQ(StoryOf<Partner>().Then(Register()).RuleAgainst(Grant("2016-11-11")),
            v1::REJECTION_AGREEMENT_MUST_NOT_END_IN_THE_PAST);
}
TEST(PartnerTest, RefusesANewSecretWhileSuspended) {
  auto story = StoryOf<Partner>().Then(Register()).Then(v1::SuspendPartner{});
  EXPECT_EQ(story.RuleAgainst(Rotate("hash")), v1::REJECTION_PARTNER_MUST_NOT_BE_SUSPENDED);
  EXPECT_EQ(story.Then(v1::ReinstatePartner{}).RuleAgainst(Rotate("hash")),
            v1::REJECTION_UNSPECIFIED);
}
TEST(PartnerTest, RefusesTheUnknownAndTheReused) {
  EXPECT_EQ(StoryOf<Partner>().RuleAgainst(Rotate("hash")),
            v1::REJECTION_PARTNER_MUST_BE_REGISTERED);
  auto other = Register();
  other.set_source("urn:kinward:partner:another");
  EXPECT_EQ(StoryOf<Partner>().Then(Register()).RuleAgainst(other),
            v1::REJECTION_PARTNER_ID_MUST_NOT_BE_REUSED);
}

v1::GiveConsent Give(const std::string& until = "") {
  v1::GiveConsent command;
  command.set_consent_id("consent");
  command.set_family_id("family");
  command.set_person_id("parent");
  command.set_purpose("contraception");
  command.set_referral_id("referral");
  if (!until.empty()) command.set_until(until);
  return command;
}
TEST(ConsentTest, RunsOutAfterItsLastDay) {
  auto story = StoryOf<Consent>().Then(Give("2016-11-12"));
  const Effects effects = Consent::EffectsOf(std::get<v1::ConsentGiven>(story.last[0]));
  ASSERT_EQ(effects.timers.size(), 1U);
  EXPECT_EQ(effects.timers[0].due, StartOf(DateFrom(2016, 11, 13)));
  EXPECT_EQ(story.Then(v1::ExpireConsent{}).state.state, ConsentState::kExpired);
  EXPECT_EQ(story.RuleAgainst(v1::WithdrawConsent{}), v1::REJECTION_CONSENT_MUST_BE_IN_FORCE);
}
TEST(ConsentTest, ItsWithdrawalNamesTheHelpThatDependsOnIt) {
  auto story = StoryOf<Consent>().Then(Give()).Then(v1::WithdrawConsent{});
  const auto& withdrawn = std::get<v1::ConsentWithdrawn>(story.last[0]);
  EXPECT_EQ(withdrawn.referral_id(), "referral");
  EXPECT_EQ(Consent::EffectsOf(withdrawn).cancelled_timers.size(), 1U);
  EXPECT_TRUE(story.IsQuietOn(v1::WithdrawConsent{}));
  EXPECT_TRUE(story.IsQuietOn(v1::ExpireConsent{}));
}
TEST(ConsentTest, RefusesThePastTheReusedAndTheUnknown) {
  EXPECT_EQ(StoryOf<Consent>().RuleAgainst(Give("2016-11-11")),
            v1::REJECTION_CONSENT_MUST_NOT_END_IN_THE_PAST);
  EXPECT_EQ(StoryOf<Consent>().Then(Give()).RuleAgainst(Give("2017-01-01")),
            v1::REJECTION_CONSENT_ID_MUST_NOT_BE_REUSED);
  EXPECT_EQ(StoryOf<Consent>().RuleAgainst(v1::WithdrawConsent{}),
            v1::REJECTION_CONSENT_MUST_BE_KNOWN);
}

v1::HoldMessage Hold(const std::string& receipt) {
  v1::HoldMessage command;
  command.set_held_id("held");
  command.set_partner_id("police-example");
  command.set_receipt(receipt);
  return command;
}
TEST(HeldMessageTest, IsDecidedOnce) {
  auto story = StoryOf<HeldMessage>().Then(Hold("R-1"));
  EXPECT_TRUE(story.IsQuietOn(Hold("R-1")));
  EXPECT_EQ(story.RuleAgainst(Hold("R-2")), v1::REJECTION_MESSAGE_ID_MUST_NOT_BE_REUSED);
  story.Then(v1::ReleaseMessage{});
  EXPECT_TRUE(story.IsQuietOn(v1::ReleaseMessage{}));
  EXPECT_EQ(story.RuleAgainst(v1::RefuseMessage{}), v1::REJECTION_MESSAGE_MUST_BE_HELD);
}
TEST(HeldMessageTest, RefusesTheUnknown) {
  EXPECT_EQ(StoryOf<HeldMessage>().RuleAgainst(v1::RefuseMessage{}),
            v1::REJECTION_MESSAGE_MUST_BE_KNOWN);
}

}  // namespace
}  // namespace kinward::intake
