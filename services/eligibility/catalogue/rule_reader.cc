#include "services/eligibility/catalogue/rule_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "services/eligibility/catalogue/suggestion.h"

namespace kinward::catalogue {
namespace {

using common::v1::Comparison;
using common::v1::ComparisonOperator;
using common::v1::Rule;

struct Operator {
  const char* word;
  ComparisonOperator by;
};
constexpr std::array<Operator, 8> kOperators{{
    {"is", common::v1::COMPARISON_OPERATOR_EQUAL},
    {"is_not", common::v1::COMPARISON_OPERATOR_NOT_EQUAL},
    {"at_least", common::v1::COMPARISON_OPERATOR_AT_LEAST},
    {"at_most", common::v1::COMPARISON_OPERATOR_AT_MOST},
    {"more_than", common::v1::COMPARISON_OPERATOR_MORE_THAN},
    {"less_than", common::v1::COMPARISON_OPERATOR_LESS_THAN},
    {"one_of", common::v1::COMPARISON_OPERATOR_ONE_OF},
    {"within_years", common::v1::COMPARISON_OPERATOR_WITHIN_YEARS},
}};

void SetValue(Comparison& comparison, const common::v1::Fact& value) {
  switch (value.value_case()) {
    case common::v1::Fact::kFlag:
      return comparison.set_flag(value.flag());
    case common::v1::Fact::kNumber:
      return comparison.set_number(value.number());
    case common::v1::Fact::kCode:
      return comparison.set_code(value.code());
    case common::v1::Fact::kDate:
      return comparison.set_date(value.date());
    case common::v1::Fact::kDates:
    case common::v1::Fact::VALUE_NOT_SET:
      return;
  }
}

bool Ordering(ComparisonOperator by) {
  return by != common::v1::COMPARISON_OPERATOR_EQUAL &&
         by != common::v1::COMPARISON_OPERATOR_NOT_EQUAL &&
         by != common::v1::COMPARISON_OPERATOR_ONE_OF;
}

class Reader {
 public:
  Reader(const RuleWords& words, Faults& faults)
      : dictionary_(words.dictionary), parameters_(words.parameters), faults_(faults) {}

  Rule Read(const YAML::Node& node, const std::string& path, bool of_person) {
    YamlMap map(node, path, faults_);
    Rule rule;
    if (map.Has("fact")) {
      *rule.mutable_compare() = ReadComparison(map, of_person);
    } else if (map.Has("count_of")) {
      *rule.mutable_compare() = ReadCount(map, of_person);
    } else if (map.Has("all")) {
      *rule.mutable_all() = ReadList(map, "all", of_person);
    } else if (map.Has("any")) {
      *rule.mutable_any() = ReadList(map, "any", of_person);
    } else if (map.Has("not")) {
      *rule.mutable_not_() = Read(map.Node("not"), path + ".not", of_person);
    } else if (map.Has("of")) {
      auto list = ReadList(map, "of", of_person);
      const std::int64_t count = ReadNumber(map, "at_least").value_or(1);
      if (count < 1 || count > list.rules_size()) {
        map.Wrong("at_least", "must be one at least, and not more than there are rules");
      }
      rule.mutable_at_least()->set_count(static_cast<std::int32_t>(count));
      rule.mutable_at_least()->mutable_rules()->Swap(list.mutable_rules());
    } else if (map.Has("some")) {
      ReadSome(map, *rule.mutable_some());
    } else {
      faults_.Add(node, path, "must have fact, count_of, all, any, not, at_least … of, or some");
      return rule;
    }
    map.Finish();
    return rule;
  }

 private:
  common::v1::RuleList ReadList(YamlMap& map, const std::string& key, bool of_person) {
    common::v1::RuleList list;
    const YAML::Node parts = map.Node(key);
    if (!parts.IsSequence() || parts.size() == 0) map.Wrong(key, "must be a list of rules");
    for (std::size_t at = 0; parts.IsSequence() && at < parts.size(); ++at) {
      *list.add_rules() =
          Read(parts[at], map.path() + "." + key + "[" + std::to_string(at) + "]", of_person);
    }
    return list;
  }

  void ReadSome(YamlMap& map, common::v1::SomePerson& some) {
    some.set_role(map.Text("some"));
    some.set_count(map.NumberOr("count", 1));
    const auto roles = dictionary_.vocabularies.find("roles");
    if (roles != dictionary_.vocabularies.end() &&
        std::ranges::count(roles->second, some.role()) == 0) {
      map.Wrong("some", "is not a role of vocabularies.yaml");
    }
    *some.mutable_rule() = Read(map.Node("where"), map.path() + ".where", true);
  }

  Comparison ReadComparison(YamlMap& map, bool of_person) {
    Comparison comparison;
    const FactEntry* fact = ReadName(map, "fact", of_person, comparison);
    if (fact != nullptr && fact->type == FactType::kDates) {
      map.Wrong("fact", "is a list of dates: compare it by count_of");
      fact = nullptr;
    }
    int found = 0;
    for (const Operator& one : kOperators) {
      if (!map.Has(one.word)) continue;
      ++found;
      comparison.set_operator_(one.by);
      if (fact != nullptr) ReadValue(map, one, *fact, comparison);
      map.Node(one.word);
    }
    if (found != 1) map.Wrong("fact", "needs exactly one comparison");
    return comparison;
  }

