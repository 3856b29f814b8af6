// From a notification to what became of the duty, over every stream that it touches.
#include <gtest/gtest.h>

#include "kinward/intake/v1/education.pb.h"
#include "kinward/intake/v1/person.pb.h"
#include "services/referral-intake/domain/education.h"
#include "services/referral-intake/domain/notification_fixture.h"

namespace kinward::intake::notification_test {
namespace {

using testing::Make;

const std::vector<v1::TargetResult> kInTarget = {v1::TARGET_RESULT_IN_TARGET};
const std::vector<v1::TargetResult> kMissed = {v1::TARGET_RESULT_MISSED};

// In the order told.
std::vector<v1::TargetResult> Targets(const testing::Flow& flow) {
  std::vector<v1::TargetResult> targets;
  for (const auto& event : flow.All<v1::ObligationCompleted>()) targets.push_back(event.target());
  return targets;
}
std::unique_ptr<testing::Flow> Excluded(const std::string& on, bool calendar_known = true) {
  auto flow = FlowAt(At(ParseDate(on).value(), "09:30"));
  if (calendar_known) {
    EXPECT_EQ(flow->Send(Calendar()), "");
  }
  EXPECT_EQ(flow->Send(RaiseAt(kFirst, "excluded", on, "09:00")), "");
  return flow;
}
void GoTo(testing::Flow& flow, const std::string& date, const std::string& time) {
  flow.AdvanceTo(At(ParseDate(date).value(), time));
}
void Readmit(testing::Flow& flow, const std::string& on) {
  GoTo(flow, on, "09:00");
  EXPECT_EQ(flow.Send(RaiseAt(kSecond, "readmitted", on, "08:50")), "");
}
v1::RecordProvision Provision(const std::string& on) {
  return Make<v1::RecordProvision>(Field("education_id", EducationIdOf(kChild)) +
                                   Field("family_id", kFamily) + Field("person_id", kChild) +
                                   Field("on", on) + "kind: 'alternative-provision' hours: 25");
}

// R45: from the day after the exclusion, Monday the 7th, the sixth school day is Tuesday the 15th.
TEST(ExclusionTest, APupilBackOnTheSixthSchoolDayIsInTarget) {
  const auto flow = Excluded("2016-11-07");
  Readmit(*flow, "2016-11-15");
  EXPECT_EQ(Targets(*flow), kInTarget);
  EXPECT_TRUE(flow->All<v1::ObligationOverdue>().empty());
  EXPECT_EQ(flow->Last<v1::ObligationCompleted>().outcome(), "readmitted");
}
TEST(ExclusionTest, APupilBackOnTheSeventhSchoolDayIsMissed) {
  const auto flow = Excluded("2016-11-07");
  Readmit(*flow, "2016-11-16");
  EXPECT_EQ(Targets(*flow), kMissed);
  EXPECT_EQ(flow->All<v1::ObligationOverdue>().size(), 1U);
}
TEST(ExclusionTest, ASchoolHolidayDoesNotCount) {
  // Half-term lies between the first and the second school day.
  for (const auto& [back, result] : {std::pair{"2016-11-04", kInTarget}, {"2016-11-07", kMissed}}) {
    const auto flow = Excluded("2016-10-20");
    EXPECT_EQ(flow->Last<v1::ObligationDueSet>().due_on(), "2016-11-04");
    Readmit(*flow, back);
    EXPECT_EQ(Targets(*flow), result);
  }
}
TEST(ExclusionTest, ProvisionMeetsItAsAReturnDoes) {
  for (const auto& [on, result] : {std::pair{"2016-11-15", kInTarget}, {"2016-11-16", kMissed}}) {
    const auto flow = Excluded("2016-11-07");
    GoTo(*flow, on, "16:00");
    EXPECT_EQ(flow->Send(Provision(on)), "");
    EXPECT_EQ(Targets(*flow), result);
    EXPECT_EQ(flow->Last<v1::ObligationCompleted>().outcome(), "provision");
    EXPECT_TRUE(flow->All<v1::NotificationResolved>().empty());  // still excluded
  }
}
TEST(ExclusionTest, ItsTermIsUnknownWithoutACalendarAndSaysSo) {
  const auto flow = Excluded("2016-11-07", false);
  EXPECT_EQ(flow->Last<v1::ObligationDueUnknown>().because(), "school-calendar-unknown");
  Readmit(*flow, "2016-11-16");
  EXPECT_EQ(Targets(*flow), (std::vector{v1::TARGET_RESULT_UNKNOWN}));
  EXPECT_TRUE(flow->All<v1::ObligationOverdue>().empty());
  // The calendar comes late: what it makes of the return is told.
  EXPECT_EQ(flow->Send(Calendar()), "");
  EXPECT_EQ(Targets(*flow), (std::vector{v1::TARGET_RESULT_UNKNOWN, v1::TARGET_RESULT_MISSED}));
  EXPECT_TRUE(flow->Last<v1::ObligationCompleted>().corrected());
}
TEST(ExclusionTest, ACalendarThatArrivesSetsTheTermOfWhatIsOpen) {
  const auto flow = Excluded("2016-11-07", false);
  EXPECT_EQ(flow->Send(Calendar()), "");
  EXPECT_EQ(flow->Last<v1::ObligationDueSet>().due_on(), "2016-11-15");
  GoTo(*flow, "2016-11-16", "00:00");
  EXPECT_EQ(flow->All<v1::ObligationOverdue>().size(), 1U);
}
TEST(ExclusionTest, AReturnToldBeforeTheExclusionMeetsItToo) {
  const auto flow = FlowAt(At(DateFrom(2016, 11, 20), "10:00"));
  EXPECT_EQ(flow->Send(Calendar()), "");
  EXPECT_EQ(flow->Send(RaiseAt(kSecond, "readmitted", "2016-11-15", "08:50")), "");
  EXPECT_EQ(flow->Send(RaiseAt(kFirst, "excluded", "2016-11-07", "09:00")), "");
  EXPECT_EQ(Targets(*flow), kInTarget);
  EXPECT_EQ(flow->Last<v1::NotificationResolved>().ended_by(), kSecond);
}
TEST(ExclusionTest, ACorrectedReturnIsCountedAnew) {
  const auto flow = Excluded("2016-11-07");
  Readmit(*flow, "2016-11-16");
  auto correct = Make<v1::UpdateNotification>(Field("notification_id", kSecond));
  *correct.mutable_occurred_time() = Stamp("2016-11-15", "08:50");
  EXPECT_EQ(flow->Send(correct), "");
  EXPECT_EQ(Targets(*flow), (std::vector{v1::TARGET_RESULT_MISSED, v1::TARGET_RESULT_IN_TARGET}));
}

TEST(MissingTest, AReturnEndsTheEpisodeAndAsksForAnInterviewIn72ClockHours) {
  // Over the night on which the clocks go back: 72 hours end an hour earlier by the clock.
  const auto flow = FlowAt(At(DateFrom(2016, 10, 27), "18:00"));
  EXPECT_EQ(flow->Send(RaiseAt(kSecond, "missing", "2016-10-27", "17:00")), "");
  GoTo(*flow, "2016-10-28", "20:30");
  EXPECT_EQ(flow->Send(RaiseAt(kFirst, "returned", "2016-10-28", "20:00")), "");
  const auto ended = flow->Last<v1::NotificationResolved>();
  EXPECT_EQ(ended.notification_id(), kSecond);
  EXPECT_EQ(ended.length_hours(), 27);
  EXPECT_EQ(ended.length_days(), 1);
  const auto due = flow->Last<v1::ObligationDueSet>();
  EXPECT_EQ(due.obligation_id(), kInterview);
  EXPECT_EQ(due.due_time(), Stamp("2016-10-31", "19:00"));
}
TEST(MissingTest, ItIsSignificantAfterSevenDaysAndOnlyThen) {
  const auto flow = FlowAt(kNow);
  EXPECT_EQ(flow->Send(RaiseAt(kFirst, "missing", "2016-11-12", "20:00")), "");
  GoTo(*flow, "2016-11-19", "20:00");
  EXPECT_TRUE(flow->All<v1::SignificantLengthReached>().empty());
  GoTo(*flow, "2016-11-19", "20:01");
  EXPECT_EQ(flow->Last<v1::SignificantLengthReached>().days(), 7);
  GoTo(*flow, "2016-12-19", "20:01");
  EXPECT_EQ(flow->All<v1::SignificantLengthReached>().size(), 1U);
}
TEST(MissingTest, AShorterOneIsNeverSignificant) {
  const auto flow = FlowAt(kNow);
  EXPECT_EQ(flow->Send(RaiseAt(kFirst, "missing", "2016-11-12", "20:00")), "");
  GoTo(*flow, "2016-11-19", "19:00");
  EXPECT_EQ(flow->Send(RaiseAt(kSecond, "returned", "2016-11-19", "19:00")), "");
  GoTo(*flow, "2016-12-19", "20:01");
  EXPECT_TRUE(flow->All<v1::SignificantLengthReached>().empty());
}
TEST(MissingTest, ResolvedAsReturnedItStillAsksForTheInterview) {
  const auto flow = FlowAt(kNow);
  EXPECT_EQ(flow->Send(RaiseAt(kSecond, "missing", "2016-11-12", "20:00")), "");
  EXPECT_EQ(flow->Send(Resolve(kSecond, "returned")), "");
  EXPECT_EQ(flow->Last<v1::NotificationRaised>().kind(), "returned");
  EXPECT_EQ(flow->Last<v1::ObligationRaised>().obligation().obliges(), "return-interview");
  EXPECT_EQ(flow->All<v1::NotificationResolved>().size(), 1U);
}
TEST(MissingTest, SeveralStrandsStayOpenOnOnePerson) {
  const auto flow = FlowAt(kNow);
  EXPECT_EQ(flow->Send(RaiseAt(kFirst, "missing", "2016-11-11", "20:00")), "");
  EXPECT_EQ(flow->Send(Raise(kSecond, "exploitation", "2016-11-11")), "");
  EXPECT_EQ(flow->Send(RaiseAt(kThird, "returned", "2016-11-12", "20:00")), "");
  EXPECT_EQ(flow->StateOf<Notification>(kFirst).state, NotificationState::kEnded);
  EXPECT_EQ(flow->StateOf<Notification>(kSecond).state, NotificationState::kOpen);
}
TEST(MissingTest, AnEpisodeThatBeganAfterTheReturnRunsOn) {
  const auto flow = FlowAt(kNow);
  EXPECT_EQ(flow->Send(RaiseAt(kThird, "returned", "2016-11-12", "09:00")), "");
  EXPECT_EQ(flow->Send(RaiseAt(kFirst, "missing", "2016-11-12", "20:00")), "");
  EXPECT_EQ(flow->StateOf<Notification>(kFirst).state, NotificationState::kOpen);
}
TEST(MissingTest, AMistakenReturnLeavesTheEpisodeOpenAndObligesNothing) {
  const auto flow = FlowAt(kNow);
  EXPECT_EQ(flow->Send(RaiseAt(kSecond, "missing", "2016-11-12", "20:00")), "");
  EXPECT_EQ(flow->Send(RaiseAt(kFirst, "returned", "2016-11-12", "22:00")), "");
  EXPECT_EQ(flow->Send(Resolve(kFirst, "mistaken")), "");
  EXPECT_EQ(flow->StateOf<Notification>(kSecond).state, NotificationState::kOpen);
  EXPECT_EQ(flow->Last<v1::ObligationDischarged>().reason(), "mistaken");
  GoTo(*flow, "2016-12-01", "00:00");
  EXPECT_TRUE(flow->All<v1::ObligationOverdue>().empty());
  EXPECT_EQ(flow->All<v1::SignificantLengthReached>().size(), 1U);
}
TEST(MissingTest, AReturnCorrectedToBeforeTheEpisodeReopensIt) {
  const auto flow = FlowAt(kNow);
  EXPECT_EQ(flow->Send(RaiseAt(kFirst, "missing", "2016-11-12", "20:00")), "");
  EXPECT_EQ(flow->Send(RaiseAt(kSecond, "returned", "2016-11-12", "22:00")), "");
  auto correct = Make<v1::UpdateNotification>(Field("notification_id", kSecond));
  *correct.mutable_occurred_time() = Stamp("2016-11-12", "09:00");
  EXPECT_EQ(flow->Send(correct), "");
  EXPECT_EQ(flow->StateOf<Notification>(kFirst).state, NotificationState::kOpen);
  EXPECT_EQ(flow->All<v1::NotificationReopened>().size(), 1U);
}

TEST(LetterTest, EachProgrammeInForceObligesOnceWhateverIsRepeated) {
  const auto flow = FlowAt(kNow);
  const auto letter = Raise(kFirst, "pre-proceedings-letter", "2016-11-11");
  EXPECT_EQ(flow->Send(letter), "");
  EXPECT_EQ(flow->Send(letter), "");
  GoTo(*flow, "2016-11-13", "00:00");  // past the second look at the programmes
  const auto raised = flow->All<v1::ObligationRaised>();
  ASSERT_EQ(raised.size(), 1U);
  EXPECT_EQ(raised[0].obligation_id(), kOffer);
  EXPECT_TRUE(raised[0].obligation().offer());
  EXPECT_EQ(flow->Last<v1::ObligationDueSet>().due_on(), "2016-11-18");
}
TEST(LetterTest, AProgrammeHeardOfLateObligesAllTheSame) {
  ProgrammeCatalogue programmes;
  const auto flow = FlowAt(kNow);
  flow->Know(&programmes);
  EXPECT_EQ(flow->Send(Raise(kFirst, "pre-proceedings-letter", "2016-11-11")), "");
  EXPECT_TRUE(flow->All<v1::ObligationRaised>().empty());
  flow->Know(&Programmes());
  GoTo(*flow, "2016-11-13", "00:00");
  EXPECT_EQ(flow->All<v1::ObligationRaised>().size(), 1U);
}
TEST(LetterTest, BeforeTheProgrammeOrAfterTheDutyNothingIsObliged) {
  for (const char* on : {"2016-03-31", "2020-01-01"}) {
    const auto flow = FlowAt(At(DateFrom(2020, 2, 1), "10:00"));
    EXPECT_EQ(flow->Send(Raise(kFirst, "pre-proceedings-letter", on)), "");
    EXPECT_TRUE(flow->All<v1::ObligationRaised>().empty()) << on;
  }
}
TEST(LetterTest, ACorrectedDayMovesTheTerm) {
  const auto flow = FlowAt(kNow);
  EXPECT_EQ(flow->Send(Raise(kFirst, "pre-proceedings-letter", "2016-11-11")), "");
  auto correct =
      Make<v1::UpdateNotification>(Field("notification_id", kFirst) + Field("on", "2016-11-09"));
  EXPECT_EQ(flow->Send(correct), "");
  EXPECT_EQ(flow->Last<v1::ObligationDueSet>().due_on(), "2016-11-16");
  EXPECT_EQ(flow->Last<v1::ObligationMoved>().obligation().on(), "2016-11-09");
}
TEST(LetterTest, AnotherCouncilsDutyIsSaidToBeSo) {
  const auto flow = FlowAt(kNow);
  auto returned = Raise(kFirst, "returned", "2016-11-11");
  returned.set_responsible_council("southwark");
  EXPECT_EQ(flow->Send(returned), "");
  EXPECT_EQ(flow->Last<v1::ObligationRaised>().obligation().responsible_council(), "southwark");
}

TEST(QuietStopTest, NobodyIsRemindedOfTheDead) {
  for (const bool died_first : {true, false}) {
    SCOPED_TRACE(died_first);
    const auto flow = FlowAt(kNow);
    const auto died = Make<v1::RecordDeath>(Field("person_id", kChild));
    EXPECT_EQ(flow->Send(Raise(kSecond, "missing", "2016-11-11")), "");
    if (died_first) {
      EXPECT_EQ(flow->Send(died), "");
    }
    EXPECT_EQ(flow->Send(Raise(kFirst, "returned", "2016-11-12")), "");
    if (!died_first) {
      EXPECT_EQ(flow->Send(died), "");
    }
    GoTo(*flow, "2016-12-12", "00:00");
    EXPECT_TRUE(flow->All<v1::ObligationOverdue>().empty());
    EXPECT_TRUE(flow->All<v1::SignificantLengthReached>().empty());
    EXPECT_EQ(flow->Last<v1::ObligationDischarged>().reason(), "died");
  }
}
TEST(QuietStopTest, AnErasedSubjectIsNotAskedAbout) {
  const auto flow = FlowAt(kNow);
  EXPECT_EQ(flow->Send(Raise(kFirst, "returned", "2016-11-12")), "");
  EXPECT_EQ(flow->Send(Make<v1::EraseSubject>(Field("person_id", kChild) + "reason: 'misfiled'")),
            "");
  EXPECT_EQ(flow->Last<v1::ObligationDischarged>().reason(), "erased");
}

TEST(NotifiedPersonTest, SomebodyNewIsIntroduced) {
  const auto flow = FlowAt(kNow);
  auto raise = Raise(kFirst, "missing", "2016-11-12");
  raise.mutable_person()->set_person_id(kChild);
  raise.mutable_person()->mutable_identity()->set_given_name("Zoë");
  EXPECT_EQ(flow->Send(raise), "");
  EXPECT_EQ(flow->Last<v1::PersonRegistered>().identity().given_name(), "Zoë");
  EXPECT_EQ(flow->KeyOf(kFirst), kFamily);
}

}  // namespace
}  // namespace kinward::intake::notification_test
