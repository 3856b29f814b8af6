#include "services/eligibility/domain/roll_up_totals.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "libs/base/check.h"
#include "services/eligibility/domain/reassessment.h"

namespace kinward::eligibility {
namespace {

constexpr std::size_t kColumns = std::tuple_size_v<RollUpNumbers>;
constexpr unsigned kMasks = 1U << kColumns;  // of columns

struct Place {
  std::size_t row;
  std::size_t column;
};
using Line = std::vector<Place>;  // a sum, then its parts

constexpr unsigned Bit(std::size_t column) { return 1U << column; }

// The table as somebody reads it. Rows and columns are sums, so a hidden number can be computed
// exactly when its row and its column hang together by no other hidden number: then the sums of one
// side, taken together, leave it alone.
class Reading {
 public:
  // `as_asker`: by who knows the rows that are known.
  Reading(std::vector<RollUpRow>& rows, bool as_asker)
      : rows_(&rows), total_(rows.size() - 1), as_asker_(as_asker) {
    for (std::size_t row = 0; row <= total_; ++row) {
      unsigned mask = 0;
      for (std::size_t column = 0; column < kColumns; ++column) {
        if (IsUnknown({row, column})) mask |= Bit(column);
      }
      masks_.push_back(mask);
      ++rows_of_[mask];
    }
  }

  // True: one more number is hidden, because what was shown told another. What single sums tell is
  // seen to first: it hides the least.
  bool HideOneMore() {
    for (const Line& line : Lines()) {
      const auto unknown = std::ranges::count_if(line, [&](Place at) { return IsUnknown(at); });
      if ((unknown == 1 || TellsOnes(line)) && HideSmallest(line)) return true;
    }
    for (const Place at : Everywhere()) {
      if (!IsUnknown(at) || !IsTold(at)) continue;
      const auto joins = [&](Place candidate) { return !With(candidate).IsTold(at); };
      if (HideSmallest(Everywhere(), joins) || HideSmallest(Everywhere())) return true;
    }
    return false;
  }

 private:
  [[nodiscard]] int Number(Place at) const { return (*rows_)[at.row].numbers[at.column]; }
  [[nodiscard]] bool IsHidden(Place at) const { return (*rows_)[at.row].hidden[at.column]; }
  // Its own row, and a total to which the others add nothing but zeros, which are shown.
  [[nodiscard]] bool IsKnown(Place at) const {
    if (!as_asker_) return false;
    if ((*rows_)[at.row].known) return true;
    if (at.row != total_) return false;
    return std::ranges::all_of(*rows_, [&](const RollUpRow& row) {
      return row.known || &row == &rows_->back() || row.numbers[at.column] == 0;
    });
  }
  [[nodiscard]] bool IsUnknown(Place at) const { return IsHidden(at) && !IsKnown(at); }

  [[nodiscard]] static Line Row(std::size_t row) {
    return {{row, 0}, {row, 1}, {row, 2}, {row, 3}};
  }
  [[nodiscard]] Line Column(std::size_t column) const {
    Line line{{total_, column}};
    for (std::size_t row = 0; row < total_; ++row) line.push_back({row, column});
    return line;
  }
  [[nodiscard]] std::vector<Line> Lines() const {
    std::vector<Line> lines;
    for (std::size_t row = 0; row <= total_; ++row) lines.push_back(Row(row));
    for (std::size_t column = 0; column < kColumns; ++column) lines.push_back(Column(column));
    return lines;
  }
  [[nodiscard]] Line Everywhere() const {
    Line all;
    for (std::size_t row = 0; row <= total_; ++row) {
      for (const Place at : Row(row)) all.push_back(at);
    }
    return all;
  }

  // As it would be read if this were hidden too.
  [[nodiscard]] Reading With(Place hidden) const {
    Reading other = *this;
    unsigned& mask = other.masks_[hidden.row];
    --other.rows_of_[mask];
    mask |= Bit(hidden.column);
    ++other.rows_of_[mask];
    return other;
  }
  [[nodiscard]] bool IsTold(Place at) const {
    unsigned reached = masks_[at.row] & ~Bit(at.column);
    for (std::size_t step = 0; step < kColumns; ++step) {
      for (unsigned mask = 1; mask < kMasks; ++mask) {
        const bool others = rows_of_[mask] > (mask == masks_[at.row] ? 1 : 0);
        if (others && (mask & reached) != 0) reached |= mask;
      }
    }
    return (reached & Bit(at.column)) == 0;
  }
  // What is hidden is not zero: as many as their sum are ones.
  [[nodiscard]] bool TellsOnes(const Line& line) const {
    if (IsUnknown(line.front())) return false;
    int sum = 0;
    int parts = 0;
    for (std::size_t part = 1; part < line.size(); ++part) {
      if (!IsUnknown(line[part])) continue;
      sum += Number(line[part]);
      ++parts;
    }
    return parts > 0 && sum == parts;
  }

