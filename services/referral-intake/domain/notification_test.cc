#include "services/referral-intake/domain/notification.h"

#include <gtest/gtest.h>

#include "kinward/intake/v1/obligation.pb.h"
#include "kinward/intake/v1/strands.pb.h"
#include "services/referral-intake/domain/notification_fixture.h"
#include "services/referral-intake/domain/notification_kinds.h"

namespace kinward::intake::notification_test {
namespace {

using testing::Make;
using Story = testing::Story<Notification>;

Story Unknown() {
  Context context{kNow, {"staff", "duty.worker", {}}, "wolverhampton"};
  context.programmes = &Programmes();
  return Story(context);
}
Story ByPartner(const std::string& id) {
  Story story = Unknown();
  story.context.actor = {"partner", id, {}};
  return story;
}
v1::RaiseNotification Missing() { return RaiseAt(kFirst, "missing", "2016-11-12", "20:00"); }
Story IsMissing() { return Unknown().Then(Missing()); }

template <typename Command>
Command Of(const std::string& fields = "") {
  return Make<Command>(Field("notification_id", kFirst) + fields);
}
v1::UpdateNotification Correct(const std::string& date, const std::string& time) {
  auto command = Of<v1::UpdateNotification>();
  *command.mutable_occurred_time() = Stamp(date, time);
  return command;
}
v1::EndEpisode End(const std::string& time) {
  auto command = Of<v1::EndEpisode>(Field("ended_by", kSecond) + "reason: 'returned'");
  *command.mutable_ended_time() = Stamp("2016-11-12", time);
  return command;
}
v1::ResolveNotification ResolveAt(const std::string& time) {
  auto command = Resolve(kFirst, "found");
  *command.mutable_ended_time() = Stamp("2016-11-12", time);
  return command;
}

TEST(RaiseNotificationTest, SaysWhatHappenedToWhomAndWhen) {
  const auto raised = IsMissing().Only<v1::NotificationRaised>();
  EXPECT_EQ(raised.kind(), "missing");
  EXPECT_EQ(raised.occurred_time(), Stamp("2016-11-12", "20:00"));
  EXPECT_TRUE(raised.time_known());
  EXPECT_EQ(raised.family_id(), kFamily);
}
TEST(RaiseNotificationTest, TakesNowForTodayAndTheBeginningOfAnEarlierDay) {
  const auto today = Unknown().Then(Raise(kFirst, "missing", "2016-11-12"));
  EXPECT_EQ(today.Only<v1::NotificationRaised>().occurred_time(), ToTimestamp(kNow));
  const auto earlier = Unknown().Then(Raise(kFirst, "missing", "2016-11-10"));
  EXPECT_EQ(earlier.Only<v1::NotificationRaised>().occurred_time(), Stamp("2016-11-10", "00:00"));
  EXPECT_FALSE(earlier.Only<v1::NotificationRaised>().time_known());
}
TEST(RaiseNotificationTest, TriggersWhatProgrammesInForceOblige) {
  const auto story = Unknown().Then(Raise(kFirst, "pre-proceedings-letter", "2016-11-11"));
  ASSERT_EQ(story.last.size(), 2U);
  const auto& triggered = std::get<v1::ObligationsTriggered>(story.last[1]);
  ASSERT_EQ(triggered.obligations_size(), 1);
  EXPECT_EQ(triggered.obligations(0).obligation_id(), kOffer);
  EXPECT_EQ(triggered.obligations(0).programme_id(), "T-03");
  const auto companions = Notification::CompanionsOf(triggered);
  ASSERT_EQ(companions.size(), 1U);
  EXPECT_EQ(dynamic_cast<const v1::RaiseObligation&>(companions[0].message()).on(), "2016-11-11");
}
TEST(RaiseNotificationTest, StaysQuietOnARepeatWhateverBecameOfIt) {
  EXPECT_TRUE(IsMissing().IsQuietOn(Missing()));
  EXPECT_TRUE(IsMissing().Then(Correct("2016-11-12", "19:00")).IsQuietOn(Missing()));
  EXPECT_TRUE(IsMissing().Then(Resolve(kFirst, "found")).IsQuietOn(Missing()));
}
TEST(RaiseNotificationTest, RefusesAnotherUnderTheSameId) {
  auto of_another = Missing();
  of_another.set_person_id(kMother);
  for (const auto& other : {of_another, Raise(kFirst, "missing", "2016-11-12"),
                            RaiseAt(kFirst, "missing", "2016-11-12", "21:00"),
                            Raise(kFirst, "returned", "2016-11-12")}) {
    EXPECT_EQ(IsMissing().RuleAgainst(other), v1::REJECTION_NOTIFICATION_ID_MUST_NOT_BE_REUSED);
  }
}
TEST(RaiseNotificationTest, RefusesAPartnerThatSendsAsAnother) {
  EXPECT_EQ(ByPartner("police-example").RuleAgainst(Missing()),
            v1::REJECTION_NOTIFICATION_MUST_NOT_BE_SENT_FOR_ANOTHER);
}
TEST(RaiseNotificationTest, RefusesAWordThatIsNotListed) {
  const auto refusal = Unknown().RuleAgainst(Raise(kFirst, "absconded", "2016-11-12"));
  EXPECT_EQ(refusal, v1::REJECTION_NOTIFICATION_KIND_MUST_BE_LISTED);
  EXPECT_EQ(refusal.instead, NotificationKinds());
}
TEST(RaiseNotificationTest, RefusesADescriptionOfSomebodyElse) {
  auto raise = Missing();
  raise.mutable_person()->set_person_id(kMother);
  EXPECT_EQ(Unknown().RuleAgainst(raise), v1::REJECTION_PERSON_MUST_BE_THE_ONE_NOTIFIED_OF);
}
TEST(RaiseNotificationTest, RefusesATimeOnAnotherDay) {
  auto raise = Missing();
  raise.set_on("2016-11-11");
  EXPECT_EQ(Unknown().RuleAgainst(raise), v1::REJECTION_TIME_MUST_FALL_ON_THE_DAY);
}
TEST(RaiseNotificationTest, RefusesWhatHasNotHappenedYet) {
  for (const auto& raise : {Raise(kFirst, "missing", "2016-11-13"),
                            RaiseAt(kFirst, "missing", "2016-11-12", "22:41")}) {
    EXPECT_EQ(Unknown().RuleAgainst(raise), v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
  }
}

TEST(UpdateNotificationTest, CorrectsWhenItBegan) {
  const auto story = IsMissing().Then(Correct("2016-11-11", "19:00"));
  const auto updated = story.Only<v1::NotificationUpdated>();
  EXPECT_EQ(updated.on(), "2016-11-11");
  EXPECT_EQ(updated.occurred_time(), Stamp("2016-11-11", "19:00"));
  const auto effects = Notification::EffectsOf(updated);
  ASSERT_EQ(effects.timers.size(), 1U);
  EXPECT_EQ(effects.timers[0].name, "significant-length");
}
TEST(UpdateNotificationTest, LeavesWhatItDoesNotMention) {
  const auto story =
      IsMissing().Then(Of<v1::UpdateNotification>("responsible_council: 'southwark'"));
  const auto updated = story.Only<v1::NotificationUpdated>();
  EXPECT_EQ(updated.responsible_council(), "southwark");
  EXPECT_EQ(updated.occurred_time(), Stamp("2016-11-12", "20:00"));
  EXPECT_TRUE(updated.time_known());
}
TEST(UpdateNotificationTest, StaysQuietAboutWhatIsSoAlready) {
  EXPECT_TRUE(IsMissing().IsQuietOn(Correct("2016-11-12", "20:00")));
  EXPECT_TRUE(IsMissing().IsQuietOn(Of<v1::UpdateNotification>("on: '2016-11-12'")));
}
TEST(UpdateNotificationTest, RefusesWhatIsNotKnownOrIsAnothers) {
  EXPECT_EQ(Unknown().RuleAgainst(Correct("2016-11-12", "20:00")),
            v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN);
  Story story = IsMissing();
  story.context.actor = {"partner", "police-example", {}};
  EXPECT_EQ(story.RuleAgainst(Correct("2016-11-12", "19:00")),
            v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN);
}
TEST(UpdateNotificationTest, RefusesACorrectionOfNothing) {
  EXPECT_EQ(IsMissing().RuleAgainst(Of<v1::UpdateNotification>()),
            v1::REJECTION_CORRECTION_MUST_BE_GIVEN);
}
TEST(UpdateNotificationTest, RefusesANarrativeSealedForSomebodyElse) {
  const auto update =
      Of<v1::UpdateNotification>("narrative { text: 'x' } " + Field("person_id", kMother));
  EXPECT_EQ(IsMissing().RuleAgainst(update), v1::REJECTION_PERSON_MUST_BE_THE_ONE_NOTIFIED_OF);
}
TEST(UpdateNotificationTest, RefusesABeginningAfterTheEnd) {
  EXPECT_EQ(IsMissing().Then(ResolveAt("21:00")).RuleAgainst(Correct("2016-11-12", "21:01")),
            v1::REJECTION_EPISODE_MUST_NOT_END_BEFORE_IT_BEGAN);
}

TEST(ResolveNotificationTest, SaysHowLongItLasted) {
  Story story = IsMissing();
  const auto resolved = story.At(kNow + std::chrono::hours{50})
                            .Then(Resolve(kFirst, "found"))
                            .Only<v1::NotificationResolved>();
  EXPECT_EQ(resolved.length_hours(), 52);
  EXPECT_EQ(resolved.length_days(), 2);
  EXPECT_EQ(resolved.source(), "staff");
  EXPECT_TRUE(Notification::CompanionsOf(resolved).empty());
}
TEST(ResolveNotificationTest, AReturnIsRaisedAsOneAndAMistakeIsDropped) {
  const auto returned =
      IsMissing().Then(Resolve(kFirst, "returned")).Only<v1::NotificationResolved>();
  const auto raises = Notification::CompanionsOf(returned);
  ASSERT_EQ(raises.size(), 1U);
  EXPECT_EQ(dynamic_cast<const v1::RaiseNotification&>(raises[0].message()).kind(), "returned");
  const auto mistaken =
      IsMissing().Then(Resolve(kFirst, "mistaken")).Only<v1::NotificationResolved>();
  const auto drops = Notification::CompanionsOf(mistaken);
  ASSERT_EQ(drops.size(), 1U);
  EXPECT_EQ(dynamic_cast<const v1::DropStrand&>(drops[0].message()).notification_id(), kFirst);
}
TEST(ResolveNotificationTest, StaysQuietOnARetry) {
  EXPECT_TRUE(IsMissing().Then(Resolve(kFirst, "found")).IsQuietOn(Resolve(kFirst, "found")));
}
TEST(ResolveNotificationTest, RefusesWhatIsNotKnown) {
  EXPECT_EQ(Unknown().RuleAgainst(Resolve(kFirst, "found")),
            v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN);
}
TEST(ResolveNotificationTest, RefusesAnotherEndOfWhatHasEnded) {
  EXPECT_EQ(IsMissing().Then(ResolveAt("21:00")).RuleAgainst(ResolveAt("21:30")),
            v1::REJECTION_NOTIFICATION_MUST_BE_OPEN);
}
TEST(ResolveNotificationTest, RefusesAnEndInTheFuture) {
  EXPECT_EQ(IsMissing().RuleAgainst(ResolveAt("22:41")),
            v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
}
TEST(ResolveNotificationTest, RefusesAnEndBeforeTheBeginning) {
  EXPECT_EQ(IsMissing().RuleAgainst(ResolveAt("19:59")),
            v1::REJECTION_EPISODE_MUST_NOT_END_BEFORE_IT_BEGAN);
}

TEST(EndEpisodeTest, NamesWhatEndedIt) {
  const auto resolved = IsMissing().Then(End("21:30")).Only<v1::NotificationResolved>();
  EXPECT_EQ(resolved.ended_by(), kSecond);
  EXPECT_EQ(resolved.reason(), "returned");
  EXPECT_EQ(resolved.length_hours(), 1);
  EXPECT_TRUE(Notification::CompanionsOf(resolved).empty());
}
TEST(EndEpisodeTest, MovesAnEndThatWasToldBefore) {
  const auto resolved =
      IsMissing().Then(End("21:30")).Then(End("21:00")).Only<v1::NotificationResolved>();
  EXPECT_TRUE(resolved.corrected());
}
TEST(EndEpisodeTest, StaysQuietOnARetryAndWhereAPersonSaidHowItEnded) {
  EXPECT_TRUE(IsMissing().Then(End("21:30")).IsQuietOn(End("21:30")));
  EXPECT_TRUE(IsMissing().Then(ResolveAt("21:00")).IsQuietOn(End("21:30")));
}
TEST(EndEpisodeTest, RefusesWhatIsNotKnown) {
  EXPECT_EQ(Unknown().RuleAgainst(End("21:30")), v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN);
}

TEST(ReopenEpisodeTest, RunsOnAsIfItHadNotEnded) {
  const auto story = IsMissing().Then(End("21:30")).Then(Of<v1::ReopenEpisode>());
  EXPECT_EQ(story.Only<v1::NotificationReopened>().kind(), "missing");
  EXPECT_EQ(story.state.state, NotificationState::kOpen);
}
TEST(ReopenEpisodeTest, StaysQuietAboutWhatIsOpen) {
  EXPECT_TRUE(IsMissing().IsQuietOn(Of<v1::ReopenEpisode>()));
}
TEST(ReopenEpisodeTest, StaysQuietWhereAPersonSaidHowItEnded) {
  EXPECT_TRUE(IsMissing().Then(ResolveAt("21:00")).IsQuietOn(Of<v1::ReopenEpisode>()));
}
TEST(ReopenEpisodeTest, RefusesWhatIsNotKnown) {
  EXPECT_EQ(Unknown().RuleAgainst(Of<v1::ReopenEpisode>()),
            v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN);
}

TEST(NoteSignificantLengthTest, NotesAMissingEpisodeOfMoreThanSevenDays) {
  Story story = IsMissing();
  story.At(At(DateFrom(2016, 11, 19), "20:00") + std::chrono::seconds{1});
  EXPECT_EQ(story.Then(Of<v1::NoteSignificantLength>()).Only<v1::SignificantLengthReached>().days(),
            7);
  EXPECT_TRUE(story.IsQuietOn(Of<v1::NoteSignificantLength>()));
}
TEST(NoteSignificantLengthTest, StaysQuietAboutSevenDaysAndLess) {
  Story story = IsMissing();
  EXPECT_TRUE(
      story.At(At(DateFrom(2016, 11, 19), "20:00")).IsQuietOn(Of<v1::NoteSignificantLength>()));
}
TEST(NoteSignificantLengthTest, StaysQuietAboutOneThatWasMistaken) {
  Story story = IsMissing().Then(Resolve(kFirst, "mistaken"));
  story.state.ended += std::chrono::hours{24 * 8};  // however long it seemed
  EXPECT_TRUE(story.IsQuietOn(Of<v1::NoteSignificantLength>()));
}
TEST(NoteSignificantLengthTest, RefusesWhatIsNotKnown) {
  EXPECT_EQ(Unknown().RuleAgainst(Of<v1::NoteSignificantLength>()),
            v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN);
}

TEST(QuietNotificationTest, CancelsItsTimers) {
  const auto quieted =
      IsMissing().Then(Of<v1::QuietNotification>()).Only<v1::NotificationQuieted>();
  EXPECT_EQ(Notification::EffectsOf(quieted).cancelled_timers,
            (std::vector<std::string>{"significant-length", "review-triggers"}));
}
TEST(QuietNotificationTest, StaysQuietWhenItIsToldTwice) {
  EXPECT_TRUE(IsMissing().Then(Of<v1::QuietNotification>()).IsQuietOn(Of<v1::QuietNotification>()));
}
TEST(QuietNotificationTest, StillTakesWhatIsTrueOfIt) {
  const auto story = IsMissing().Then(Of<v1::QuietNotification>()).Then(Resolve(kFirst, "found"));
  EXPECT_EQ(story.state.state, NotificationState::kEnded);
}
TEST(QuietNotificationTest, RefusesWhatIsNotKnown) {
  EXPECT_EQ(Unknown().RuleAgainst(Of<v1::QuietNotification>()),
            v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN);
}

TEST(NotificationKindsTest, OnlyAReturnEndsAnAbsence) {
  for (const std::string& ender : NotificationKinds()) {
    for (const std::string& kind : NotificationKinds()) {
      const bool ends = (ender == "returned" && kind == "missing") ||
                        (ender == "readmitted" && (kind == "excluded" || kind == "suspended"));
      EXPECT_EQ(Ends(ender, kind), ends) << ender << " " << kind;
    }
  }
}

}  // namespace
}  // namespace kinward::intake::notification_test
