// docs/reference/bad-input.md names for each row the tests that show it: they must exist.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace kinward::gateway {
namespace {

namespace fs = std::filesystem;

constexpr int kRows = 70;
const fs::path kSources = KINWARD_SOURCE_FOLDER;

std::string Content(const fs::path& file) {
  std::ifstream stream{file};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

// "Suite.Name" of every test in the tree.
std::set<std::string> AllTests() {
  std::set<std::string> tests;
  for (const char* folder : {"libs", "services", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator{kSources / folder}) {
      const std::string name = entry.path().filename().string();
      if (!name.ends_with("test.cc")) continue;
      const std::string text = Content(entry.path());
      for (std::size_t at = text.find("TEST"); at != std::string::npos;
           at = text.find("TEST", at + 1)) {
        const std::size_t open = text.find('(', at);
        const std::size_t comma = text.find(',', at);
        const std::size_t close = text.find(')', at);
        if (open > at + 6 || comma > close || close == std::string::npos) continue;
        std::string test = text.substr(open + 1, comma - open - 1) + ".";
        for (const char c : text.substr(comma + 1, close - comma - 1)) {
          if (c != ' ' && c != '\n') test += c;
        }
        tests.insert(test);
      }
    }
  }
  return tests;
}

TEST(BadInputTable, EveryRowNamesTestsThatExist) {
  const auto tests = AllTests();
  ASSERT_GT(tests.size(), 100U);
  std::ifstream table{kSources / "docs/reference/bad-input.md"};
  ASSERT_TRUE(table);
  std::set<int> rows;
  for (std::string line; std::getline(table, line);) {
    const int row = line.starts_with("| ") ? std::atoi(line.c_str() + 2) : 0;
    if (row == 0) continue;
    rows.insert(row);
    std::size_t at = line.rfind('|', line.size() - 2);
    int named = 0;
    for (at = line.find('`', at); at != std::string::npos; at = line.find('`', at + 1)) {
      const std::size_t end = line.find('`', at + 1);
      const std::string test = line.substr(at + 1, end - at - 1);
      EXPECT_TRUE(tests.contains(test)) << "row " << row << ": " << test;
      ++named;
      at = end;
    }
    EXPECT_GT(named, 0) << "row " << row;
  }
  EXPECT_EQ(rows.size(), static_cast<std::size_t>(kRows));
  EXPECT_EQ(*rows.rbegin(), kRows);
}

}  // namespace
}  // namespace kinward::gateway
