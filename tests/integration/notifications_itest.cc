// What a notification obliges, in the host on the real PostgreSQL: one append over every stream
// that it touches, exactly once, its timers, and a store that holds what its events say.
#include <gmock/gmock.h>

#include "kinward/intake/v1/notification.pb.h"
#include "kinward/intake/v1/obligation.pb.h"
#include "kinward/intake/v1/programme_copy.pb.h"
#include "kinward/intake/v1/school_calendar.pb.h"
#include "libs/base/programmes.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/aggregates.h"
#include "tests/integration/aggregate_store.h"

namespace kinward {
namespace {

namespace v1 = intake::v1;

const LocalDate kMonday = DateFrom(2026, 11, 2);

class NotificationsTest : public ::testing::Test {
 protected:
  NotificationsTest() {
    intake_.SetClock(At(kMonday, "09:30"));
    v1::RecordProgrammeVersion record;
    record.set_programme_id("T-01");
    auto& version = *record.mutable_version();
    version.set_programme_id("T-01");
    version.set_version(1);
    version.set_digest("d");
    version.set_effective_from("2026-04-01");
    auto& trigger = *version.add_triggers();
    trigger.set_on("excluded");
    trigger.set_obliges("education-provision");
    trigger.set_within(6);
    trigger.set_unit(common::v1::CLOCK_KIND_SCHOOL_DAYS);
    intake_.Run(record);
    v1::PublishSchoolCalendar publish;
    publish.set_calendar_id("school-calendar");
    publish.set_name("example");
    auto& year = *publish.add_years();
    year.set_from("2026-09-01");
    year.set_until("2027-07-21");
    intake_.Run(publish);
  }
  v1::RaiseNotification Raise(const std::string& id, const std::string& kind,
                              const std::string& on) const {
    v1::RaiseNotification raise;
    raise.set_notification_id(id);
    raise.set_family_id(family_);
    raise.set_person_id(child_);
    raise.set_kind(kind);
    raise.set_on(on);
    raise.set_source("staff");
    return raise;
  }
  // The events of this stream, by the end of their names.
  std::vector<std::string> EventsOf(const std::string& stream) {
    const auto slice = intake_.Await(intake_.store().Read(kCouncil, stream, 0, 100));
    CHECK(slice.has_value());
    std::vector<std::string> names;
    for (const auto& event : slice->events) {
      const std::string name = event.type.substr(0, event.type.rfind('.'));
      names.push_back(name.substr(name.rfind('.') + 1));
    }
    return names;
  }

  ProgrammeCatalogue programmes_;
  AggregateStore intake_{MigratedDatabase(), "intake", intake::Aggregates(), &programmes_};
  const std::string family_ = NewUuid().ToString();
  const std::string child_ = NewUuid().ToString();
  const Uuid exclusion_ = NewUuid();
  const std::string duty_ = UuidFrom(exclusion_, "T-01/education-provision").ToString();
};

TEST_F(NotificationsTest, AnExclusionObligesOnceAndIsMetByTheReturn) {
  const auto excluded = Raise(exclusion_.ToString(), "excluded", "2026-11-02");
  intake_.Run(excluded);
  intake_.Run(excluded);  // told again, under another command id
  intake_.SetClock(At(AddDays(kMonday, 8), "09:00"));
  intake_.FireDue();
  intake_.Run(Raise(NewUuid().ToString(), "readmitted", "2026-11-10"));  // the sixth school day
  intake_.SetClock(At(AddDays(kMonday, 20), "09:00"));
  intake_.FireDue();
  EXPECT_THAT(EventsOf(duty_), ::testing::ElementsAre("obligation-raised", "obligation-due-set",
                                                      "obligation-completed"));
  EXPECT_THAT(EventsOf(exclusion_.ToString()),
              ::testing::ElementsAre("notification-raised", "obligations-triggered",
                                     "notification-resolved"));
  EXPECT_THAT(intake_.Verify().differences, ::testing::IsEmpty());
}

TEST_F(NotificationsTest, WhatNobodyMeetsIsOverdueOnce) {
  intake_.Run(Raise(exclusion_.ToString(), "excluded", "2026-11-02"));
  for (const int days : {8, 9, 20}) {
    intake_.SetClock(At(AddDays(kMonday, days), "09:00"));
    intake_.FireDue();
  }
  EXPECT_THAT(EventsOf(duty_), ::testing::ElementsAre("obligation-raised", "obligation-due-set",
                                                      "obligation-overdue"));
  EXPECT_THAT(intake_.Verify().differences, ::testing::IsEmpty());
}

}  // namespace
}  // namespace kinward
