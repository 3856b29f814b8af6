// For tests: where a rule changes its mind. Each comparison with a number or a date, and the values
// just below it, at it and just above it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "services/eligibility/catalogue/plain_reading.h"

namespace kinward::catalogue {

// A comparison, and whose fact it looks at: of everybody with this role; empty: of the referral.
struct Spot {
  const Comparison* compare;
  std::string role;
};

inline void AddSpots(const Rule& rule, const std::string& role, std::vector<Spot>& spots) {
  if (rule.has_compare()) {
    const Comparison& compare = rule.compare();
    if (compare.has_number() || compare.has_date() || compare.has_than()) {
      spots.push_back({&compare, role});
    }
  }
  if (rule.has_some()) AddSpots(rule.some().rule(), rule.some().role(), spots);
  if (rule.has_not_()) AddSpots(rule.not_(), role, spots);
  for (const auto* list : {&rule.all().rules(), &rule.any().rules(), &rule.at_least().rules()}) {
    for (const Rule& part : *list) AddSpots(part, role, spots);
  }
}

// Three facts, a unit apart, and what each makes of the comparison.
struct Boundary {
  std::string says;
  std::array<Fact, 3> facts;
  std::array<bool, 3> holds{};
};

// Below, at and above the value it is compared with.
inline std::array<bool, 3> Around(common::v1::ComparisonOperator by) {
  switch (by) {
    case common::v1::COMPARISON_OPERATOR_EQUAL:
      return {false, true, false};
    case common::v1::COMPARISON_OPERATOR_NOT_EQUAL:
      return {true, false, true};
    case common::v1::COMPARISON_OPERATOR_AT_LEAST:
      return {false, true, true};
    case common::v1::COMPARISON_OPERATOR_AT_MOST:
      return {true, true, false};
    case common::v1::COMPARISON_OPERATOR_MORE_THAN:
      return {false, false, true};
    case common::v1::COMPARISON_OPERATOR_LESS_THAN:
      return {true, false, false};
    default:
      return {};
  }
}

inline Boundary AroundNumber(const Comparison& compare, std::int64_t value) {
  Boundary boundary{compare.fact() + " around " + std::to_string(value), {}, {}};
  for (std::size_t at = 0; at < 3; ++at) {
    boundary.facts.at(at).set_name(compare.fact());
    boundary.facts.at(at).set_number(value - 1 + static_cast<std::int64_t>(at));
  }
  boundary.holds = Around(compare.operator_());
  return boundary;
}

inline Boundary AroundDay(const Comparison& compare, LocalDate day, std::array<bool, 3> holds) {
  Boundary boundary{compare.fact() + " around " + FormatDate(day), {}, holds};
  for (std::size_t at = 0; at < 3; ++at) {
    boundary.facts.at(at).set_name(compare.fact());
    boundary.facts.at(at).set_date(FormatDate(AddDays(day, static_cast<int>(at) - 1)));
  }
  return boundary;
}

inline Boundary AroundCount(const Comparison& compare, LocalDate on) {
  const auto value = static_cast<int>(compare.number());
  Boundary boundary{"count of " + compare.fact() + " around " + std::to_string(value), {}, {}};
  for (int at = 0; at < 3; ++at) {
    Fact& fact = boundary.facts.at(static_cast<std::size_t>(at));
    fact.set_name(compare.fact());
    fact.mutable_dates();
    for (int one = 0; one < value - 1 + at; ++one) {
      fact.mutable_dates()->add_dates(FormatDate(AddDays(on, -one)));
    }
  }
  boundary.holds = Around(compare.operator_());
  if (value == 0) boundary.holds[0] = boundary.holds[1];  // there is no count below nothing
  return boundary;
}

// So many dates, all of the day of the check but one, which lies at the far end of the months.
inline Boundary AroundMonths(const Comparison& compare, LocalDate on) {
  const LocalDate since = AddMonths(on, -compare.counted().within_months());
  const int value = std::max(static_cast<int>(compare.number()), 1);
  Boundary boundary{"dates of " + compare.fact() + " around " + FormatDate(since), {}, {}};
  for (int at = 0; at < 3; ++at) {
    Fact& fact = boundary.facts.at(static_cast<std::size_t>(at));
    fact.set_name(compare.fact());
    fact.mutable_dates()->add_dates(FormatDate(AddDays(since, at - 1)));
    for (int one = 1; one < value; ++one) fact.mutable_dates()->add_dates(FormatDate(on));
    const std::int64_t count = at == 0 ? value - 1 : value;
    const auto holds = Around(compare.operator_());
    boundary.holds.at(static_cast<std::size_t>(at)) = holds.at(count < compare.number()    ? 0
                                                               : count == compare.number() ? 1
                                                                                           : 2);
  }
  return boundary;
}

// Those of one comparison on this day; none where it is compared with a fact that nobody told.
inline std::vector<Boundary> BoundariesOf(const Spot& spot, const Case& one) {
  const Comparison& compare = *spot.compare;
  const LocalDate on = *ParseDate(one.example.on);
  if (compare.has_counted()) {
    std::vector<Boundary> boundaries{AroundCount(compare, on)};
    if (compare.counted().within_months() > 0) boundaries.push_back(AroundMonths(compare, on));
    return boundaries;
  }
  if (compare.operator_() == common::v1::COMPARISON_OPERATOR_WITHIN_YEARS) {
    const LocalDate since = AddYears(on, -static_cast<int>(compare.number()));
    return {AroundDay(compare, since, {false, true, true}),
            AroundDay(compare, on, {true, true, false})};
  }
  if (compare.has_date()) {
    return {AroundDay(compare, *ParseDate(compare.date()), Around(compare.operator_()))};
  }
  if (!compare.has_than()) return {AroundNumber(compare, compare.number())};
  for (const SubjectFacts& person : one.example.people) {
    if (std::ranges::count(person.roles(), spot.role) == 0) continue;
    const auto other = Told(one, &person, compare.than().fact());
    if (!other) continue;
    const std::int64_t plus = compare.than().plus();
    if (!compare.than().dates()) return {AroundNumber(compare, other->number() + plus)};
    return {AroundDay(compare, AddDays(*ParseDate(other->date()), static_cast<int>(plus)),
                      Around(compare.operator_()))};
  }
  return {};
}

// The example without the fact, wherever the comparison would find it.
inline Example Without(Example example, const Spot& spot) {
  const auto take = [&spot](auto& facts) {
    facts.erase(
        std::remove_if(facts.begin(), facts.end(),
                       [&](const Fact& fact) { return fact.name() == spot.compare->fact(); }),
        facts.end());
  };
  for (SubjectFacts& person : example.people) {
    if (std::ranges::count(person.roles(), spot.role) > 0) take(*person.mutable_facts());
  }
  take(example.facts);
  return example;
}

inline Example With(const Example& given, const Spot& spot, const Fact& fact) {
  Example example = Without(given, spot);
  if (spot.role.empty()) example.facts.push_back(fact);
  for (SubjectFacts& person : example.people) {
    if (std::ranges::count(person.roles(), spot.role) > 0) *person.add_facts() = fact;
  }
  return example;
}

}  // namespace kinward::catalogue
