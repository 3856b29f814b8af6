#include "services/projection/views/lists_view.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "libs/base/percent.h"
#include "libs/base/time.h"

namespace kinward::projection {
namespace {

using views::v1::BoardRow;
using views::v1::FunnelCount;

constexpr std::array<std::string_view, 11> kStages = {"received",
                                                      "screening",
                                                      "awaiting-information",
                                                      "awaiting-panel",
                                                      "waiting",
                                                      "place-agreed",
                                                      "active",
                                                      "closed",
                                                      "redirected",
                                                      "no-further-action",
                                                      "withdrawn"};

int UrgencyRank(const std::string& urgency) {
  if (urgency == "immediate") return 0;
  if (urgency == "urgent") return 1;
  return 2;
}

const views::v1::CaseAllocation* AllocationOf(const CaseParts& parts,
                                              const std::string& programme) {
  for (const auto& allocation : parts.scheduling.allocations()) {
    if (allocation.programme() == programme) return &allocation;
  }
  return nullptr;
}

BoardRow RowOf(const CaseParts& parts, std::string stage) {
  BoardRow row;
  row.set_referral_id(parts.intake.referral_id());
  row.set_family_id(parts.intake.family_id());
  row.set_stage(std::move(stage));
  row.set_urgency(parts.intake.urgency());
  row.set_source(parts.intake.source());
  row.set_reference(parts.intake.reference());
  *row.mutable_reasons() = parts.intake.reasons();
  for (const std::string& programme : ProgrammesOf(parts)) row.add_programmes(programme);
  for (const auto& known : parts.eligibility.programmes()) {
    if (known.overridden()) row.add_overridden(known.programme());
  }
  *row.mutable_received_time() = parts.intake.received_time();
  row.set_children(ChildrenIn(parts.intake));
  return row;
}

using People = std::set<std::string>;

bool IsChild(const views::v1::CasePerson& person) {
  return std::find(person.roles().begin(), person.roles().end(), "child") != person.roles().end();
}

People ChildrenOf(const CaseParts& parts) {
  People children;
  for (const auto& person : parts.intake.people()) {
    if (IsChild(person)) children.insert(person.person_id());
  }
  return children;
}

// Who became looked after while this help went on or was followed up: those alone, not the whole
// family.
People LookedAfterIn(const views::v1::CaseHelp& help) {
  People people(help.became_looked_after().begin(), help.became_looked_after().end());
  for (const auto& escalation : help.escalations()) {
    if (escalation.to() == "looked-after") people.insert(escalation.person_id());
  }
  return people;
}

// Counts referrals, and the families and children behind them once each.
class Counter {
 public:
  explicit Counter(bool list) : list_(list) {}
  void Add(const CaseParts& parts) { Add(parts, ChildrenOf(parts)); }
  // Of the referral's children, these alone.
  void Add(const CaseParts& parts, const People& children) {
    ++referrals_;
    families_.insert(parts.intake.family_id());
    children_.insert(children.begin(), children.end());
    children_.erase("");  // of an escalation that names nobody: no child is known by it
    ids_.insert(parts.intake.referral_id());
  }
  [[nodiscard]] int families() const { return static_cast<int>(families_.size()); }
  [[nodiscard]] int children() const { return static_cast<int>(children_.size()); }
  [[nodiscard]] FunnelCount Count() const {
    FunnelCount count;
    count.set_referrals(referrals_);
    count.set_families(families());
    count.set_children(children());
    if (list_) count.mutable_referral_ids()->Assign(ids_.begin(), ids_.end());
    return count;
  }

 private:
  bool list_;
  int referrals_ = 0;
  People families_, children_, ids_;
};

bool EligibleFor(const CaseParts& parts, const std::string& programme) {
  for (const auto& known : parts.eligibility.programmes()) {
    if (known.programme() == programme) return known.eligibility() == "eligible";
  }
  return AllocationOf(parts, programme) != nullptr;
}
// A referral that asks for another programme by name was not referred to this one.
bool ReferredTo(const CaseParts& parts, const std::string& programme) {
  if (!parts.intake.programme().empty()) return parts.intake.programme() == programme;
  const auto programmes = ProgrammesOf(parts);
  return std::find(programmes.begin(), programmes.end(), programme) != programmes.end();
}

struct Funnelled {
  Counter referred, eligible, panel, agreed, taken_up, open, closed, looked_after,
      looked_after_of_closed;
  explicit Funnelled(bool list)
      : referred(list),
        eligible(list),
        panel(list),
        agreed(list),
        taken_up(list),
        open(list),
        closed(list),
        looked_after(list),
        looked_after_of_closed(list) {}

