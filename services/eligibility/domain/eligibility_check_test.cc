#include "services/eligibility/domain/eligibility_check.h"

#include <gtest/gtest.h>

#include "libs/base/programmes.h"
#include "services/eligibility/domain/preview.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using testing::Code;
using testing::Flag;
using testing::Number;
using testing::Person;
using Events = std::vector<EligibilityCheck::Messages::Event>;

class CheckTest : public ::testing::Test {
 protected:
  CheckTest() {
    programmes_.Publish("southwark", testing::TestProgramme("T-01"));
    auto panel = testing::TestProgramme("T-02");
    panel.set_takes_referrals(false);
    programmes_.Publish("southwark", panel);
    programmes_.Publish("southwark", testing::TestProgramme("T-03"));
    context_.now = *ParseTime("2016-07-12T10:00:00Z");
    context_.council = "southwark";
    context_.programmes = &programmes_;
  }

  // Given: decided and applied.
  template <typename Command>
  Events Take(const Command& command) {
    const auto decision = Decide(check_, command, context_);
    if (const auto* refusal = std::get_if<1>(&decision)) {
      ADD_FAILURE() << v1::Rejection_Name(refusal->rule);
      return {};
    }
    for (const auto& event : std::get<0>(decision)) {
      std::visit([this](const auto& one) { Apply(check_, one); }, event);
    }
    return std::get<0>(decision);
  }
  template <typename Command>
  v1::Rejection Refused(const Command& command) {
    const auto decision = Decide(check_, command, context_);
    const auto* refusal = std::get_if<1>(&decision);
    return refusal == nullptr ? v1::REJECTION_UNSPECIFIED : refusal->rule;
  }

  static v1::CheckEligibility Check(const std::vector<Fact>& facts,
                                    const std::vector<Fact>& sensitive = {},
                                    const std::string& programme = "T-01") {
    v1::CheckEligibility command;
    command.set_referral_id("r");
    command.set_family_id("f");
    if (!programme.empty()) command.set_programme(programme);
    command.set_urgency("routine");
    *command.add_subjects() = Person("c", "child", {Number("age_years", 13)});
    for (const Fact& fact : facts) *command.add_facts() = fact;
    for (const Fact& fact : sensitive) *command.mutable_sensitive_facts()->add_facts() = fact;
    return command;
  }
  static v1::ProvideInformation Provide(const std::vector<Fact>& facts,
                                        const std::vector<Fact>& sensitive = {}) {
    v1::ProvideInformation command;
    command.set_referral_id("r");
    command.set_family_id("f");
    for (const Fact& fact : facts) *command.add_facts() = fact;
    for (const Fact& fact : sensitive) *command.mutable_sensitive_facts()->add_facts() = fact;
    return command;
  }
  static v1::ReviewOngoingConditions Review(const std::vector<Fact>& sensitive) {
    v1::ReviewOngoingConditions command;
    command.set_referral_id("r");
    for (const Fact& fact : sensitive) *command.mutable_sensitive_facts()->add_facts() = fact;
    return command;
  }
  static v1::Outcome OutcomeIn(const Events& events) {
    for (const auto& event : events) {
      if (const auto* decided = std::get_if<v1::EligibilityDecided>(&event)) {
        return decided->programmes(0).outcome();
      }
    }
    return v1::OUTCOME_UNSPECIFIED;
  }
  template <typename Event>
  static const Event* In(const Events& events) {
    for (const auto& event : events) {
      if (const auto* found = std::get_if<Event>(&event)) return found;
    }
    return nullptr;
  }

  ProgrammeCatalogue programmes_;
  Context context_;
  EligibilityCheck check_;
};

const Fact kRisk = Flag("edge_of_care", true);
const Fact kConsent = Flag("consent", true);

TEST_F(CheckTest, DecidesTheProgrammeAskedForAndPinsItsVersion) {
  const auto events = Take(Check({kRisk}, {kConsent}));
  ASSERT_EQ(events.size(), 1U);
  const auto& decided = std::get<v1::EligibilityDecided>(events[0]);
  ASSERT_EQ(decided.programmes_size(), 1);
  EXPECT_EQ(decided.programmes(0).outcome(), v1::OUTCOME_ELIGIBLE);
  EXPECT_EQ(decided.programmes(0).version(), 1);
  EXPECT_EQ(decided.on(), "2016-07-12");
  EXPECT_EQ(decided.asked_programme(), "T-01");
  EXPECT_EQ(decided.sensitive_facts().facts_size(), 1);
}

TEST_F(CheckTest, WithoutAProgrammeDecidesEveryOneThatTakesReferrals) {
  const auto events = Take(Check({kRisk}, {kConsent}, ""));
  EXPECT_EQ(std::get<v1::EligibilityDecided>(events.at(0)).programmes_size(), 2);
}

