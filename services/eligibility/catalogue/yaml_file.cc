#include "services/eligibility/catalogue/yaml_file.h"

#include <algorithm>
#include <exception>
#include <set>

namespace kinward::catalogue {
namespace {

constexpr std::uintmax_t kBytesMax = 256 * 1024;
constexpr int kNodesMax = 20'000;  // aliases counted as often as they are used
constexpr int kDepthMax = 40;
constexpr int kPlaceDepthMax = 6;  // versions[0].clauses[0].rule

std::string Within(const std::string& path, const std::string& key) {
  return path.empty() ? key : path + "." + key;
}
std::string Within(const std::string& path, std::size_t at) {
  return path + "[" + std::to_string(at) + "]";
}

// Aliases make a small file huge, or a node its own part; both are found before anything is read.
bool Reasonable(const YAML::Node& node, int depth, int& left) {
  if (--left < 0 || depth > kDepthMax) return false;
  if (node.IsSequence()) {
    return std::all_of(node.begin(), node.end(), [&](const YAML::detail::iterator_value& part) {
      return Reasonable(part, depth + 1, left);
    });
  }
  if (!node.IsMap()) return true;
  return std::all_of(node.begin(), node.end(), [&](const YAML::detail::iterator_value& entry) {
    return Reasonable(entry.first, depth + 1, left) && Reasonable(entry.second, depth + 1, left);
  });
}

// The parser keeps both of two equal keys and finds only the first.
void CheckKeys(const YAML::Node& node, const std::string& path, Faults& faults) {
  if (node.IsSequence()) {
    for (std::size_t at = 0; at < node.size(); ++at) CheckKeys(node[at], Within(path, at), faults);
  }
  if (!node.IsMap()) return;
  std::set<std::string> keys;
  for (const auto& entry : node) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    const std::string at = Within(path, key);
    if (key.empty()) {
      faults.Add(entry.first, at, "a key must be a single word");
    } else if (!keys.insert(key).second) {
      faults.Add(entry.first, at, "is there twice");
    }
    CheckKeys(entry.second, at, faults);
  }
}

void Collect(const YAML::Node& node, const std::string& path, int depth,
             std::map<std::string, Place>& places) {
  if (depth > kPlaceDepthMax) return;
  places[path] = {node.Mark().line + 1, node.Mark().column + 1};
  if (node.IsSequence()) {
    for (std::size_t at = 0; at < node.size(); ++at) {
      Collect(node[at], Within(path, at), depth + 1, places);
    }
  }
  if (!node.IsMap()) return;
  for (const auto& entry : node) {
    Collect(entry.second, Within(path, entry.first.Scalar()), depth + 1, places);
  }
}

std::optional<YAML::Node> Parse(const std::filesystem::path& file, Faults& faults) {
  try {
    return YAML::LoadFile(file.string());
  } catch (const YAML::ParserException& error) {
    faults.Add(error.mark.line + 1, "", error.msg);
  } catch (const std::exception&) {  // of the parser, or of a stream that is no file
    faults.Add(1, "", "cannot be read");
  }
  return std::nullopt;
}

}  // namespace

std::optional<YAML::Node> LoadYaml(const std::filesystem::path& file, Faults& faults) {
  faults.In(file.filename().string());
  std::error_code missing;
  if (std::filesystem::file_size(file, missing) > kBytesMax && !missing) {
    faults.Add(1, "", "is larger than 256 KB");
    return std::nullopt;
  }
  std::optional<YAML::Node> root = Parse(file, faults);
  if (!root) return root;
  int left = kNodesMax;
  if (!root->IsMap()) {
    faults.Add(1, "", "must be a mapping");
    return std::nullopt;
  }
  if (!Reasonable(*root, 0, left)) {
    faults.Add(1, "", "has too many parts, or parts within themselves (aliases)");
    return std::nullopt;
  }
  CheckKeys(*root, "", faults);
  return root;
}

Place Places::Of(std::string path) const {
  if (!by_path_) {
    Faults told_before;
    by_path_.emplace();
    const auto root = LoadYaml(file_, told_before);
    if (root) Collect(*root, "", 0, *by_path_);
  }
  while (!path.empty()) {
    const auto at = by_path_->find(path);
    if (at != by_path_->end()) return at->second;
    const std::size_t end = path.find_last_of(".[");
    path.resize(end == std::string::npos ? 0 : end);
  }
  return {};
}

}  // namespace kinward::catalogue
