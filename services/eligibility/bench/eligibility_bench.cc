// Decides the peers' rules and cases and tells how fast: one JSON line a mode.
//   eligibility_bench RULES.json CASES.csv
//   eligibility_bench catalogue FOLDER       how long it takes to load and check
// The rules become ordinary rules of programmes, the cases rows, as a referral's facts would; each
// case is decided by every programme on one thread. The checksum is that of the answers, as the
// peers make it.
//   decisions  case by case
//   told       the same, with every clause's result, the value used and its words
//   batch      programme by programme over all the cases, as a draft is tried on past referrals
//   many       one case by ten thousand programmes, in milliseconds
#include <chrono>
#include <cstdio>
#include <deque>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/check.h"
#include "services/eligibility/bench/catalogue_load.h"
#include "services/eligibility/rules/compiled_rule.h"
#include "services/eligibility/rules/fact_columns.h"
#include "services/eligibility/rules/told_rule.h"

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

// The cases own what rows point at.
struct Case {
  std::vector<Fact> facts;
  Known known;
};

std::deque<Case> ReadCases(const char* path, const json& fields) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const auto names = Split(line);
  std::deque<Case> cases;
  while (std::getline(file, line)) {
    const auto values = Split(line);
    Case& one = cases.emplace_back();
    for (std::size_t i = 0; i < names.size(); ++i) {
      one.facts.push_back(FactOf(names[i], fields[names[i]], values[i]));
    }
    for (const Fact& fact : one.facts) one.known.facts.push_back(&fact);
    one.known.on = DateFrom(2026, 1, 1);
  }
  return cases;
}

std::vector<FactRows> RowsOf(const std::deque<Case>& cases, const FactTable& table) {
  std::vector<FactRows> rows(cases.size());
  for (std::size_t at = 0; at < cases.size(); ++at) rows[at].Fill(table, cases[at].known);
  return rows;
}

std::uint32_t Crc32(const std::string& bytes) {
  std::uint32_t crc = ~0U;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0);
  }
  return ~crc;
}

// Repeats until it took long enough, the first time left out; seconds of one time.
template <typename Work>
double SecondsOf(Work work) {
  work();
  double seconds = 0;
  int passes = 0;
  for (; seconds < kSeconds; ++passes) {
    const auto start = Clock::now();
    work();
    seconds += std::chrono::duration<double>(Clock::now() - start).count();
  }
  return seconds / passes;
}

void Print(const char* mode, std::size_t decisions, double seconds, const std::string& answers) {
  std::printf("{\"mode\":\"%s\",\"ops_per_s\":%.0f,\"crc32\":%u}\n", mode,
              static_cast<double>(decisions) / seconds, Crc32(answers));
}

// The parts of an "all" are a programme's clauses; any other rule is one clause.
std::vector<Rule> ClausesOf(const Rule& rule) {
  if (!rule.has_all()) return {rule};
  return {rule.all().rules().begin(), rule.all().rules().end()};
}

void BenchDecisions(const std::vector<Rule>& rules, const std::deque<Case>& given) {
  const ProgrammeVersion version;
  FactTable table;
  std::vector<CompiledRule> programmes;
  for (const Rule& rule : rules) programmes.emplace_back(version, rule, table);
  const std::vector<FactRows> cases = RowsOf(given, table);
  std::string answers(cases.size() * programmes.size(), '0');
  const double alone = SecondsOf([&] {
    char* answer = answers.data();
    for (const FactRows& one : cases) {
      for (const CompiledRule& rule : programmes) {
        *answer++ = rule.Read(one) == Truth::kYes ? '1' : '0';
      }
    }
  });
  Print("decisions", answers.size(), alone, answers);
  const FactColumns columns(table, cases);
  std::vector<Truth> truths;
  const double batch = SecondsOf([&] {
    for (std::size_t rule = 0; rule < programmes.size(); ++rule) {
      programmes[rule].ReadAll(columns, truths);
      for (std::size_t at = 0; at < truths.size(); ++at) {
        answers[at * programmes.size() + rule] = truths[at] == Truth::kYes ? '1' : '0';
      }
    }
  });
  Print("batch", answers.size(), batch, answers);
}

void BenchTold(const std::vector<Rule>& rules, const std::deque<Case>& given) {
  const ProgrammeVersion version;
  FactTable table;
  std::vector<std::vector<ToldRule>> programmes;
  for (const Rule& rule : rules) {
    auto& clauses = programmes.emplace_back();
    for (const Rule& clause : ClausesOf(rule)) clauses.emplace_back(version, clause, table);
  }
  const std::vector<FactRows> cases = RowsOf(given, table);
  std::string answers(cases.size() * programmes.size(), '0');
  TextBuffer words;
  std::size_t written = 0;
  const double seconds = SecondsOf([&] {
    char* answer = answers.data();
    for (const FactRows& one : cases) {
      for (const auto& clauses : programmes) {
        bool eligible = true;
        for (const ToldRule& clause : clauses) {
          words.Clear();
          const Truth truth = clause.Read(one);
          clause.Tell(one, truth, words);
          written += words.size();
          eligible = eligible && truth == Truth::kYes;
        }
        *answer++ = eligible ? '1' : '0';
      }
    }
  });
  CHECK(written > 0);
  Print("told", answers.size(), seconds, answers);
}

void BenchMany(const std::vector<Rule>& rules, const std::deque<Case>& given) {
  constexpr std::size_t kProgrammes = 10'000;
  const ProgrammeVersion version;
  FactTable table;
  std::vector<CompiledRule> programmes;
  for (std::size_t at = 0; at < kProgrammes; ++at) {
    programmes.emplace_back(version, rules[at % rules.size()], table);
  }
  std::size_t next = 0;
  std::size_t eligible = 0;
  const double seconds = SecondsOf([&] {
    FactRows rows;
    rows.Fill(table, given[++next % given.size()].known);
    for (const CompiledRule& rule : programmes) eligible += rule.Read(rows) == Truth::kYes ? 1 : 0;
  });
  CHECK(eligible > 0);
  std::printf("{\"mode\":\"many\",\"programmes\":%zu,\"ms_per_case\":%.3f}\n", kProgrammes,
              seconds * 1000);
}

int Run(const char* rules_path, const char* cases_path) {
  const json given = json::parse(std::ifstream(rules_path));
  std::vector<Rule> rules;
  for (const json& programme : given["programmes"]) {
    rules.push_back(RuleOf(programme["rule"], given["fields"]));
  }
  const auto cases = ReadCases(cases_path, given["fields"]);
  BenchDecisions(rules, cases);
  BenchTold(rules, cases);
  BenchMany(rules, cases);
  return 0;
}

}  // namespace
}  // namespace kinward::eligibility

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: eligibility_bench RULES.json CASES.csv | catalogue FOLDER\n", stderr);
    return 64;
  }
  if (std::string_view(argv[1]) == "catalogue")
    return kinward::eligibility::BenchCatalogue(argv[2]);
  return kinward::eligibility::Run(argv[1], argv[2]);
}
