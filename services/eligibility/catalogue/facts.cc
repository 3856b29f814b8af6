#include "services/eligibility/catalogue/facts.h"

#include <algorithm>
#include <charconv>

#include "libs/calendar/calendar.h"

namespace kinward::catalogue {
namespace {

std::optional<FactType> TypeOf(const std::string& word) {
  if (word == "flag") return FactType::kFlag;
  if (word == "number") return FactType::kNumber;
  if (word == "code") return FactType::kCode;
  if (word == "date") return FactType::kDate;
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
    map.Wrong("type", "must be flag, number, code or date");
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
    vocabularies[list.first.Scalar()] = map.Texts("words");
    if (!map.Has("words")) map.Wrong("words", "is missing");
    map.Source();
    map.Finish();
  }
  return vocabularies;
}

}  // namespace

std::optional<YAML::Node> LoadYaml(const std::filesystem::path& file, Faults& faults) {
  faults.In(file.filename().string());
  try {
    const YAML::Node root = YAML::LoadFile(file.string());
    if (root.IsMap()) return root;
    faults.Add(1, "", "must be a mapping");
  } catch (const YAML::ParserException& error) {
    faults.Add(error.mark.line + 1, "", error.msg);
  } catch (const YAML::Exception&) {
    faults.Add(1, "", "cannot be read");
  }
  return std::nullopt;
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
  if (at == dictionary.facts.end()) return wrong("is not a fact of facts.yaml");
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
  }
  return std::nullopt;
}

}  // namespace kinward::catalogue
