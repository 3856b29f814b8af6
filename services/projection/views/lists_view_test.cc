#include "services/projection/views/lists_view.h"

#include <gtest/gtest.h>

#include "kinward/eligibility/v1/check.pb.h"
#include "services/projection/views/chronology_view.h"
#include "services/projection/views/places_view.h"

namespace kinward::projection {
namespace {

using views::v1::StayPart;

const LocalDate kApril = DateFrom(2016, 4, 1);
const LocalDate kMarch = DateFrom(2017, 3, 31);

CaseParts Referral(int number, const std::string& family, const std::string& child) {
  CaseParts parts;
  parts.intake.set_referral_id("referral-" + std::to_string(number));
  parts.intake.set_family_id(family);
  parts.intake.set_programme("T-01");
  parts.intake.set_stage("screening");
  parts.intake.mutable_received_time()->set_seconds(1'462'000'000 + number);
  auto& person = *parts.intake.add_people();
  person.set_person_id(child);
  person.add_roles("child");
  return parts;
}
CaseParts Waiting(int number, const char* urgency, int preferences, std::int64_t since) {
  CaseParts parts = Referral(number, "family-" + std::to_string(number), "child");
  parts.scheduling.set_referral_id(parts.intake.referral_id());
  auto& allocation = *parts.scheduling.add_allocations();
  allocation.set_programme("T-01");
  allocation.set_state("waiting");
  allocation.set_pool("ifs");
  allocation.set_urgency(urgency);
  allocation.set_preferences_met(preferences);
  allocation.mutable_waiting_time()->set_seconds(since);
  return parts;
}

TEST(FunnelTest, CountsAFamilyReferredTwiceOnce) {
  const auto view = Funnel("T-01", {kApril, kMarch},
                           {Referral(1, "family-1", "child-1"), Referral(2, "family-1", "child-1"),
                            Referral(3, "family-2", "child-2")},
                           true);
  EXPECT_EQ(view.referred().referrals(), 3);
  EXPECT_EQ(view.referred().families(), 2);
  EXPECT_EQ(view.referred().children(), 2);
  EXPECT_EQ(view.referred().referral_ids_size(), 3);
}

CaseParts Closed(int number, const std::vector<std::string>& children,
                 const std::vector<std::string>& became) {
  CaseParts parts = Referral(number, "family-" + std::to_string(number), children.at(0));
  for (std::size_t at = 1; at < children.size(); ++at) {
    auto& person = *parts.intake.add_people();
    person.set_person_id(children[at]);
    person.add_roles("child");
  }
  auto& help = parts.help.emplace_back();
  help.set_programme("T-01");
  help.set_closed_on("2016-07-20");
  for (const std::string& child : became) help.add_became_looked_after(child);
  return parts;
}

TEST(FunnelTest, CountsTheChildrenWhoBecameLookedAfterAndNotTheirBrothersAndSisters) {
  auto open = Closed(3, {"f"}, {"f"});
  open.help[0].clear_closed_on();
  const auto view =
      Funnel("T-01", {kApril, kMarch},
             {Closed(1, {"a", "b", "c"}, {"b"}), Closed(2, {"d", "e"}, {}), open}, false);
  EXPECT_EQ(view.became_looked_after().children(), 2);
  EXPECT_EQ(view.became_looked_after().families(), 2);
  EXPECT_EQ(view.looked_after_of_closed().numerator(), 1);    // the third family's case is open
  EXPECT_EQ(view.looked_after_of_closed().denominator(), 5);  // children, not families
}

TEST(FunnelTest, AnEscalationToLookedAfterCountsTheChildItNames) {
  auto parts = Closed(1, {"a", "b"}, {"a"});
  auto& named = *parts.help[0].add_escalations();
  named.set_person_id("a");
  named.set_to("looked-after");
  parts.help[0].add_escalations()->set_to("looked-after");  // names nobody
  const auto view = Funnel("T-01", {kApril, kMarch}, {parts}, false);
  EXPECT_EQ(view.became_looked_after().children(), 1);
}

TEST(FunnelTest, ARatioCarriesItsBase) {
  const auto ratio = RatioOf(17, 104, {kApril, kMarch});
  EXPECT_EQ(ratio.numerator(), 17);
  EXPECT_EQ(ratio.denominator(), 104);
  EXPECT_EQ(ratio.percent(), "16.3");
  EXPECT_EQ(ratio.from(), "2016-04-01");
  EXPECT_EQ(RatioOf(0, 0, {kApril, kMarch}).percent(), "");
}

TEST(WaitlistTest, OrdersByUrgencyThenPreferencesThenWaiting) {
  const auto view = Waitlist("ifs", {Waiting(1, "routine", 0, 100), Waiting(2, "routine", 2, 300),
                                     Waiting(3, "urgent", 0, 400), Waiting(4, "routine", 0, 50)});
  ASSERT_EQ(view.rows_size(), 4);
  EXPECT_EQ(view.rows(0).referral_id(), "referral-3");
  EXPECT_EQ(view.rows(1).referral_id(), "referral-2");
  EXPECT_EQ(view.rows(2).referral_id(), "referral-4");
  EXPECT_EQ(view.rows(3).position(), 4);
  EXPECT_NE(view.rows(1).because().find("meets 2 preferences"), std::string::npos);
}

TEST(BoardTest, CountsEveryStageAndShowsTheOneAskedFor) {
  const auto view = Board(
      {Referral(1, "f", "c"), Waiting(2, "urgent", 0, 1), Waiting(3, "routine", 0, 1)}, "waiting");
  ASSERT_EQ(view.rows_size(), 2);
  EXPECT_EQ(view.rows(0).referral_id(), "referral-2");
  EXPECT_EQ(view.stages_size(), 11);
  EXPECT_EQ(view.stages(1).referrals(), 1);  // screening
  EXPECT_EQ(view.stages(4).children(), 2);   // waiting
}

TEST(BoardTest, MarksAProgrammeWhoseAnswerAPersonDecided) {
  CaseParts parts = Waiting(2, "urgent", 0, 1);
  auto& decided = *parts.eligibility.add_programmes();
  decided.set_programme("T-01");
  decided.set_eligibility("eligible");
  EXPECT_EQ(Board({parts}, "waiting").rows(0).overridden_size(), 0);
  decided.set_overridden(true);
  const auto view = Board({parts}, "waiting");
  ASSERT_EQ(view.rows(0).overridden_size(), 1);
  EXPECT_EQ(view.rows(0).overridden(0), "T-01");
}

views::v1::ChronologyEntry EntryOfEligibility(const google::protobuf::Message& event) {
  Heard heard;
  heard.source = Source::kEligibility;
  const std::string type = EventTypeOf(*event.GetDescriptor());
  heard.type = type;
  return EntryOf(event, heard);
}

TEST(ChronologyTest, SaysByWhoseAuthorityAnAnswerWasOverridden) {
  eligibility::v1::DecisionOverridden event;
  event.set_referral_id("referral-1");
  event.mutable_programme()->set_programme_id("T-01");
  event.set_authority("head of service");
  const auto entry = EntryOfEligibility(event);
  EXPECT_EQ(entry.event(), "decision-overridden");
  EXPECT_EQ(entry.programme(), "T-01");
  EXPECT_EQ(entry.detail(), "head of service");
}

TEST(ChronologyTest, OrderDoesNotDependOnTheOrderOfArrival) {
  views::v1::ChronologyEntry first;
  first.mutable_time()->set_seconds(10);
  first.set_context("intake");
  first.set_stream("a");
  views::v1::ChronologyEntry second = first;
  second.set_context("scheduling");
  EXPECT_EQ(ComposeChronology("f", {first, second}).SerializeAsString(),
            ComposeChronology("f", {second, first}).SerializeAsString());
}

TEST(ChronologyTest, SaysWhichSpecialistIsProposedToJoinWhichProgramme) {
  eligibility::v1::SpecialistProposed event;
  event.set_referral_id("referral-1");
  event.set_programme_id("T-01");
  event.set_role("family-therapist");
  event.set_because("Complements the social worker.");
  const auto entry = EntryOfEligibility(event);
  EXPECT_EQ(entry.event(), "specialist-proposed");
  EXPECT_EQ(entry.programme(), "T-01");
  EXPECT_EQ(entry.detail(), "family-therapist");
}

StayPart Stay(const char* id, const char* first_night, int nights, const char* admission,
              bool pace = false) {
  StayPart stay;
  stay.set_stay(id);
  stay.set_person_id(std::string("person-") + id);
  stay.set_bed("bed-1");
  stay.set_state("departed");
  stay.set_first_night(first_night);
  stay.set_first_night_used(first_night);
  stay.set_nights(nights);
  stay.set_nights_used(nights);
  stay.set_admission(admission);
  stay.set_pace(pace);
  return stay;
}
views::v1::SettingPart Home() {
  views::v1::SettingPart setting;
  setting.set_setting("upper-pendeford");
  for (const char* bed : {"bed-1", "bed-2", "bed-3", "bed-4"}) setting.add_beds(bed);
  return setting;
}

TEST(OccupancyTest, CountsTheNightsOfTheMonthAloneAndEachAdmissionOnce) {
  const auto view =
      Occupancy(Home(),
                {Stay("a", "2016-10-30", 4, "planned"), Stay("b", "2016-11-12", 3, "crisis"),
                 Stay("c", "2016-11-29", 5, "crisis", true)},
                "2016-11", DateFrom(2017, 1, 1));
  EXPECT_EQ(view.nights_available(), 120);
  EXPECT_EQ(view.nights_used(), 2 + 3 + 2);
  EXPECT_EQ(view.admissions().planned(), 0);  // came in October
  EXPECT_EQ(view.admissions().crisis(), 2);
  EXPECT_EQ(view.admissions().pace(), 1);
  EXPECT_EQ(view.young_people(), 2);
  EXPECT_EQ(view.occupancy_percent(), "6");
}

TEST(OccupancyTest, AStayThatGoesOnHasUsedTheNightsUntilNow) {
  StayPart stay = Stay("a", "2016-11-10", 20, "planned");
  stay.set_state("arrived");
  EXPECT_EQ(Occupancy(Home(), {stay}, "2016-11", DateFrom(2016, 11, 13)).nights_used(), 3);
}

TEST(TonightTest, ABedOutOfServiceOrTakenIsNotFree) {
  auto home = Home();
  home.add_out_of_service()->set_bed("bed-2");
  const auto row = RowOf(home, {Stay("a", "2016-11-12", 3, "crisis")}, DateFrom(2016, 11, 13));
  EXPECT_EQ(row.free_tonight(), 2);
  EXPECT_EQ(row.free_beds(0), "bed-3");
  EXPECT_EQ(
      RowOf(home, {Stay("a", "2016-11-12", 3, "crisis")}, DateFrom(2016, 11, 15)).free_tonight(),
      3);
}

}  // namespace
}  // namespace kinward::projection
