// Reads one YAML mapping strictly: what is asked for must be there and right, what is not asked for
// must not be there. Faults are collected, so that one start tells all of them.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kinward::config {

class Reader {
 public:
  // `file` and `path` ("database") are for messages; `faults` outlives the reader.
  Reader(YAML::Node node, std::string file, std::string path, std::vector<std::string>& faults);

  std::string Text(const std::string& key);                        // required
  std::string TextOr(const std::string& key, std::string absent);  // optional
  std::int64_t Number(const std::string& key, std::int64_t min, std::int64_t max,
                      std::int64_t absent);
  // A list of texts; empty when the key is absent.
  std::vector<std::string> Texts(const std::string& key);
  bool Flag(const std::string& key, bool absent);
  // Every key of this mapping, in order: for sections whose keys are names.
  std::vector<std::string> Keys() const;
  Reader Section(const std::string& key);
  Reader OptionalSection(const std::string& key);  // without the key: as if it were empty
  // Says that what stands there is wrong: for checks that only the caller can make.
  void Blame(const std::string& key, std::string_view what) { Fault(node_[key], key, what); }
  bool Has(const std::string& key) const;
  // The content of the file that `key` names, without its trailing newline.
  std::string Secret(const std::string& key);
  // Keys that nobody asked for are faults. Call last.
  void Finish();

 private:
  void Fault(const YAML::Node& at, const std::string& key, std::string_view what);
  std::string Overridden(const std::string& key, const YAML::Node& node);

  YAML::Node node_;
  std::string file_;
  std::string path_;
  std::vector<std::string>* faults_;
  std::set<std::string> asked_;
};

}  // namespace kinward::config
