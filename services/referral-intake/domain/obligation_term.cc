#include "services/referral-intake/domain/obligation_term.h"

#include <algorithm>

#include "libs/calendar/working_days.h"

namespace kinward::intake {
namespace {

bool IsInHours(const Obligation& obligation) {
  return obligation.ref.unit() == common::v1::CLOCK_KIND_HOURS;
}
bool IsInTime(const Obligation& obligation, Time when) {
  return IsInHours(obligation) ? when <= *obligation.due : when < *obligation.due;
}

}  // namespace

Due DueAfter(LocalDate last_day) { return {StartOf(AddDays(last_day, 1)), FormatDate(last_day)}; }

std::optional<Due> DueOf(const Obligation& obligation) {
  const auto day = ParseDate(obligation.ref.on());
  if (obligation.ref.within() == 0 || !day) return std::nullopt;
  switch (obligation.ref.unit()) {
    case common::v1::CLOCK_KIND_HOURS: {
      const Time due = AddClockHours(obligation.occurred, obligation.ref.within());
      return Due{due, FormatDate(DateOf(due))};
    }
    case common::v1::CLOCK_KIND_DAYS:
      return DueAfter(AddDays(*day, obligation.ref.within()));
    case common::v1::CLOCK_KIND_WORKING_DAYS:
      return DueAfter(WorkingDaysAfter(*day, obligation.ref.within()));
    default:
      return std::nullopt;
  }
}

v1::TargetResult TargetOf(const Obligation& obligation, Time when) {
  if (obligation.ref.within() == 0) return v1::TARGET_RESULT_NO_TERM;
  if (!obligation.due) return v1::TARGET_RESULT_UNKNOWN;
  const bool by_offer = obligation.ref.offer() && obligation.offered.has_value();
  return IsInTime(obligation, by_offer ? *obligation.offered : when) ? v1::TARGET_RESULT_IN_TARGET
                                                                     : v1::TARGET_RESULT_MISSED;
}

v1::OfferAnswer StandingOf(const std::map<std::string, v1::OfferAnswer>& answers) {
  if (answers.empty()) return v1::OFFER_ANSWER_UNSPECIFIED;
  const auto is = [](v1::OfferAnswer wanted) {
    return [wanted](const auto& answer) { return answer.second == wanted; };
  };
  if (std::ranges::any_of(answers, is(v1::OFFER_ANSWER_ACCEPTED))) {
    return v1::OFFER_ANSWER_ACCEPTED;
  }
  return std::ranges::all_of(answers, is(v1::OFFER_ANSWER_DECLINED)) ? v1::OFFER_ANSWER_DECLINED
                                                                     : v1::OFFER_ANSWER_UNANSWERED;
}

}  // namespace kinward::intake
