// The table of bank holidays in England and Wales, as data. Extend bank_holidays.cc each year.
#pragma once

#include <span>

namespace kinward {

inline constexpr unsigned kBankHolidayFirstYear = 2012;
inline constexpr unsigned kBankHolidayLastYear = 2028;

// Each as yyyymmdd, ascending.
std::span<const int> BankHolidays();

}  // namespace kinward
