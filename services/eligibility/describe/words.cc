#include "services/eligibility/describe/words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "libs/calendar/calendar.h"

namespace kinward::describe {
namespace {

constexpr std::array<const char*, 7> kWeekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                               "Friday", "Saturday", "Sunday"};
constexpr std::array<const char*, 12> kMonths{"January",   "February", "March",    "April",
                                              "May",       "June",     "July",     "August",
                                              "September", "October",  "November", "December"};
// Of a place's name, written small.
constexpr std::array<std::string_view, 5> kSmall{"and", "upon", "of", "the", "in"};
// What keeps its hyphen: "co-ordinator", "pre-proceedings".
constexpr std::array<std::string_view, 5> kPrefixes{"co", "pre", "re", "multi", "non"};
constexpr std::string_view kAssumed = "assumed: ";

constexpr std::size_t kGroupedFrom = 5;  // digits: four of them may be a year

// Every three digits a comma, from the right.
std::string Grouped(std::string digits) {
  for (std::ptrdiff_t at = std::ssize(digits) - 3; at > 0; at -= 3) {
    digits.insert(digits.begin() + at, ',');
  }
  return digits;
}

char Upper(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

}  // namespace

Sourced CountSources(const Description& description) {
  Sourced count;
  const auto add = [&count](const auto& one) {
    count.stated += one.source.empty() ? 0 : 1;
    count.assumed += one.assumed.empty() ? 0 : 1;
  };
  for (const Section& section : description.sections) {
    std::ranges::for_each(section.lines, add);
    std::ranges::for_each(section.table.rows, add);
  }
  return count;
}

std::string Listed(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (at > 0) text += at + 1 == words.size() ? " " + std::string(last) + " " : ", ";
    text += words[at];
  }
  return text;
}

std::string Listed(const Texts& words, std::string_view last) {
  return Listed(std::vector<std::string>(words.begin(), words.end()), last);
}

std::string Spaced(std::string_view code) {
  std::string words;
  std::size_t begun = 0;  // of the word that is being written
  for (const char letter : code) {
    const bool between = letter == '-' || letter == '_';
    const bool prefix = std::ranges::find(kPrefixes, words.substr(begun)) != kPrefixes.end();
    words += between ? (prefix ? '-' : ' ') : letter;
    if (between) begun = words.size();
  }
  return words;
}

std::string CouncilName(std::string_view slug) {
  const std::string words = Spaced(slug);
  std::string name;
  for (std::size_t from = 0; from < words.size();) {
    const std::size_t end = std::min(words.find(' ', from), words.size());
    const std::string word = words.substr(from, end - from);
    const bool small = from > 0 && std::ranges::find(kSmall, word) != kSmall.end();
    name += (name.empty() ? "" : " ") + (small ? word : Capitalised(word));
    from = end + 1;
  }
  return name;
}

std::string Capitalised(std::string text) {
  if (!text.empty()) text.front() = Upper(text.front());
  return text;
}

std::string A(const std::string& noun) {
  const bool vowel = !noun.empty() && std::string_view{"aeiou"}.find(noun[0]) != std::string::npos;
  return (vowel ? "an " : "a ") + noun;
}

std::string Value(const std::string& text) {
  const bool digits =
      std::ranges::all_of(text, [](char letter) { return letter >= '0' && letter <= '9'; });
  return digits && text.size() >= kGroupedFrom ? Grouped(text) : Day(text);
}

std::string ValueWithUnit(const std::string& value, const std::string& unit) {
  return unit.empty() ? Value(value) : Value(value) + " " + unit;
}

