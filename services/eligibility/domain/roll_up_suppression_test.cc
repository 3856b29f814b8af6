// Which numbers of a roll-up are not shown: random tables, read by anybody and by the asker.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "services/eligibility/domain/roll_up_totals.h"

namespace kinward::eligibility {
namespace {

// Random tables: a member is the asker in half of them.
using Rows = std::vector<RollUpRow>;
Rows RandomRows(std::mt19937& random) {
  const auto pick = [&random](unsigned among) { return static_cast<int>(random() % among); };
  Rows rows;
  RollUpRow total;
  const int members = 1 + pick(6);
  for (int member = 0; member < members; ++member) {
    RollUpRow row;
    for (std::size_t column = 1; column < 4; ++column) {
      const int kind = pick(4);
      row.numbers[column] = kind == 0 ? 0 : kind == 1 ? pick(8) : kind == 2 ? pick(3) : pick(60);
      row.numbers[0] += row.numbers[column];
    }
    for (std::size_t column = 0; column < 4; ++column) {
      total.numbers[column] += row.numbers[column];
    }
    rows.push_back(row);
  }
  if (pick(2) == 0)
    rows[static_cast<std::size_t>(pick(static_cast<unsigned>(members)))].known = true;
  rows.push_back(total);
  return rows;
}

// The sums that a reader may stand on, each with a factor for every number of the table: +1 for the
// sum and -1 for its parts.
using Sum = std::vector<int>;
std::vector<Sum> SumsOf(const Rows& rows) {
  std::vector<Sum> sums;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    Sum sum(rows.size() * 4);
    for (std::size_t column = 0; column < 4; ++column) sum[row * 4 + column] = column == 0 ? 1 : -1;
    sums.push_back(sum);
  }
  for (std::size_t column = 0; column < 4; ++column) {
    Sum sum(rows.size() * 4);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      sum[row * 4 + column] = row + 1 == rows.size() ? 1 : -1;
    }
    sums.push_back(sum);
  }
  return sums;
}
std::vector<std::size_t> HiddenOf(const Rows& rows, bool as_asker) {
  std::vector<std::size_t> hidden;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t column = 0; column < 4; ++column) {
      const bool known = as_asker && rows[row].known;
      if (rows[row].hidden[column] && !known) hidden.push_back(row * 4 + column);
    }
  }
  return hidden;
}
int NumberAt(const Rows& rows, std::size_t at) { return rows[at / 4].numbers[at % 4]; }

// Of all sums taken together: the hidden numbers that they leave no choice. By elimination, exact:
// the factors of such a table stay -1, 0 and 1.
std::vector<std::size_t> ComputableOf(const Rows& rows, bool as_asker) {
  const auto hidden = HiddenOf(rows, as_asker);
  auto sums = SumsOf(rows);
  std::vector<std::size_t> computable;
  std::size_t done = 0;
  for (const std::size_t unknown : hidden) {
    const auto found = std::find_if(sums.begin() + static_cast<std::ptrdiff_t>(done), sums.end(),
                                    [&](const Sum& sum) { return sum[unknown] != 0; });
    if (found == sums.end()) continue;
    std::iter_swap(found, sums.begin() + static_cast<std::ptrdiff_t>(done));
    for (std::size_t other = 0; other < sums.size(); ++other) {
      if (other == done || sums[other][unknown] == 0) continue;
      const int factor = sums[other][unknown] * sums[done][unknown];
      for (const std::size_t at : hidden) sums[other][at] -= factor * sums[done][at];
    }
    ++done;
  }
  for (std::size_t sum = 0; sum < done; ++sum) {
    std::vector<std::size_t> left;
    for (const std::size_t at : hidden) {
      if (sums[sum][at] != 0) left.push_back(at);
    }
    if (left.size() == 1) computable.push_back(left.front());
  }
  return computable;
}
std::string Told(const Rows& rows) {
  std::string text;
  for (const RollUpRow& row : rows) {
    for (std::size_t column = 0; column < 4; ++column) {
      text += (row.hidden[column] ? " (" : "  ") + std::to_string(row.numbers[column]) +
              (row.hidden[column] ? ")" : " ");
    }
    text += row.known ? " known\n" : "\n";
  }
  return text;
}

class HideSmallNumbersProperty : public ::testing::Test {
 protected:
  static constexpr int kBelow = 5;
  template <typename Holds>
  static void OnRandomTables(const Holds& holds) {
    std::mt19937 random{20161122};
    for (int table = 0; table < 5'000; ++table) {
      Rows rows = RandomRows(random);
      HideSmallNumbers(rows, kBelow);
      holds(rows);
      if (::testing::Test::HasFailure()) {
        ADD_FAILURE() << "table " << table << "\n" << Told(rows);
        return;
      }
    }
  }
};

TEST_F(HideSmallNumbersProperty, SmallNumbersAreHiddenAndZerosAreShown) {
  OnRandomTables([](const Rows& rows) {
    for (const RollUpRow& row : rows) {
      for (std::size_t column = 0; column < 4; ++column) {
        const int number = row.numbers[column];
        if (number < kBelow) {
          EXPECT_EQ(row.hidden[column], number > 0);
        }
      }
    }
  });
}
TEST_F(HideSmallNumbersProperty, NoSingleSumTellsAHiddenNumber) {
  OnRandomTables([](const Rows& rows) {
    for (const Sum& sum : SumsOf(rows)) {
      int hidden = 0;
      int parts = 0;
      int of_parts = 0;
      for (const std::size_t at : HiddenOf(rows, false)) {
        if (sum[at] == 0) continue;
        ++hidden;
        if (sum[at] < 0) ++parts;
        if (sum[at] < 0) of_parts += NumberAt(rows, at);
      }
      EXPECT_NE(hidden, 1);
      // Nothing hidden is zero: two that make two would be ones.
      if (hidden == parts && parts > 0) {
        EXPECT_GT(of_parts, parts);
      }
    }
  });
}
TEST_F(HideSmallNumbersProperty, NorDoAllSumsTakenTogether) {
  OnRandomTables([](const Rows& rows) { EXPECT_TRUE(ComputableOf(rows, false).empty()); });
}
// What it can compute of a total is then its own number: the others' zeros are shown.
TEST_F(HideSmallNumbersProperty, NorCanTheAskerComputeAnothersFromItsOwn) {
  OnRandomTables([](const Rows& rows) {
    const std::size_t total = rows.size() - 1;
    const auto own =
        std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row.known; });
    for (const std::size_t at : ComputableOf(rows, true)) {
      EXPECT_EQ(at / 4, total);
      ASSERT_NE(own, rows.end());
      EXPECT_EQ(NumberAt(rows, at), own->numbers[at % 4]);
    }
  });
}
TEST_F(HideSmallNumbersProperty, NothingIsHiddenWhereNothingIsSmall) {
  Rows rows(3);
  rows[0].numbers = {30, 10, 20, 0};
  rows[1].numbers = {70, 50, 5, 15};
  rows[2].numbers = {100, 60, 25, 15};
  HideSmallNumbers(rows, kBelow);
  EXPECT_TRUE(HiddenOf(rows, false).empty());
}
TEST_F(HideSmallNumbersProperty, NoMoreIsHiddenThanItTakes) {
  Rows rows(3);
  rows[0].numbers = {20, 1, 10, 9};
  rows[1].known = true;
  rows[2].numbers = {20, 1, 10, 9};
  HideSmallNumbers(rows, kBelow);
  EXPECT_EQ(HiddenOf(rows, false), (std::vector<std::size_t>{1, 3, 9, 11}));
}

}  // namespace
}  // namespace kinward::eligibility
