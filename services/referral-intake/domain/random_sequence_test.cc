// Random commands in random order: the rules of the aggregate hold at every step.
#include <gtest/gtest.h>

#include "libs/base/uuid.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/random_sequence.h"
#include "services/referral-intake/domain/person.h"
#include "services/referral-intake/domain/referral.h"
#include "services/referral-intake/domain/referral_progress.h"

namespace kinward::intake {
namespace {

const std::string kReferral = "01930000-0000-7000-8000-000000000001";
const std::string kFamily = "01930000-0000-7000-8000-00000000000f";
const std::string kPerson = "01930000-0000-7000-8000-00000000000c";
const std::string kOther = "01930000-0000-7000-8000-00000000000e";
const Time kNow = At(DateFrom(2016, 11, 12), "10:00");
constexpr unsigned kSeeds = 60;
constexpr int kSteps = 150;

template <typename State>
class Sequence : public testing::RandomSequence<State> {
 public:
  explicit Sequence(unsigned seed)
      : testing::RandomSequence<State>(seed, [](auto& sequence) {
          Context context{kNow, {}, "example"};
          context.actor = sequence.Pick(4) == 0 ? Actor{"partner", "police-example", {}}
                                                : Actor{"staff", "duty.worker", {}};
          return context;
        }) {}
};

template <typename Command>
Command For() {
  Command command;
  command.set_referral_id(kReferral);
  return command;
}
std::string Programme(unsigned number) { return "W-0" + std::to_string(number + 1); }
std::string CaseOf(unsigned number) {
  return UuidFrom(*Uuid::Parse(kReferral), Programme(number)).ToString();
}

void SendOne(Sequence<Referral>& sequence) {
  const unsigned number = sequence.Pick(3);
  switch (sequence.Pick(12)) {
    case 0: {
      auto receive = For<v1::ReceiveReferral>();
      receive.set_family_id(kFamily);
      receive.set_source("police-example");
      sequence.Send(receive);
      return;
    }
    case 1: {
      auto acknowledge = For<v1::AcknowledgeReferral>();
      acknowledge.add_programmes(Programme(number));
      sequence.Send(acknowledge);
      return;
    }
    case 2: {
      auto decide = For<v1::DecideReferral>();
      decide.set_decision(static_cast<v1::ReferralDecision>(1 + number));
      decide.set_redirected_to("early help");
      sequence.Send(decide);
      return;
    }
    case 3:
      sequence.Send(For<v1::WithdrawReferral>());
      return;
    case 4:
      sequence.Send(For<v1::ReopenReferral>(), false);  // an end, and a reopening after it
      return;
    case 5: {
      auto supersede = For<v1::SupersedeReferral>();
      supersede.set_superseded_by(sequence.Pick(8) == 0 ? kOther : kReferral);
      sequence.Send(supersede);
      return;
    }
    case 6:
      sequence.Send(For<v1::CloseReferral>());
      return;
    case 7:
    case 8: {
      auto opened = For<v1::RecordCaseOpened>();
      opened.set_case_id(CaseOf(number));
      sequence.Send(opened);
      return;
    }
    case 9: {
      auto closed = For<v1::RecordCaseClosed>();
      closed.set_case_id(CaseOf(number));
      sequence.Send(closed);
      return;
    }
    case 10: {
      auto amend = For<v1::AmendReferral>();
      amend.set_programme(Programme(number));
      const bool begun = !sequence.state.open_cases.empty() || !sequence.state.closed_cases.empty();
      const std::string before = sequence.state.programme;
      sequence.Send(amend);
      if (begun) {
        EXPECT_EQ(sequence.state.programme, before);
      }
      return;
    }
    default: {
      auto ended = For<v1::RecordHelpEnded>();
      ended.set_programme_id(Programme(number));
      sequence.Send(ended);
    }
  }
}

TEST(ReferralProperty, AnyCommandSequenceKeepsTheRules) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    Sequence<Referral> sequence(seed);
    for (int step = 0; step < kSteps; ++step) {
      const Referral before = sequence.state;
      SendOne(sequence);
      const Referral& referral = sequence.state;
      for (const auto& open : referral.open_cases)
        EXPECT_FALSE(referral.closed_cases.contains(open));
      // What was released for a withdrawn or superseded one cannot be called back.
      const bool gone = before.stage == v1::REFERRAL_STAGE_WITHDRAWN ||
                        before.stage == v1::REFERRAL_STAGE_SUPERSEDED;
      if (gone) {
        EXPECT_EQ(referral.stage, before.stage);
      }
      // Nobody closes it over an open case; only a case heard of late opens one in it.
      const bool closes = referral.stage == v1::REFERRAL_STAGE_CLOSED && IsLive(before);
      if (closes) {
        EXPECT_TRUE(referral.open_cases.empty());
      }
      EXPECT_EQ(referral.stage == v1::REFERRAL_STAGE_UNSPECIFIED, referral.referral_id.empty());
    }
  }
}