std::string WithoutStop(std::string text) {
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string Counted(std::int64_t count, std::string_view one, std::string_view many) {
  std::string text = std::to_string(count) + " ";
  if (count == 1) return text + std::string(one);
  return text + (many.empty() ? std::string(one) + "s" : std::string(many));
}

std::string UnitWord(common::v1::CapacityUnit unit, std::int64_t count) {
  const bool one = count == 1;
  switch (unit) {
    case common::v1::CAPACITY_UNIT_FAMILY:
      return one ? "family" : "families";
    case common::v1::CAPACITY_UNIT_WOMAN:
      return one ? "woman" : "women";
    case common::v1::CAPACITY_UNIT_CHILD:
      return one ? "child" : "children";
    case common::v1::CAPACITY_UNIT_YOUNG_PERSON:
      return one ? "young person" : "young people";
    case common::v1::CAPACITY_UNIT_HOME:
      return one ? "home" : "homes";
    case common::v1::CAPACITY_UNIT_HUB:
      return one ? "hub" : "hubs";
    case common::v1::CAPACITY_UNIT_SESSION:
      return one ? "session" : "sessions";
    default:
      return one ? "place" : "places";
  }
}

std::string Days(int days) {
  std::string text = Counted(days, "day");
  if (days >= 14 && days % 7 == 0) text += " (" + Counted(days / 7, "week") + ")";
  return text;
}

std::string Day(std::string_view iso) {
  const auto date = ParseDate(iso);
  if (!date) return std::string(iso);
  const std::string text = FormatDate(*date);  // YYYY-MM-DD
  const std::size_t month = static_cast<std::size_t>(std::stoi(text.substr(5, 2)));
  return std::to_string(std::stoi(text.substr(8, 2))) + " " + kMonths.at(month - 1) + " " +
         text.substr(0, 4);
}

std::string Between(std::string_view from, std::string_view until) {
  std::string text = from.empty() ? "" : "from " + Day(from);
  if (until.empty()) return text;
  return text + (text.empty() ? "until " : " until ") + Day(until);
}

std::string Weekday(int number) {
  if (number < 1 || number > 7) return "day " + std::to_string(number);
  return kWeekdays.at(static_cast<std::size_t>(number - 1));
}

std::string Weekdays(const google::protobuf::RepeatedField<std::int32_t>& numbers) {
  std::vector<std::int32_t> days(numbers.begin(), numbers.end());
  std::ranges::sort(days);
  if (days.size() == 7) return "every day";
  const bool run =
      days.size() > 2 && days.back() - days.front() + 1 == static_cast<std::int32_t>(days.size());
  if (run) return Weekday(days.front()) + " to " + Weekday(days.back());
  std::vector<std::string> names;
  names.reserve(days.size());
  for (const std::int32_t day : days) names.push_back(Weekday(day));
  return Listed(names);
}

std::string ClockWord(common::v1::ClockKind unit, int count) {
  switch (unit) {
    case common::v1::CLOCK_KIND_HOURS:
      return Counted(count, "hour");
    case common::v1::CLOCK_KIND_WORKING_DAYS:
      return Counted(count, "working day");
    case common::v1::CLOCK_KIND_SCHOOL_DAYS:
      return Counted(count, "school day");
    default:
      return Counted(count, "day");
  }
}

std::string Pounds(std::int64_t pence) {
  const std::string whole = Grouped(std::to_string(pence / 100));
  if (pence % 100 == 0) return "£" + whole;
  const std::string part = std::to_string(pence % 100);
  return "£" + whole + "." + std::string(2 - part.size(), '0') + part;
}

Origin OriginOf(std::string_view source) {
  if (source.starts_with(kAssumed)) return {"", std::string(source.substr(kAssumed.size()))};
  const std::string mark = "; " + std::string(kAssumed);
  const std::size_t at = source.find(mark);
  if (at == std::string_view::npos) return {std::string(source), ""};
  return {std::string(source.substr(0, at)), std::string(source.substr(at + mark.size()))};
}

std::string SourcesInWords(const Sourced& count) {
  return Counted(count.stated, "entry names", "entries name") +
         " the passage of the source document; " +
         Counted(count.assumed, "says why a value was", "say why a value was") + " assumed.";
}

Line Told(std::string text, std::string_view source, int depth) {
  Origin origin = OriginOf(source);
  return {"", std::move(text), depth, std::move(origin.source), std::move(origin.assumed)};
}

Line Told(std::string text, int depth) { return {"", std::move(text), depth, "", ""}; }

Line Named(std::string name, std::string text, std::string_view source) {
  Line line = Told(std::move(text), source);
  line.name = std::move(name);
  return line;
}

Row Cells(std::vector<std::string> cells, std::string_view source) {
  Origin origin = OriginOf(source);
  return {std::move(cells), std::move(origin.source), std::move(origin.assumed)};
}

const common::v1::FactDefinition* DefinitionOf(const ProgrammeVersion& version,
                                               std::string_view fact) {
  const auto found = std::ranges::find(version.facts(), fact, &common::v1::FactDefinition::name);
  return found == version.facts().end() ? nullptr : &*found;
}

std::string LabelOf(const ProgrammeVersion& version, const std::string& fact) {
  const auto* definition = DefinitionOf(version, fact);
  if (definition != nullptr && !definition->label().empty()) return definition->label();
  return Spaced(fact);
}

}  // namespace kinward::describe
