// For tests of notifications and what they oblige: who it is, and programmes that say what is owed.
#pragma once

#include <memory>
#include <string>

#include "kinward/common/v1/programme.pb.h"
#include "libs/base/programmes.h"
#include "libs/base/uuid.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/flow.h"
#include "libs/testing/make.h"
#include "libs/testing/story.h"
#include "services/referral-intake/aggregates.h"
#include "services/referral-intake/domain/notification.h"
#include "services/referral-intake/domain/obligation.h"
#include "services/referral-intake/domain/school_calendar.h"
#include "services/referral-intake/domain/strands.h"

namespace kinward::intake::notification_test {

inline const std::string kChild = "01930000-0000-7000-8000-00000000000c";
inline const std::string kMother = "01930000-0000-7000-8000-00000000000d";
inline const std::string kFamily = "01930000-0000-7000-8000-00000000000f";
inline const std::string kFirst = "01930000-0000-7000-8000-000000000001";
inline const std::string kSecond = "01930000-0000-7000-8000-000000000002";
inline const std::string kThird = "01930000-0000-7000-8000-000000000003";
inline const std::string kOther = "01930000-0000-7000-8000-000000000004";

// A Saturday evening.
inline const LocalDate kToday = DateFrom(2016, 11, 12);
inline const Time kNow = At(kToday, "22:40");

inline std::string Field(const std::string& name, const std::string& value) {
  return name + ": '" + value + "' ";
}
inline google::protobuf::Timestamp Stamp(const std::string& date, const std::string& time) {
  return ToTimestamp(At(ParseDate(date).value(), time));
}

// On that day, at a time that is not told.
inline v1::RaiseNotification Raise(const std::string& id, const std::string& kind,
                                   const std::string& on) {
  return testing::Make<v1::RaiseNotification>(
      Field("notification_id", id) + Field("family_id", kFamily) + Field("person_id", kChild) +
      Field("kind", kind) + Field("on", on) + "source: 'staff'");
}
inline v1::RaiseNotification RaiseAt(const std::string& id, const std::string& kind,
                                     const std::string& on, const std::string& time) {
  auto command = Raise(id, kind, on);
  *command.mutable_occurred_time() = Stamp(on, time);
  return command;
}
inline v1::ResolveNotification Resolve(const std::string& id, const std::string& reason) {
  return testing::Make<v1::ResolveNotification>(Field("notification_id", id) +
                                                Field("reason", reason));
}

inline common::v1::Trigger TriggerOf(const std::string& on, const std::string& obliges, int within,
                                     common::v1::ClockKind unit) {
  common::v1::Trigger trigger;
  trigger.set_on(on);
  trigger.set_obliges(obliges);
  trigger.set_within(within);
  trigger.set_unit(unit);
  return trigger;
}
// In force from April 2016 on.
inline common::v1::ProgrammeVersion Programme(const std::string& id,
                                              const std::vector<common::v1::Trigger>& triggers) {
  common::v1::ProgrammeVersion version;
  version.set_programme_id(id);
  version.set_version(1);
  version.set_digest("d-" + id);
  version.set_effective_from("2016-04-01");
  for (const auto& trigger : triggers) *version.add_triggers() = trigger;
  return version;
}
inline std::string ObligationIdOf(const std::string& notification_id, const std::string& programme,
                                  const std::string& obliges) {
  return UuidFrom(*Uuid::Parse(notification_id), programme + "/" + obliges).ToString();
}

// T-01 asks for a return interview in 72 hours by somebody independent; T-02 for provision by the
// sixth school day; T-03 offers a conference within five working days of the letter, until 2019.
inline const ProgrammeCatalogue& Programmes() {
  static const auto kAll = [] {
    auto interview = TriggerOf("returned", "return-interview", 72, common::v1::CLOCK_KIND_HOURS);
    interview.set_independent(true);
    auto offer = TriggerOf("pre-proceedings-letter", "family-group-conference-offer", 5,
                           common::v1::CLOCK_KIND_WORKING_DAYS);
    offer.set_offer(true);
    offer.set_until("2019-12-31");
    ProgrammeCatalogue programmes;
    programmes.Publish("wolverhampton", Programme("T-01", {interview}));
    programmes.Publish("wolverhampton",
                       Programme("T-02", {TriggerOf("excluded", "education-provision", 6,
                                                    common::v1::CLOCK_KIND_SCHOOL_DAYS)}));
    programmes.Publish("wolverhampton", Programme("T-03", {offer}));
    return programmes;
  }();
  return kAll;
}
inline const std::string kInterview = ObligationIdOf(kFirst, "T-01", "return-interview");
inline const std::string kProvision = ObligationIdOf(kFirst, "T-02", "education-provision");
inline const std::string kOffer = ObligationIdOf(kFirst, "T-03", "family-group-conference-offer");

// Autumn and spring; half-term is the last week of October, and Christmas two weeks.
inline v1::PublishSchoolCalendar Calendar() {
  return testing::Make<v1::PublishSchoolCalendar>(
      "calendar_id: 'school-calendar' name: 'example' years { from: '2016-09-05' until: "
      "'2017-07-21' closed { from: '2016-10-24' until: '2016-10-28' says: 'half-term' } closed { "
      "from: '2016-12-19' until: '2017-01-02' says: 'Christmas' } }");
}

inline std::unique_ptr<testing::Flow> FlowAt(Time now) {
  auto flow = std::make_unique<testing::Flow>(Aggregates(), now);
  flow->Know(&Programmes());
  return flow;
}

}  // namespace kinward::intake::notification_test
