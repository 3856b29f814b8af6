// For tests: follows a path into a programme's file, as docs/reference/criteria.md explains them.
// What a clause, option or segment says is read from the loaded version, its parameters put in.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "services/eligibility/catalogue/catalogue_fixture.h"

namespace kinward::catalogue {

using PathParts = std::vector<std::string>;

inline PathParts Split(const std::string& text, char at) {
  PathParts parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

// One value as the file has it; or each comparison of a rule; nothing where the path leads nowhere.
using Values = std::vector<std::string>;

// `fact operator value` for each comparison, as a file would write it.
inline void AddComparisons(const common::v1::Rule& rule, Values& values) {
  using common::v1::Comparison;
  static constexpr std::array kWords{"",          "is",        "is_not", "at_least",    "at_most",
                                     "more_than", "less_than", "one_of", "within_years"};
  const auto each = [&values](const auto& rules) {
    for (const auto& part : rules) AddComparisons(part, values);
  };
  switch (rule.form_case()) {
    case common::v1::Rule::kCompare: {
      const Comparison& compare = rule.compare();
      const std::string start =
          compare.fact() + " " + kWords.at(static_cast<std::size_t>(compare.operator_())) + " ";
      for (const std::string& code : compare.codes()) values.push_back(start + code);
      if (compare.has_flag()) values.push_back(start + (compare.flag() ? "true" : "false"));
      if (compare.has_number()) values.push_back(start + std::to_string(compare.number()));
      if (compare.has_code()) values.push_back(start + compare.code());
      if (compare.has_date()) values.push_back(start + compare.date());
      return;
    }
    case common::v1::Rule::kAll:
      return each(rule.all().rules());
    case common::v1::Rule::kAny:
      return each(rule.any().rules());
    case common::v1::Rule::kAtLeast:
      values.push_back("at_least " + std::to_string(rule.at_least().count()));
      return each(rule.at_least().rules());
    case common::v1::Rule::kNot:
      return AddComparisons(rule.not_(), values);
    case common::v1::Rule::kSome:
      return AddComparisons(rule.some().rule(), values);
    case common::v1::Rule::FORM_NOT_SET:
      return;
  }
}

// The rule of the clause, option, segment or joiner with this id; null when there is none.
inline const common::v1::Rule* RuleOf(const common::v1::ProgrammeVersion& version,
                                      const std::string& list, const std::string& id) {
  const auto find = [&id](const auto& items, auto id_of) -> const common::v1::Rule* {
    const auto at = std::ranges::find(items, id, id_of);
    return at == items.end() ? nullptr : &at->rule();
  };
  if (list == "clauses") return find(version.clauses(), &common::v1::Clause::id);
  if (list == "options") return find(version.options(), &common::v1::Option::option_id);
  if (list == "segments") return find(version.segments(), &common::v1::Segment::segment_id);
  if (list == "joiners") return find(version.joiners(), &common::v1::Joiner::role);
  return nullptr;
}

// Yaml of a file of the catalogue, opened once.
inline YAML::Node Opened(const std::string& name) {
  static std::map<std::string, YAML::Node> opened;
  const auto at = opened.find(name);
  if (at != opened.end()) return at->second;
  return opened.emplace(name, YAML::LoadFile(std::string(KINWARD_CATALOGUE) + "/" + name))
      .first->second;
}

// One step: a key; in a list, the item whose first key or `id` has that value; then `[n]`.
inline std::optional<YAML::Node> Step(const YAML::Node& node, const std::string& part) {
  const std::string name = part.substr(0, part.find('['));
  std::optional<YAML::Node> found;
  if (node.IsMap() && node[name].IsDefined()) found.emplace(node[name]);
  for (std::size_t at = 0; node.IsSequence() && at < node.size() && !found; ++at) {
    const YAML::Node item = node[at];
    if (!item.IsMap() || item.size() == 0) continue;
    const bool first = item.begin()->second.IsScalar() && item.begin()->second.Scalar() == name;
    if (first || (item["id"].IsDefined() && item["id"].Scalar() == name)) found.emplace(item);
  }
  if (!found || name.size() == part.size()) return found;
  const std::size_t index = std::stoul(part.substr(name.size() + 1));
  if (!found->IsSequence() || index >= found->size()) return std::nullopt;
  return (*found)[index];
}

inline std::optional<YAML::Node> Follow(const YAML::Node& node, const PathParts& parts,
                                        std::size_t from) {
  if (from == parts.size()) return node;
  const auto next = Step(node, parts[from]);
  return next ? Follow(*next, parts, from + 1) : std::nullopt;
}

// "v2" → 2; 0 for any other word.
inline std::size_t VersionNumber(const std::string& part) {
  const bool number = part.size() == 2 && part[0] == 'v' && part[1] > '0' && part[1] <= '9';
  return number ? static_cast<std::size_t>(part[1] - '0') : 0;
}

// Panels, rotas, courses and instruments stand in files of their own; the programme must use them.
inline bool Uses(const ProgrammeFile& programme, const std::string& folder,
                 const std::string& slug) {
  return std::ranges::any_of(programme.versions, [&](const auto& version) {
    const auto has = [&slug](const auto& items, auto id_of) {
      return std::ranges::find(items, slug, id_of) != items.end();
    };
    if (folder == "rotas") return has(version.rotas(), &common::v1::RotaDefinition::rota_id);
    if (folder == "panels") return has(version.panels(), &common::v1::PanelDefinition::panel_id);
    if (folder == "training") {
      return has(version.training(), &common::v1::CourseDefinition::course_id);
    }
    return has(version.instruments(), &common::v1::InstrumentDefinition::instrument_id);
  });
}

inline std::optional<YAML::Node> NodeAt(const ProgrammeFile& programme, const std::string& where) {
  const PathParts parts = Split(where, '.');
  if (parts.empty()) return std::nullopt;
  const YAML::Node file = Opened("programmes/" + programme.file);
  if (const std::size_t number = VersionNumber(parts[0])) {
    const YAML::Node versions = file["versions"];
    if (number > versions.size()) return std::nullopt;
    auto found = Follow(versions[number - 1], parts, 1);
    const bool parameter = parts.size() == 3 && parts[1] == "parameters";
    return found && parameter ? Step(*found, "value") : found;
  }
  static const PathParts kFolders{"rotas", "panels", "training", "instruments"};
  if (std::ranges::count(kFolders, parts[0]) > 0 && parts.size() > 1) {
    if (!Uses(programme, parts[0], parts[1])) return std::nullopt;
    return Follow(Opened(parts[0] + "/" + parts[1] + ".yaml"), parts, 2);
  }
  return Follow(file, parts, 0);
}

inline Values ValuesAt(const ProgrammeFile& programme, const std::string& where) {
  const PathParts parts = Split(where, '.');
  const std::size_t number = parts.empty() ? 0 : VersionNumber(parts[0]);
  if (number > 0 && number <= programme.versions.size() && parts.size() == 3) {
    if (const auto* rule = RuleOf(programme.versions[number - 1], parts[1], parts[2])) {
      Values values;
      AddComparisons(*rule, values);
      return values;
    }
  }
  const auto node = NodeAt(programme, where);
  return node && node->IsScalar() ? Values{node->Scalar()} : Values{};
}

}  // namespace kinward::catalogue
