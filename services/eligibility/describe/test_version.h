// For tests: a programme with a little of everything, and messages from text.
#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "services/eligibility/describe/words.h"

namespace kinward::describe::testing {

template <typename Message>
Message Parsed(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// A farm with beds for young people of 10 to 18, entered through a panel of its own.
inline ProgrammeVersion TestVersion() {
  return Parsed<ProgrammeVersion>(R"(
    programme_id: "T-01" version: 1 name: "Test Farm" effective_from: "2016-04-18" digest: "d1"
    summary: "Short breaks for young people. A panel decides." shape: "bed" theme: "testshire"
    host_council: "testshire-and-upton" takes_referrals: true counts: CAPACITY_UNIT_YOUNG_PERSON
    lead { name: "Testshire Council" kind: "council" } partners: "Test Police" source: "999 §1"
    parameters { id: "age-min" kind: "hard" value: "10" unit: "years" says: "Lowest age."
      source: "999 §2" }
    parameters { id: "start" kind: "soft" value: "2016-09-01" says: "First day." source: "999 §2" }
    clauses { id: "age" kind: CLAUSE_KIND_REQUIRED says: "A young person of 10 to 18."
      source: "999 §2; assumed: both included"
      rule { some { role: "child" count: 1 rule { all {
        rules { compare { fact: "age_years" operator: COMPARISON_OPERATOR_AT_LEAST number: 10 } }
        rules { compare { fact: "age_years" operator: COMPARISON_OPERATOR_AT_MOST number: 18 } }
      } } } } }
    facts { name: "age_years" label: "age" unit: "years" question: "How old?" of_person: true }
    facts { name: "consent" label: "consent" question: "Do they agree?" sensitive: true
      valid_days: 365 }
    gateway { kind: GATEWAY_KIND_PANEL panel_id: "farm-panel" crisis_start: true }
    panels { panel_id: "farm-panel" name: "Farm panel" weekday: 3 start_time: "10:00" slots: 12
      referrer_must_attend: true }
    rotas { rota_id: "farm-nights" team: "Night team" shifts { weekdays: [1, 2, 3, 4, 5]
      from: "18:00" until: "08:00" } }
    pools { pool_id: "farm-places" unit: CAPACITY_UNIT_YOUNG_PERSON capacity: 20 }
    settings { setting_id: "farm" kind: "short-break" beds: ["bed-1", "bed-2"] age_min: 10
      age_max: 18 regulator: "Ofsted" }
    episode { begins_with: "stay" expected_days_max: 84 close_outcomes: ["home", "step-down"] }
    follow_ups { check: "looked-after" after_months: [3, 6] while_open: true }
    triggers { on: "returned" obliges: "return-interview" within: 72 unit: CLOCK_KIND_HOURS
      independent: true says: "Hear the child." source: "999 §3" }
    purchases { purchase_id: "beds" kind: "contract" amount_pence: 30000000 per: "year"
      provider: "Test Trust" source: "assumed: no sum is stated" }
    measures { id: "nights" name: "Nights used" unit: "nights" target: "62 per cent"
      published: "53" source: "999 §4" }
    sites { site_id: "upton" council: "upton" status: "pilot" from: "2016-05-01"
      parameters { id: "age-min" value: "12" } source: "999 §5" }
  )");
}

}  // namespace kinward::describe::testing
