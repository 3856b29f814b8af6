// For tests of the rules and the domain: one small programme, and facts in a line.
#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "kinward/common/v1/programme.pb.h"
#include "services/eligibility/rules/known.h"

namespace kinward::eligibility::testing {

// A young person of 11 to 17, at risk (told of the referral) or in care with a plan to return;
// consent is sensitive and ongoing; living in Southwark is preferred.
inline common::v1::ProgrammeVersion TestProgramme(const std::string& id = "T-01") {
  common::v1::ProgrammeVersion version;
  const bool parsed = google::protobuf::TextFormat::ParseFromString(R"(
    version: 1 name: "Test" effective_from: "2016-01-01" digest: "d1" takes_referrals: true
    counts: CAPACITY_UNIT_FAMILY gateway { kind: GATEWAY_KIND_PANEL panel_id: "panel" }
    pools { pool_id: "pool" capacity: 2 } episode { begins_with: "place" }
    clauses { id: "age" kind: CLAUSE_KIND_REQUIRED rule { some { role: "child" rule { all {
      rules { compare { fact: "age_years" operator: COMPARISON_OPERATOR_AT_LEAST number: 11 } }
      rules { compare {
        fact: "age_years" operator: COMPARISON_OPERATOR_AT_MOST number: 17 } } } } } } }
    clauses { id: "risk" kind: CLAUSE_KIND_REQUIRED rule { any {
      rules { compare { fact: "edge_of_care" operator: COMPARISON_OPERATOR_EQUAL flag: true } }
      rules { some { role: "child" rule { all {
        rules { compare { fact: "in_care" operator: COMPARISON_OPERATOR_EQUAL flag: true } }
        rules { compare {
          fact: "reunification_plan" operator: COMPARISON_OPERATOR_EQUAL flag: true } }
      } } } } } } }
    clauses { id: "consent" kind: CLAUSE_KIND_ONGOING rule { compare { fact: "consent"
      operator: COMPARISON_OPERATOR_EQUAL flag: true } } }
    clauses { id: "residence" kind: CLAUSE_KIND_PREFERENCE
      rule { some { role: "child" rule { compare {
      fact: "resident_of" operator: COMPARISON_OPERATOR_EQUAL code: "southwark" } } } } }
    facts { name: "age_years" label: "age" unit: "years" question: "How old?" of_person: true }
    facts { name: "consent" label: "consent" question: "Do they agree?" sensitive: true }
    facts { name: "edge_of_care" label: "a risk" question: "Is there a risk?" }
    facts { name: "in_care" question: "In care?" of_person: true }
    facts { name: "resident_of" question: "Where?" of_person: true }
    facts { name: "reunification_plan" label: "a plan to return" question: "Is there a plan?"
            of_person: true }
  )",
                                                                    &version);
  EXPECT_TRUE(parsed);
  version.set_programme_id(id);
  return version;
}

// The same, and a family therapist may join it where a child is at very high risk.
inline common::v1::ProgrammeVersion WithTherapist(common::v1::ProgrammeVersion version) {
  common::v1::ProgrammeVersion added;
  const bool parsed = google::protobuf::TextFormat::ParseFromString(R"(
    joiners { role: "family-therapist" says: "Joins at very high risk."
      rule { some { role: "child" rule { compare {
        fact: "very_high_risk" operator: COMPARISON_OPERATOR_EQUAL flag: true } } } } }
    facts { name: "very_high_risk" question: "Very high risk?" of_person: true }
  )",
                                                                    &added);
  EXPECT_TRUE(parsed);
  version.MergeFrom(added);
  return version;
}

inline Fact Flag(const std::string& name, bool value) {
  Fact fact;
  fact.set_name(name);
  fact.set_flag(value);
  return fact;
}
inline Fact Number(const std::string& name, std::int64_t value) {
  Fact fact;
  fact.set_name(name);
  fact.set_number(value);
  return fact;
}
inline Fact Code(const std::string& name, const std::string& value) {
  Fact fact;
  fact.set_name(name);
  fact.set_code(value);
  return fact;
}
inline Fact Day(const std::string& name, const std::string& value) {
  Fact fact;
  fact.set_name(name);
  fact.set_date(value);
  return fact;
}
inline SubjectFacts Person(const std::string& id, const std::string& role,
                           const std::vector<Fact>& facts) {
  SubjectFacts person;
  person.set_person_id(id);
  person.add_roles(role);
  for (const Fact& fact : facts) *person.add_facts() = fact;
  return person;
}

}  // namespace kinward::eligibility::testing
