// For tests: rules and cases at random, the same for the same seed. Few facts of few values, so
// that rules and cases meet; facts are missing, told twice, told as another type, sensitive,
// somebody's.
#pragma once

#include <array>
#include <random>
#include <string>
#include <vector>

#include "services/eligibility/rules/evaluator.h"
#include "services/eligibility/rules/known.h"

namespace kinward::eligibility::testing {

// What `Known` points at.
struct RandomCase {
  std::vector<SubjectFacts> people;
  std::vector<Fact> facts;
  std::vector<Fact> sensitive;
  std::vector<std::string> reasons;
  std::string urgency;
  std::string council;
  LocalDate on;

  [[nodiscard]] Known View() const {
    Known known;
    for (const auto& person : people) known.people.push_back(&person);
    for (const auto& fact : facts) known.facts.push_back(&fact);
    for (const auto& fact : sensitive) known.sensitive.push_back(&fact);
    known.reasons = reasons;
    known.urgency = urgency;
    known.council = council;
    known.on = on;
    return known;
  }
};

class RandomRules {
 public:
  explicit RandomRules(std::uint64_t seed) : random_(seed) {}

  // Silence about `crisis` means no, about `settled` yes.
  static ProgrammeVersion Version() {
    ProgrammeVersion version;
    auto& crisis = *version.add_facts();
    crisis.set_name("crisis");
    crisis.set_absent_means(false);
    auto& settled = *version.add_facts();
    settled.set_name("settled");
    settled.set_absent_means(true);
    return version;
  }

  Rule MakeRule(int depth = 3, bool of_person = false) {
    Rule rule;
    switch (depth == 0 ? 0 : Below(8)) {
      case 0:
      case 1:
        *rule.mutable_compare() = MakeComparison();
        break;
      case 2:
        *rule.mutable_not_() = MakeRule(depth - 1, of_person);
        break;
      case 3:
      case 4:
        AddParts(*rule.mutable_all()->mutable_rules(), depth, of_person);
        break;
      case 5:
        AddParts(*rule.mutable_any()->mutable_rules(), depth, of_person);
        break;
      case 6:
        AddParts(*rule.mutable_at_least()->mutable_rules(), depth, of_person);
        rule.mutable_at_least()->set_count(Below(5));
        break;
      default:
        rule.mutable_some()->set_role(Pick(kRoles));
        rule.mutable_some()->set_count(Below(3));
        *rule.mutable_some()->mutable_rule() = MakeRule(depth - 1, true);
    }
    return rule;
  }

  RandomCase MakeCase() {
    RandomCase made;
    for (int left = Below(4); left > 0; --left) {
      auto& person = made.people.emplace_back();
      person.set_person_id("p" + std::to_string(made.people.size()));
      person.add_roles(Pick(kRoles));
      if (OneIn(4)) person.add_roles(Pick(kRoles));
      for (int facts = Below(6); facts > 0; --facts) *person.add_facts() = MakeFact(false);
    }
    for (int left = Below(10); left > 0; --left) made.facts.push_back(MakeFact(false));
    for (int left = Below(4); left > 0; --left) made.sensitive.push_back(MakeFact(true));
    for (int left = Below(3); left > 0; --left) made.reasons.push_back(Pick(kWords));
    if (!OneIn(3)) made.urgency = Pick(kWords);
    if (!OneIn(3)) made.council = Pick(kWords);
    made.on = *ParseDate(Day());
    return made;
  }

 private:
  static constexpr std::array<const char*, 3> kRoles{"child", "parent", "carer"};
  static constexpr std::array<const char*, 5> kWords{"north", "south", "looked-after",
                                                     "unaccompanied", "none"};
  static constexpr std::array<const char*, 4> kFlags{"crisis", "settled", "in_care", "risk"};
  static constexpr std::array<const char*, 3> kNumbers{"age_years", "visits", "risk"};
  static constexpr std::array<const char*, 3> kDates{"moved_on", "seen_on", "visits"};
  static constexpr std::array<const char*, 5> kCodes{"legal_status", "area", "reasons", "urgency",
                                                     "council"};

