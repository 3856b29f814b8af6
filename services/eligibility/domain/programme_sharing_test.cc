// Where a programme is licensed, when its versions begin, and who sees the totals.
#include <gtest/gtest.h>

#include <string>

#include "libs/testing/make.h"
#include "libs/testing/random_sequence.h"
#include "libs/testing/story.h"
#include "services/eligibility/domain/programme.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using kinward::testing::Make;
using Story = kinward::testing::Story<Programme>;

Story Unheard() { return Story({*ParseTime("2016-07-12T10:00:00Z"), {}, "leeds"}); }
v1::LicenseSite License(const std::string& from, const std::string& until = "") {
  auto command = Make<v1::LicenseSite>(
      "programme_id: 'T-01' site: 'hub' council: 'leeds' holder: 'Example Network'");
  command.set_from(from);
  if (!until.empty()) command.set_until(until);
  return command;
}
v1::RevokeLicence Revoke(const std::string& from, const std::string& site = "hub") {
  auto command = Make<v1::RevokeLicence>("programme_id: 'T-01'");
  command.set_site(site);
  command.set_from(from);
  return command;
}
v1::PublishVersion Publish(int number = 1, const std::string& from = "2016-01-01") {
  v1::PublishVersion command;
  command.set_programme_id("T-01");
  auto& version = *command.mutable_version();
  version = testing::TestProgramme();
  version.set_version(number);
  version.set_digest("d" + std::to_string(number));
  version.set_effective_from(from);
  version.set_host_council("leeds");
  version.add_member_councils("hull");
  return command;
}
v1::GrantRollUp Grant(const std::string& member = "hull", int below = 5) {
  auto command = Make<v1::GrantRollUp>("programme_id: 'T-01' council: 'leeds'");
  command.add_members(member);
  command.set_suppress_below(below);
  return command;
}
Story Licensed() { return Unheard().Then(License("2016-01-01", "2016-12-31")); }
Story Published() { return Unheard().Then(Publish()); }

TEST(LicenseSiteTest, SaysBySiteAndHolderFromWhenUntilWhen) {
  EXPECT_EQ(Licensed().Only<v1::SiteLicensed>(),
            Make<v1::SiteLicensed>("programme_id: 'T-01' site: 'hub' holder: 'Example Network' "
                                   "from: '2016-01-01' until: '2016-12-31'"));
}
TEST(LicenseSiteTest, NamesTheCouncilOnlyWhereItIsAnother) {
  auto elsewhere = License("2016-01-01");
  elsewhere.set_council("hull");
  EXPECT_EQ(Unheard().Then(elsewhere).Only<v1::SiteLicensed>().council(), "hull");
}
TEST(LicenseSiteTest, MayBeToldBeforeTheFirstVersionAndAfterIt) {
  EXPECT_EQ(Licensed().Then(Publish()).last.size(), 1U);
  EXPECT_EQ(Published().Then(License("2016-01-01")).last.size(), 1U);
}
TEST(LicenseSiteTest, StaysQuietOnARetryEvenAfterItWasRevoked) {
  EXPECT_TRUE(Licensed().IsQuietOn(License("2016-01-01", "2016-12-31")));
  EXPECT_TRUE(Licensed().Then(Revoke("2016-06-01")).IsQuietOn(License("2016-01-01", "2016-12-31")));
}
TEST(LicenseSiteTest, RefusesALastDayBeforeItsFirst) {
  EXPECT_EQ(Unheard().RuleAgainst(License("2016-01-02", "2016-01-01")),
            v1::REJECTION_LICENCE_MUST_END_AFTER_IT_BEGINS);
  EXPECT_EQ(Unheard().Then(License("2016-01-01", "2016-01-01")).last.size(), 1U);
}
TEST(LicenseSiteTest, RefusesASecondThatWouldOverlap) {
  for (const auto& second : {License("2016-12-31"), License("2015-01-01", "2016-01-01"),
                             License("2015-01-01"), License("2016-01-01")}) {
    EXPECT_EQ(Licensed().RuleAgainst(second), v1::REJECTION_SITE_MUST_NOT_BE_LICENSED_TWICE);
  }
  EXPECT_EQ(Licensed().Then(License("2017-01-01")).last.size(), 1U);
  EXPECT_EQ(Licensed().Then(License("2015-01-01", "2015-12-31")).last.size(), 1U);
}

