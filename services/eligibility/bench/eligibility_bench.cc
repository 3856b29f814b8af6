// Decides the peers' rules and cases and tells how fast: one JSON line.
//   eligibility_bench RULES.json CASES.csv
// The rules become ordinary rules of a programme, the cases rows, as a referral's facts would; each
// case is decided by every programme, one after the other, on one thread. The checksum is that of
// the answers, as the peers make it.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "libs/base/check.h"
#include "services/eligibility/rules/compiled_rule.h"

namespace kinward::eligibility {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr double kSeconds = 1.5;

common::v1::ComparisonOperator OperatorOf(const std::string& word) {
  static const std::map<std::string, common::v1::ComparisonOperator> kAll = {
      {"ge", common::v1::COMPARISON_OPERATOR_AT_LEAST},
      {"ge_field", common::v1::COMPARISON_OPERATOR_AT_LEAST},
      {"le", common::v1::COMPARISON_OPERATOR_AT_MOST},
      {"gt", common::v1::COMPARISON_OPERATOR_MORE_THAN},
      {"lt", common::v1::COMPARISON_OPERATOR_LESS_THAN},
      {"eq", common::v1::COMPARISON_OPERATOR_EQUAL},
      {"ne", common::v1::COMPARISON_OPERATOR_NOT_EQUAL},
      {"in", common::v1::COMPARISON_OPERATOR_ONE_OF}};
  return kAll.at(word);
}

LocalDate DateOfDay(std::int64_t day) { return LocalDate(std::chrono::days(day)); }

Rule RuleOf(const json& node, const json& fields) {
  Rule rule;
  for (const char* form : {"all", "any"}) {
    if (!node.contains(form)) continue;
    auto& parts = form[1] == 'l' ? *rule.mutable_all() : *rule.mutable_any();
    for (const json& part : node[form]) *parts.add_rules() = RuleOf(part, fields);
    return rule;
  }
  Comparison& compare = *rule.mutable_compare();
  compare.set_fact(node["field"]);
  compare.set_operator_(OperatorOf(node["op"]));
  const std::string type = fields[compare.fact()];
  if (node.contains("other")) {
    compare.mutable_than()->set_fact(node["other"]);
    compare.mutable_than()->set_plus(node["offset"]);
    compare.mutable_than()->set_dates(true);
  } else if (node["value"].is_array()) {
    for (const json& word : node["value"]) compare.add_codes(word);
  } else if (type == "day") {
    compare.set_date(FormatDate(DateOfDay(node["value"])));
  } else if (type == "bool") {
    compare.set_flag(node["value"].get<bool>());
  } else if (type == "str") {
    compare.set_code(node["value"]);
  } else {
    compare.set_number(node["value"]);
  }
  return rule;
}

Fact FactOf(const std::string& name, const std::string& type, const std::string& value) {
  Fact fact;
  fact.set_name(name);
  if (type == "str") {
    fact.set_code(value);
  } else if (type == "bool") {
    fact.set_flag(value == "1");
  } else if (type == "day") {
    fact.set_date(FormatDate(DateOfDay(std::stoll(value))));
  } else {
    fact.set_number(std::stoll(value));
  }
  return fact;
}

std::vector<std::string> Split(const std::string& line) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (std::size_t to = 0; to != std::string::npos; from = to + 1) {
    to = line.find(',', from);
    parts.push_back(line.substr(from, to - from));
  }
  return parts;
}

std::vector<FactRows> ReadCases(const char* path, const json& fields, const FactTable& table) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const auto names = Split(line);
  std::vector<FactRows> cases;
  while (std::getline(file, line)) {
    const auto values = Split(line);
    std::vector<Fact> facts;
    for (std::size_t i = 0; i < names.size(); ++i) {
      facts.push_back(FactOf(names[i], fields[names[i]], values[i]));
    }
    Known known;
    for (const Fact& fact : facts) known.facts.push_back(&fact);
    known.on = DateFrom(2026, 1, 1);
    cases.emplace_back().Fill(table, known);
  }
  return cases;
}

std::uint32_t Crc32(const std::string& bytes) {
  std::uint32_t crc = ~0U;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0);
  }
  return ~crc;
}

int Run(const char* rules_path, const char* cases_path) {
  const json given = json::parse(std::ifstream(rules_path));
  const ProgrammeVersion version;
  FactTable table;
  std::vector<CompiledRule> programmes;
  for (const json& programme : given["programmes"]) {
    programmes.emplace_back(version, RuleOf(programme["rule"], given["fields"]), table);
  }
  const auto cases = ReadCases(cases_path, given["fields"], table);
  std::string answers(cases.size() * programmes.size(), '0');
  double seconds = 0;
  std::size_t passes = 0;
  for (; seconds < kSeconds; ++passes) {
    const auto start = Clock::now();
    char* answer = answers.data();
    for (const FactRows& one : cases) {
      for (const CompiledRule& rule : programmes) {
        *answer++ = rule.Read(one) == Truth::kYes ? '1' : '0';
      }
    }
    if (passes > 0) seconds += std::chrono::duration<double>(Clock::now() - start).count();
  }
  const double decisions = static_cast<double>(answers.size()) * static_cast<double>(passes - 1);
  std::printf("{\"mode\":\"decisions\",\"ops_per_s\":%.0f,\"crc32\":%u}\n", decisions / seconds,
              Crc32(answers));
  return 0;
}

}  // namespace
}  // namespace kinward::eligibility

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: eligibility_bench RULES.json CASES.csv\n", stderr);
    return 64;
  }
  return kinward::eligibility::Run(argv[1], argv[2]);
}
