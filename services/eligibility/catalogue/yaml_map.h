// Reads one YAML mapping strictly: a key that nobody asked for is a fault, as is one that is
// missing or of the wrong kind. Faults carry file, line and key; all of them are collected.
#pragma once

#include <yaml-cpp/yaml.h>

#include <set>
#include <string>
#include <vector>

namespace kinward::catalogue {

struct Fault {
  std::string file;
  int line = 0;
  std::string key;
  std::string message;
};
// PROGRAMME.yaml:12: gateway.kind: …
std::string ToText(const Fault& fault);

class Faults {
 public:
  void In(std::string file) { file_ = std::move(file); }
  void Add(const YAML::Node& at, const std::string& key, std::string message);
  void Add(int line, const std::string& key, std::string message);
  [[nodiscard]] const std::vector<Fault>& all() const { return all_; }

 private:
  std::string file_;
  std::vector<Fault> all_;
};

class YamlMap {
 public:
  // `path` ("versions[0].gateway") is for messages; `faults` outlives the map.
  YamlMap(YAML::Node node, std::string path, Faults& faults);

  std::string Text(const std::string& key);  // required, not empty
  std::string TextOr(const std::string& key, std::string absent);
  int Number(const std::string& key);  // required, not negative
  int NumberOr(const std::string& key, int absent);
  bool FlagOr(const std::string& key, bool absent);
  std::string Date(const std::string& key);  // required, ISO
  std::string DateOr(const std::string& key, std::string absent);
  std::string LocalTime(const std::string& key);  // required, HH:MM
  std::string Slug(const std::string& key);       // required
  std::string SlugOr(const std::string& key, std::string absent);
  std::vector<std::string> Texts(const std::string& key);  // none when absent
  YAML::Node Node(const std::string& key);                 // required
  // The mappings of a list; none when absent.
  std::vector<YamlMap> Maps(const std::string& key);
  YamlMap MapOf(const std::string& key);  // required
  // Where the block's values come from: `source` (a seed passage), `assumed` (why), or both.
  // Required.
  std::string Source();

  [[nodiscard]] bool Has(const std::string& key) const;
  [[nodiscard]] int line() const { return node_.Mark().line + 1; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const YAML::Node& node() const { return node_; }
  void Wrong(const std::string& key, std::string message);
  // Keys that nobody asked for are faults. Call last.
  void Finish();

 private:
  YAML::Node Scalar(const std::string& key, bool required);
  [[nodiscard]] std::string Path(const std::string& key) const;

  YAML::Node node_;
  std::string path_;
  Faults* faults_;
  std::set<std::string> asked_;
};

}  // namespace kinward::catalogue