  // Of what is shown of the line and is not zero; `helps` is asked of a number before it is taken.
  template <typename Helps>
  bool HideSmallest(const Line& line, const Helps& helps) {
    std::optional<Place> smallest;
    for (const Place at : line) {
      if (IsHidden(at) || IsKnown(at) || Number(at) == 0) continue;
      if (smallest && Number(at) >= Number(*smallest)) continue;
      if (helps(at)) smallest = at;
    }
    if (smallest) (*rows_)[smallest->row].hidden[smallest->column] = true;
    return smallest.has_value();
  }
  bool HideSmallest(const Line& line) {
    return HideSmallest(line, [](Place /*any*/) { return true; });
  }

  std::vector<RollUpRow>* rows_;
  std::size_t total_;
  bool as_asker_;
  std::vector<unsigned> masks_;  // of each row: its columns that are unknown
  std::array<int, kMasks> rows_of_{};
};

bool Shares(const Programme& programme, const std::string& council) {
  return programme.shared_by.contains(council);
}

// What the council's own stream allows the asker to see of it; null: nothing.
const v1::RollUpGranted* GrantOf(const std::string& council, const Programme& programme,
                                 const std::string& asker) {
  const auto granted = programme.roll_ups.find(asker);
  if (granted == programme.roll_ups.end()) return nullptr;
  const auto& members = granted->second.members();
  const bool itself = std::ranges::find(members, council) != members.end();
  return itself && Shares(programme, council) && Shares(programme, asker) ? &granted->second
                                                                          : nullptr;
}

std::optional<std::size_t> ColumnOf(v1::Outcome outcome) {
  if (outcome == v1::OUTCOME_ELIGIBLE) return 1;
  if (outcome == v1::OUTCOME_NOT_ELIGIBLE) return 2;
  if (outcome == v1::OUTCOME_NEEDS_INFORMATION) return 3;
  return std::nullopt;
}

void Add(RollUpNumbers& sum, const RollUpNumbers& numbers) {
  for (std::size_t column = 0; column < kColumns; ++column) sum[column] += numbers[column];
}

v1::RollUpCounts CountsOf(const RollUpRow& row) {
  v1::RollUpCounts counts;
  if (!row.hidden[0]) counts.set_checked(row.numbers[0]);
  if (!row.hidden[1]) counts.set_eligible(row.numbers[1]);
  if (!row.hidden[2]) counts.set_not_eligible(row.numbers[2]);
  if (!row.hidden[3]) counts.set_needs_information(row.numbers[3]);
  return counts;
}

}  // namespace

RollUpScope ScopeOf(const std::string& asker,
                    const std::map<std::string, const Programme*>& programmes) {
  RollUpScope scope;
  scope.asker = asker;
  for (const auto& [council, programme] : programmes) {
    if (council == asker) {
      if (Shares(*programme, asker)) scope.councils.insert(asker);
      continue;
    }
    const v1::RollUpGranted* granted = GrantOf(council, *programme, asker);
    if (granted == nullptr) continue;
    scope.councils.insert(council);
    scope.suppress_below = std::max(scope.suppress_below, granted->suppress_below());
  }
  return scope;
}

void HideSmallNumbers(std::vector<RollUpRow>& rows, int below) {
  CHECK(!rows.empty());
  for (RollUpRow& row : rows) {
    for (std::size_t column = 0; column < kColumns; ++column) {
      row.hidden[column] = row.numbers[column] > 0 && row.numbers[column] < below;
    }
  }
  // Each round hides one number more, so it ends.
  while (Reading(rows, false).HideOneMore() || Reading(rows, true).HideOneMore()) {
  }
}

RollUpTotals::RollUpTotals(v1::RollUpTotalsRequest request, RollUpScope scope)
    : request_(std::move(request)), scope_(std::move(scope)) {
  for (const std::string& council : scope_.councils) counts_.try_emplace(council);
}

void RollUpTotals::Count(const std::string& council, const EligibilityCheck& check) {
  const auto counts = counts_.find(council);
  if (counts == counts_.end() || !check.checked || !check.erased.empty()) return;
  if (check.on < request_.from() || request_.until() < check.on) return;
  const v1::ProgrammeOutcome* decided = FindOutcome(check.programmes, request_.programme());
  if (decided == nullptr) return;
  const auto stands = check.overrides.find(request_.programme());
  const auto column =
      ColumnOf(stands == check.overrides.end() ? decided->outcome() : stands->second.outcome);
  if (!column) return;
  ++counts->second[0];
  ++counts->second[*column];
}

v1::RollUpTotalsResponse RollUpTotals::Shown() const {
  std::vector<RollUpRow> rows;
  RollUpRow total;
  for (const auto& [council, numbers] : counts_) {
    rows.push_back({numbers, council == scope_.asker, {}});
    Add(total.numbers, numbers);
  }
  rows.push_back(total);
  HideSmallNumbers(rows, scope_.suppress_below);
  v1::RollUpTotalsResponse response;
  auto row = rows.begin();
  for (const auto& [council, numbers] : counts_) {
    auto& member = *response.add_members();
    member.set_council(council);
    *member.mutable_counts() = CountsOf(*row++);
  }
  *response.mutable_total() = CountsOf(rows.back());
  response.set_suppressed_below(scope_.suppress_below);
  return response;
}

}  // namespace kinward::eligibility
