// For tests of settings: a house with beds on a Monday morning, and what is sent to it. Days count
// from that Monday; at ten in the morning Sunday's night still runs.
#pragma once

#include <string>

#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/setting.h"
#include "services/scheduling/testing/story.h"
#include "services/scheduling/testing/story_of_one_family.h"

namespace kinward::scheduling {

inline const LocalDate kMonday = DateFrom(2016, 11, 14);
inline const Time kMondayMorning = At(kMonday, "10:00");
inline const std::string kOtherChild = "01930000-0000-7000-8000-0000000000c2";

inline std::string NightFrom(int day) { return FormatDate(AddDays(kMonday, day)); }

inline v1::DefineSetting DefineHouse(int beds, int nights_max = 0) {
  v1::DefineSetting command = TheHouse(beds);
  command.mutable_definition()->set_nights_max(nights_max);
  command.mutable_definition()->set_age_min(10);
  command.mutable_definition()->set_age_max(18);
  return command;
}

inline Story<Setting> House(int beds, int nights_max = 0) {
  Story<Setting> house(kMondayMorning);
  house.Send(DefineHouse(beds, nights_max));
  return house;
}

inline v1::HoldBed Hold(const std::string& stay, const std::string& child, int day, int nights) {
  v1::HoldBed command;
  command.set_setting_id(kHouse);
  command.set_stay_id(stay);
  command.set_referral_id("referral-" + child);
  command.set_person_id(child);
  command.set_from_night(NightFrom(day));
  command.set_nights(nights);
  command.set_legal_basis("s20");
  return command;
}

inline v1::JoinBedWaitlist WaitFor(const std::string& stay, int day, int nights = 1,
                                   const std::string& urgency = "routine") {
  v1::JoinBedWaitlist command;
  command.set_setting_id(kHouse);
  command.set_stay_id(stay);
  command.set_referral_id("referral-" + stay);
  command.set_family_id("family-" + stay);
  command.set_programme_id(kBreaks);
  command.set_from_night(NightFrom(day));
  command.set_nights(nights);
  command.set_urgency(urgency);
  return command;
}

template <typename Command>
Command OfStay(const std::string& stay) {
  Command command;
  command.set_setting_id(kHouse);
  command.set_stay_id(stay);
  return command;
}

}  // namespace kinward::scheduling
