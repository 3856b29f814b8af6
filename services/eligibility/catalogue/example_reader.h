// Reads a programme file's examples: facts given and the answer they must have. Run by the checker
// before anything is published.
#pragma once

#include <string>
#include <vector>

#include "kinward/eligibility/v1/check.pb.h"
#include "services/eligibility/catalogue/facts.h"

namespace kinward::catalogue {

struct Example {
  std::string name;
  int line = 0;
  std::string on;
  std::string site;  // whose parameters count; empty: the version's own
  std::string urgency;
  std::vector<std::string> reasons;
  std::vector<common::v1::SubjectFacts> people;
  std::vector<common::v1::Fact> facts;
  eligibility::v1::Outcome expect = eligibility::v1::OUTCOME_UNSPECIFIED;
  std::vector<std::string>
      failed;  // the clauses that fail, exactly; checked when expect is not-eligible
  std::vector<std::string> questions;  // the facts asked for, in order; checked when not empty
  std::string option;                  // what is picked; checked when not empty
  std::string segment;
};

Example ReadExample(YamlMap& map, const Dictionary& dictionary, Faults& faults);

}  // namespace kinward::catalogue
