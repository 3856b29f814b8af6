#include "services/scheduling/domain/rota.h"

#include <gtest/gtest.h>

#include "libs/calendar/calendar.h"
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

TEST(AcceptHandoverTest, SignsAScheduledShift) {
  Story<Rota> rota(At(kTuesday, "10:00"));
  rota.Send(Define());
  v1::AcceptHandover accept;
  accept.set_rota_id(kRota);
  accept.set_shift_id("a");
  EXPECT_EQ(rota.Send(accept), v1::REJECTION_SHIFT_MUST_BE_SCHEDULED);
  rota.Send(Shift("a", "2016-11-16", "18:00", "21:00"));
  EXPECT_EQ(rota.Send(accept), kAccepted);
  EXPECT_EQ(rota.Made<v1::HandoverAccepted>().accepted_by(), "duty-1");
}

}  // namespace
}  // namespace kinward::scheduling
