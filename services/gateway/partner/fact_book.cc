#include "services/gateway/partner/fact_book.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>

#include "libs/rpc/formats.h"
#include "libs/rpc/json_value.h"

namespace kinward::gateway {
namespace {

namespace pb = google::protobuf;

std::vector<std::string> Texts(const YAML::Node& node) {
  std::vector<std::string> texts;
  const YAML::Node list = node.IsMap() ? node["words"] : node;
  for (const auto& item : list) texts.push_back(item.Scalar());
  return texts;
}

// The fact whose value this is, if the value fits; `kind` may be null (any type will do).
std::optional<common::v1::Fact> FactOf(const std::string& name, const pb::Value& value,
                                       const FactKind* kind) {
  const std::string type = kind == nullptr ? "" : kind->type;
  common::v1::Fact fact;
  fact.set_name(name);
  if (value.kind_case() == pb::Value::kBoolValue && (type.empty() || type == "flag")) {
    fact.set_flag(value.bool_value());
  } else if (value.kind_case() == pb::Value::kNumberValue && (type.empty() || type == "number") &&
             std::trunc(value.number_value()) == value.number_value() &&
             std::fabs(value.number_value()) < 1e15) {
    fact.set_number(static_cast<std::int64_t>(value.number_value()));
  } else if (value.kind_case() == pb::Value::kStringValue && type != "flag" && type != "number") {
    const std::string& text = value.string_value();
    const bool date = type == "date" || (type.empty() && !rpc::CheckDate(text));
    if (date ? rpc::CheckDate(text) : rpc::CheckCode(text)) return std::nullopt;
    const bool listed =
        kind == nullptr || kind->words.empty() ||
        std::find(kind->words.begin(), kind->words.end(), text) != kind->words.end();
    if (!date && !listed) return std::nullopt;
    date ? fact.set_date(text) : fact.set_code(text);
  } else {
    return std::nullopt;
  }
  return fact;
}

std::string Expected(const FactKind* kind) {
  if (kind == nullptr) return "expected true, false, a whole number, a word or a date";
  if (kind->type != "code" || kind->words.empty()) return "expected a " + kind->type;
  std::string expected = "expected one of";
  for (const std::string& word : kind->words) expected += " " + word;
  return expected;
}

}  // namespace

Result<FactBook> FactBook::Load(const std::string& folder) {
  FactBook book;
  try {
    for (const auto& list : YAML::LoadFile(folder + "/vocabularies.yaml")) {
      book.vocabularies_[list.first.Scalar()] = Texts(list.second);
    }
    for (const auto& entry : YAML::LoadFile(folder + "/facts.yaml")) {
      FactKind kind;
      kind.type = entry.second["type"].Scalar();
      kind.sensitive =
          entry.second["sensitivity"] && entry.second["sensitivity"].Scalar() == "sensitive";
      if (const auto words = entry.second["words"]) kind.words = book.vocabularies_[words.Scalar()];
      book.kinds_[entry.first.Scalar()] = std::move(kind);
    }
  } catch (const YAML::Exception& error) {
    return Failure{FailureKind::kFatal, "catalogue " + folder + ": " + error.what()};
  }
  return book;
}

const std::vector<std::string>* FactBook::Words(const std::string& list) const {
  const auto found = vocabularies_.find(list);
  return found == vocabularies_.end() ? nullptr : &found->second;
}

void FactBook::CheckReasons(const pb::RepeatedPtrField<std::string>& reasons,
                            const std::string& pointer,
                            std::vector<rpc::FieldFault>& faults) const {
  for (int i = 0; i < reasons.size(); ++i) {
    CheckWord("reasons", reasons[i], rpc::Below(pointer, static_cast<std::size_t>(i)), faults);
  }
}

void FactBook::CheckWord(const std::string& list, const std::string& word,
                         const std::string& pointer, std::vector<rpc::FieldFault>& faults) const {
  const std::vector<std::string>* words = Words(list);
  if (words == nullptr || std::find(words->begin(), words->end(), word) != words->end()) return;
  const bool reported = std::any_of(faults.begin(), faults.end(),
                                    [&](const auto& fault) { return fault.pointer == pointer; });
  if (reported) return;
  std::string allowed = "expected one of";
  for (const std::string& known : *words) allowed += " " + known;
  faults.push_back({pointer, "field.type", allowed});
}

SortedFacts FactBook::Sort(const pb::Struct& facts, const std::string& pointer,
                           std::vector<rpc::FieldFault>& faults) const {
  std::map<std::string, const pb::Value*> ordered;
  for (const auto& [name, value] : facts.fields()) ordered[name] = &value;
  SortedFacts sorted;
  for (const auto& [name, value] : ordered) {
    if (value->kind_case() == pb::Value::kNullValue) continue;
    const auto found = kinds_.find(name);
    const FactKind* kind = found == kinds_.end() ? nullptr : &found->second;
    if ((kind == nullptr && !kinds_.empty()) || rpc::CheckCode(name)) {
      faults.push_back({rpc::Below(pointer, name), "fact.unknown", "no fact of the catalogue"});
      continue;
    }
    auto fact = FactOf(name, *value, kind);
    if (!fact) {
      faults.push_back({rpc::Below(pointer, name), "fact.value", Expected(kind)});
    } else {
      (kind != nullptr && kind->sensitive ? sorted.sensitive : sorted.plain)
          .push_back(std::move(*fact));
    }
  }
  return sorted;
}

}  // namespace kinward::gateway