TEST_F(CheckTest, StaysQuietWhenAskedTheSameAgain) {
  Take(Check({kRisk}, {kConsent}));
  EXPECT_TRUE(Take(Check({kRisk}, {kConsent})).empty());
}

TEST_F(CheckTest, TheSameFactsAndVersionGiveTheSameBytes) {
  const auto once = Decide(check_, Check({kRisk}, {kConsent}, ""), context_);
  const auto twice = Decide(check_, Check({kRisk}, {kConsent}, ""), context_);
  EXPECT_EQ(std::get<v1::EligibilityDecided>(std::get<0>(once)[0]).SerializeAsString(),
            std::get<v1::EligibilityDecided>(std::get<0>(twice)[0]).SerializeAsString());
}

TEST_F(CheckTest, RefusesAProgrammeThatIsNotInForceAndNamesThoseThatAre) {
  const auto decision = Decide(check_, Check({}, {}, "T-02"), context_);
  const auto& refusal = std::get<1>(decision);
  EXPECT_EQ(refusal.rule, v1::REJECTION_PROGRAMME_MUST_BE_IN_FORCE);
  EXPECT_EQ(refusal.instead, (std::vector<std::string>{"T-01", "T-03"}));
}

TEST_F(CheckTest, RefusesAnotherFamily) {
  Take(Check({kRisk}));
  auto other = Check({kRisk});
  other.set_family_id("g");
  EXPECT_EQ(Refused(other), v1::REJECTION_FAMILY_MUST_BE_THE_REFERRALS);
}

TEST_F(CheckTest, AnAnswerThatSettlesItDecidesAgain) {
  EXPECT_EQ(OutcomeIn(Take(Check({}, {kConsent}))), v1::OUTCOME_NEEDS_INFORMATION);
  EXPECT_EQ(OutcomeIn(Take(Provide({kRisk}))),
            v1::OUTCOME_ELIGIBLE);  // the sealed consent is remembered
}

TEST_F(CheckTest, ASensitiveAnswerSettlesItToo) {
  EXPECT_EQ(OutcomeIn(Take(Check({kRisk}))), v1::OUTCOME_NEEDS_INFORMATION);
  EXPECT_EQ(OutcomeIn(Take(Provide({}, {kConsent}))), v1::OUTCOME_ELIGIBLE);
}

TEST_F(CheckTest, WhatIsKnownAlreadyChangesNothing) {
  Take(Check({kRisk}, {kConsent}));
  EXPECT_TRUE(Take(Provide({kRisk})).empty());
}

TEST_F(CheckTest, AnEligibleProgrammeStaysAsDecided) {
  Take(Check({kRisk}, {kConsent}));
  EXPECT_EQ(OutcomeIn(Take(Provide({Flag("edge_of_care", false)}))), v1::OUTCOME_UNSPECIFIED);
  EXPECT_EQ(check_.programmes.at(0).outcome(), v1::OUTCOME_ELIGIBLE);
}

TEST_F(CheckTest, InformationHeardBeforeTheReferralLeadsToTheSameEnd) {
  Take(Provide({Flag("edge_of_care", true)}));
  const auto early = Take(Check({Flag("edge_of_care", false)}, {kConsent}));
  EXPECT_EQ(OutcomeIn(early), v1::OUTCOME_ELIGIBLE);
  EligibilityCheck in_order;
  std::swap(check_, in_order);
  Take(Check({Flag("edge_of_care", false)}, {kConsent}));
  EXPECT_EQ(OutcomeIn(Take(Provide({Flag("edge_of_care", true)}))), v1::OUTCOME_ELIGIBLE);
  EXPECT_EQ(check_.facts[0].SerializeAsString(), in_order.facts[0].SerializeAsString());
}

TEST_F(CheckTest, RefusesInformationOnAReferralNobodyNamedTheFamilyOf) {
  auto command = Provide({kRisk});
  command.clear_family_id();
  EXPECT_EQ(Refused(command), v1::REJECTION_REFERRAL_MUST_BE_CHECKED);
}

