// What a verb tells: lines for people as they come, or with -o json one JSON value on standard
// output. What went wrong goes to standard error either way.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "libs/base/result.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {

inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kDegraded = 3;

// Tells the failure; answers kFailed.
int Failed(const Failure& failure);
// The command line is wrong: tells how; answers kUsage.
int WrongUse(const std::string& what);
// `line` for people (its end of line is added), `value` for machines.
void Tell(const Options& options, const std::string& line, const nlohmann::json& value);

// A list: each row as a line at once, or all of them as {"ok","<name>":[…]} at the end.
class Rows {
 public:
  Rows(const Options& options, std::string name);
  ~Rows();
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  void Add(const std::string& line, const nlohmann::json& row);
  // Answers `code`, having told the list.
  int End(int code);

 private:
  struct List;
  bool json_;
  std::string name_;
  std::unique_ptr<List> list_;
};

}  // namespace kinward::ctl
