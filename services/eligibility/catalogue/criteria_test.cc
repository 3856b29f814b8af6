// Every criterion and parameter that the seeds state stands in its programme's file, with its
// value.
#include <gmock/gmock.h>

#include <set>

#include "services/eligibility/catalogue/catalogue_path.h"

#ifndef KINWARD_CRITERIA
#define KINWARD_CRITERIA "docs/reference/criteria.md"
#endif

namespace kinward::catalogue {
namespace {

struct Row {
  std::string system;
  std::string kind;
  std::string what;
  std::string where;
  std::string value;
};

std::string Bare(const std::string& cell) {
  const std::size_t from = cell.find_first_not_of(" `");
  const std::size_t until = cell.find_last_not_of(" `");
  return from == std::string::npos ? "" : cell.substr(from, until - from + 1);
}

struct Table {
  std::vector<Row> rows;
  std::size_t values = 0;  // as its introduction counts them
  std::size_t systems = 0;
};

Table ReadTable() {
  Table table;
  std::ifstream file(KINWARD_CRITERIA);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::size_t values = 0;
    std::size_t systems = 0;
    std::string word;
    std::string between;
    if (words >> values >> word >> between >> systems && word == "values") {
      table.values = values;
      table.systems = systems;
    }
    const PathParts cells = Split(line, '|');
    if (cells.size() != 6 || cells[1].starts_with("---") || cells[1] == " System ") continue;
    table.rows.push_back(
        {Bare(cells[1]), Bare(cells[2]), Bare(cells[3]), Bare(cells[4]), Bare(cells[5])});
  }
  return table;
}

TEST(Criteria, TheTableIsWhole) {
  const Table table = ReadTable();
  std::set<std::string> systems;
  for (const Row& row : table.rows) systems.insert(row.system);
  EXPECT_EQ(table.rows.size(), table.values);
  EXPECT_EQ(systems.size(), table.systems);
  EXPECT_GE(table.rows.size(), 184U);
  EXPECT_EQ(systems.size(), 31U);
}

TEST(Criteria, NoValueIsToldTwice) {
  std::set<std::string> told;
  for (const Row& row : ReadTable().rows) {
    const std::string at = row.system + " " + row.where + " " + row.value;
    EXPECT_TRUE(told.insert(at).second) << at;
  }
}

TEST(Criteria, EveryValueStandsWhereTheTableSays) {
  for (const Row& row : ReadTable().rows) {
    const ProgrammeFile* programme = ShippedProgramme(row.system);
    if (programme == nullptr) continue;
    EXPECT_THAT(ValuesAt(*programme, row.where), ::testing::Contains(row.value))
        << row.system << ", " << row.what << ": " << row.where;
  }
}

TEST(Criteria, EveryRowHasAKindThatParametersHave) {
  static const std::set<std::string> kKinds{"hard",    "preference", "trigger",
                                            "ongoing", "soft",       "target"};
  for (const Row& row : ReadTable().rows) EXPECT_TRUE(kKinds.contains(row.kind)) << row.what;
}

TEST(Criteria, APathThatLeadsNowhereHasNoValue) {
  const Table table = ReadTable();
  ASSERT_FALSE(table.rows.empty());
  const ProgrammeFile* programme = ShippedProgramme(table.rows[0].system);
  ASSERT_NE(programme, nullptr);
  for (const char* where : {"v9.clauses.letter", "v1.clauses.nobody", "v1.parameters.x",
                            "rotas.nobody.shifts[0]", "nowhere", ""}) {
    EXPECT_TRUE(ValuesAt(*programme, where).empty()) << where;
  }
}

}  // namespace
}  // namespace kinward::catalogue
