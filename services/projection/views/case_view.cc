// What a case's parts mean together.
#include "services/projection/views/case_view.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "libs/base/time.h"

namespace kinward::projection {
namespace {

using views::v1::CaseAllocation;
using views::v1::CaseHelp;

// From the least to the most that has happened: the whole is as far as its furthest open part.
constexpr std::array<std::string_view, 7> kProgress = {
    "received",     "screening", "awaiting-information", "awaiting-panel", "waiting",
    "place-agreed", "active"};

bool EndedByIntake(const std::string& stage) {
  return stage == "redirected" || stage == "no-further-action" || stage == "withdrawn" ||
         stage == "closed";
}

const CaseAllocation* AllocationOf(const CaseParts& parts, const std::string& programme) {
  for (const CaseAllocation& allocation : parts.scheduling.allocations()) {
    if (allocation.programme() == programme) return &allocation;
  }
  return nullptr;
}

// Another programme was asked for instead before this one began.
bool WasGivenUp(const CaseAllocation& allocation) {
  return allocation.state() == "ended" && allocation.ended_reason() == "another-programme";
}

std::string StageOf(const CaseAllocation& allocation) {
  const std::string& state = allocation.state();
  if (state == "listed") return "awaiting-panel";
  if (state == "refused") return "no-further-action";
  if (state == "waiting" || state == "offered") return "waiting";
  if (state == "agreed" || state == "placed") return "place-agreed";
  if (state == "ended") return "closed";
  return "screening";
}

// Empty: no case has begun.
std::string StageOfHelp(const CaseParts& parts, const std::string& programme) {
  std::string stage;
  for (const CaseHelp& help : parts.help) {
    if (help.programme() != programme) continue;
    if (help.closed_on().empty()) return "active";
    stage = "closed";
  }
  return stage;
}

// Empty: not checked.
std::string StageOfCheck(const CaseParts& parts, const std::string& programme) {
  for (const auto& known : parts.eligibility.programmes()) {
    if (known.programme() != programme) continue;
    if (known.eligibility() == "needs-information") return "awaiting-information";
    return known.eligibility() == "not-eligible" ? "no-further-action" : "screening";
  }
  return {};
}

}  // namespace

std::string StageOf(const CaseParts& parts, const std::string& programme) {
  if (parts.scheduling.withdrawn()) return "withdrawn";
  // A case that runs is what the family sees, whatever the allocation says.
  if (std::string stage = StageOfHelp(parts, programme); !stage.empty()) return stage;
  if (const CaseAllocation* allocation = AllocationOf(parts, programme))
    return StageOf(*allocation);
  if (std::string stage = StageOfCheck(parts, programme); !stage.empty()) return stage;
  return parts.intake.stage() == "received" || parts.intake.stage().empty() ? "received"
                                                                            : "screening";
}

std::string StageOf(const CaseParts& parts) {
  const std::string& intake = parts.intake.stage();
  if (intake == "superseded") return "closed";
  if (EndedByIntake(intake)) return intake;
  if (parts.scheduling.withdrawn()) return "withdrawn";
  std::string stage = intake == "received" || intake.empty() ? "received" : "screening";
  std::size_t furthest = stage == "received" ? 0 : 1;
  bool ended = false;
  bool open = false;
  for (const std::string& programme : ProgrammesOf(parts)) {
    const std::string part = StageOf(parts, programme);
    const auto* const at = std::find(kProgress.begin(), kProgress.end(), part);
    ended |= part == "closed";
    if (at == kProgress.end()) continue;
    open = true;
    furthest = std::max(furthest, static_cast<std::size_t>(at - kProgress.begin()));
  }
  if (ended && !open) return "closed";
  return std::string(kProgress[furthest]);
}

std::vector<std::string> ProgrammesOf(const CaseParts& parts) {
  std::vector<std::string> programmes;
  const auto add = [&](const std::string& programme) {
    if (programme.empty()) return;
    if (std::find(programmes.begin(), programmes.end(), programme) == programmes.end()) {
      programmes.push_back(programme);
    }
  };
  // One that was never decided takes no referrals: it only sends its specialists.
  for (const auto& known : parts.eligibility.programmes()) {
    if (!known.eligibility().empty()) add(known.programme());
  }
  for (const auto& allocation : parts.scheduling.allocations()) {
    if (!WasGivenUp(allocation)) add(allocation.programme());
  }
  for (const CaseHelp& help : parts.help) add(help.programme());
  if (programmes.empty()) add(parts.intake.programme());
  std::sort(programmes.begin(), programmes.end());
  return programmes;
}

int ChildrenIn(const views::v1::CaseIntakePart& intake) {
  const auto child = [](const views::v1::CasePerson& person) {
    return std::find(person.roles().begin(), person.roles().end(), "child") != person.roles().end();
  };
  return static_cast<int>(std::count_if(intake.people().begin(), intake.people().end(), child));
}

namespace {

std::string ExpectedBy(const CaseParts& parts, const std::string& programme) {
  // A panel's sitting is the one date that is promised; a waiting list promises none.
  const CaseAllocation* allocation = AllocationOf(parts, programme);
  if (allocation == nullptr || allocation->state() != "listed" || !allocation->has_session_time())
    return {};
  return FormatTime(ToTime(allocation->session_time())).substr(0, 10);
}

std::vector<views::v1::CaseProgramme> ProgrammeRows(const CaseParts& parts) {
  std::vector<views::v1::CaseProgramme> rows;
  for (const std::string& programme : ProgrammesOf(parts)) {
    auto& row = rows.emplace_back();
    row.set_programme(programme);
    row.set_stage(StageOf(parts, programme));
    row.set_expected_by(ExpectedBy(parts, programme));
    for (const auto& known : parts.eligibility.programmes()) {
      if (known.programme() != programme) continue;
      row.set_name(known.name());
      row.set_eligibility(known.eligibility());
    }
  }
  return rows;
}

}  // namespace

views::v1::CaseView ComposeCase(CaseParts parts) {
  views::v1::CaseView view;
  view.set_referral_id(parts.intake.referral_id());
  view.set_stage(StageOf(parts));
  for (auto& row : ProgrammeRows(parts)) *view.add_programmes() = std::move(row);
  *view.mutable_intake() = std::move(parts.intake);
  *view.mutable_eligibility() = std::move(parts.eligibility);
  *view.mutable_scheduling() = std::move(parts.scheduling);
  for (CaseHelp& help : parts.help) *view.add_help() = std::move(help);
  return view;
}

views::v1::ClosedLoopView ComposeClosedLoop(const CaseParts& parts,
                                            const views::v1::Contact& contact) {
  views::v1::ClosedLoopView view;
  view.set_referral(parts.intake.referral_id());
  view.set_reference(parts.intake.reference());
  view.set_source(parts.intake.source());
  view.set_stage(StageOf(parts));
  for (auto& row : ProgrammeRows(parts)) *view.add_programmes() = std::move(row);
  const std::string& stage = view.stage();
  if (stage == "awaiting-information")
    view.add_messages("We need more information: please see the questions sent to you.");
  if (stage == "redirected")
    view.add_messages("Redirected to " + parts.intake.redirected_to() + ".");
  if (stage == "no-further-action")
    view.add_messages("No further action. The team will tell you why if you ring.");
  if (parts.intake.withdrawal_requested())
    view.add_messages(
        "You asked to withdraw this referral; the council decides whether its own duty ends.");
  *view.mutable_contact() = contact;
  return view;
}

void AddCaseView(Catalogue& catalogue) {
  AddIntakeEvents(catalogue);
  AddEligibilityEvents(catalogue);
  AddAllocationEvents(catalogue);
  AddHelpEvents(catalogue);
}

}  // namespace kinward::projection
