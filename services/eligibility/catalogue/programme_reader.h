// Reads one programme file into its versions and its examples. What only the whole catalogue shows
// (a panel of another file, one slug for two things) is catalogue.h's.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kinward/eligibility/v1/check.pb.h"
#include "services/eligibility/catalogue/facts.h"

namespace kinward::catalogue {

// Facts given and the answer they must have: run by the checker before anything is published.
struct Example {
  std::string name;
  int line = 0;
  std::string on;
  std::string urgency;
  std::vector<std::string> reasons;
  std::vector<common::v1::SubjectFacts> people;
  std::vector<common::v1::Fact> facts;
  eligibility::v1::Outcome expect = eligibility::v1::OUTCOME_UNSPECIFIED;
  std::vector<std::string>
      failed;  // the clauses that fail, exactly; checked when expect is not-eligible
  std::vector<std::string> questions;  // the facts asked for, in order; checked when not empty
};

struct ProgrammeFile {
  std::string file;
  std::string programme_id;
  std::vector<common::v1::ProgrammeVersion> versions;  // ascending; digests set
  std::vector<Example> examples;
};

ProgrammeFile ReadProgramme(const Dictionary& dictionary, const std::filesystem::path& file,
                            Faults& faults);

// SHA-256 of the version as it is read, its own digest left out: two files that say the same agree.
std::string DigestOf(common::v1::ProgrammeVersion version);

}  // namespace kinward::catalogue
