// Lists and counts over many referrals, computed from their case parts when read.
#pragma once

#include <string>
#include <vector>

#include "kinward/views/v1/lists.pb.h"
#include "libs/calendar/calendar.h"
#include "services/projection/views/case_view.h"

namespace kinward::projection {

// Counts per stage over all, and rows of one stage (empty: of all), the most urgent first, then the
// oldest.
views::v1::ReferralBoardView Board(const std::vector<CaseParts>& referrals,
                                   const std::string& stage);

// Who waits, in the order the pool offers: urgency, preferences met, since when. Each row says why.
views::v1::WaitlistView Waitlist(const std::string& pool, const std::vector<CaseParts>& referrals);

struct Window {
  LocalDate from;  // both inclusive; of the day received, Europe/London
  LocalDate to;
};
// Of one programme. Families and children are counted apart (C43), each once.
views::v1::FunnelView Funnel(const std::string& programme, const Window& window,
                             const std::vector<CaseParts>& referrals, bool list);

// Percent with one decimal, half up.
views::v1::Ratio RatioOf(int numerator, int denominator, const Window& window);

}  // namespace kinward::projection
