#include "services/scheduling/domain/programme_copy.h"

#include <gtest/gtest.h>

#include <string>

#include "kinward/scheduling/v1/panel.pb.h"
#include "kinward/scheduling/v1/pool.pb.h"
#include "kinward/scheduling/v1/rota.pb.h"
#include "kinward/scheduling/v1/setting.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story.h"

namespace kinward::scheduling {
namespace {

const Time kNow = At(DateFrom(2016, 11, 14), "10:00");
const std::string kProgramme = "T-01";

v1::RecordProgrammeVersion Version(int number, const std::string& from = "2016-04-01") {
  v1::RecordProgrammeVersion command;
  command.set_programme_id(kProgramme);
  command.mutable_version()->set_version(number);
  command.mutable_version()->set_effective_from(from);
  return command;
}
v1::ProgrammeVersionRecorded Recorded(const v1::RecordProgrammeVersion& command, bool in_effect) {
  v1::ProgrammeVersionRecorded event;
  event.set_programme_id(kProgramme);
  *event.mutable_version() = command.version();
  event.set_in_effect(in_effect);
  return event;
}
v1::ProgrammeVersionCameIntoEffect InEffect(const v1::RecordProgrammeVersion& command) {
  v1::ProgrammeVersionCameIntoEffect event;
  event.set_programme_id(kProgramme);
  *event.mutable_version() = command.version();
  return event;
}
v1::BringProgrammeVersionIntoEffect Bring(int number) {
  v1::BringProgrammeVersionIntoEffect command;
  command.set_programme_id(kProgramme);
  command.set_version(number);
  return command;
}

TEST(RecordProgrammeVersionTest, TakesEffectAtOnceOnItsFirstDay) {
  Story<ProgrammeCopy> copy(kNow);
  const auto version = Version(1, "2016-11-14");
  EXPECT_EQ(copy.Send(version), kAccepted);
  EXPECT_EQ(copy.events, (EventsOf<ProgrammeCopy>{Recorded(version, true), InEffect(version)}));
  EXPECT_TRUE(ProgrammeCopy::EffectsOf(Recorded(version, true)).timers.empty());
}

TEST(RecordProgrammeVersionTest, SetsAClockForAVersionOfLater) {
  Story<ProgrammeCopy> copy(kNow);
  const auto version = Version(2, "2016-11-15");
  EXPECT_EQ(copy.Send(version), kAccepted);
  EXPECT_EQ(copy.events, (EventsOf<ProgrammeCopy>{Recorded(version, false)}));
  const auto effects = ProgrammeCopy::EffectsOf(copy.Made<v1::ProgrammeVersionRecorded>());
  EXPECT_EQ(DueOf(effects, "version/2"), StartOf(DateFrom(2016, 11, 15)));
  EXPECT_EQ(SentByClock<v1::BringProgrammeVersionIntoEffect>(effects), Bring(2));
}

TEST(RecordProgrammeVersionTest, RefusesAVersionThatChanged) {
  Story<ProgrammeCopy> copy(kNow);
  copy.Send(Version(1));
  auto changed = Version(1);
  changed.mutable_version()->set_name("Another name");
  EXPECT_EQ(copy.Send(changed), v1::REJECTION_PROGRAMME_VERSION_MUST_NOT_CHANGE);
}

TEST(RecordProgrammeVersionTest, StaysQuietOnARepeat) {
  Story<ProgrammeCopy> copy(kNow);
  copy.Send(Version(1));
  EXPECT_EQ(copy.Send(Version(1)), kAccepted);
  EXPECT_TRUE(copy.StayedQuiet());
}

TEST(RecordProgrammeVersionTest, AnOlderVersionThatArrivesLateIsOnlyKept) {
  Story<ProgrammeCopy> copy(kNow);
  copy.Send(Version(2));
  EXPECT_EQ(copy.Send(Version(1)), kAccepted);
  EXPECT_EQ(copy.events, (EventsOf<ProgrammeCopy>{Recorded(Version(1), true)}));
}

TEST(BringProgrammeVersionIntoEffectTest, DefinesWhatTheVersionNames) {
  Story<ProgrammeCopy> copy(kNow);
  auto version = Version(2, "2016-12-01");
  version.mutable_version()->add_panels()->set_panel_id("resource-panel");
  version.mutable_version()->add_pools()->set_pool_id("kft");
  version.mutable_version()->add_settings()->set_setting_id("upper-pendeford");
  version.mutable_version()->add_rotas()->set_rota_id("out-of-hours");
  copy.Send(version);
  EXPECT_EQ(copy.Send(Bring(2)), kAccepted);
  EXPECT_EQ(copy.events, (EventsOf<ProgrammeCopy>{InEffect(version)}));
  const auto companions = ProgrammeCopy::CompanionsOf(InEffect(version));
  EXPECT_EQ(companions.size(), 5U);
  EXPECT_EQ(Asked<v1::DefinePanel>(companions).definition(), version.version().panels(0));
  EXPECT_EQ(Asked<v1::DefinePool>(companions).definition(), version.version().pools(0));
  EXPECT_EQ(Asked<v1::ReviewWaitlist>(companions).version(), 2);
  EXPECT_EQ(Asked<v1::DefineSetting>(companions).setting_id(), "upper-pendeford");
  EXPECT_EQ(Asked<v1::DefineRota>(companions).rota_id(), "out-of-hours");
}

TEST(BringProgrammeVersionIntoEffectTest, RefusesAVersionThatItDoesNotKnow) {
  Story<ProgrammeCopy> copy(kNow);
  copy.Send(Version(1));
  EXPECT_EQ(copy.Send(Bring(2)), v1::REJECTION_PROGRAMME_VERSION_MUST_BE_KNOWN);
}

TEST(BringProgrammeVersionIntoEffectTest, StaysQuietOnARepeatAndOnAnOlderVersion) {
  Story<ProgrammeCopy> copy(kNow);
  copy.Send(Version(1, "2016-12-01"));
  copy.Send(Version(2, "2016-12-01"));
  copy.Send(Bring(2));
  EXPECT_EQ(copy.Send(Bring(2)), kAccepted);
  EXPECT_TRUE(copy.StayedQuiet());
  // Both fall due on one day: whichever clock rings last, the newer stands.
  EXPECT_EQ(copy.Send(Bring(1)), kAccepted);
  EXPECT_TRUE(copy.StayedQuiet());
}

}  // namespace
}  // namespace kinward::scheduling