  void Add(const CaseParts& parts, const std::string& programme) {
    referred.Add(parts);
    if (EligibleFor(parts, programme)) eligible.Add(parts);
    if (const auto* allocation = AllocationOf(parts, programme)) {
      if (allocation->has_listed_time() || !allocation->decision().empty()) panel.Add(parts);
      if (allocation->decision().starts_with("agreed") || allocation->decision() == "ratified")
        agreed.Add(parts);
    }
    for (const auto& help : parts.help) {
      if (help.programme() == programme) Add(parts, help);
    }
  }
  void Add(const CaseParts& parts, const views::v1::CaseHelp& help) {
    taken_up.Add(parts);
    (help.closed_on().empty() ? open : closed).Add(parts);
    const People became = LookedAfterIn(help);
    if (became.empty()) return;
    looked_after.Add(parts, became);
    if (!help.closed_on().empty()) looked_after_of_closed.Add(parts, became);
  }
};

}  // namespace

views::v1::ReferralBoardView Board(const std::vector<CaseParts>& referrals,
                                   const std::string& stage) {
  std::map<std::string, std::pair<int, int>> counts;
  std::vector<BoardRow> rows;
  for (const CaseParts& parts : referrals) {
    std::string at = StageOf(parts);
    auto& [of_stage, children] = counts[at];
    ++of_stage;
    children += ChildrenIn(parts.intake);
    if (stage.empty() || stage == at) rows.push_back(RowOf(parts, std::move(at)));
  }
  const auto order = [](const BoardRow& row) {
    return std::tuple(UrgencyRank(row.urgency()), row.received_time().seconds(),
                      std::string_view{row.referral_id()});
  };
  std::sort(rows.begin(), rows.end(),
            [&](const auto& left, const auto& right) { return order(left) < order(right); });
  views::v1::ReferralBoardView view;
  for (const std::string_view name : kStages) {
    auto& shown = *view.add_stages();
    shown.set_stage(std::string(name));
    shown.set_referrals(counts[shown.stage()].first);
    shown.set_children(counts[shown.stage()].second);
  }
  for (BoardRow& row : rows) *view.add_rows() = std::move(row);
  return view;
}

views::v1::WaitlistView Waitlist(const std::string& pool, const std::vector<CaseParts>& referrals) {
  std::vector<views::v1::WaitlistRow> rows;
  for (const CaseParts& parts : referrals) {
    for (const auto& allocation : parts.scheduling.allocations()) {
      if (allocation.state() != "waiting" ||
          (allocation.pool() != pool && allocation.setting() != pool))
        continue;
      auto& row = rows.emplace_back();
      row.set_referral_id(parts.scheduling.referral_id());
      row.set_family_id(parts.scheduling.family_id());
      row.set_programme(allocation.programme());
      row.set_urgency(allocation.urgency());
      row.set_preferences_met(allocation.preferences_met());
      *row.mutable_waiting_since() = allocation.waiting_time();
    }
  }
  const auto order = [](const views::v1::WaitlistRow& row) {
    return std::tuple(UrgencyRank(row.urgency()), -row.preferences_met(),
                      row.waiting_since().seconds(), std::string_view{row.referral_id()});
  };
  std::sort(rows.begin(), rows.end(),
            [&](const auto& left, const auto& right) { return order(left) < order(right); });
  views::v1::WaitlistView view;
  view.set_pool(pool);
  for (auto& row : rows) {
    row.set_position(view.rows_size() + 1);
    row.set_because((row.urgency().empty() ? "routine" : row.urgency()) + "; meets " +
                    std::to_string(row.preferences_met()) + " preferences; waiting since " +
                    FormatDate(DateOf(ToTime(row.waiting_since()))));
    *view.add_rows() = std::move(row);
  }
  return view;
}

views::v1::Ratio RatioOf(int numerator, int denominator, const Window& window) {
  views::v1::Ratio ratio;
  ratio.set_numerator(numerator);
  ratio.set_denominator(denominator);
  ratio.set_from(FormatDate(window.from));
  ratio.set_to(FormatDate(window.to));
  ratio.set_people_once(true);
  ratio.set_percent(PercentOf(numerator, denominator));
  return ratio;
}

views::v1::FunnelView Funnel(const std::string& programme, const Window& window,
                             const std::vector<CaseParts>& referrals, bool list) {
  Funnelled counts(list);
  for (const CaseParts& parts : referrals) {
    const LocalDate received = DateOf(ToTime(parts.intake.received_time()));
    if (received < window.from || received > window.to || !ReferredTo(parts, programme)) continue;
    counts.Add(parts, programme);
  }
  views::v1::FunnelView view;
  view.set_programme(programme);
  view.set_from(FormatDate(window.from));
  view.set_to(FormatDate(window.to));
  *view.mutable_referred() = counts.referred.Count();
  *view.mutable_eligible() = counts.eligible.Count();
  *view.mutable_panel() = counts.panel.Count();
  *view.mutable_agreed() = counts.agreed.Count();
  *view.mutable_taken_up() = counts.taken_up.Count();
  *view.mutable_open() = counts.open.Count();
  *view.mutable_closed() = counts.closed.Count();
  *view.mutable_became_looked_after() = counts.looked_after.Count();
  *view.mutable_eligible_of_referred() =
      RatioOf(counts.eligible.families(), counts.referred.families(), window);
  *view.mutable_taken_up_of_eligible() =
      RatioOf(counts.taken_up.families(), counts.eligible.families(), window);
  *view.mutable_looked_after_of_closed() =
      RatioOf(counts.looked_after_of_closed.children(), counts.closed.children(), window);
  return view;
}

}  // namespace kinward::projection
