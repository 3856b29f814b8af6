// What a change of the catalogue would do: against what is published or another folder, and over
// the referrals that were really checked.
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "kinward/eligibility/v1/service.pb.h"
#include "services/eligibility/describe/changes.h"
#include "services/eligibility/describe/differences.h"
#include "tools/kinwardctl/catalogue_files.h"
#include "tools/kinwardctl/catalogue_published.h"
#include "tools/kinwardctl/report.h"
#include "tools/kinwardctl/stack.h"
#include "tools/kinwardctl/verbs.h"
#include "tools/kinwardctl/whatif_words.h"

namespace kinward::ctl {
namespace {

using common::v1::ProgrammeVersion;

constexpr int kToldMax = 50;  // referrals told one by one

int TellDifferences(const Options& options, const std::vector<describe::Difference>& differences) {
  Rows rows(options, "differences");
  for (const auto& one : differences) {
    std::string text = one.says + (one.changes.empty() ? "" : ":");
    for (const std::string& change : one.changes) text += "\n  " + change;
    rows.Add(text, {{"programme", one.programme_id},
                    {"version", one.version},
                    {"says", one.says},
                    {"changes", one.changes}});
  }
  if (differences.empty() && !options.json) Tell(options, "no differences", {});
  return rows.End(differences.empty() ? 0 : kFailed);
}

// Without a council: as the files say them.
std::vector<ProgrammeVersion> AllOf(const catalogue::Catalogue& catalogue,
                                    const std::string& council) {
  if (!council.empty()) return catalogue::VersionsFor(catalogue, council);
  std::vector<ProgrammeVersion> versions;
  for (const auto& programme : catalogue.programmes) {
    versions.insert(versions.end(), programme.versions.begin(), programme.versions.end());
  }
  return versions;
}

// The newest published before the draft; nothing: none was.
const ProgrammeVersion* LastBefore(const std::vector<ProgrammeVersion>& published,
                                   const ProgrammeVersion& draft) {
  const ProgrammeVersion* last = nullptr;
  for (const auto& version : published) {
    const bool same = version.programme_id() == draft.programme_id();
    if (same && version.digest() != draft.digest()) last = &version;
  }
  return last;
}

// Who changes and why, for the first of them.
void TellChanged(const eligibility::v1::WhatIfResponse& answer,
                 const std::vector<std::string>& clauses, Rows& rows) {
  int told = 0;
  for (const auto& change : answer.changes()) {
    if (++told > kToldMax) break;
    const std::string text = Changed(change, clauses);
    rows.Add("  " + text, {{"referral", change.referral_id()}, {"says", text}});
  }
  if (answer.changed_referrals_size() > kToldMax) {
    const std::string text =
        "and " + std::to_string(answer.changed_referrals_size() - kToldMax) + " more";
    rows.Add("  " + text, {{"says", text}});
  }
}

}  // namespace

int CatalogueDiff(const Options& options, const std::string& against) {
  const auto found = catalogue::LoadCatalogue(options.catalogue_folder);
  if (ToldFaults(found.faults)) return kFailed;
  const auto files = AllOf(found, options.council);
  if (!against.empty()) {
    const auto other = catalogue::LoadCatalogue(against);
    if (ToldFaults(other.faults)) return kFailed;
    return TellDifferences(options, describe::Differences(files, AllOf(other, options.council),
                                                          describe::Against::kFolder));
  }
  if (options.council.empty()) {
    return WrongUse("which council's published versions? --council NAME, or --against FOLDER");
  }
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  std::set<std::string> programmes;
  for (const auto& version : files) programmes.insert(version.programme_id());
  const auto published = ReadPublished(**stack, options.council, programmes);
  if (!published) return Failed(published.error());
  return TellDifferences(options,
                         describe::Differences(files, *published, describe::Against::kPublished));
}

int CatalogueWhatIf(const Options& options, const WhatIfWords& words) {
  const auto found = catalogue::LoadCatalogue(options.catalogue_folder);
  const auto drafts = ReadDraft(found, words.file);
  if (!drafts) return Failed(drafts.error());
  const ProgrammeVersion* draft = Pick(*drafts, words.version);
  if (draft == nullptr) return WrongUse(words.file + " has no such version");
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  (*stack)->WaitUpTo(std::chrono::minutes{5});  // it reads every referral of the period

  eligibility::v1::WhatIfRequest request;
  request.set_council(options.council);
  *request.mutable_draft() = *draft;
  if (!words.from.empty()) request.set_from(words.from);
  if (!words.until.empty()) request.set_until(words.until);
  const auto answer = (*stack)->Ask<eligibility::v1::WhatIfResponse>(
      "eligibility", "kinward.eligibility.v1.EligibilityService/WhatIf", options.council, request);
  if (!answer) return Failed(answer.error());
  const auto published = ReadPublished(**stack, options.council, {draft->programme_id()});
  if (!published) return Failed(published.error());
  const ProgrammeVersion* last = LastBefore(*published, *draft);

  Rows rows(options, "whatif");
  const std::string title = draft->programme_id() + " version " + std::to_string(draft->version());
  nlohmann::json changes = nlohmann::json::array();
  std::string text = title + " as a draft over " + Counts(*answer);
  if (last != nullptr) {
    text += "\nIt says otherwise than version " + std::to_string(last->version()) + ":";
    for (const std::string& change : describe::Changes(*last, *draft)) {
      text += "\n  " + change;
      changes.push_back(change);
    }
  }
  rows.Add(text, {{"programme", draft->programme_id()},
                  {"version", draft->version()},
                  {"checked", answer->checked()},
                  {"eligible", answer->eligible()},
                  {"not_eligible", answer->not_eligible()},
                  {"needs_information", answer->needs_information()},
                  {"cannot_say", answer->cannot_say()},
                  {"newly_eligible", answer->newly_eligible()},
                  {"no_longer_eligible", answer->no_longer_eligible()},
                  {"changes", changes}});
  const auto clauses = last == nullptr ? std::vector<std::string>{} : ClausesChanged(*last, *draft);
  TellChanged(*answer, clauses, rows);
  return rows.End(0);
}

}  // namespace kinward::ctl
