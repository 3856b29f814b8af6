#include "services/eligibility/rules/known.h"

#include <algorithm>

namespace kinward::eligibility {
namespace {

// Being in care follows from the legal status wherever that is known.
const Fact* InCare(const Fact& legal_status) {
  return &BeingInCare(legal_status.code() == "looked-after" ||
                      legal_status.code() == "unaccompanied");
}

const std::string& NameOf(const Fact& fact) { return fact.name(); }
const std::string& NameOf(const Fact* fact) { return fact->name(); }
const Fact* Pointer(const Fact& fact) { return &fact; }
const Fact* Pointer(const Fact* fact) { return fact; }

// The first of the name; null when there is none.
const Fact* FirstNamed(const auto& facts, std::string_view name) {
  const auto at =
      std::ranges::find_if(facts, [name](const auto& fact) { return NameOf(fact) == name; });
  return at == facts.end() ? nullptr : Pointer(*at);
}

// The person's own, else what was told of nobody by name; never another's.
const Fact* FindSensitive(const Known& known, const SubjectFacts* person, std::string_view name) {
  const auto of = [&known, name](std::string_view person_id) {
    const auto at = std::ranges::find_if(known.sensitive, [&](const Fact* fact) {
      return fact->name() == name && fact->person_id() == person_id;
    });
    return at == known.sensitive.end() ? nullptr : *at;
  };
  const Fact* own = person == nullptr ? nullptr : of(person->person_id());
  return own != nullptr ? own : of("");
}

}  // namespace

const Fact& BeingInCare(bool in_care) {
  static const auto kMade = [](bool flag) {
    Fact fact;
    fact.set_name("in_care");
    fact.set_flag(flag);
    return fact;
  };
  static const Fact kYes = kMade(true);
  static const Fact kNo = kMade(false);
  return in_care ? kYes : kNo;
}

const Fact* Find(const Known& known, const SubjectFacts* person, std::string_view name) {
  if (name == "in_care") {
    const Fact* legal_status = Find(known, person, "legal_status");
    if (legal_status != nullptr && legal_status->has_code()) return InCare(*legal_status);
  }
  if (const Fact* fact = FindSensitive(known, person, name)) return fact;
  const Fact* of_person = person == nullptr ? nullptr : FirstNamed(person->facts(), name);
  return of_person != nullptr ? of_person : FirstNamed(known.facts, name);
}

std::optional<std::int64_t> CountDates(const Fact& fact, int months, LocalDate on) {
  if (!fact.has_dates()) return std::nullopt;
  std::int64_t count = 0;
  for (const std::string& told : fact.dates().dates()) {
    const auto date = ParseDate(told);
    if (!date) return std::nullopt;
    const bool recent = months == 0 || *date >= AddMonths(on, -months);
    count += recent && *date <= on ? 1 : 0;
  }
  return count;
}

bool HasRole(const SubjectFacts& person, std::string_view role) {
  return std::ranges::find(person.roles(), role) != person.roles().end();
}

}  // namespace kinward::eligibility
