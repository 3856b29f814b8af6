#include "services/eligibility/catalogue/yaml_map.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "libs/calendar/calendar.h"

namespace kinward::catalogue {
namespace {

bool IsSlug(const std::string& text) {
  const auto plain = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
  };
  return !text.empty() && text.size() <= 64 && text.front() != '-' && text.back() != '-' &&
         std::ranges::all_of(text, plain);
}

}  // namespace

std::string ToText(const Fault& fault) {
  return fault.file + ":" + std::to_string(fault.line) + ": " + fault.key + ": " + fault.message;
}

void Faults::Add(const YAML::Node& at, const std::string& key, std::string message) {
  Add(at.Mark().line + 1, key, std::move(message));
}

void Faults::Add(int line, const std::string& key, std::string message) {
  all_.push_back({file_, line, key, std::move(message)});
}

YamlMap::YamlMap(YAML::Node node, std::string path, Faults& faults)
    : node_(std::move(node)), path_(std::move(path)), faults_(&faults) {
  if (!node_.IsMap()) {
    faults_->Add(node_, path_, "must be a mapping");
    node_.reset(YAML::Node(YAML::NodeType::Map));
  }
}

std::string YamlMap::Path(const std::string& key) const {
  return path_.empty() ? key : path_ + "." + key;
}

void YamlMap::Wrong(const std::string& key, std::string message) {
  const YAML::Node at = std::as_const(node_)[key];
  faults_->Add(at.IsDefined() ? at : node_, Path(key), std::move(message));
}

bool YamlMap::Has(const std::string& key) const { return node_[key].IsDefined(); }

YAML::Node YamlMap::Scalar(const std::string& key, bool required) {
  asked_.insert(key);
  const YAML::Node found = std::as_const(node_)[key];
  if (!found.IsDefined()) {
    if (required) Wrong(key, "is missing");
    return {};
  }
  if (!found.IsScalar() || found.Scalar().empty()) {
    Wrong(key, "must be a single value");
    return {};
  }
  return found;
}

std::string YamlMap::Text(const std::string& key) {
  const YAML::Node found = Scalar(key, true);
  return found.IsScalar() ? found.Scalar() : "";
}

std::string YamlMap::TextOr(const std::string& key, std::string absent) {
  const YAML::Node found = Scalar(key, false);
  return found.IsScalar() ? found.Scalar() : std::move(absent);
}

int YamlMap::Number(const std::string& key) {
  if (Scalar(key, true).IsScalar()) return NumberOr(key, 0);
  return 0;
}

int YamlMap::NumberOr(const std::string& key, int absent) {
  const YAML::Node found = Scalar(key, false);
  if (!found.IsScalar()) return absent;
  const std::string& text = found.Scalar();
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) {
    Wrong(key, "must be a whole number, not negative");
  }
  return number;
}

bool YamlMap::FlagOr(const std::string& key, bool absent) {
  const YAML::Node found = Scalar(key, false);
  if (!found.IsScalar()) return absent;
  if (found.Scalar() != "true" && found.Scalar() != "false") Wrong(key, "must be true or false");
  return found.Scalar() == "true";
}

std::string YamlMap::Date(const std::string& key) {
  return Scalar(key, true).IsScalar() ? DateOr(key, "") : "";
}

std::string YamlMap::DateOr(const std::string& key, std::string absent) {
  const YAML::Node found = Scalar(key, false);
  if (!found.IsScalar()) return absent;
  if (!ParseDate(found.Scalar())) Wrong(key, "must be a date that exists, YYYY-MM-DD");
  return found.Scalar();
}

std::string YamlMap::LocalTime(const std::string& key) {
  const std::string text = Text(key);
  if (!text.empty() && !ParseLocalTime(text)) Wrong(key, "must be a time of day, HH:MM");
  return text;
}

std::string YamlMap::Slug(const std::string& key) {
  return Scalar(key, true).IsScalar() ? SlugOr(key, "") : "";
}

std::string YamlMap::SlugOr(const std::string& key, std::string absent) {
  const std::string text = TextOr(key, std::move(absent));
  if (!text.empty() && !IsSlug(text)) Wrong(key, "must be lower-case letters, digits and hyphens");
  return text;
}

std::vector<std::string> YamlMap::Texts(const std::string& key) {
  asked_.insert(key);
  std::vector<std::string> texts;
  const YAML::Node found = std::as_const(node_)[key];
  if (!found.IsDefined()) return texts;
  if (!found.IsSequence()) {
    Wrong(key, "must be a list");
    return texts;
  }
  for (const YAML::Node& item : found) {
    if (item.IsScalar() && !item.Scalar().empty()) {
      texts.push_back(item.Scalar());
    } else {
      faults_->Add(item, Path(key), "must list single values");
    }
  }
  return texts;
}

YAML::Node YamlMap::Node(const std::string& key) {
  asked_.insert(key);
  const YAML::Node found = std::as_const(node_)[key];
  if (found.IsDefined()) return found;
  Wrong(key, "is missing");
  return {};
}

std::vector<YamlMap> YamlMap::Maps(const std::string& key) {
  asked_.insert(key);
  std::vector<YamlMap> maps;
  const YAML::Node found = std::as_const(node_)[key];
  if (!found.IsDefined()) return maps;
  if (!found.IsSequence()) Wrong(key, "must be a list");
  for (std::size_t at = 0; found.IsSequence() && at < found.size(); ++at) {
    maps.emplace_back(found[at], Path(key) + "[" + std::to_string(at) + "]", *faults_);
  }
  return maps;
}

YamlMap YamlMap::MapOf(const std::string& key) {
  const YAML::Node found = Node(key);
  if (found.IsMap()) return {found, Path(key), *faults_};
  if (found.IsDefined() && !found.IsNull()) Wrong(key, "must be a mapping");
  return {YAML::Node(YAML::NodeType::Map), Path(key), *faults_};
}

std::string YamlMap::Source() {
  std::string source = TextOr("source", "");
  const std::string assumed = TextOr("assumed", "");
  if (source.empty() && assumed.empty()) {
    Wrong("source", "name the seed passage, or say `assumed: <why>`");
  }
  if (assumed.empty()) return source;
  return source + (source.empty() ? "assumed: " : "; assumed: ") + assumed;
}

void YamlMap::Finish() {
  for (const auto& entry : std::as_const(node_)) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    if (!asked_.contains(key)) faults_->Add(entry.first, Path(key), "is not a known key");
  }
}

}  // namespace kinward::catalogue
