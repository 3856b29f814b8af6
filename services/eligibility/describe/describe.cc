#include "services/eligibility/describe/describe.h"

#include <algorithm>
#include <utility>

#include "services/eligibility/describe/changes.h"

namespace kinward::describe {
namespace {

using common::v1::ClauseKind;

std::string Led(const common::v1::Body& lead) {
  if (lead.kind().empty()) return lead.name();
  const std::string kind = lead.kind() == "nhs" ? "NHS" : Spaced(lead.kind());
  return lead.name() + " (" + kind + ")";
}

Line Hosted(const ProgrammeVersion& version) {
  if (version.host_council().empty()) {
    return Told(version.sites().empty() ? "No council hosts it." : "Each of its sites runs it.");
  }
  std::string text = "Hosted by " + CouncilName(version.host_council());
  std::vector<std::string> members;
  for (const std::string& council : version.member_councils()) {
    members.push_back(CouncilName(council));
  }
  if (!members.empty()) text += ", shared with " + Listed(members);
  return Told(text + ".");
}

}  // namespace

Section AtAGlance(const ProgrammeVersion& version) {
  Section section{"At a glance", {}, {}, {}};
  auto& lines = section.lines;
  if (!version.takes_referrals()) {
    lines.push_back(Told("It takes no referrals of families."));
  } else {
    std::vector<std::string> reasons;
    for (const std::string& reason : version.reasons()) reasons.push_back(Spaced(reason));
    lines.push_back(
        Told("It takes referrals" +
             (reasons.empty() ? " for any reason" : " for these reasons: " + Listed(reasons)) +
             "; one place is for one " + UnitWord(version.counts(), 1) + "."));
  }
  if (version.one_open_referral_per_family()) {
    lines.push_back(Told("A family may have one open referral to it at a time."));
  }
  if (version.has_lead()) lines.push_back(Told("Led by " + Led(version.lead()) + "."));
  if (!version.partners().empty()) {
    lines.push_back(Told("With " + Listed(version.partners()) + "."));
  }
  lines.push_back(Hosted(version));
  if (!version.shape().empty()) {
    std::string shape = "Its main mechanism: " + Spaced(version.shape());
    if (!version.also().empty()) shape += "; also " + Listed(version.also());
    lines.push_back(Told(shape + "."));
  }
  lines.push_back(Told("Version " + std::to_string(version.version()) + ", in force from " +
                           Day(version.effective_from()) + ".",
                       version.source()));
  return section;
}

Section Numbers(const ProgrammeVersion& version) {
  Section section{"Its numbers", {}, {}, {{"Name", "Value", "What it is", "Kind"}, {}}};
  for (const auto& one : version.parameters()) {
    section.table.rows.push_back(Cells(
        {one.id(), ValueWithUnit(one.value(), one.unit()), WithoutStop(one.says()), one.kind()},
        one.source()));
  }
  return section;
}

Section Versions(const Around& around) {
  Section section{"Versions and what changed", {}, {}, {}};
  const ProgrammeVersion* before = nullptr;
  for (const ProgrammeVersion* version : around.history) {
    section.lines.push_back(Told("Version " + std::to_string(version->version()) + ", from " +
                                     Day(version->effective_from()) +
                                     (before == nullptr ? ": the first." : ":"),
                                 version->source()));
    if (before != nullptr) {
      for (const std::string& change : Changes(*before, *version)) {
        section.lines.push_back(Told(change, 1));
      }
    }
    before = version;
  }
  return section;
}

Description Describe(const ProgrammeVersion& version, const Around& around) {
  Description description{
      version.name() + " (" + version.programme_id() + ")", version.summary(), {}};
  for (Section section : {
           AtAGlance(version),      WhoMayHaveIt(version),
           WhichOfSeveral(version), HowOneGetsIt(version, around),
           WhatIsAsked(version),    HowMuchThereIs(version),
           HowLongItLasts(version), WhoDoesIt(version),
           WhatIsTaught(version),   WhatObliges(version),
           Meetings(version),       Timelines(version),
           Money(version),          WhatIsMeasured(version),
           WhatIsReadOff(version),  HowItIsJudged(version),
           Where(version, around),  WhatIsKnown(version),
           Numbers(version),        Versions(around),
       }) {
    if (!section.Empty()) description.sections.push_back(std::move(section));
  }
  return description;
}

}  // namespace kinward::describe
