#include "services/eligibility/catalogue/school_calendars.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace kinward::catalogue {
namespace {

// ISO dates sort as days do.
std::pair<std::string, std::string> ReadSpan(YamlMap& map) {
  const std::string from = map.Date("from");
  std::string until = map.Date("until");
  if (until < from) map.Wrong("until", "must not lie before `from`");
  return {from, until};
}

SchoolYear ReadYear(YamlMap& map) {
  SchoolYear year;
  std::tie(year.from, year.until) = ReadSpan(map);
  for (YamlMap& closure : map.Maps("closed")) {
    SchoolClosure closed;
    std::tie(closed.from, closed.until) = ReadSpan(closure);
    closed.says = closure.Text("says");
    if (closed.from < year.from || year.until < closed.until) {
      closure.Wrong("from", "must lie in its year");
    }
    closure.Finish();
    year.closed.push_back(std::move(closed));
  }
  map.Finish();
  return year;
}

SchoolCalendar ReadCalendar(YamlMap& map, const std::map<std::string, Council>& councils) {
  SchoolCalendar calendar;
  calendar.name = map.Slug("calendar");
  calendar.council = map.Slug("council");
  if (!councils.contains(calendar.council)) map.Wrong("council", "is not in councils.yaml");
  for (YamlMap& year : map.Maps("years")) {
    SchoolYear read = ReadYear(year);
    if (!calendar.years.empty() && read.from <= calendar.years.back().until) {
      year.Wrong("from", "must lie after the year before");
    }
    calendar.years.push_back(std::move(read));
  }
  if (calendar.years.empty()) map.Wrong("years", "must be one at least");
  calendar.source = map.Source();
  map.Finish();
  return calendar;
}

}  // namespace

std::map<std::string, SchoolCalendar> LoadSchoolCalendars(
    const std::filesystem::path& folder, const std::map<std::string, Council>& councils,
    Faults& faults) {
  std::vector<std::filesystem::path> files;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "school-calendars", none)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::map<std::string, SchoolCalendar> calendars;
  for (const auto& file : files) {
    const auto root = LoadYaml(file, faults);
    if (!root) continue;
    YamlMap map(*root, "", faults);
    SchoolCalendar calendar = ReadCalendar(map, councils);
    if (calendar.name != file.stem().string()) {
      map.Wrong("calendar", "the file must be named after it");
    }
    const std::string council = calendar.council;
    if (!calendars.emplace(council, std::move(calendar)).second) {
      map.Wrong("council", "has a calendar already");
    }
  }
  return calendars;
}

}  // namespace kinward::catalogue
