// Civil time of Europe/London: which day, hour and night an instant falls in, and back. Pure; knows
// no bank holidays (working_days.h) and no clock. Valid from 1996 on, when today's summer-time rule
// began.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "libs/base/time.h"

namespace kinward {

// A civil date. Subtraction gives days; it does not mix with Time by mistake.
using LocalDate = std::chrono::local_days;

// ISO 8601 (2016-11-12); nothing for any other shape or for a day that does not exist.
std::optional<LocalDate> ParseDate(std::string_view text);
std::string FormatDate(LocalDate date);
LocalDate DateFrom(int year, unsigned month, unsigned day);  // CHECKs that the day exists

// "HH:MM", 00:00 to 23:59; nothing for any other shape.
std::optional<std::chrono::minutes> ParseLocalTime(std::string_view text);
std::string FormatLocalTime(std::chrono::minutes since_midnight);

// How far London is ahead of UTC at this instant: nothing, or one hour.
std::chrono::minutes OffsetAt(Time time);
LocalDate DateOf(Time time);
std::chrono::minutes TimeOfDay(Time time);  // since local midnight by the clock on the wall
// Whether the clock shows this time on this day: 01:00–01:59 is left out when summer time begins.
bool Exists(LocalDate date, std::chrono::minutes since_midnight);
// The instant at which the clock shows this. A time that is shown twice means the first; one that
// does not exist means as long after midnight in the offset before the change.
Time At(LocalDate date, std::chrono::minutes since_midnight);
Time At(LocalDate date, std::string_view hh_mm);  // CHECKs the shape: for values checked before
Time StartOf(LocalDate date);                     // local midnight

int Weekday(LocalDate date);  // ISO: 1 = Monday … 7 = Sunday
bool IsWeekend(LocalDate date);
LocalDate AddDays(LocalDate date, int days);
LocalDate AddMonths(LocalDate date,
                    int months);                // the 31st becomes the last day of a shorter month
LocalDate AddYears(LocalDate date, int years);  // 29 February becomes the 28th
int DaysBetween(LocalDate from, LocalDate until);
Time AddClockHours(Time time, int hours);  // hours that really pass, whatever the clock shows

// Completed years. Someone born on 29 February is a year older on 1 March of a common year
// (Family Law Reform Act 1969 s.9: at the start of the anniversary). Not yet born: -1.
int AgeInYears(LocalDate birth, LocalDate on);

// A night runs from noon to noon and is named after the day on which it begins.
LocalDate NightOf(Time time);
Time NightStart(LocalDate night);
Time NightEnd(LocalDate night);

}  // namespace kinward