v1::RequestInformation Ask(const std::string& fact) {
  v1::RequestInformation ask;
  ask.set_referral_id("r");
  ask.add_questions()->set_fact(fact);
  return ask;
}
TEST_F(CheckTest, AsksPeopleWhatARuleLooksAt) {
  Take(Check({}));
  const auto events = Take(Ask("edge_of_care"));
  ASSERT_EQ(events.size(), 1U);
  const auto& asked = std::get<v1::InformationRequested>(events[0]);
  EXPECT_EQ(asked.referral_id(), "r");
  ASSERT_EQ(asked.questions_size(), 1);
  EXPECT_EQ(asked.questions(0).fact(), "edge_of_care");
}
TEST_F(CheckTest, AsksOnceAndAgainWhenMoreIsAsked) {
  Take(Check({}));
  Take(Ask("edge_of_care"));
  EXPECT_TRUE(Take(Ask("edge_of_care")).empty());
  auto more = Ask("edge_of_care");
  more.add_questions()->set_fact("consent");
  EXPECT_EQ(Take(more).size(), 1U);
  EXPECT_EQ(check_.questions.size(), 2U);
}
TEST_F(CheckTest, AnAnswerTakesItsQuestionAway) {
  Take(Check({}));
  Take(Ask("edge_of_care"));
  Take(Provide({kRisk}));
  EXPECT_TRUE(check_.questions.empty());
}
TEST_F(CheckTest, RefusesToAskWhatNoRuleLooksAt) {
  Take(Check({}));
  auto ask = Ask("edge_of_care");
  ask.add_questions()->set_fact("shoe_size");
  EXPECT_EQ(Refused(ask), v1::REJECTION_QUESTION_MUST_BE_KNOWN);
}
TEST_F(CheckTest, RefusesToAskOfAReferralNotChecked) {
  EXPECT_EQ(Refused(Ask("edge_of_care")), v1::REJECTION_REFERRAL_MUST_BE_CHECKED);
}

TEST_F(CheckTest, AConsentWithdrawnBreaksTheOngoingConditionOnce) {
  Take(Check({kRisk}, {kConsent}));
  const auto events = Take(Review({Flag("consent", false)}));
  const auto* broken = In<v1::OngoingConditionBroken>(events);
  ASSERT_NE(broken, nullptr);
  EXPECT_EQ(broken->clause_id(), "consent");
  EXPECT_EQ(broken->because(), "consent is not as the programme asks");
  EXPECT_TRUE(Take(Review({Flag("consent", false)})).empty());
  EXPECT_TRUE(Take(Review({})).empty());  // nothing told that mends it
}

TEST_F(CheckTest, ABrokenConditionIsMendedWhenTheConsentReturns) {
  Take(Check({kRisk}, {kConsent}));
  Take(Review({Flag("consent", false)}));
  EXPECT_NE(In<v1::OngoingConditionsConfirmed>(Take(Review({kConsent}))), nullptr);
  EXPECT_TRUE(check_.broken.empty());
}

TEST_F(CheckTest, ConfirmsOngoingConditionsOncePerDay) {
  EXPECT_EQ(Refused(Review({})), v1::REJECTION_REFERRAL_MUST_BE_CHECKED);
  Take(Check({kRisk}, {kConsent}));
  EXPECT_EQ(Take(Review({})).size(), 1U);
  EXPECT_TRUE(Take(Review({})).empty());
}

TEST_F(CheckTest, PreviewTellsEveryProgrammeAndStoresNothing) {
  v1::PreviewRequest request;
  request.set_council("southwark");
  *request.add_subjects() = Person("c", "child", {Number("age_years", 13)});
  *request.add_facts() = kRisk;
  const auto response = Preview(request, programmes_, DateOf(context_.now));
  EXPECT_EQ(response.as_of(), "2016-07-12");
  ASSERT_EQ(response.programmes_size(), 2);
  EXPECT_EQ(response.programmes(0).eligibility(), v1::OUTCOME_NEEDS_INFORMATION);
  EXPECT_EQ(response.programmes(0).questions(0).fact(), "consent");
  EXPECT_FALSE(response.programmes(0).has_place());
}

TEST_F(CheckTest, WhatIfCountsWhatADraftWouldChangeAndWhereItCannotSay) {
  auto open = std::get<v1::EligibilityDecided>(Take(Check({kRisk}, {kConsent})).at(0));
  auto sealed = open;
  sealed.mutable_sensitive_facts()->clear_facts();
  sealed.mutable_sensitive_facts()->set_sealed("x");
  auto draft = testing::TestProgramme("T-01");
  const auto same = WhatIf(draft, "southwark", programmes_, {open, sealed});
  EXPECT_EQ(same.checked(), 2);
  EXPECT_EQ(same.eligible(), 1);
  EXPECT_EQ(same.cannot_say(), 1);
  draft.mutable_clauses(0)
      ->mutable_rule()
      ->mutable_some()
      ->mutable_rule()
      ->mutable_all()
      ->mutable_rules(0)
      ->mutable_compare()
      ->set_number(14);
  const auto stricter = WhatIf(draft, "southwark", programmes_, {open});
  EXPECT_EQ(stricter.no_longer_eligible(), 1);
  EXPECT_EQ(stricter.changed_referrals(0), "r");
}

TEST_F(CheckTest, ExplainTellsNothingOnceErased) {
  Take(Check({kRisk}, {kConsent}));
  EXPECT_EQ(Explain({}, check_, false).programmes_size(), 1);
  EXPECT_TRUE(Explain({}, check_, true).erased());
  EXPECT_EQ(Explain({}, check_, true).programmes_size(), 0);
}

}  // namespace
}  // namespace kinward::eligibility
