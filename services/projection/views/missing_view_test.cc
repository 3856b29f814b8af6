#include <gtest/gtest.h>

#include "services/projection/testing/duties.h"

namespace kinward::projection {
namespace {

EpisodePart Missing(const std::string& id, std::chrono::seconds ago) {
  EpisodePart part;
  part.set_notification_id(id);
  part.set_family_id("f");
  part.set_person_id("p");
  part.set_kind("missing");
  *part.mutable_started_time() = Before(ago);
  return part;
}
EpisodePart Returned(const std::string& id, std::chrono::seconds began,
                     std::chrono::seconds ended) {
  auto part = Missing(id, began);
  *part.mutable_ended_time() = Before(ended);
  part.set_reason("returned");
  part.set_ended_by("r-" + id);
  return part;
}
MissingAsked Of(std::vector<EpisodePart> episodes) {
  MissingAsked asked;
  asked.episodes = std::move(episodes);
  return asked;
}
views::v1::MissingView Told(MissingAsked asked, const People& people = kNobody,
                            const Asker& asker = kOfficer) {
  asked.window = kYear;
  return projection::Missing(asked, people, asker, kNow);
}

TEST(MissingTest, SevenDaysAreNotSignificantAndASecondMoreIs) {
  constexpr std::chrono::hours kWeek{7 * 24};
  const auto view =
      Told(Of({Missing("week", kWeek), Missing("more", kWeek + std::chrono::seconds{1})}));
  ASSERT_EQ(view.now_size(), 2);
  EXPECT_EQ(view.now(0).notification_id(), "more");
  EXPECT_TRUE(view.now(0).significant());
  EXPECT_FALSE(view.now(1).significant());
  EXPECT_EQ(view.now(1).length_hours(), 168);
  EXPECT_EQ(view.now(1).length_days(), 7);
  EXPECT_EQ(view.significant_now(), 1);
  EXPECT_EQ(view.people_now(), 1);  // two reports of one person
}
TEST(MissingTest, TellsOfEachReturnWhetherAnybodyHasTalkedWithThem) {
  using std::chrono::hours;
  MissingAsked asked;
  asked.episodes = {Returned("old", hours{24 * 40}, hours{24 * 39}),
                    Returned("new", hours{60}, hours{48})};
  auto held = Open("held");
  held.set_state("done");
  asked.duties["r-old"] = {held};
  asked.duties["r-new"] = {Due("waits", hours{-24})};
  const auto view = Told(asked);
  ASSERT_EQ(view.past_size(), 2);
  EXPECT_EQ(view.now_size(), 0);
  EXPECT_EQ(view.past(0).notification_id(), "new");
  EXPECT_EQ(view.past(0).length_hours(), 12);
  ASSERT_EQ(view.past(0).duties_size(), 1);
  EXPECT_EQ(view.past(0).duties(0).due(), "due");
  EXPECT_EQ(view.interviews_held().numerator(), 1);
  EXPECT_EQ(view.interviews_held().denominator(), 2);
}
TEST(MissingTest, LeavesOutWhatNeverWasAndWhoeverHasDied) {
  auto mistaken = Returned("m", std::chrono::hours{60}, std::chrono::hours{50});
  mistaken.set_reason("mistaken");
  EXPECT_EQ(Told(Of({mistaken})).past_size(), 0);
  const auto quiet =
      Told(Of({Missing("n", std::chrono::hours{5})}), With("person_id: 'p' quiet: true"));
  EXPECT_EQ(quiet.now_size(), 0);
  EXPECT_EQ(quiet.people_now(), 0);
}
TEST(MissingTest, ARestrictedChildIsCountedAndNotNamed) {
  const MissingAsked asked = Of({Missing("n", std::chrono::hours{24 * 9})});
  const People people = With("person_id: 'p' restrictions: 'high-profile'");
  const auto hidden = Told(asked, people);
  EXPECT_TRUE(hidden.now(0).restricted());
  EXPECT_EQ(hidden.now(0).notification_id() + hidden.now(0).person_id(), "");
  EXPECT_EQ(hidden.people_now(), 1);
  EXPECT_TRUE(hidden.now(0).significant());
  EXPECT_EQ(Told(asked, people, kManager).now(0).person_id(), "p");
}

IntelligencePart Item(const std::string& id, const std::string& more = "handling: 'p'") {
  auto part = Make<IntelligencePart>("person_id: 'p' on: '2016-11-12' grading: '2b' " + more);
  part.set_item_id(id);
  *part.mutable_expires_time() = Before(-std::chrono::hours{24});
  return part;
}
Said Seen(const std::vector<IntelligencePart>& items, const Asker& asker,
          const People& people = kNobody) {
  Said seen;
  const auto view = Intelligence(items, people, asker, kNow);
  for (const auto& row : view.rows()) seen.push_back(row.item_id());
  return seen;
}

TEST(IntelligenceTest, AnItemThatIsOverIsNotShownEvenBeforeItsTimer) {
  auto over = Item("over");
  *over.mutable_expires_time() = ToTimestamp(kNow);
  EXPECT_EQ(Seen({over, Item("in-force")}, kOfficer), (Said{"in-force"}));
}
TEST(IntelligenceTest, OnConditionsOnlyTheNamedRolesSeeIt) {
  const auto item = Item("i", "handling: 'c' shown_to: 'team-manager'");
  EXPECT_EQ(Seen({item}, kManager), (Said{"i"}));
  EXPECT_TRUE(Seen({item}, kOfficer).empty());
}
TEST(IntelligenceTest, WhoeverMayNotReadItIsShownNoneWhateverItsHandling) {
  EXPECT_TRUE(Seen({Item("i")}, kPerformance).empty());
  EXPECT_TRUE(
      Seen({Item("i", "handling: 'c' shown_to: 'performance-officer'")}, kPerformance).empty());
  EXPECT_TRUE(Seen({Item("i")}, Asker{}).empty());
}
TEST(IntelligenceTest, OfARestrictedRecordOnlyThoseWhoMayKnowOfItSeeAny) {
  const People people = With("person_id: 'p' restrictions: 'adoption'");
  EXPECT_TRUE(Seen({Item("i")}, kOfficer, people).empty());
  EXPECT_EQ(Seen({Item("i")}, kManager, people), (Said{"i"}));
}
TEST(IntelligenceTest, TheListOfThoseMissingObeysTheSameRules) {
  MissingAsked asked = Of({Missing("n", std::chrono::hours{5})});
  asked.intelligence = {Item("shared"), Item("named", "handling: 'c' shown_to: 'team-manager'")};
  EXPECT_EQ(Told(asked).now(0).intelligence_size(), 1);
  EXPECT_EQ(Told(asked, kNobody, kManager).now(0).intelligence_size(), 2);
  EXPECT_EQ(Told(asked, kNobody, kPerformance).now(0).intelligence_size(), 0);
}

}  // namespace
}  // namespace kinward::projection
