#include <gtest/gtest.h>

#include "libs/base/uuid.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"
#include "services/referral-intake/domain/referral.h"

namespace kinward::intake {
namespace {

using Events = std::vector<Referral::Messages::Event>;

const Time kNow = At(DateFrom(2016, 11, 12), "10:00");
const std::string kReferral = "01930000-0000-7000-8000-000000000001";
const std::string kFamily = "01930000-0000-7000-8000-00000000000f";
const Actor kPartner{"partner", "police-example", {}};

ReferralAnswer Answer(const Referral& referral, const auto& command) {
  return Decide(referral, command, Context{kNow, kPartner, "example"});
}
// Decided and applied; it must be accepted.
Events Take(Referral& referral, const auto& command) {
  const ReferralAnswer answer = Answer(referral, command);
  EXPECT_TRUE(std::holds_alternative<Events>(answer)) << command.GetTypeName();
  if (!std::holds_alternative<Events>(answer)) return {};
  for (const auto& event : std::get<Events>(answer)) {
    std::visit([&](const auto& one) { Apply(referral, one); }, event);
  }
  return std::get<Events>(answer);
}
v1::SubmitReferral Submit() {
  v1::SubmitReferral command;
  command.set_referral_id(kReferral);
  command.set_family_id(kFamily);
  command.set_urgency(v1::URGENCY_ROUTINE);
  command.add_reasons("edge-of-care");
  command.set_programme("T-01");
  command.set_source("police-example");
  command.set_lawful_basis("legal-obligation");
  command.set_occurred_on("2016-11-01");
  command.set_one_open_per_family(true);
  command.set_late_reason("told of it late");
  command.mutable_purpose()->set_text("a safe home");
  return command;
}
Referral Submitted() {
  Referral referral;
  Take(referral, Submit());
  return referral;
}
v1::AmendReferral Amend() {
  v1::AmendReferral command;
  command.set_referral_id(kReferral);
  return command;
}
v1::AmendReferral AskFor(const std::string& programme) {
  auto command = Amend();
  command.set_programme(programme);
  return command;
}
v1::RecordCaseOpened CaseOpened() {
  v1::RecordCaseOpened command;
  command.set_referral_id(kReferral);
  command.set_case_id(UuidFrom(*Uuid::Parse(kReferral), "T-01").ToString());
  return command;
}
v1::ReferralAmended AmendedIn(const Events& events) {
  return events.empty() ? v1::ReferralAmended{} : std::get<v1::ReferralAmended>(events.at(0));
}
ReferralAnswer Refused(v1::Rejection rule) { return Refusal<v1::Rejection>{rule}; }

TEST(SubmitReferralTest, KeepsPurposeAndLateReasonWhereTheyAreSealed) {
  Referral referral;
  const auto events = Take(referral, Submit());
  const auto& received = std::get<v1::ReferralReceived>(events.at(0));
  EXPECT_EQ(received.purpose().text(), "a safe home");
  EXPECT_EQ(received.late_reason_details().text(), "told of it late");
  EXPECT_EQ(received.late_reason(), "");
}

TEST(AmendReferralTest, ChangesWhatDiffersAndNothingElse) {
  Referral referral = Submitted();
  auto amend = Amend();
  amend.set_urgency(v1::URGENCY_ROUTINE);
  amend.set_lawful_basis("vital-interests");
  amend.set_occurred_on("2016-11-02");
  const auto event = AmendedIn(Take(referral, amend));
  EXPECT_EQ(event.urgency(), v1::URGENCY_UNSPECIFIED);
  EXPECT_EQ(event.lawful_basis(), "vital-interests");
  EXPECT_EQ(event.occurred_on(), "2016-11-02");
  EXPECT_EQ(event.programme(), "");
  EXPECT_EQ(referral.lawful_basis, "vital-interests");
  EXPECT_EQ(Answer(referral, amend), ReferralAnswer{Events{}});
}

TEST(AmendReferralTest, StaysQuietWhenEverythingIsTheSameEvenOnceItHasEnded) {
  Referral referral = Submitted();
  auto amend = AskFor("T-01");
  amend.set_family_id(kFamily);
  amend.set_urgency(v1::URGENCY_ROUTINE);
  amend.add_reasons("edge-of-care");
  amend.set_lawful_basis("legal-obligation");
  amend.set_occurred_on("2016-11-01");
  EXPECT_EQ(Answer(referral, amend), ReferralAnswer{Events{}});
  v1::CloseReferral close;
  close.set_referral_id(kReferral);
  Take(referral, close);
  EXPECT_EQ(Answer(referral, amend), ReferralAnswer{Events{}});
  EXPECT_EQ(Answer(referral, AskFor("T-02")), Refused(v1::REJECTION_REFERRAL_MUST_BE_OPEN));
}

TEST(AmendReferralTest, TellsPurposeAndLateReasonAlthoughItCannotCompareThem) {
  Referral referral = Submitted();
  auto amend = Amend();
  amend.mutable_purpose()->set_text("a safe home");
  amend.mutable_late_reason()->set_text("told of it late");
  const auto event = AmendedIn(Take(referral, amend));
  EXPECT_EQ(event.purpose().text(), "a safe home");
  EXPECT_EQ(event.late_reason().text(), "told of it late");
}

TEST(AmendReferralTest, AsksForAnotherProgrammeBeforeAnyHelp) {
  Referral referral = Submitted();
  EXPECT_EQ(AmendedIn(Take(referral, AskFor("T-02"))).programme(), "T-02");
  EXPECT_EQ(referral.programme, "T-02");
  EXPECT_TRUE(Take(referral, AskFor("T-02")).empty());
  EXPECT_EQ(AmendedIn(Take(referral, AskFor("T-01"))).programme(), "T-01");
}

TEST(AmendReferralTest, RefusesAnotherProgrammeOnceHelpHasBegun) {
  Referral referral = Submitted();
  Take(referral, CaseOpened());
  EXPECT_EQ(Answer(referral, AskFor("T-02")), Refused(v1::REJECTION_HELP_MUST_NOT_HAVE_BEGUN));
  EXPECT_TRUE(Take(referral, AskFor("T-01")).empty());
  v1::RecordCaseClosed closed;
  closed.set_referral_id(kReferral);
  closed.set_case_id(CaseOpened().case_id());
  v1::AcknowledgeReferral awaits;  // another programme keeps the referral open
  awaits.set_referral_id(kReferral);
  awaits.add_programmes("T-03");
  Take(referral, awaits);
  Take(referral, closed);
  EXPECT_EQ(Answer(referral, AskFor("T-02")), Refused(v1::REJECTION_HELP_MUST_NOT_HAVE_BEGUN));
}

TEST(AmendReferralTest, TakesTheFamilysPlaceOfTheOtherProgrammeAndFreesThisOne) {
  Referral referral = Submitted();
  auto amend = AskFor("T-02");
  amend.set_one_open_per_family(true);
  const Effects effects = Referral::EffectsOf(AmendedIn(Take(referral, amend)));
  ASSERT_EQ(effects.claims.size(), 1U);
  const Claim expected{"open-referral", kFamily + "/T-02", kNow, Time::max(), kReferral};
  EXPECT_EQ(effects.claims[0], expected);
  EXPECT_EQ(effects.releases.size(), 1U);
  auto free = AskFor("T-03");  // allows several
  EXPECT_TRUE(Referral::EffectsOf(AmendedIn(Take(referral, free))).claims.empty());
  EXPECT_FALSE(referral.one_open_per_family);
  auto basis = Amend();
  basis.set_lawful_basis("consent");
  EXPECT_TRUE(Referral::EffectsOf(AmendedIn(Take(referral, basis))).releases.empty());
}

}  // namespace
}  // namespace kinward::intake
