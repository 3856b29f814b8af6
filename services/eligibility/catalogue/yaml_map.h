// Reads one YAML mapping strictly: a key that nobody asked for is a fault, as is one that is
// missing or of the wrong kind. Faults carry file, line and key; all of them are collected.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace kinward::catalogue {

struct Fault {
  std::string file;
  int line = 0;
  int column = 0;  // 0: the fault is not at one place
  std::string key;
  std::string message;
};
// PROGRAMME.yaml:12:7: gateway.kind: …
std::string ToText(const Fault& fault);

// How many values of the files name a seed passage, and how many say why they were assumed.
struct SourceCount {
  int sourced = 0;
  int assumed = 0;
};

// Where a file says something.
struct Place {
  int line = 1;
  int column = 0;  // 0: not known
};

class Faults {
 public:
  void In(std::string file) { file_ = std::move(file); }
  void Add(const YAML::Node& at, const std::string& key, std::string message);
  void Add(int line, const std::string& key, std::string message);
  void Add(Place at, const std::string& key, std::string message);
  void Count(bool sourced, bool assumed) {
    count_.sourced += sourced ? 1 : 0;
    count_.assumed += assumed ? 1 : 0;
  }
  [[nodiscard]] const std::vector<Fault>& all() const { return all_; }
  [[nodiscard]] const SourceCount& count() const { return count_; }
  // The faults of another file, and its sources counted.
  void Take(const Faults& other) {
    TakeAgain(other);
    count_.sourced += other.count_.sourced;
    count_.assumed += other.count_.assumed;
  }
  // The faults of another reading of the same file; its sources were counted already.
  void TakeAgain(const Faults& other) {
    all_.insert(all_.end(), other.all_.begin(), other.all_.end());
  }

 private:
  std::string file_;
  std::vector<Fault> all_;
  SourceCount count_;
};

class YamlMap {
 public:
  // `path` ("versions[0].gateway") is for messages; `faults` outlives the map.
  YamlMap(YAML::Node node, std::string path, Faults& faults);

  std::string Text(const std::string& key);  // required, not empty
  std::string TextOr(const std::string& key, std::string absent);
  int Number(const std::string& key);  // required, not negative
  int NumberOr(const std::string& key, int absent);
  // Pounds with at most two decimals, in pence.
  std::int64_t PenceOr(const std::string& key, std::int64_t absent);
  // "12", "15.6", "-3": as it is written; empty when absent.
  std::string Decimal(const std::string& key);
  // One of these words.
  std::string Word(const std::string& key, const std::vector<std::string>& words);
  bool FlagOr(const std::string& key, bool absent);
  std::string Date(const std::string& key);  // required, ISO
  std::string DateOr(const std::string& key, std::string absent);
  std::string LocalTime(const std::string& key);  // required, HH:MM
  std::string Slug(const std::string& key);       // required
  std::string SlugOr(const std::string& key, std::string absent);
  std::vector<std::string> Texts(const std::string& key);  // none when absent
  YAML::Node Node(const std::string& key);                 // required
  // The mappings of a list; none when absent. `identity`: the key whose value no two may share.
  std::vector<YamlMap> Maps(const std::string& key, const std::string& identity = "");
  YamlMap MapOf(const std::string& key);  // required
  // Where the block's values come from: `source` (a seed passage), `assumed` (why), or both.
  // Required.
  std::string Source();

  [[nodiscard]] bool Has(const std::string& key) const;
  [[nodiscard]] int line() const { return node_.Mark().line + 1; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const YAML::Node& node() const { return node_; }
  void Wrong(const std::string& key, std::string message);
  // From now on faults are told there.
  void TellTo(Faults& faults) { faults_ = &faults; }
  // Keys that nobody asked for are faults. Call last.
  void Finish();

 private:
  static void CheckIdentities(std::vector<YamlMap>& maps, const std::string& identity);
  YAML::Node Scalar(const std::string& key, bool required);
  [[nodiscard]] std::string Path(const std::string& key) const;

  YAML::Node node_;
  Place place_;  // of the mapping; where it is missing, of the one it should be in
  std::string path_;
  Faults* faults_;
  std::set<std::string> asked_;
};

}  // namespace kinward::catalogue
