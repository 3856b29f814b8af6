#include "libs/config/reader.h"

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

namespace kinward::config {

Reader::Reader(YAML::Node node, std::string file, std::string path,
               std::vector<std::string>& faults)
    : node_(std::move(node)), file_(std::move(file)), path_(std::move(path)), faults_(&faults) {
  if (!node_.IsMap()) Fault(node_, "", "must be a mapping");
}

void Reader::Fault(const YAML::Node& at, const std::string& key, std::string_view what) {
  const int line = at.IsDefined() ? at.Mark().line + 1 : node_.Mark().line + 1;
  std::string name = path_;
  if (!key.empty()) name += (name.empty() ? "" : ".") + key;
  faults_->push_back(file_ + ":" + std::to_string(line) + ": " + name + ": " + std::string(what));
}

std::string Reader::Overridden(const std::string& key, const YAML::Node& node) {
  std::string name = "KINWARD__";
  for (const char letter : path_.empty() ? key : path_ + "__" + key) {
    name +=
        letter == '.'
            ? std::string("__")
            : std::string(1, static_cast<char>(std::toupper(static_cast<unsigned char>(letter))));
  }
  if (const char* value = std::getenv(name.c_str())) return value;
  return node && node.IsScalar() ? node.Scalar() : "";
}

bool Reader::Has(const std::string& key) const { return node_.IsMap() && node_[key].IsDefined(); }

std::string Reader::Text(const std::string& key) {
  std::string value = TextOr(key, "");
  if (value.empty()) Fault(node_, key, "is missing");
  return value;
}

std::string Reader::TextOr(const std::string& key, std::string absent) {
  asked_.insert(key);
  const YAML::Node node = node_.IsMap() ? node_[key] : YAML::Node();
  if (node && !node.IsScalar()) Fault(node, key, "must be one value");
  std::string value = Overridden(key, node);
  return value.empty() ? std::move(absent) : value;
}

std::int64_t Reader::Number(const std::string& key, std::int64_t min, std::int64_t max,
                            std::int64_t absent) {
  const std::string text = TextOr(key, std::to_string(absent));
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < min || value > max) {
    Fault(node_[key], key,
          "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    return absent;
  }
  return value;
}

std::vector<std::string> Reader::Texts(const std::string& key) {
  asked_.insert(key);
  std::vector<std::string> texts;
  const YAML::Node node = node_.IsMap() ? node_[key] : YAML::Node();
  if (!node) return texts;
  if (!node.IsSequence()) {
    Fault(node, key, "must be a list");
    return texts;
  }
  for (const auto& item : node) {
    if (item.IsScalar() && !item.Scalar().empty()) {
      texts.push_back(item.Scalar());
    } else {
      Fault(item, key, "must be a list of texts");
    }
  }
  return texts;
}

bool Reader::Flag(const std::string& key, bool absent) {
  const std::string text = TextOr(key, absent ? "true" : "false");
  if (text != "true" && text != "false") Fault(node_[key], key, "must be true or false");
  return text == "true";
}

std::vector<std::string> Reader::Keys() const {
  std::vector<std::string> keys;
  if (!node_.IsMap()) return keys;
  for (const auto& entry : node_) keys.push_back(entry.first.Scalar());
  return keys;
}

Reader Reader::Section(const std::string& key) {
  if (!Has(key)) Fault(node_, key, "is missing");
  return OptionalSection(key);
}

Reader Reader::OptionalSection(const std::string& key) {
  asked_.insert(key);
  const std::string path = path_.empty() ? key : path_ + "." + key;
  return {Has(key) ? node_[key] : YAML::Node(YAML::NodeType::Map), file_, path, *faults_};
}

std::string Reader::Secret(const std::string& key) {
  const std::string name = Text(key);
  if (name.empty()) return "";
  std::ifstream file(name);
  std::ostringstream content;
  content << file.rdbuf();
  std::string secret = content.str();
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (!file || secret.empty())
    Fault(node_[key], key, "names a file that is empty or cannot be read");
  return secret;
}

void Reader::Finish() {
  if (!node_.IsMap()) return;
  for (const auto& entry : node_) {
    const std::string key = entry.first.Scalar();
    if (!asked_.contains(key)) Fault(entry.first, key, "is not a known key");
  }
}

}  // namespace kinward::config