  // Null, and a fault, when there is no such fact.
  const FactEntry* ReadName(YamlMap& map, const std::string& key, bool of_person,
                            Comparison& comparison) {
    comparison.set_fact(map.Text(key));
    const auto fact = dictionary_.facts.find(comparison.fact());
    if (fact == dictionary_.facts.end()) {
      map.Wrong(
          key, "is not a fact of facts.yaml" + Suggestion(comparison.fact(), NamesOf(dictionary_)));
      return nullptr;
    }
    if (fact->second.definition.of_person() && !of_person) {
      map.Wrong(key, "is a person's: compare it inside `some`");
    }
    return &fact->second;
  }

  // {count_of: dates, within_months: 24, at_least: 2}
  Comparison ReadCount(YamlMap& map, bool of_person) {
    Comparison comparison;
    const FactEntry* fact = ReadName(map, "count_of", of_person, comparison);
    if (fact != nullptr && fact->type != FactType::kDates) {
      map.Wrong("count_of", "must be a fact of type dates");
    }
    const int years = map.NumberOr("within_years", 0);
    comparison.mutable_counted()->set_within_months(map.NumberOr("within_months", years * 12));
    int found = 0;
    for (const Operator& one : kOperators) {
      if (one.by == common::v1::COMPARISON_OPERATOR_WITHIN_YEARS || !map.Has(one.word)) continue;
      ++found;
      comparison.set_operator_(one.by);
      if (one.by == common::v1::COMPARISON_OPERATOR_ONE_OF) map.Wrong(one.word, "needs a number");
      const auto number = ReadNumber(map, one.word);
      comparison.set_number(number.value_or(0));
    }
    if (found != 1) map.Wrong("count_of", "needs exactly one comparison");
    return comparison;
  }

  // The value, or that of the parameter named in its place.
  YAML::Node ValueNode(YamlMap& map, const std::string& key) {
    const YAML::Node node = map.Node(key);
    if (!node.IsMap() || !node["parameter"].IsDefined()) return node;
    YamlMap told(node, map.path() + "." + key, faults_);
    const std::string id = told.Text("parameter");
    told.Finish();
    const auto at = parameters_.find(id);
    if (at == parameters_.end()) {
      told.Wrong("parameter", "is not a parameter of this version");
      return YAML::Node("0");
    }
    return YAML::Node(at->second);
  }

  std::optional<std::int64_t> ReadNumber(YamlMap& map, const std::string& key) {
    const YAML::Node node = ValueNode(map, key);
    const std::string text = node.IsScalar() ? node.Scalar() : "";
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size() && !text.empty()) return number;
    map.Wrong(key, "must be a whole number");
    return std::nullopt;
  }

  void ReadValue(YamlMap& map, const Operator& one, const FactEntry& fact, Comparison& comparison) {
    const std::string key = map.path() + "." + one.word;
    const YAML::Node node = ValueNode(map, one.word);
    const bool ordered = fact.type == FactType::kNumber || fact.type == FactType::kDate;
    if (Ordering(one.by) && !ordered) return map.Wrong(one.word, "needs a number or a date");
    if (one.by == common::v1::COMPARISON_OPERATOR_WITHIN_YEARS) {
      if (fact.type != FactType::kDate) return map.Wrong(one.word, "needs a date");
      return comparison.set_number(ReadNumber(map, one.word).value_or(0));
    }
    if (one.by == common::v1::COMPARISON_OPERATOR_ONE_OF) {
      if (!node.IsSequence() || fact.type != FactType::kCode) {
        return map.Wrong(one.word, "needs a code and a list of words");
      }
      for (const YAML::Node& word : node) {
        const auto value = ReadFact(dictionary_, comparison.fact(), word, key, faults_);
        if (value) comparison.add_codes(value->code());
      }
      return;
    }
    if (node.IsMap()) return ReadOther(map, one, node, fact, comparison);
    const auto value = ReadFact(dictionary_, comparison.fact(), node, key, faults_);
    if (value) SetValue(comparison, *value);
  }

  // {fact: …, plus: n} or less: another fact of the same type, and so many days or units more.
  void ReadOther(YamlMap& map, const Operator& one, const YAML::Node& node, const FactEntry& fact,
                 Comparison& comparison) {
    if (fact.type != FactType::kNumber && fact.type != FactType::kDate) {
      return map.Wrong(one.word, "only numbers and dates are compared with another fact");
    }
    YamlMap told(node, map.path() + "." + one.word, faults_);
    common::v1::OtherFact& other = *comparison.mutable_than();
    other.set_fact(told.Text("fact"));
    other.set_plus(told.NumberOr("plus", 0) - told.NumberOr("less", 0));
    other.set_dates(fact.type == FactType::kDate);
    told.Finish();
    const auto found = dictionary_.facts.find(other.fact());
    if (found == dictionary_.facts.end()) return map.Wrong(one.word, "is not a fact of facts.yaml");
    if (found->second.type != fact.type) map.Wrong(one.word, "is a fact of another type");
    if (found->second.definition.of_person() && !fact.definition.of_person()) {
      map.Wrong(one.word, "is a person's: compare it inside `some`");
    }
  }

  const Dictionary& dictionary_;
  const ParameterValues& parameters_;
  Faults& faults_;
};

}  // namespace

Rule ReadRule(const RuleWords& words, const YAML::Node& node, const std::string& path,
              Faults& faults, bool of_person) {
  return Reader(words, faults).Read(node, path, of_person);
}

}  // namespace kinward::catalogue
