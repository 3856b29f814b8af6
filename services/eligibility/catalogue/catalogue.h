// The whole catalogue: loads every file, checks what only all of them together show, runs the
// examples. Used by kinwardctl (check, publish, explain) and by tests; the service itself decides
// by events.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "services/eligibility/catalogue/programme_reader.h"
#include "services/eligibility/catalogue/school_calendars.h"

namespace kinward::catalogue {

struct Catalogue {
  Dictionary dictionary;
  Library library;
  std::vector<ProgrammeFile> programmes;            // in order of file name
  std::map<std::string, SchoolCalendar> calendars;  // by council
  std::vector<Fault> faults;  // all of them; with any, nothing may be published
  int sourced = 0;            // values that name a seed passage
  int assumed = 0;            // values that say why they were assumed; may be both
};

// `folder` holds facts.yaml, vocabularies.yaml, councils.yaml, programmes/*.yaml and what
// programmes share: panels/, rotas/, training/, instruments/, price-tables/,
// school-calendars/.
Catalogue LoadCatalogue(const std::filesystem::path& folder);

// Every version of every programme that this council hosts or shares, ready to be published in
// order.
std::vector<common::v1::ProgrammeVersion> VersionsFor(const Catalogue& catalogue,
                                                      const std::string& council);

// What the example's facts give, under the version in force on its day; nothing when none was.
std::optional<eligibility::v1::ProgrammeOutcome> RunExample(const ProgrammeFile& programme,
                                                            const Example& example);

}  // namespace kinward::catalogue