TEST(RevokeLicenceTest, SaysWhichAndTheFirstDayWithoutIt) {
  EXPECT_EQ(Licensed().Then(Revoke("2016-06-01")).Only<v1::LicenceRevoked>(),
            Make<v1::LicenceRevoked>("programme_id: 'T-01' site: 'hub' from: '2016-06-01' "
                                     "licensed_from: '2016-01-01'"));
}
TEST(RevokeLicenceTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Licensed().Then(Revoke("2016-06-01")).IsQuietOn(Revoke("2016-06-01")));
}
TEST(RevokeLicenceTest, MakesRoomForAnother) {
  EXPECT_EQ(Licensed().Then(Revoke("2016-06-01")).Then(License("2016-06-01")).last.size(), 1U);
}
TEST(RevokeLicenceTest, MayBeMovedForwardNeverBack) {
  auto story = Licensed().Then(Revoke("2016-06-01"));
  EXPECT_EQ(story.RuleAgainst(Revoke("2016-07-01")), v1::REJECTION_SITE_MUST_BE_LICENSED);
  EXPECT_EQ(story.Then(Revoke("2016-05-01")).last.size(), 1U);
}
TEST(RevokeLicenceTest, RefusesADayOrASiteWithoutOne) {
  EXPECT_EQ(Unheard().RuleAgainst(Revoke("2016-06-01")), v1::REJECTION_SITE_MUST_BE_LICENSED);
  EXPECT_EQ(Licensed().RuleAgainst(Revoke("2017-01-01")), v1::REJECTION_SITE_MUST_BE_LICENSED);
  const auto other = Licensed().RuleAgainst(Revoke("2016-06-01", "farm"));
  EXPECT_EQ(other, v1::REJECTION_SITE_MUST_BE_LICENSED);
  EXPECT_EQ(other.instead, (std::vector<std::string>{"hub"}));
}

TEST(GrantRollUpTest, NamesItsMembersOnceAndInOrder) {
  auto command = Grant("leeds");
  command.add_members("hull");
  command.add_members("hull");
  EXPECT_EQ(Published().Then(command).Only<v1::RollUpGranted>(),
            Make<v1::RollUpGranted>("programme_id: 'T-01' council: 'leeds' members: 'hull' "
                                    "members: 'leeds' suppress_below: 5"));
}
TEST(GrantRollUpTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Published().Then(Grant()).IsQuietOn(Grant()));
}
TEST(GrantRollUpTest, IsReplacedByAnother) {
  auto story = Published().Then(Grant());
  EXPECT_EQ(story.Then(Grant("hull", 10)).Only<v1::RollUpGranted>().suppress_below(), 10);
  EXPECT_EQ(story.Then(Grant()).last.size(), 1U);
}
TEST(GrantRollUpTest, RefusesAProgrammeNotPublished) {
  EXPECT_EQ(Unheard().RuleAgainst(Grant()), v1::REJECTION_PROGRAMME_MUST_BE_PUBLISHED);
}
TEST(GrantRollUpTest, RefusesACouncilThatDoesNotShareIt) {
  const auto refused = Published().RuleAgainst(Grant("york"));
  EXPECT_EQ(refused, v1::REJECTION_MEMBERS_MUST_SHARE_THE_PROGRAMME);
  EXPECT_EQ(refused.instead, (std::vector<std::string>{"hull", "leeds"}));
  auto reader = Grant();
  reader.set_council("york");
  EXPECT_EQ(Published().RuleAgainst(reader), v1::REJECTION_MEMBERS_MUST_SHARE_THE_PROGRAMME);
}
TEST(GrantRollUpTest, RefusesToShowSmallNumbers) {
  EXPECT_EQ(Published().RuleAgainst(Grant("hull", 4)),
            v1::REJECTION_SMALL_NUMBERS_MUST_BE_SUPPRESSED);
}