  int Below(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
  bool OneIn(int count) { return Below(count) == 0; }
  template <std::size_t size>
  const char* Pick(const std::array<const char*, size>& all) {
    return all[random_() % size];
  }
  // Every third year and its 28 and 29 February, where years are counted back.
  std::string Day() {
    static constexpr std::array<const char*, 6> kDays{"2012-02-29", "2015-02-28", "2015-03-01",
                                                      "2016-02-29", "2016-07-12", "2017-02-28"};
    return Pick(kDays);
  }

  void AddParts(google::protobuf::RepeatedPtrField<Rule>& parts, int depth, bool of_person) {
    for (int left = Below(4); left > 0; --left) *parts.Add() = MakeRule(depth - 1, of_person);
  }

  common::v1::ComparisonOperator Ordering() {
    return static_cast<common::v1::ComparisonOperator>(1 + Below(6));  // EQUAL to LESS_THAN
  }

  Comparison MakeComparison() {
    Comparison made;
    switch (Below(6)) {
      case 0:
      case 1:
        made.set_fact(Pick(kFlags));
        made.set_operator_(OneIn(2) ? common::v1::COMPARISON_OPERATOR_EQUAL
                                    : common::v1::COMPARISON_OPERATOR_NOT_EQUAL);
        made.set_flag(OneIn(2));
        break;
      case 2:
        made.set_fact(Pick(kNumbers));
        made.set_operator_(Ordering());
        if (OneIn(4)) {
          made.mutable_than()->set_fact(Pick(kNumbers));
          made.mutable_than()->set_plus(Below(5) - 2);
        } else {
          made.set_number(Below(4));
        }
        break;
      case 3:
        OneIn(3) ? MakeCount(made) : MakeDates(made);
        break;
      default:
        made.set_fact(Pick(kCodes));
        MakeWords(made);
    }
    return made;
  }
  void MakeCount(Comparison& made) {
    made.set_fact(Pick(kDates));
    made.set_operator_(Ordering());
    made.mutable_counted()->set_within_months(OneIn(3) ? 0 : 1 + Below(30));
    made.set_number(Below(3));
  }
  void MakeDates(Comparison& made) {
    made.set_fact(Pick(kDates));
    if (OneIn(3)) {
      made.set_operator_(common::v1::COMPARISON_OPERATOR_WITHIN_YEARS);
      made.set_number(Below(5));
      return;
    }
    made.set_operator_(Ordering());
    if (OneIn(3)) {
      made.mutable_than()->set_fact(Pick(kDates));
      made.mutable_than()->set_plus(Below(800) - 400);
      made.mutable_than()->set_dates(true);
    } else {
      made.set_date(Day());
    }
  }
  void MakeWords(Comparison& made) {
    if (OneIn(2)) {
      made.set_operator_(common::v1::COMPARISON_OPERATOR_ONE_OF);
      for (int left = Below(4); left > 0; --left) made.add_codes(Pick(kWords));
      return;
    }
    made.set_operator_(OneIn(2) ? common::v1::COMPARISON_OPERATOR_EQUAL
                                : common::v1::COMPARISON_OPERATOR_NOT_EQUAL);
    made.set_code(Pick(kWords));
  }

  // Of somebody: told of one of the people by name, or of nobody.
  Fact MakeFact(bool of_somebody) {
    Fact fact;
    switch (Below(5)) {
      case 0:
        fact.set_name(Pick(kFlags));
        fact.set_flag(OneIn(2));
        break;
      case 1:
        fact.set_name(Pick(kNumbers));
        fact.set_number(Below(5));
        break;
      case 2:
        fact.set_name(Pick(kDates));
        if (OneIn(2)) {
          for (int left = Below(4); left > 0; --left) fact.mutable_dates()->add_dates(Day());
          if (!fact.has_dates()) fact.mutable_dates();
          break;
        }
        fact.set_date(Day());
        break;
      case 3:
        fact.set_name(Pick(kCodes));
        fact.set_code(OneIn(5) ? "elsewhere" : Pick(kWords));
        break;
      default:
        fact.set_name(OneIn(2) ? Pick(kFlags) : Pick(kNumbers));  // told, and no value given
    }
    if (of_somebody && !OneIn(3)) fact.set_person_id("p" + std::to_string(1 + Below(3)));
    return fact;
  }

  std::mt19937_64 random_;
};

}  // namespace kinward::eligibility::testing
