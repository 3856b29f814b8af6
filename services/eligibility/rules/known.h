// What is known when rules are read: facts of the referral and of its people, and the day.
// A view: it owns nothing, and what it points at must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kinward/common/v1/common.pb.h"
#include "libs/calendar/calendar.h"

namespace kinward::eligibility {

using common::v1::Fact;
using common::v1::SubjectFacts;

struct Known {
  std::vector<const SubjectFacts*> people;
  // Looked at first. One that names a person is that person's alone; the others are anybody's.
  std::vector<const Fact*> sensitive;
  std::vector<const Fact*> facts;    // of the referral; the first of a name counts
  std::vector<std::string> reasons;  // asked for as the fact `reasons`
  std::string urgency;               // asked for as the fact `urgency`; empty: not known
  std::string council;               // asked for as the fact `council`
  LocalDate on;                      // the day of the check
};

// The fact `in_care`, as it follows from a legal status.
const Fact& BeingInCare(bool in_care);

// Null when nobody has told it. `in_care` is derived from `legal_status` where that is known.
const Fact* Find(const Known& known, const SubjectFacts* person, std::string_view name);

// How many of the fact's dates lie in so many months before `on` (0: however long ago), the day
// itself included. Nothing where the fact is no list of dates that exist.
std::optional<std::int64_t> CountDates(const Fact& fact, int months, LocalDate on);

bool HasRole(const SubjectFacts& person, std::string_view role);

// Later values replace earlier ones of the same name and person, in place; order is kept, so that
// the same facts heard in the same order give the same bytes.
template <typename Facts>
void Put(Facts& facts, const Fact& fact) {
  for (auto& held : facts) {
    if (held.name() == fact.name() && held.person_id() == fact.person_id()) {
      held = fact;
      return;
    }
  }
  *facts.Add() = fact;
}

}  // namespace kinward::eligibility
