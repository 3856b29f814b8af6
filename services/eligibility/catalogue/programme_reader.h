// Reads one programme file into its versions and its examples. What only the whole catalogue shows
// (a panel of another file, one slug for two things) is catalogue.h's.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "services/eligibility/catalogue/example_reader.h"
#include "services/eligibility/catalogue/facts.h"
#include "services/eligibility/catalogue/library.h"

namespace kinward::catalogue {

// What the words of a programme file mean.
struct Words {
  const Dictionary& dictionary;
  const Library& library;
};

struct ProgrammeFile {
  std::string file;
  std::string programme_id;
  std::vector<common::v1::ProgrammeVersion> versions;  // ascending; digests set
  // By site: the same versions with the site's own values, as its council publishes them.
  std::map<std::string, std::vector<common::v1::ProgrammeVersion>> sites;
  std::vector<Example> examples;
  Places places;
};

ProgrammeFile ReadProgramme(const Words& words, const std::filesystem::path& file, Faults& faults);

// SHA-256 of the version as it is read, its own digest left out: two files that say the same agree.
std::string DigestOf(common::v1::ProgrammeVersion version);

}  // namespace kinward::catalogue