v1::BeginVersion Begin(int version) {
  auto command = Make<v1::BeginVersion>("programme_id: 'T-01'");
  command.set_version(version);
  return command;
}
TEST(BeginVersionTest, ALaterVersionWithOngoingConditionsIsToldOnItsFirstDay) {
  const auto story = Published().Then(Publish(2, "2016-08-01"));
  const auto effects = Programme::EffectsOf(story.Only<v1::ProgrammeVersionPublished>());
  ASSERT_EQ(effects.timers.size(), 1U);
  EXPECT_EQ(effects.timers[0].due, *ParseTime("2016-07-31T23:00:00Z"));  // midnight in London
  EXPECT_EQ(effects.timers[0].command.message(), Begin(2));
}
TEST(BeginVersionTest, TheFirstVersionAndOneWithoutOngoingConditionsAreNotTold) {
  EXPECT_TRUE(
      Programme::EffectsOf(Published().Only<v1::ProgrammeVersionPublished>()).timers.empty());
  auto second = Publish(2);
  second.mutable_version()->clear_clauses();
  const auto story = Published().Then(second);
  EXPECT_TRUE(Programme::EffectsOf(story.Only<v1::ProgrammeVersionPublished>()).timers.empty());
}
TEST(BeginVersionTest, IsToldOnceAndNeverAfterALaterOne) {
  auto story = Published().Then(Publish(2)).Then(Publish(3)).Then(Begin(3));
  EXPECT_EQ(story.Only<v1::VersionBegan>(),
            Make<v1::VersionBegan>("programme_id: 'T-01' version: 3"));
  EXPECT_TRUE(story.IsQuietOn(Begin(3)));
  EXPECT_TRUE(story.IsQuietOn(Begin(2)));
}
TEST(BeginVersionTest, StaysQuietOnceTheProgrammeIsWithdrawn) {
  auto withdraw = Make<v1::WithdrawProgramme>("programme_id: 'T-01' from: '2016-07-12'");
  EXPECT_TRUE(Published().Then(Publish(2)).Then(withdraw).IsQuietOn(Begin(2)));
}

TEST(ProgrammeProperty, AnyCommandSequenceLeavesNoDayWithTwoLicencesOfASite) {
  const std::vector<std::string> days = {"2016-01-01", "2016-02-01", "2016-03-01", "2016-04-01"};
  for (unsigned seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    kinward::testing::RandomSequence<Programme> random(seed, [](auto&) {
      return Context{*ParseTime("2016-07-12T10:00:00Z"), {}, "leeds"};
    });
    ProgrammeCatalogue catalogue;
    for (int step = 0; step < 60; ++step) {
      const std::string from = days[random.Pick(4)];
      const std::string until = random.Pick(2) == 0 ? "" : days[random.Pick(4)];
      switch (random.Pick(3)) {
        case 0:
          random.Send(License(from, until));
          break;
        case 1:
          random.Send(Revoke(from));
          break;
        default:
          random.Send(Publish(static_cast<int>(random.Pick(3)) + 1, from));
      }
    }
    for (const std::string& day : days) {
      int licences = 0;
      for (const auto& licence : random.state.licences) {
        const bool ended = (!licence.terms.until.empty() && licence.terms.until < day) ||
                           (!licence.revoked_from.empty() && licence.revoked_from <= day);
        if (licence.terms.from <= day && !ended) ++licences;
      }
      EXPECT_LE(licences, 1);
    }
  }
}

}  // namespace
}  // namespace kinward::eligibility
