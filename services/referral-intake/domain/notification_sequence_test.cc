// Random commands in random order: Apply takes all that Decide accepts, a repeat adds nothing, and
// the rules of notifications, obligations and the school calendar hold at every step.
#include <gtest/gtest.h>

#include "libs/testing/random_sequence.h"
#include "services/referral-intake/domain/notification_kinds.h"
#include "services/referral-intake/domain/obligation_fixture.h"

namespace kinward::intake::notification_test {
namespace {

using testing::Make;

constexpr unsigned kSeeds = 60;
constexpr int kSteps = 150;

template <typename State>
class Sequence : public testing::RandomSequence<State> {
 public:
  explicit Sequence(unsigned seed)
      : testing::RandomSequence<State>(seed, [](auto& sequence) {
          Context context{kNow, {"staff", "duty.worker", {}}, "wolverhampton"};
          if (sequence.Pick(4) == 0) context.actor = {"partner", "police-example", {}};
          context.programmes = &Programmes();
          return context;
        }) {}
  std::string Day() { return "2016-11-0" + std::to_string(1 + this->Pick(9)); }
};

template <typename Command>
Command Of(const std::string& fields = "") {
  return Make<Command>(Field("notification_id", kFirst) + fields);
}

void SendOne(Sequence<Notification>& sequence) {
  const std::string day = sequence.Day();
  switch (sequence.Pick(9)) {
    case 0:
    case 1:
      sequence.Send(Raise(kFirst, sequence.Pick(2) == 0 ? "missing" : "returned", day));
      return;
    case 2: {
      auto update = Of<v1::UpdateNotification>();
      *update.mutable_occurred_time() = Stamp(day, "10:00");
      sequence.Send(update);
      return;
    }
    case 3: {
      auto resolve = Resolve(kFirst, sequence.Pick(6) == 0 ? "mistaken" : "found");
      *resolve.mutable_ended_time() = Stamp(day, "12:00");
      if (sequence.Pick(8) == 0) sequence.Send(resolve);
      return;
    }
    case 4: {
      auto end = Of<v1::EndEpisode>(Field("ended_by", kSecond) + "reason: 'returned'");
      *end.mutable_ended_time() = Stamp("2016-11-10", "09:00");
      sequence.Send(end);
      return;
    }
    case 5:
      sequence.Send(Of<v1::ReopenEpisode>());
      return;
    case 6:
      sequence.Send(Of<v1::NoteSignificantLength>());
      return;
    case 7:
      sequence.Send(Of<v1::ReviewTriggers>());
      return;
    default:
      if (sequence.Pick(10) == 0) sequence.Send(Of<v1::QuietNotification>());
  }
}

TEST(NotificationProperty, AnyCommandSequenceKeepsTheRules) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    Sequence<Notification> sequence(seed);
    for (int step = 0; step < kSteps; ++step) {
      const Notification before = sequence.state;
      SendOne(sequence);
      const Notification& now = sequence.state;
      if (now.state == NotificationState::kEnded) {
        EXPECT_LE(now.occurred, std::max(now.ended, Time{}));
      }
      if (before.ended_by_person) {
        EXPECT_EQ(now.ended, before.ended);
      }
      EXPECT_LE(now.obligations.size(), 1U);  // one programme, one duty
      EXPECT_TRUE(now.long_noted || !before.long_noted);
      EXPECT_TRUE(now.quiet || !before.quiet);
    }
  }
}

using obligation_test::Answer;
using obligation_test::CompleteAt;
using obligation_test::Due;
using obligation_test::NoDue;
using obligation_test::OfferTo;
using obligation_test::RaiseProvision;

void SendOne(Sequence<Obligation>& sequence) {
  const std::string whom = sequence.Pick(2) == 0 ? kChild : kMother;
  switch (sequence.Pick(11)) {
    case 0:
      sequence.Send(RaiseProvision());
      return;
    case 1: {
      auto move = obligation_test::Of<v1::MoveObligation>("on: '2016-11-11'");
      *move.mutable_occurred_time() =
          Stamp("2016-11-11", sequence.Pick(2) == 0 ? "18:00" : "09:00");
      sequence.Send(move);
      return;
    }
    case 2:
      sequence.Send(Due("2016-11-1" + std::to_string(sequence.Pick(4))));
      return;
    case 3:
      sequence.Send(NoDue());
      return;
    case 4:
      sequence.Send(obligation_test::Of<v1::AssignObligation>("worker_id: 'interviewer'"));
      return;
    case 5:
      sequence.Send(OfferTo(whom));
      return;
    case 6:
      sequence.Send(Answer(whom, static_cast<v1::OfferAnswer>(1 + sequence.Pick(3))));
      return;
    case 7:
      if (sequence.Pick(8) == 0) sequence.Send(CompleteAt("2016-11-12", "10:00"));
      return;
    case 8: {
      auto meet = obligation_test::Of<v1::MeetObligation>("outcome: 'readmitted'");
      *meet.mutable_met_time() = Stamp("2016-11-1" + std::to_string(1 + sequence.Pick(2)), "09:00");
      sequence.Send(meet);
      return;
    }
    case 9:
      if (sequence.Pick(8) == 0)
        sequence.Send(obligation_test::Of<v1::ReleaseObligation>("reason: 'died'"));
      return;
    default:
      sequence.Send(obligation_test::Of<v1::NoteObligationOverdue>());
  }
}

TEST(ObligationProperty, AnyCommandSequenceKeepsTheRules) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    Sequence<Obligation> sequence(seed);
    for (int step = 0; step < kSteps; ++step) {
      const Obligation before = sequence.state;
      SendOne(sequence);
      const Obligation& now = sequence.state;
      const bool was_closed =
          before.state != ObligationState::kUnknown && before.state != ObligationState::kOpen;
      if (was_closed) {
        EXPECT_EQ(now.state, before.state);
        EXPECT_EQ(now.answers, before.answers);
      }
      EXPECT_EQ(now.answers.empty(), !now.offered);
      EXPECT_FALSE(now.overdue && !now.due);
    }
  }
}

void SendOne(Sequence<SchoolDays>& sequence) {
  const std::string id = sequence.Pick(2) == 0 ? kFirst : kSecond;
  const std::string calendar = "calendar_id: 'school-calendar' " + Field("obligation_id", id);
  switch (sequence.Pick(4)) {
    case 0: {
      auto publish = Calendar();
      publish.mutable_years(0)->mutable_closed(0)->set_until("2016-10-2" +
                                                             std::to_string(5 + sequence.Pick(4)));
      sequence.Send(publish);
      return;
    }
    case 1:
      sequence.Send(Make<v1::ForgetSchoolDay>(calendar));
      return;
    default: {
      auto ask = Make<v1::AskSchoolDay>(
          calendar + Field("after", "2016-10-2" + std::to_string(sequence.Pick(9))));
      ask.set_count(6);
      sequence.Send(ask);
    }
  }
}

TEST(SchoolCalendarProperty, EveryQuestionHasTheAnswerOfTheCalendarAsItStands) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    Sequence<SchoolDays> sequence(seed);
    for (int step = 0; step < kSteps; ++step) {
      SendOne(sequence);
      for (const auto& [id, question] : sequence.state.questions) {
        const auto day = SchoolDaysAfter(sequence.state.calendar, ParseDate(question.after).value(),
                                         question.count);
        EXPECT_EQ(question.day.value_or("?"), day ? FormatDate(*day) : "");
      }
    }
  }
}

}  // namespace
}  // namespace kinward::intake::notification_test
