// What those who share a programme did together, for one of them: whose totals it may see, what is
// counted, and which numbers are not shown because they would tell of single families, or would
// tell such a number by a sum. Counts of referrals; nothing here knows a family.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "kinward/eligibility/v1/service.pb.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/programme.h"

namespace kinward::eligibility {

struct RollUpScope {
  std::string asker;
  std::set<std::string> councils;  // whose referrals are counted
  int suppress_below = kSuppressBelowMin;
  // There is somebody to share with.
  [[nodiscard]] bool Granted() const { return councils.size() > councils.count(asker); }
};

// Whose totals the asker may see. `programmes`: the one programme as each council's own stream
// tells it, the asker's among them. A council is counted only by its own consent: its own stream
// says that the asker may see it, and that both still share the programme. What the asker's or
// anybody else's stream says of it is no consent, and one that never consented is left out. The
// asker's own referrals count where it is host or member itself.
[[nodiscard]] RollUpScope ScopeOf(const std::string& asker,
                                  const std::map<std::string, const Programme*>& programmes);

// Checked, and of them eligible, not eligible and in need of information.
using RollUpNumbers = std::array<int, 4>;

struct RollUpRow {
  RollUpNumbers numbers{};
  bool known = false;            // the asker's own: it can count these itself
  std::array<bool, 4> hidden{};  // filled by HideSmallNumbers
};
// Hides every number from 1 to `below` - 1, and as many more as it takes that nobody can compute a
// hidden one from what is shown, and the asker not another council's from its own either. Zeros are
// shown. `rows`: one a member, and their sums last.
void HideSmallNumbers(std::vector<RollUpRow>& rows, int below);

class RollUpTotals {
 public:
  RollUpTotals(v1::RollUpTotalsRequest request, RollUpScope scope);

  [[nodiscard]] const RollUpScope& scope() const { return scope_; }
  // Every check of the councils, in any order. Counted by how the programme stands in it, a
  // person's override before the rules, where it was decided on one of the days asked for; not
  // where somebody it is about was erased.
  void Count(const std::string& council, const EligibilityCheck& check);
  [[nodiscard]] v1::RollUpTotalsResponse Shown() const;

 private:
  v1::RollUpTotalsRequest request_;
  RollUpScope scope_;
  std::map<std::string, RollUpNumbers> counts_;  // by council
};

}  // namespace kinward::eligibility
