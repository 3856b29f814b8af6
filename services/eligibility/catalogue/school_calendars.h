// On which days each council's schools are open, as its file says: school-calendars/<slug>.yaml.
// Only read and checked here; terms are counted where they are owed (intake).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "services/eligibility/catalogue/library.h"

namespace kinward::catalogue {

// ISO dates, both days counted.
struct SchoolClosure {
  std::string from;
  std::string until;
  std::string says;
};
struct SchoolYear {
  std::string from;
  std::string until;
  std::vector<SchoolClosure> closed;
};
struct SchoolCalendar {
  std::string name;
  std::string council;
  std::vector<SchoolYear> years;  // in order
  std::string source;             // or why it is assumed
};

// By council. Faults: years that overlap or are reversed, a closure outside its year, a council
// that councils.yaml does not know or that has two calendars.
std::map<std::string, SchoolCalendar> LoadSchoolCalendars(
    const std::filesystem::path& folder, const std::map<std::string, Council>& councils,
    Faults& faults);

}  // namespace kinward::catalogue
