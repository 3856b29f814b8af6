#include "services/eligibility/catalogue/yaml_map.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/eligibility/catalogue/suggestion.h"

namespace kinward::catalogue {
namespace {

bool IsSlug(const std::string& text) {
  const auto plain = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
  };
  return !text.empty() && text.size() <= 64 && text.front() != '-' && text.back() != '-' &&
         std::ranges::all_of(text, plain);
}

std::string Listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

std::string ToText(const Fault& fault) {
  std::string text = fault.file + ":" + std::to_string(fault.line) + ":";
  if (fault.column > 0) text += std::to_string(fault.column) + ":";
  return text + " " + fault.key + ": " + fault.message;
}

void Faults::Add(const YAML::Node& at, const std::string& key, std::string message) {
  all_.push_back(
      {file_, std::max(at.Mark().line, 0) + 1, at.Mark().column + 1, key, std::move(message)});
}

void Faults::Add(int line, const std::string& key, std::string message) {
  all_.push_back({file_, line, 0, key, std::move(message)});
}

void Faults::Add(Place at, const std::string& key, std::string message) {
  all_.push_back({file_, at.line, at.column, key, std::move(message)});
}

YamlMap::YamlMap(YAML::Node node, std::string path, Faults& faults)
    : node_(std::move(node)),
      place_{node_.Mark().line + 1, node_.Mark().column + 1},
      path_(std::move(path)),
      faults_(&faults) {
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
  if (at.IsDefined()) return faults_->Add(at, Path(key), std::move(message));
  faults_->Add(place_, Path(key), std::move(message));
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

std::string YamlMap::Decimal(const std::string& key) {
  const std::string text = TextOr(key, "");
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  const std::size_t point = std::min(text.find('.'), text.size());
  const auto digits = [&text](std::size_t from, std::size_t until) {
    return from < until && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(from),
                                       text.begin() + static_cast<std::ptrdiff_t>(until),
                                       [](char letter) { return letter >= '0' && letter <= '9'; });
  };
  const bool whole = point == text.size() || digits(point + 1, text.size());
  if (!text.empty() && !(digits(sign, point) && whole)) Wrong(key, "must be a decimal number");
  return text;
}

std::int64_t YamlMap::PenceOr(const std::string& key, std::int64_t absent) {
  std::string text = Decimal(key);
  if (text.empty()) return absent;
  const std::size_t point = text.find('.');
  const std::size_t decimals = point == std::string::npos ? 0 : text.size() - point - 1;
  if (text.starts_with('-') || text.size() > 15 || decimals > 2) {
    Wrong(key, "must be pounds, not negative, with two decimals at most");
    return absent;
  }
  if (point != std::string::npos) text.erase(point, 1);
  return std::stoll(text + std::string(2 - decimals, '0'));
}

std::string YamlMap::Word(const std::string& key, const std::vector<std::string>& words) {
  std::string text = Text(key);
  if (!text.empty() && std::ranges::find(words, text) == words.end()) {
    Wrong(key, "must be one of " + Listed(words) + Suggestion(text, words));
  }
  return text;
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

void YamlMap::CheckIdentities(std::vector<YamlMap>& maps, const std::string& identity) {
  std::set<std::string> taken;
  for (YamlMap& map : maps) {
    const YAML::Node found = std::as_const(map.node_)[identity];
    if (found.IsDefined() && found.IsScalar() && !taken.insert(found.Scalar()).second) {
      map.Wrong(identity, "is there twice");
    }
  }
}

std::vector<YamlMap> YamlMap::Maps(const std::string& key, const std::string& identity) {
  asked_.insert(key);
  std::vector<YamlMap> maps;
  const YAML::Node found = std::as_const(node_)[key];
  if (!found.IsDefined()) return maps;
  if (!found.IsSequence()) Wrong(key, "must be a list");
  for (std::size_t at = 0; found.IsSequence() && at < found.size(); ++at) {
    maps.emplace_back(found[at], Path(key) + "[" + std::to_string(at) + "]", *faults_);
  }
  if (!identity.empty()) CheckIdentities(maps, identity);
  return maps;
}

YamlMap YamlMap::MapOf(const std::string& key) {
  const YAML::Node found = Node(key);
  if (found.IsMap()) return {found, Path(key), *faults_};
  if (found.IsDefined() && !found.IsNull()) Wrong(key, "must be a mapping");
  YamlMap none(YAML::Node(YAML::NodeType::Map), Path(key), *faults_);
  none.place_ = place_;
  return none;
}

std::string YamlMap::Source() {
  std::string source = TextOr("source", "");
  const std::string assumed = TextOr("assumed", "");
  if (source.empty() && assumed.empty()) {
    Wrong("source", "name the seed passage, or say `assumed: <why>`");
  }
  faults_->Count(!source.empty(), !assumed.empty());
  if (assumed.empty()) return source;
  return source + (source.empty() ? "assumed: " : "; assumed: ") + assumed;
}

void YamlMap::Finish() {
  for (const auto& entry : std::as_const(node_)) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    if (asked_.contains(key)) continue;
    const std::vector<std::string> asked(asked_.begin(), asked_.end());
    faults_->Add(entry.first, Path(key), "is not a known key" + Suggestion(key, asked));
  }
}

}  // namespace kinward::catalogue