template <typename Command>
Command Of(const std::string& person = kPerson) {
  Command command;
  command.set_person_id(person);
  return command;
}

void SendLife(Sequence<Person>& sequence, unsigned which) {
  switch (which) {
    case 0: {
      auto introduce = Of<v1::IntroducePerson>();
      introduce.set_family_id(kFamily);
      introduce.set_unborn(sequence.Pick(2) == 0);
      introduce.set_referral_id(sequence.Pick(2) == 0 ? kReferral : kOther);
      sequence.Send(introduce);
      return;
    }
    case 1:
      sequence.Send(Of<v1::RecordBirth>(), false);  // nobody is born twice: refused
      return;
    case 2:
      sequence.Send(Of<v1::RecordPregnancyEnded>());
      return;
    default:
      sequence.Send(Of<v1::RecordDeath>());
  }
}
void SendRecord(Sequence<Person>& sequence, unsigned which) {
  switch (which) {
    case 0: {
      auto merge = Of<v1::MergePersons>();
      merge.set_merged_person_id(kOther);
      sequence.Send(merge);
      return;
    }
    case 1: {
      auto unmerge = Of<v1::UnmergePersons>();
      unmerge.set_merged_person_id(kOther);
      sequence.Send(unmerge, false);
      return;
    }
    case 2: {
      auto merged = Of<v1::MarkMerged>();
      merged.set_into_person_id(kOther);
      sequence.Send(merged);
      return;
    }
    case 3: {
      auto unmerged = Of<v1::MarkUnmerged>();
      unmerged.set_into_person_id(kOther);
      sequence.Send(unmerged, false);
      return;
    }
    case 4: {
      auto restricted = Of<v1::RestrictRecord>();
      restricted.set_category("adoption");
      sequence.Send(restricted);
      return;
    }
    case 5: {
      auto lifted = Of<v1::LiftRestriction>();
      lifted.set_category("adoption");
      sequence.Send(lifted, false);
      return;
    }
    default: {
      auto erase = Of<v1::EraseSubject>();
      if (sequence.Pick(20) == 0) sequence.Send(erase);
    }
  }
}
void SendStatus(Sequence<Person>& sequence) {
  auto status = Of<v1::RecordLegalStatus>();
  status.set_status(sequence.Pick(2) == 0 ? "looked-after" : "cin");
  status.set_from("2016-11-0" + std::to_string(1 + sequence.Pick(5)));
  const bool was_known = sequence.state.statuses.contains({status.from(), status.status(), ""});
  const Person before = sequence.state;
  if (!sequence.Send(status) || was_known) return;
  EXPECT_FALSE(before.erased);
  EXPECT_TRUE(before.life == Life::kBorn ||
              (before.life == Life::kExpected && status.status() == "cin"));
}

TEST(PersonProperty, AnyCommandSequenceKeepsTheRules) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    Sequence<Person> sequence(seed);
    for (int step = 0; step < kSteps; ++step) {
      const Person before = sequence.state;
      const unsigned which = sequence.Pick(12);
      if (which < 4) {
        SendLife(sequence, which);
      } else if (which < 11) {
        SendRecord(sequence, which - 4);
      } else {
        SendStatus(sequence);
      }
      const Person& person = sequence.state;
      const bool over = before.life == Life::kDead || before.life == Life::kEnded;
      if (over) {
        EXPECT_EQ(person.life, before.life);
      }
      EXPECT_TRUE(person.absorbed.empty() || person.merged_into.empty());
      EXPECT_TRUE(person.erased || !before.erased);
    }
  }
}

}  // namespace
}  // namespace kinward::intake
