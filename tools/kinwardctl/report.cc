#include "tools/kinwardctl/report.h"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

namespace kinward::ctl {

namespace {

// What is not UTF-8 is shown as U+FFFD: a broken name must not break the answer.
std::string Text(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

struct Rows::List {
  nlohmann::json rows = nlohmann::json::array();
};

int Failed(const Failure& failure) {
  std::fprintf(stderr, "kinwardctl: %s\n", failure.message.c_str());
  return kFailed;
}

int WrongUse(const std::string& what) {
  std::fprintf(stderr, "kinwardctl: %s\n", what.c_str());
  return kUsage;
}

void Tell(const Options& options, const std::string& line, const nlohmann::json& value) {
  std::printf("%s\n", options.json ? Text(value).c_str() : line.c_str());
}

Rows::Rows(const Options& options, std::string name)
    : json_(options.json), name_(std::move(name)), list_(std::make_unique<List>()) {}
Rows::~Rows() = default;

void Rows::Add(const std::string& line, const nlohmann::json& row) {
  if (json_) {
    list_->rows.push_back(row);
  } else {
    std::printf("%s\n", line.c_str());
  }
}

int Rows::End(int code) {
  if (json_) {
    const nlohmann::json told{{"ok", code == 0}, {name_, std::move(list_->rows)}};
    std::printf("%s\n", Text(told).c_str());
  }
  return code;
}

}  // namespace kinward::ctl
