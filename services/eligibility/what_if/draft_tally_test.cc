// A draft over many decided referrals at once: the same as over each by itself.
#include "services/eligibility/what_if/draft_tally.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "services/eligibility/domain/preview.h"
#include "services/eligibility/rules/random_rules.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using testing::RandomCase;
using testing::RandomRules;

constexpr int kDrafts = 60;
constexpr int kReferrals = 300;

v1::EligibilityDecided DecidedFor(const RandomCase& given, int number) {
  v1::EligibilityDecided event;
  event.set_referral_id("r" + std::to_string(number));
  event.set_on(FormatDate(given.on));
  event.set_urgency(given.urgency);
  for (const auto& person : given.people) *event.add_subjects() = person;
  for (const auto& fact : given.facts) *event.add_facts() = fact;
  for (const auto& reason : given.reasons) event.add_reasons(reason);
  for (int at = number % 5; at < event.facts_size(); at += 2) {
    event.mutable_facts(at)->set_told_on("2011-11-11");
  }
  if (number % 3 == 0) event.mutable_sensitive_facts()->set_sealed("sealed");
  if (number % 4 == 0) {
    auto& then = *event.add_programmes();
    then.set_programme_id("T-01");
    then.set_outcome(number % 8 == 0 ? v1::OUTCOME_ELIGIBLE : v1::OUTCOME_NOT_ELIGIBLE);
  }
  return event;
}

std::vector<v1::EligibilityDecided> SomeDecided(RandomRules& random) {
  std::vector<v1::EligibilityDecided> decided;
  for (int number = 0; number < kReferrals; ++number) {
    decided.push_back(DecidedFor(random.MakeCase(), number));
  }
  return decided;
}

// Clauses of each kind; some of the facts are sensitive, some go stale.
common::v1::ProgrammeVersion SomeDraft(RandomRules& random) {
  common::v1::ProgrammeVersion draft = RandomRules::Version();
  draft.set_programme_id("T-01");
  for (const auto kind : {common::v1::CLAUSE_KIND_REQUIRED, common::v1::CLAUSE_KIND_ONGOING,
                          common::v1::CLAUSE_KIND_PREFERENCE}) {
    auto& clause = *draft.add_clauses();
    clause.set_id("clause-" + std::to_string(draft.clauses_size()));
    clause.set_kind(kind);
    *clause.mutable_rule() = random.MakeRule();
  }
  for (const char* name : {"risk", "legal_status", "visits", "seen_on"}) {
    auto& fact = *draft.add_facts();
    fact.set_name(name);
    fact.set_sensitive(draft.facts_size() % 2 == 0);
    fact.set_valid_days(draft.facts_size() % 3 == 0 ? 0 : 300);
  }
  return draft;
}

TEST(DraftTally, SaysOfManyReferralsWhatWhatIfSaysOfEach) {
  RandomRules random(2016'04'18);
  int eligible = 0;
  int sealed = 0;
  for (int i = 0; i < kDrafts; ++i) {
    const auto draft = SomeDraft(random);
    const auto decided = SomeDecided(random);
    DraftTally tally(draft, "southwark", {});
    tally.Take({decided.begin(), decided.begin() + 100});
    tally.Take({});
    tally.Take({decided.begin() + 100, decided.end()});
    const auto plain = WhatIf(draft, "southwark", {}, decided);
    ASSERT_TRUE(google::protobuf::util::MessageDifferencer::Equals(tally.response(), plain))
        << tally.response().ShortDebugString() << "\nnot\n"
        << plain.ShortDebugString();
    eligible += plain.eligible();
    sealed += plain.cannot_say();
  }
  EXPECT_GT(eligible, 0);
  EXPECT_GT(sealed, 0);
}

TEST(DraftTally, CountsEveryChangeAndTellsOfTheFirst) {
  auto draft = testing::TestProgramme();
  draft.clear_clauses();
  v1::EligibilityDecided event;
  event.set_referral_id("r");
  event.set_on("2016-07-12");
  DraftTally tally(draft, "southwark", {});
  for (int portion = 0; portion < 11; ++portion)
    tally.Take(std::vector<v1::EligibilityDecided>(1'000, event));
  EXPECT_EQ(tally.response().newly_eligible(), 11'000);
  EXPECT_EQ(tally.response().changed_referrals_size(), DraftTally::kNamedMax);
  EXPECT_EQ(tally.response().changes_size(), DraftTally::kToldMax);
}

TEST(DraftTally, TakesNobodyWhereTheDraftNeedsALicenceThatIsNotHeld) {
  auto draft = testing::TestProgramme();
  draft.clear_clauses();
  draft.mutable_licence()->set_holder("the owner");
  v1::EligibilityDecided event;
  event.set_referral_id("r");
  event.set_on("2016-07-12");
  DraftTally without(draft, "southwark", {});
  without.Take({event});
  EXPECT_EQ(without.response().not_eligible(), 1);

  ProgrammeCatalogue programmes;
  programmes.License("southwark", "T-01", {"here", "", "the owner", "2016-01-01", ""});
  DraftTally with(draft, "southwark", programmes);
  with.Take({event});
  EXPECT_EQ(with.response().newly_eligible(), 1);
  EXPECT_EQ(with.response().changed_referrals(0), "r");
}

}  // namespace
}  // namespace kinward::eligibility
