#include "services/scheduling/domain/rota.h"

#include <gtest/gtest.h>

#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"
#include "services/scheduling/testing/story.h"

namespace kinward::scheduling {
namespace {

const std::string kRota = "edt";
const LocalDate kTuesday = DateFrom(2016, 11, 15);

// W-06: Monday to Friday 18:00–21:00, weekends 11:00–15:00.
v1::DefineRota Define() {
  v1::DefineRota command;
  command.set_rota_id(kRota);
  auto& week = *command.mutable_definition()->add_shifts();
  for (int day = 1; day <= 5; ++day) week.add_weekdays(day);
  week.set_from("18:00");
  week.set_until("21:00");
  auto& weekend = *command.mutable_definition()->add_shifts();
  weekend.add_weekdays(6);
  weekend.add_weekdays(7);
  weekend.set_from("11:00");
  weekend.set_until("15:00");
  return command;
}
v1::ScheduleShift Shift(const std::string& id, const std::string& on, const std::string& from,
                        const std::string& until) {
  v1::ScheduleShift command;
  command.set_rota_id(kRota);
  command.set_shift_id(id);
  command.set_worker_id("worker-1");
  command.set_on(on);
  command.set_from(from);
  command.set_until(until);
  return command;
}
v1::AcceptHandover Sign(const std::string& shift) {
  v1::AcceptHandover command;
  command.set_rota_id(kRota);
  command.set_shift_id(shift);
  return command;
}
Story<Rota> Defined() {
  Story<Rota> rota(At(kTuesday, "10:00"));
  rota.Send(Define());
  return rota;
}

// R17, R39.
TEST(RotaTest, IsOpenFromTheFirstMinuteAndTwentyThreeHoursAWeek) {
  const auto definition = Define().definition();
  EXPECT_FALSE(IsOpen(definition, At(kTuesday, "17:59")));
  EXPECT_TRUE(IsOpen(definition, At(kTuesday, "18:00")));
  EXPECT_FALSE(IsOpen(definition, At(kTuesday, "21:00")));
  EXPECT_EQ(MinutesAWeek(definition), 23 * 60);
  EXPECT_EQ(MinutesAWeek(definition) * 12 / 60, 276);
}

TEST(ScheduleShiftTest, RefusesWhatCannotBe) {
  Story<Rota> rota(At(kTuesday, "10:00"));
  EXPECT_EQ(rota.Send(Shift("a", "2016-11-16", "18:00", "21:00")),
            v1::REJECTION_ROTA_MUST_BE_DEFINED);
  rota.Send(Define());
  EXPECT_EQ(rota.Send(Shift("a", "2016-11-15", "09:00", "21:00")),
            v1::REJECTION_SHIFT_MUST_BE_IN_THE_FUTURE);
  EXPECT_EQ(rota.Send(Shift("a", "2017-03-26", "01:30", "09:00")),
            v1::REJECTION_LOCAL_TIME_MUST_EXIST);
  EXPECT_EQ(rota.Send(Shift("a", "2016-11-16", "18:00", "21:00")), kAccepted);
  EXPECT_EQ(rota.Send(Shift("a", "2016-11-16", "18:00", "21:00")), kAccepted);
  EXPECT_TRUE(rota.StayedQuiet());
  EXPECT_EQ(rota.Send(Shift("a", "2016-11-17", "18:00", "21:00")),
            v1::REJECTION_SHIFT_ID_MUST_NOT_BE_REUSED);
  EXPECT_EQ(rota.Send(Shift("b", "2016-11-16", "20:00", "02:00")),
            v1::REJECTION_WORKER_MUST_BE_FREE);
}

// From ten in the evening until two: the day after, in one claim over all rotas.
TEST(ScheduleShiftTest, ClaimsTheWorkerPastMidnight) {
  auto rota = Defined();
  EXPECT_EQ(rota.Send(Shift("a", "2016-11-16", "22:00", "02:00")), kAccepted);
  v1::ShiftScheduled scheduled;
  scheduled.set_rota_id(kRota);
  scheduled.set_shift_id("a");
  scheduled.set_worker_id("worker-1");
  const Time start = At(DateFrom(2016, 11, 16), "22:00");
  const Time end = At(DateFrom(2016, 11, 17), "02:00");
  *scheduled.mutable_start_time() = ToTimestamp(start);
  *scheduled.mutable_end_time() = ToTimestamp(end);
  EXPECT_EQ(rota.Made<v1::ShiftScheduled>(), scheduled);
  EXPECT_EQ(Rota::EffectsOf(scheduled).claims,
            (std::vector<Claim>{{"worker", "worker-1", start, end, "a"}}));
}

TEST(ScheduleShiftTest, MayBeginWhenTheLastEndsOrBesideAnothers) {
  auto rota = Defined();
  rota.Send(Shift("a", "2016-11-16", "18:00", "21:00"));
  EXPECT_EQ(rota.Send(Shift("b", "2016-11-16", "20:59", "23:00")),
            v1::REJECTION_WORKER_MUST_BE_FREE);
  EXPECT_EQ(rota.Send(Shift("b", "2016-11-16", "21:00", "23:00")), kAccepted);
  auto beside = Shift("c", "2016-11-16", "18:00", "21:00");
  beside.set_worker_id("worker-2");
  EXPECT_EQ(rota.Send(beside), kAccepted);
}

TEST(ScheduleShiftTest, BeginsAMinuteFromNowAtTheEarliest) {
  auto rota = Defined();
  EXPECT_EQ(rota.Send(Shift("a", "2016-11-15", "10:00", "12:00")),
            v1::REJECTION_SHIFT_MUST_BE_IN_THE_FUTURE);
  EXPECT_EQ(rota.Send(Shift("a", "2016-11-15", "10:01", "12:00")), kAccepted);
}

TEST(ScheduleShiftTest, NamesTheTimeThatExistsInstead) {
  auto rota = Defined();
  EXPECT_EQ(rota.Send(Shift("a", "2017-03-26", "01:30", "09:00")),
            v1::REJECTION_LOCAL_TIME_MUST_EXIST);
  EXPECT_EQ(rota.instead, std::vector<std::string>{"02:30"});
  EXPECT_EQ(rota.Send(Shift("a", "2017-03-25", "22:00", "01:15")),
            v1::REJECTION_LOCAL_TIME_MUST_EXIST);
  EXPECT_EQ(rota.instead, std::vector<std::string>{"02:15"});
  EXPECT_EQ(rota.Send(Shift("a", "2017-03-25", "22:00", "02:15")), kAccepted);
  const auto scheduled = rota.Made<v1::ShiftScheduled>();
  EXPECT_EQ(ToTime(scheduled.end_time()) - ToTime(scheduled.start_time()),
            std::chrono::minutes{3 * 60 + 15});
}

TEST(AcceptHandoverTest, SignsAScheduledShift) {
  auto rota = Defined();
  rota.Send(Shift("a", "2016-11-16", "18:00", "21:00"));
  EXPECT_EQ(rota.Send(Sign("a")), kAccepted);
  v1::HandoverAccepted accepted;
  accepted.set_rota_id(kRota);
  accepted.set_shift_id("a");
  accepted.set_accepted_by("duty-1");
  *accepted.mutable_accepted_time() = ToTimestamp(rota.now);
  EXPECT_EQ(rota.Made<v1::HandoverAccepted>(), accepted);
}

TEST(AcceptHandoverTest, RefusesAShiftThatIsNotScheduled) {
  auto rota = Defined();
  EXPECT_EQ(rota.Send(Sign("a")), v1::REJECTION_SHIFT_MUST_BE_SCHEDULED);
}

TEST(AcceptHandoverTest, StaysQuietOnARepeatButHearsOfAnotherWhoTakesOver) {
  auto rota = Defined();
  rota.Send(Shift("a", "2016-11-16", "18:00", "21:00"));
  rota.Send(Sign("a"));
  EXPECT_EQ(rota.Send(Sign("a")), kAccepted);
  EXPECT_TRUE(rota.StayedQuiet());
  rota.state.shifts.at("a").accepted_by = "duty-2";
  EXPECT_EQ(rota.Send(Sign("a")), kAccepted);
  EXPECT_EQ(rota.Made<v1::HandoverAccepted>().accepted_by(), "duty-1");
}

TEST(AcceptHandoverTest, ReachesTomorrowsShiftOfARotaWrittenMonthsAhead) {
  auto rota = Defined();
  rota.Send(Shift("tomorrow", "2016-11-16", "18:00", "21:00"));
  rota.Send(Shift("spring", "2017-03-01", "18:00", "21:00"));
  EXPECT_EQ(rota.Send(Shift("tomorrow", "2016-11-16", "18:00", "21:00")), kAccepted);
  EXPECT_TRUE(rota.StayedQuiet());
  EXPECT_EQ(rota.Send(Sign("tomorrow")), kAccepted);
}

TEST(AcceptHandoverTest, ForgetsShiftsThatEndedLongBefore) {
  auto rota = Defined();
  rota.Send(Shift("old", "2016-11-16", "18:00", "21:00"));
  rota.Send(Shift("new", "2016-12-21", "18:00", "21:00"));
  rota.now = At(DateFrom(2016, 12, 21), "21:00");
  rota.Send(Sign("new"));
  EXPECT_EQ(rota.state.shifts.size(), 2U);
  rota.now += std::chrono::minutes{1};
  rota.Send(Sign("old"));
  EXPECT_EQ(rota.state.shifts.size(), 1U);
  EXPECT_TRUE(rota.state.shifts.contains("new"));
}

TEST(DefineRotaTest, SaysWhenTheTeamIsOpen) {
  Story<Rota> rota(At(kTuesday, "10:00"));
  EXPECT_EQ(rota.Send(Define()), kAccepted);
  EXPECT_EQ(rota.Made<v1::RotaDefined>().rota_id(), kRota);
  EXPECT_EQ(rota.Made<v1::RotaDefined>().definition(), Define().definition());
}

TEST(DefineRotaTest, StaysQuietOnARepeat) {
  auto rota = Defined();
  EXPECT_EQ(rota.Send(Define()), kAccepted);
  EXPECT_TRUE(rota.StayedQuiet());
}

TEST(DefineRotaTest, KeepsTheShiftsWhenTheHoursChange) {
  auto rota = Defined();
  rota.Send(Shift("a", "2016-11-16", "18:00", "21:00"));
  auto longer = Define();
  longer.mutable_definition()->mutable_shifts(0)->set_until("22:00");
  EXPECT_EQ(rota.Send(longer), kAccepted);
  EXPECT_TRUE(IsOpen(rota.state.definition, At(kTuesday, "21:30")));
  EXPECT_EQ(rota.Send(Sign("a")), kAccepted);
}

}  // namespace
}  // namespace kinward::scheduling
