#include "services/outcomes/domain/status_watch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "kinward/outcomes/v1/follow_up.pb.h"
#include "libs/testing/make.h"
#include "libs/testing/messages.h"

namespace kinward::outcomes {
namespace {

using Events = std::vector<StatusWatch::Messages::Event>;

const Context kContext{Time{}, {"system", "outcomes", {}}, "example"};

v1::HearStatus Hear(const std::string& from, const std::string& status = "looked-after",
                    const std::string& basis = "") {
  v1::HearStatus command;
  command.set_watch_id("watch");
  command.set_person_id("child");
  command.set_status(status);
  if (!basis.empty()) command.set_basis(basis);
  command.set_from(from);
  return command;
}
void AddCheck(auto& command, const std::string& id, const std::string& due_on) {
  auto& check = *command.add_follow_ups();
  check.set_follow_up_id(id);
  check.set_check("looked-after");
  check.set_due_on(due_on);
}
v1::WatchCase Opened() {
  v1::WatchCase command;
  command.set_watch_id("watch");
  command.set_person_id("child");
  command.set_case_id("case");
  command.set_opened_on("2016-05-01");
  AddCheck(command, "while-open", "");
  return command;
}
v1::WatchClosedCase Closed() {
  v1::WatchClosedCase command;
  command.set_watch_id("watch");
  command.set_person_id("child");
  command.set_case_id("case");
  command.set_closed_on("2016-08-01");
  AddCheck(command, "three-months", "2016-11-01");
  AddCheck(command, "six-months", "2017-02-01");
  return command;
}

class Story {
 public:
  Story& Then(const auto& command) {
    const StatusWatchAnswer answer = Decide(watch, command, kContext);
    for (const auto& event : std::get<Events>(answer)) {
      std::visit([&](const auto& one) { Apply(watch, one); }, event);
      if (const auto* check = std::get_if<v1::CheckAnswered>(&event)) {
        told.push_back(check->follow_up_id());
      }
      if (const auto* found = std::get_if<v1::EscalationFound>(&event)) {
        told.push_back(found->case_id());
      }
    }
    return *this;
  }
  StatusWatch watch;
  std::vector<std::string> told;
};
using Told = std::vector<std::string>;

TEST(StatusWatchTest, TellsTheCaseAndItsRunningCheck) {
  EXPECT_EQ(Story().Then(Opened()).Then(Hear("2016-06-01")).told, (Told{"while-open", "case"}));
}
TEST(StatusWatchTest, TellsOnlyTheFirstCheckWhoseWindowItFallsIn) {
  const Story closed = Story().Then(Opened()).Then(Closed());
  EXPECT_EQ(Story(closed).Then(Hear("2016-09-01")).told, (Told{"three-months"}));
  EXPECT_EQ(Story(closed).Then(Hear("2016-12-01")).told, (Told{"six-months"}));
  EXPECT_TRUE(Story(closed).Then(Hear("2017-02-02")).told.empty());
}
TEST(StatusWatchTest, SaysNothingOfTheTimeBefore) {
  EXPECT_TRUE(Story().Then(Opened()).Then(Hear("2016-04-30")).told.empty());
}
TEST(StatusWatchTest, TellsTheCaseOfAPlanButNoCheck) {
  EXPECT_EQ(Story().Then(Opened()).Then(Hear("2016-06-01", "cpp")).told, (Told{"case"}));
  EXPECT_TRUE(Story().Then(Opened()).Then(Hear("2016-06-01", "cin")).told.empty());
}
TEST(StatusWatchTest, AShortBreakIsNoEscalation) {
  EXPECT_EQ(Story().Then(Opened()).Then(Hear("2016-06-01", "looked-after", "v4")).told,
            (Told{"while-open"}));
}
TEST(StatusWatchTest, TellsEachOnce) {
  EXPECT_EQ(Story().Then(Opened()).Then(Hear("2016-06-01")).Then(Hear("2016-06-01")).told.size(),
            2U);
}
v1::QuietPerson QuietBecause(const std::string& reason) {
  return testing::Make<v1::QuietPerson>("watch_id: 'watch' person_id: 'child' reason: '" + reason +
                                        "'");
}
Events Answered(const Story& story, const auto& command) {
  return std::get<Events>(Decide(story.watch, command, kContext));
}

TEST(QuietPersonTest, TellsEveryCheckThatIsKnown) {
  const Story story = Story().Then(Opened()).Then(Closed());
  const Events events = Answered(story, QuietBecause("died"));
  ASSERT_EQ(events.size(), 1U);
  const auto& quieted = std::get<v1::PersonQuieted>(events[0]);
  EXPECT_EQ(quieted.reason(), "died");
  EXPECT_EQ(quieted.follow_up_ids_size(), 3);
  const auto companions = StatusWatch::CompanionsOf(quieted);
  ASSERT_EQ(companions.size(), 3U);
  EXPECT_EQ(companions[0].message(),
            testing::Make<v1::QuietFollowUp>("follow_up_id: 'six-months' person_id: 'child'"));
}
TEST(QuietPersonTest, TellsAlsoACheckThatBecomesKnownAfterwards) {
  Story story = Story().Then(Opened()).Then(QuietBecause("erased"));
  const Events events = Answered(story, Closed());
  ASSERT_EQ(events.size(), 2U);
  const auto& quieted = std::get<v1::PersonQuieted>(events[1]);
  EXPECT_EQ(quieted.reason(), "erased");
  EXPECT_EQ(quieted.follow_up_ids_size(), 2);  // the one that runs was told already
}
TEST(QuietPersonTest, IsRememberedBeforeAnyCaseAndStaysQuietOnARetry) {
  const Story story = Story().Then(QuietBecause("died"));
  EXPECT_EQ(story.watch.quiet, "died");
  EXPECT_TRUE(Answered(story, QuietBecause("died")).empty());
  EXPECT_TRUE(Answered(story, QuietBecause("erased")).empty());
}
TEST(QuietPersonTest, CountsWhatWasTrueBeforeTheEnd) {
  EXPECT_EQ(Story().Then(Opened()).Then(QuietBecause("died")).Then(Hear("2016-06-01")).told,
            (Told{"while-open", "case"}));
}

TEST(HearStatusTest, TellsTheCheckAndTheCaseByCommandsOfTheirOwn) {
  const Events events = Answered(Story().Then(Opened()), Hear("2016-06-01", "looked-after", "c2"));
  ASSERT_EQ(events.size(), 3U);
  const auto check = StatusWatch::CompanionsOf(std::get<v1::CheckAnswered>(events[1]));
  EXPECT_EQ(check.at(0).message(),
            testing::Make<v1::RecordStatusCheck>("follow_up_id: 'while-open' person_id: 'child' "
                                                 "status: 'looked-after' basis: 'c2' "
                                                 "on: '2016-06-01'"));
  const auto escalation = StatusWatch::CompanionsOf(std::get<v1::EscalationFound>(events[2]));
  EXPECT_EQ(escalation.at(0).message(),
            testing::Make<v1::RecordEscalation>("case_id: 'case' person_id: 'child' "
                                                "to: 'looked-after' on: '2016-06-01'"));
}
TEST(WatchCaseTest, StaysQuietOnARetryOfEither) {
  const Story story = Story().Then(Opened()).Then(Closed());
  EXPECT_TRUE(Answered(story, Opened()).empty());
  EXPECT_TRUE(Answered(story, Closed()).empty());
}

// Whatever is heard first, the same check and case end up told.
TEST(StatusWatchProperty, EveryOrderTellsTheSame) {
  std::vector<int> order{0, 1, 2};
  do {
    // One service's own events: a case opens before it closes.
    if (std::find(order.begin(), order.end(), 1) < std::find(order.begin(), order.end(), 0)) {
      continue;
    }
    Story story;
    for (const int step : order) {
      if (step == 0) story.Then(Opened());
      if (step == 1) story.Then(Closed());
      if (step == 2) story.Then(Hear("2016-06-01"));
    }
    std::sort(story.told.begin(), story.told.end());
    EXPECT_EQ(story.told, (Told{"case", "while-open"})) << ::testing::PrintToString(order);
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace kinward::outcomes
