// For tests: a rule read over an example as plainly as it is written, to be compared with what the
// evaluator and the compiled rules make of it. Slow, and shares no code with them.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "libs/calendar/calendar.h"
#include "services/eligibility/catalogue/catalogue.h"

namespace kinward::catalogue {

using common::v1::Comparison;
using common::v1::Fact;
using common::v1::ProgrammeVersion;
using common::v1::Rule;
using common::v1::SubjectFacts;

// Yes, no, or nothing: not known.
using Reading = std::optional<bool>;

struct Case {
  const ProgrammeVersion& version;
  const Example& example;
};

inline Reading Holds(common::v1::ComparisonOperator by, auto value, auto against) {
  switch (by) {
    case common::v1::COMPARISON_OPERATOR_EQUAL:
      return value == against;
    case common::v1::COMPARISON_OPERATOR_NOT_EQUAL:
      return value != against;
    case common::v1::COMPARISON_OPERATOR_AT_LEAST:
      return value >= against;
    case common::v1::COMPARISON_OPERATOR_AT_MOST:
      return value <= against;
    case common::v1::COMPARISON_OPERATOR_MORE_THAN:
      return value > against;
    case common::v1::COMPARISON_OPERATOR_LESS_THAN:
      return value < against;
    default:
      return std::nullopt;
  }
}

inline bool IsOneOf(const Comparison& compare, const std::string& word) {
  if (compare.operator_() == common::v1::COMPARISON_OPERATOR_ONE_OF) {
    return std::ranges::count(compare.codes(), word) > 0;
  }
  return (word == compare.code()) == (compare.operator_() == common::v1::COMPARISON_OPERATOR_EQUAL);
}

// The person's own fact, else the referral's; being in care follows from the legal status.
inline std::optional<Fact> Told(const Case& one, const SubjectFacts* person,
                                const std::string& name) {
  const auto in = [&name](const auto& facts) -> std::optional<Fact> {
    const auto at = std::ranges::find(facts, name, &Fact::name);
    return at == facts.end() ? std::nullopt : std::optional<Fact>(*at);
  };
  if (name == "in_care") {
    if (const auto status = Told(one, person, "legal_status")) {
      Fact in_care;
      in_care.set_name(name);
      in_care.set_flag(status->code() == "looked-after" || status->code() == "unaccompanied");
      return in_care;
    }
  }
  const auto own = person == nullptr ? std::nullopt : in(person->facts());
  return own ? own : in(one.example.facts);
}

inline std::int64_t DayOf(const std::string& date) {
  return ParseDate(date)->time_since_epoch().count();
}

inline Reading ReadDates(const Comparison& compare, const Fact& fact, const std::string& on) {
  std::int64_t count = 0;
  const int months = compare.counted().within_months();
  const std::string since = FormatDate(AddMonths(*ParseDate(on), -months));
  for (const std::string& date : fact.dates().dates()) {
    count += (months == 0 || date >= since) && date <= on ? 1 : 0;
  }
  return Holds(compare.operator_(), count, compare.number());
}

inline Reading ReadOther(const Case& one, const Comparison& compare, const SubjectFacts* person,
                         const Fact& fact) {
  const auto other = Told(one, person, compare.than().fact());
  if (!other) return std::nullopt;
  const bool dates = compare.than().dates();
  const std::int64_t value = dates ? DayOf(fact.date()) : fact.number();
  const std::int64_t against = dates ? DayOf(other->date()) : other->number();
  return Holds(compare.operator_(), value, against + compare.than().plus());
}

inline Reading ReadComparison(const Case& one, const Comparison& compare,
                              const SubjectFacts* person) {
  const std::string& name = compare.fact();
  if (name == "reasons") {
    const auto& reasons = one.example.reasons;
    if (compare.operator_() == common::v1::COMPARISON_OPERATOR_NOT_EQUAL) {
      return std::ranges::count(reasons, compare.code()) == 0;
    }
    return std::ranges::any_of(reasons, [&](const auto& word) { return IsOneOf(compare, word); });
  }
  if (name == "urgency") return IsOneOf(compare, one.example.urgency);
  if (name == "council") return IsOneOf(compare, one.version.host_council());
  const auto fact = Told(one, person, name);
  if (!fact) {
    const auto& facts = one.version.facts();
    const auto at = std::ranges::find(facts, name, &common::v1::FactDefinition::name);
    if (at == facts.end() || !at->has_absent_means()) return std::nullopt;
    return Holds(compare.operator_(), at->absent_means(), compare.flag());
  }
  if (compare.has_counted()) return ReadDates(compare, *fact, one.example.on);
  if (compare.has_than()) return ReadOther(one, compare, person, *fact);
  if (compare.operator_() == common::v1::COMPARISON_OPERATOR_WITHIN_YEARS) {
    const LocalDate on = *ParseDate(one.example.on);
    const LocalDate since = AddYears(on, -static_cast<int>(compare.number()));
    return fact->date() >= FormatDate(since) && fact->date() <= one.example.on;
  }
  if (fact->has_flag()) return Holds(compare.operator_(), fact->flag(), compare.flag());
  if (fact->has_number()) return Holds(compare.operator_(), fact->number(), compare.number());
  if (fact->has_date()) return Holds(compare.operator_(), fact->date(), compare.date());
  return IsOneOf(compare, fact->code());
}

inline Reading Read(const Case& one, const Rule& rule, const SubjectFacts* person = nullptr);

inline Reading ReadSome(const Case& one, const common::v1::SomePerson& some) {
  if (one.example.people.empty()) return std::nullopt;
  int yes = 0;
  int unknown = 0;
  for (const SubjectFacts& person : one.example.people) {
    if (std::ranges::count(person.roles(), some.role()) == 0) continue;
    const Reading reading = Read(one, some.rule(), &person);
    (reading ? yes : unknown) += reading.value_or(true) ? 1 : 0;
  }
  const int need = some.count() == 0 ? 1 : some.count();
  if (yes >= need) return true;
  return yes + unknown >= need ? std::nullopt : Reading(false);
}

inline Reading Read(const Case& one, const Rule& rule, const SubjectFacts* person) {
  if (rule.has_compare()) return ReadComparison(one, rule.compare(), person);
  if (rule.has_some()) return ReadSome(one, rule.some());
  if (rule.has_not_()) {
    const Reading reading = Read(one, rule.not_(), person);
    return reading ? Reading(!*reading) : reading;
  }
  const auto& parts = rule.has_all()   ? rule.all().rules()
                      : rule.has_any() ? rule.any().rules()
                                       : rule.at_least().rules();
  const int need = rule.has_all() ? parts.size() : rule.has_any() ? 1 : rule.at_least().count();
  int yes = 0;
  int unknown = 0;
  for (const Rule& part : parts) {
    const Reading reading = Read(one, part, person);
    (reading ? yes : unknown) += reading.value_or(true) ? 1 : 0;
  }
  if (yes >= need) return true;
  return yes + unknown >= need ? std::nullopt : Reading(false);
}

}  // namespace kinward::catalogue
