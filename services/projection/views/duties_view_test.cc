#include "services/projection/views/duties_view.h"

#include <gtest/gtest.h>

#include "kinward/intake/v1/intelligence.pb.h"
#include "kinward/intake/v1/notification.pb.h"
#include "kinward/intake/v1/obligation.pb.h"
#include "kinward/intake/v1/person.pb.h"
#include "libs/base/uuid.h"
#include "services/projection/testing/duties.h"
#include "services/projection/testing/told.h"

namespace kinward::projection {
namespace {

namespace v1 = intake::v1;

ToldPart<EpisodePart> Notified() { return {kEpisodeCollection, Source::kIntake}; }
ToldPart<ObligationPart> Obliged() { return {kObligationCollection, Source::kIntake}; }

v1::NotificationRaised Raised(const std::string& kind = "missing") {
  auto event = Make<v1::NotificationRaised>(
      "notification_id: 'n' family_id: 'f' person_id: 'p' on: '2016-11-12' time_known: true "
      "source: 'police-example' occurred_time { seconds: 1478900000 }");
  event.set_kind(kind);
  return event;
}
v1::NotificationResolved Resolved(const std::string& reason = "returned") {
  auto event = Make<v1::NotificationResolved>(
      "notification_id: 'n' ended_by: 'r' ended_time { seconds: 1478950000 }");
  event.set_reason(reason);
  return event;
}
Said Words(const Marks& marks) {
  Said words;
  for (const Mark& mark : marks.all())
    words.push_back((mark.kind == Mark::Kind::kEnter ? "+" : "-") + mark.name);
  return words;
}
TEST(EpisodeViewTest, WhoeverIsMissingIsListedUntilTheReturn) {
  auto told = Notified();
  EXPECT_EQ(Words(told.After(Raised()).marks), (Said{"+missing-now", "-missing-past"}));
  EXPECT_EQ(told.marks.all()[0].score, 1478900000);
  EXPECT_EQ(Words(told.After(Resolved()).marks), (Said{"-missing-now", "+missing-past"}));
  EXPECT_EQ(told.part.ended_by(), "r");
  EXPECT_EQ(Words(told.After(Make<v1::NotificationReopened>("notification_id: 'n'")).marks),
            (Said{"+missing-now", "-missing-past"}));
  EXPECT_FALSE(told.part.has_ended_time());
}
TEST(EpisodeViewTest, WhatNeverWasAndWhoeverHasDiedIsInNoList) {
  EXPECT_EQ(Words(Notified().After(Raised()).After(Resolved("mistaken")).marks),
            (Said{"-missing-now", "-missing-past"}));
  EXPECT_EQ(Words(Notified()
                      .After(Raised())
                      .After(Make<v1::NotificationQuieted>("notification_id: 'n'"))
                      .marks),
            (Said{"-missing-now", "-missing-past"}));
}
TEST(EpisodeViewTest, OtherKindsAreNoEpisodesOfMissing) {
  EXPECT_TRUE(Words(Notified().After(Raised("excluded")).marks).empty());
}
TEST(EpisodeViewTest, ACorrectedBeginningMovesIt) {
  auto told = Notified();
  told.After(Raised());
  told.After(Make<v1::NotificationUpdated>(
      "notification_id: 'n' on: '2016-11-11' occurred_time { seconds: 1478800000 }"));
  EXPECT_EQ(told.marks.all()[0].score, 1478800000);
  EXPECT_EQ(told.part.on(), "2016-11-11");
}
TEST(EpisodeViewTest, ItsDutiesComeInEitherOrderWithIt) {
  const auto duty = Make<v1::ObligationRaised>(
      "obligation_id: 'o' obligation { obligation_id: 'o' notification_id: 'n' }");
  auto first = Notified();
  first.After(duty).After(Raised());
  auto last = Notified();
  last.After(Raised()).After(duty).After(duty);
  EXPECT_EQ(first.part.SerializeAsString(), last.part.SerializeAsString());
  EXPECT_EQ(last.part.obligation_ids_size(), 1);
}
TEST(EpisodeViewTest, APersonsWordOfAReturnNamesTheNotificationThatItRaised) {
  auto part =
      Make<EpisodePart>("notification_id: 'n' reason: 'returned' ended_time { seconds: 1 }");
  EXPECT_EQ(EndingOf(part), UuidFrom("n", "returned").ToString());
  part.set_ended_by("r");
  EXPECT_EQ(EndingOf(part), "r");
  part.clear_ended_time();
  EXPECT_EQ(EndingOf(part), "");
}

v1::ObligationRaised Duty(const std::string& more = "") {
  return Make<v1::ObligationRaised>(
      "obligation_id: 'o' obligation { obligation_id: 'o' family_id: 'f' person_id: 'p' "
      "notification_id: 'n' programme_id: 'X-01' kind: 'returned' obliges: 'return-interview' "
      "within: 72 unit: CLOCK_KIND_HOURS independent: true " +
      more + " }");
}

TEST(ObligationViewTest, IsOpenThenAssignedThenDone) {
  auto told = Obliged();
  EXPECT_EQ(Words(told.After(Duty()).marks), (Said{"+obligations-open"}));
  EXPECT_EQ(told.part.state(), "open");
  EXPECT_EQ(told.part.unit(), "hours");
  told.After(Make<v1::ObligationAssigned>("obligation_id: 'o' worker_id: 'worker-1'"));
  EXPECT_EQ(told.part.state(), "assigned");
  told.After(Make<v1::ObligationCompleted>(
      "obligation_id: 'o' outcome: 'interview-held' target: TARGET_RESULT_IN_TARGET "
      "completed_time { seconds: 5 }"));
  EXPECT_EQ(Words(told.marks), (Said{"-obligations-open", "+obligations-done"}));
  EXPECT_EQ(told.part.state(), "done");
  EXPECT_EQ(told.part.target(), "in-target");
  told.After(Make<v1::ObligationAssigned>("obligation_id: 'o' worker_id: 'worker-2'"));
  EXPECT_EQ(told.part.state(), "done");
}
TEST(ObligationViewTest, AnOfferComesToWhatItsAnswersCameTo) {
  auto told = Obliged();
  told.After(Duty("offer: true"));
  told.After(Make<v1::OfferRecorded>(
      "obligation_id: 'o' first: true person_ids: 'mother' person_ids: 'father' "
      "target: TARGET_RESULT_IN_TARGET offered_time { seconds: 7 }"));
  EXPECT_EQ(Words(told.marks), (Said{"+obligations-offered"}));
  told.After(Make<v1::AnswerRecorded>(
      "obligation_id: 'o' person_id: 'father' answer: OFFER_ANSWER_DECLINED"));
  told.After(
      Make<v1::AnswerRecorded>("obligation_id: 'o' person_id: 'mother' answer: "
                               "OFFER_ANSWER_ACCEPTED standing: OFFER_ANSWER_ACCEPTED"));
  EXPECT_EQ(told.part.standing(), "accepted");
  ASSERT_EQ(told.part.answers_size(), 2);
  EXPECT_EQ(told.part.answers(1).answer(), "declined");
}

TEST(IntelligenceViewTest, WhatIsOverIsNotKept) {
  ToldPart<IntelligencePart> told(kIntelligenceCollection, Source::kIntake);
  told.After(Make<v1::ItemRecorded>(
      "item_id: 'i' person_id: 'p' expires_time { seconds: 9 } item { sealed: 'x' }"));
  EXPECT_EQ(Words(told.marks), (Said{"+intelligence", "+intelligence-about:p"}));
  EXPECT_EQ(told.part.item().sealed(), "x");
  told.After(Make<v1::ItemExpired>("item_id: 'i' person_id: 'p'"));
  EXPECT_EQ(Words(told.marks), (Said{"-intelligence", "-intelligence-about:p"}));
  EXPECT_FALSE(told.part.has_item());
}

TEST(PersonViewTest, ARestrictionIsKnownUntilItIsLifted) {
  ToldPart<PersonPart> told(kPersonCollection, Source::kIntake);
  const auto restricted = Make<v1::RecordRestricted>("person_id: 'p' category: 'adoption'");
  told.After(restricted).After(restricted);
  EXPECT_TRUE(People({told.part}).IsHidden("p", kOfficer));
  EXPECT_FALSE(People({told.part}).IsHidden("p", kManager));
  told.After(Make<v1::RestrictionLifted>("person_id: 'p' category: 'adoption'"));
  EXPECT_FALSE(People({told.part}).IsHidden("p", kOfficer));
  told.After(Make<v1::SubjectErased>("person_id: 'p'"));
  EXPECT_TRUE(People({told.part}).IsHidden("p", kManager));
  EXPECT_TRUE(People({told.part}).IsQuiet("p"));
}

}  // namespace
}  // namespace kinward::projection
