#include <gtest/gtest.h>

#include "services/projection/testing/duties.h"

namespace kinward::projection {
namespace {

views::v1::ObligationsView Shown(std::vector<ObligationPart> parts, const People& people = kNobody,
                                 const Asker& asker = kOfficer) {
  return Obligations({kYear, false, true, std::move(parts)}, people, asker, kNow);
}

TEST(ObligationsTest, ShowsWhatIsOverdueFirstAndWhatHasNoTermLast) {
  using std::chrono::hours;
  auto no_term = Open("none");
  no_term.set_within(0);
  const auto view = Shown({no_term, Due("later", hours{-24}), Due("late", hours{1}),
                           Due("sooner", hours{-1}, "worker: 'worker-1'"), Open("unknown")});
  Said order;
  Said due;
  for (const auto& row : view.rows()) {
    order.push_back(row.obligation_id());
    due.push_back(row.due());
  }
  EXPECT_EQ(order, (Said{"late", "sooner", "later", "none", "unknown"}));
  EXPECT_EQ(due, (Said{"overdue", "due", "due", "no-term", "unknown"}));
  EXPECT_EQ(view.counts().overdue(), 1);
  EXPECT_EQ(view.counts().open(), 5);
}
TEST(ObligationsTest, TheLastHourIsInTimeAndTheInstantAfterTheLastDayIsNot) {
  const std::chrono::seconds now{0};
  auto days = Due("days", now);
  days.set_unit("school-days");
  const auto view = Shown({Due("hours", now), days});
  EXPECT_EQ(view.rows(0).obligation_id(), "days");
  EXPECT_EQ(view.rows(0).due(), "overdue");
  EXPECT_EQ(view.rows(1).due(), "due");
}
TEST(ObligationsTest, AnOfferThatWasMadeIsNotOverdueHoweverLongItsAnswerTakes) {
  auto offered = Due("o", std::chrono::hours{48}, "offer: true target: 'in-target'");
  *offered.mutable_offered_time() = Before(std::chrono::hours{72});
  EXPECT_EQ(Shown({offered}).rows(0).due(), "in-target");
  EXPECT_EQ(Shown({offered}).counts().overdue(), 0);
}
TEST(ObligationsTest, CountsWhatIsDoneInItsWindowAndShowsItWhenAskedFor) {
  auto done = Open("done");
  done.set_state("done");
  *done.mutable_done_time() = Before(std::chrono::hours{24});
  auto long_ago = done;
  *long_ago.mutable_done_time() = Before(std::chrono::hours{24 * 400});
  const auto view = Shown({done, long_ago});
  EXPECT_EQ(view.counts().done(), 1);
  EXPECT_EQ(view.rows_size(), 0);
  const auto with = Obligations({kYear, true, false, {done, long_ago}}, kNobody, kOfficer, kNow);
  EXPECT_EQ(with.rows_size(), 1);
}
TEST(ObligationsTest, NobodyIsAskedAboutWhoeverHasDied) {
  EXPECT_EQ(Shown({Open("o")}, With("person_id: 'p' quiet: true")).rows_size(), 0);
  EXPECT_EQ(Shown({Open("o")}, With("person_id: 'p' quiet: true")).counts().open(), 0);
}
TEST(ObligationsTest, OfARestrictedRecordTheTermAloneIsShown) {
  const People people = With("person_id: 'p' restrictions: 'adoption'");
  const auto hidden = Shown({Due("o", std::chrono::hours{1}, "worker: 'w'")}, people).rows(0);
  EXPECT_TRUE(hidden.restricted());
  EXPECT_EQ(hidden.due(), "overdue");
  for (const std::string& told :
       {hidden.obligation_id(), hidden.person_id(), hidden.family_id(), hidden.worker()}) {
    EXPECT_EQ(told, "");
  }
  EXPECT_EQ(Shown({Open("o")}, people, kManager).rows(0).person_id(), "p");
  const People erased = With("person_id: 'p' erased: true");
  EXPECT_EQ(Shown({Open("o")}, erased, kManager).rows_size(), 0);
}

ObligationPart Offered(int number, const std::string& standing) {
  auto part = Open("o-" + std::to_string(number), "offer: true");
  part.set_family_id("family-" + std::to_string(number));
  part.set_obliges("family-group-conference-offer");
  part.set_standing(standing);
  *part.mutable_offered_time() = Before(std::chrono::hours{24 * 30});
  return part;
}

// R01: 132 families are offered it, 116 accept.
TEST(UptakeTest, OneHundredAndSixteenOfOneHundredAndThirtyTwoAreEightyEightPercent) {
  std::vector<ObligationPart> parts;
  for (int number = 0; number < 132; ++number)
    parts.push_back(Offered(number, number < 116 ? "accepted" : "declined"));
  const auto view = Shown(parts);
  ASSERT_EQ(view.uptake_size(), 1);
  const auto& row = view.uptake(0);
  EXPECT_EQ(row.offered(), 132);
  EXPECT_EQ(row.accepted(), 116);
  EXPECT_EQ(row.declined(), 16);
  EXPECT_EQ(row.uptake().numerator(), 116);
  EXPECT_EQ(row.uptake().denominator(), 132);
  EXPECT_EQ(row.uptake().percent(), "87.9");
  EXPECT_EQ(row.uptake_percent(), "88");
  EXPECT_EQ(row.uptake().from(), "2016-04-01");
  EXPECT_EQ(row.obligation_ids_size(), 116);
}
TEST(UptakeTest, NobodysAnswerIsNoAnswerAndAnotherYearsOfferIsNotCounted) {
  auto earlier = Offered(3, "accepted");
  *earlier.mutable_offered_time() = Before(std::chrono::hours{24 * 400});
  const auto view = Shown({Offered(1, ""), Offered(2, "unanswered"), earlier});
  EXPECT_EQ(view.uptake(0).offered(), 2);
  EXPECT_EQ(view.uptake(0).unanswered(), 2);
  EXPECT_EQ(view.uptake(0).uptake().percent(), "0.0");
}
TEST(UptakeTest, CountsAFamilyOnceBesideItsChildrensOffers) {
  auto brother = Offered(1, "declined");
  brother.set_obligation_id("brother");
  const auto view = Shown({brother, Offered(1, "accepted"), Offered(2, "declined")});
  EXPECT_EQ(view.uptake(0).uptake().denominator(), 3);
  EXPECT_EQ(view.uptake(0).families().numerator(), 1);
  EXPECT_EQ(view.uptake(0).families().denominator(), 2);
}
TEST(UptakeTest, ARestrictedRecordIsCountedAndNotNamed) {
  const auto view =
      Shown({Offered(1, "accepted")}, With("person_id: 'p' restrictions: 'high-risk'"));
  EXPECT_EQ(view.uptake(0).accepted(), 1);
  EXPECT_EQ(view.uptake(0).obligation_ids_size(), 0);
}

}  // namespace
}  // namespace kinward::projection
