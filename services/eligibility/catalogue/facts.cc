#include "services/eligibility/catalogue/facts.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "libs/calendar/calendar.h"
#include "services/eligibility/catalogue/suggestion.h"

namespace kinward::catalogue {
namespace {

std::optional<FactType> TypeOf(const std::string& word) {
  if (word == "flag") return FactType::kFlag;
  if (word == "number") return FactType::kNumber;
  if (word == "code") return FactType::kCode;
  if (word == "date") return FactType::kDate;
  if (word == "dates") return FactType::kDates;
  return std::nullopt;
}

FactEntry ReadEntry(const std::string& name, YamlMap map, const Vocabularies& vocabularies) {
  FactEntry entry;
  auto& definition = entry.definition;
  definition.set_name(name);
  definition.set_label(map.Text("label"));
  definition.set_question(map.Text("question"));
  definition.set_unit(map.TextOr("unit", ""));
  const std::string type = map.Text("type");
  if (const auto known = TypeOf(type)) {
    entry.type = *known;
  } else {
    map.Wrong("type", "must be flag, number, code, date or dates");
  }
  const std::string sensitivity = map.Text("sensitivity");
  if (sensitivity != "plain" && sensitivity != "sensitive") {
    map.Wrong("sensitivity", "must be plain or sensitive");
  }
  definition.set_sensitive(sensitivity == "sensitive");
  const std::string scope = map.Text("scope");
  if (scope != "person" && scope != "referral") map.Wrong("scope", "must be person or referral");
  definition.set_of_person(scope == "person");
  if (map.Has("absent_means")) definition.set_absent_means(map.FlagOr("absent_means", false));
  if (definition.has_absent_means() && entry.type != FactType::kFlag) {
    map.Wrong("absent_means", "only a flag may have one");
  }
  definition.set_valid_days(map.NumberOr("valid_days", 0));
  entry.vocabulary = map.TextOr("words", "");
  if (!entry.vocabulary.empty() && !vocabularies.contains(entry.vocabulary)) {
    map.Wrong("words", "is not a list of vocabularies.yaml");
  }
  entry.given_by = map.Texts("given_by");
  entry.derived_from = map.TextOr("derived_from", "");
  map.Source();
  map.Finish();
  return entry;
}

Vocabularies ReadVocabularies(const YAML::Node& root, Faults& faults) {
  Vocabularies vocabularies;
  for (const auto& list : root) {
    YamlMap map(list.second, list.first.Scalar(), faults);
    auto& words = vocabularies[list.first.Scalar()] = map.Texts("words");
    if (!map.Has("words")) map.Wrong("words", "is missing");
    std::set<std::string> known;
    for (const std::string& word : words) {
      if (!known.insert(word).second) map.Wrong("words", word + " is there twice");
    }
    map.Source();
    map.Finish();
  }
  return vocabularies;
}

// When something happened, each time; in order.
std::optional<common::v1::Fact> ReadDates(const std::string& name, const YAML::Node& list,
                                          const std::string& key, Faults& faults) {
  common::v1::Fact fact;
  fact.set_name(name);
  std::vector<std::string> dates;
  if (!list.IsSequence()) {
    faults.Add(list, key, "must be a list of dates");
    return std::nullopt;
  }
  for (const YAML::Node& one : list) {
    if (!one.IsScalar() || !ParseDate(one.Scalar())) {
      faults.Add(one, key, "must list dates that exist, YYYY-MM-DD");
      return std::nullopt;
    }
    dates.push_back(one.Scalar());
  }
  std::ranges::sort(dates);
  auto& told = *fact.mutable_dates();
  for (std::string& date : dates) told.add_dates(std::move(date));
  return fact;
}

// A fact that is worked out from another must not be worked out from itself.
void CheckDerivations(const Dictionary& dictionary, const YAML::Node& root, Faults& faults) {
  for (const auto& [name, entry] : dictionary.facts) {
    std::string at = entry.derived_from;
    for (std::size_t steps = 0; !at.empty(); ++steps) {
      if (at == name || steps > dictionary.facts.size()) {
        faults.Add(root[name], name + ".derived_from", "is derived from itself");
        break;
      }
      const auto next = dictionary.facts.find(at);
      at = next == dictionary.facts.end() ? "" : next->second.derived_from;
    }
  }
}

}  // namespace

std::vector<std::string> NamesOf(const Dictionary& dictionary) {
  std::vector<std::string> names;
  names.reserve(dictionary.facts.size());
  for (const auto& [name, entry] : dictionary.facts) names.push_back(name);
  return names;
}

Dictionary LoadDictionary(const std::filesystem::path& folder, Faults& faults) {
  Dictionary dictionary;
  if (const auto root = LoadYaml(folder / "vocabularies.yaml", faults)) {
    dictionary.vocabularies = ReadVocabularies(*root, faults);
  }
  if (const auto root = LoadYaml(folder / "facts.yaml", faults)) {
    for (const auto& fact : *root) {
      const std::string name = fact.first.Scalar();
      dictionary.facts[name] =
          ReadEntry(name, YamlMap(fact.second, name, faults), dictionary.vocabularies);
    }
    CheckDerivations(dictionary, *root, faults);
  }
  return dictionary;
}

std::optional<common::v1::Fact> ReadFact(const Dictionary& dictionary, const std::string& name,
                                         const YAML::Node& scalar, const std::string& key,
                                         Faults& faults) {
  const auto at = dictionary.facts.find(name);
  const auto wrong = [&](const char* message) {
    faults.Add(scalar, key, message);
    return std::nullopt;
  };
  if (at == dictionary.facts.end()) {
    faults.Add(scalar, key, "is not a fact of facts.yaml" + Suggestion(name, NamesOf(dictionary)));
    return std::nullopt;
  }
  if (at->second.type == FactType::kDates) return ReadDates(name, scalar, key, faults);
  if (!scalar.IsScalar()) return wrong("must be a single value");
  const std::string& text = scalar.Scalar();
  common::v1::Fact fact;
  fact.set_name(name);
  switch (at->second.type) {
    case FactType::kFlag:
      if (text != "true" && text != "false") return wrong("must be true or false");
      fact.set_flag(text == "true");
      return fact;
    case FactType::kNumber: {
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc{} || end != text.data() + text.size())
        return wrong("must be a whole number");
      fact.set_number(number);
      return fact;
    }
    case FactType::kCode: {
      const auto words = dictionary.vocabularies.find(at->second.vocabulary);
      if (words != dictionary.vocabularies.end() && std::ranges::count(words->second, text) == 0) {
        return wrong("is not a word of its list");
      }
      fact.set_code(text);
      return fact;
    }
    case FactType::kDate:
      if (!ParseDate(text)) return wrong("must be a date that exists, YYYY-MM-DD");
      fact.set_date(text);
      return fact;
    case FactType::kDates:
      break;
  }
  return std::nullopt;
}

}  // namespace kinward::catalogue
