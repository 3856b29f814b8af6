#include "services/eligibility/reactions/reactions.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "kinward/eligibility/v1/check.pb.h"

namespace kinward::eligibility {
namespace {

host::Heard At(const char* time) {
  host::Heard heard;
  heard.occurred_time = *ParseTime(time);
  return heard;
}

template <typename Command>
const Command& Only(const Commands& commands) {
  EXPECT_EQ(commands.size(), 1U);
  return dynamic_cast<const Command&>(commands.at(0).message());
}

TEST(Reactions, AReceivedReferralIsCheckedAsOfTheDayItArrived) {
  intake::v1::ReferralReceived event;
  event.set_referral_id("r");
  event.set_family_id("f");
  event.set_urgency(intake::v1::URGENCY_IMMEDIATE);
  event.add_reasons("edge-of-care");
  event.add_subjects()->set_person_id("c");
  const auto commands = OnReferralReceived(event, At("2016-07-11T23:30:00Z"));
  const auto& command = Only<v1::CheckEligibility>(commands);
  EXPECT_EQ(command.on(), "2016-07-12");  // past midnight in London
  EXPECT_EQ(command.urgency(), "immediate");
  EXPECT_FALSE(command.has_programme());
  EXPECT_EQ(command.reasons(0), "edge-of-care");
  EXPECT_EQ(command.subjects_size(), 1);
}

TEST(Reactions, AnAmendmentTellsOnlyWhatChanged) {
  intake::v1::ReferralAmended event;
  event.set_referral_id("r");
  event.set_family_id("f");
  const auto commands = OnReferralAmended(event, {});
  EXPECT_FALSE(Only<v1::ProvideInformation>(commands).has_urgency());
  EXPECT_FALSE(Only<v1::ProvideInformation>(commands).has_programme());
}

TEST(Reactions, AnAmendmentAsksForAnotherProgrammeInstead) {
  intake::v1::ReferralAmended event;
  event.set_referral_id("r");
  event.set_programme("T-02");
  const auto commands = OnReferralAmended(event, {});
  EXPECT_EQ(Only<v1::ProvideInformation>(commands).programme(), "T-02");
}

TEST(Reactions, ALegalStatusIsToldToEveryReferralThatNamesThePerson) {
  intake::v1::LegalStatusRecorded event;
  event.set_person_id("c");
  event.set_family_id("f");
  event.set_status("looked-after");
  event.add_referral_ids("r1");
  event.add_referral_ids("r2");
  const auto commands = OnLegalStatusRecorded(event, {});
  ASSERT_EQ(commands.size(), 2U);
  const auto& command = dynamic_cast<const v1::ProvideInformation&>(commands[1].message());
  EXPECT_EQ(command.referral_id(), "r2");
  EXPECT_EQ(command.subjects(0).facts(0).code(), "looked-after");
}

intake::v1::RiskLevelRecorded Risk(const std::string& of, const std::string& level) {
  intake::v1::RiskLevelRecorded event;
  event.set_person_id("c");
  event.set_family_id("f");
  event.set_of(of);
  event.set_level(level);
  event.add_referral_ids("r1");
  event.add_referral_ids("r2");
  return event;
}
TEST(Reactions, ARiskLevelIsToldAsASensitiveFactOfThePerson) {
  const auto commands = OnRiskLevelRecorded(Risk("domestic-abuse", "medium"), {});
  ASSERT_EQ(commands.size(), 2U);
  const auto& second = dynamic_cast<const v1::ProvideInformation&>(commands.at(1).message());
  EXPECT_EQ(second.referral_id(), "r2");
  EXPECT_EQ(second.family_id(), "f");
  ASSERT_EQ(second.sensitive_facts().facts_size(), 1);
  const auto& fact = second.sensitive_facts().facts(0);
  EXPECT_EQ(fact.name(), "domestic_abuse_risk_level");
  EXPECT_EQ(fact.code(), "medium");
  EXPECT_EQ(fact.person_id(), "c");
  EXPECT_TRUE(second.subjects().empty());
}
TEST(Reactions, AVeryHighRiskIsNoLessThanHighAndKeptWithoutItsKind) {
  const auto commands = OnRiskLevelRecorded(Risk("exploitation", "very-high"), {});
  const auto& first = dynamic_cast<const v1::ProvideInformation&>(commands.at(0).message());
  EXPECT_EQ(first.sensitive_facts().facts(0).name(), "exploitation_risk_level");
  EXPECT_EQ(first.sensitive_facts().facts(0).code(), "high");
  ASSERT_EQ(first.subjects_size(), 1);
  EXPECT_EQ(first.subjects(0).person_id(), "c");
  EXPECT_EQ(first.subjects(0).facts(0).name(), "very_high_risk");
  EXPECT_TRUE(first.subjects(0).facts(0).flag());
}
TEST(Reactions, ARiskOfNothingInParticularIsARiskLevel) {
  const auto commands = OnRiskLevelRecorded(Risk("", "low"), {});
  const auto& first = dynamic_cast<const v1::ProvideInformation&>(commands.at(0).message());
  EXPECT_EQ(first.sensitive_facts().facts(0).name(), "risk_level");
}

TEST(Reactions, AConsentThatEndsHasTheOngoingConditionsReviewed) {
  intake::v1::ConsentWithdrawn event;
  event.set_referral_id("r");
  event.set_purpose("larc-consent");
  event.set_person_id("p");
  const auto commands = OnConsentWithdrawn(event, {});
  const auto& fact = Only<v1::ReviewOngoingConditions>(commands).sensitive_facts().facts(0);
  EXPECT_EQ(fact.name(), "larc_consent");
  EXPECT_EQ(fact.person_id(), "p");
  EXPECT_FALSE(fact.flag());
  EXPECT_TRUE(OnConsentExpired({}, {}).empty());  // of no referral
}

TEST(Reactions, EachHasANameOfItsOwn) {
  std::set<std::string> names;
  for (const auto& reaction : Reactions()) EXPECT_TRUE(names.insert(reaction.name).second);
}

}  // namespace
}  // namespace kinward::eligibility
