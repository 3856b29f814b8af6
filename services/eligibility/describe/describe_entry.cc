// Who may have it, what they are asked, and how they get it.
#include <algorithm>
#include <utility>

#include "services/eligibility/describe/describe.h"
#include "services/eligibility/describe/rule_words.h"

namespace kinward::describe {
namespace {

using common::v1::ClauseKind;

std::string KindWord(ClauseKind kind) {
  switch (kind) {
    case common::v1::CLAUSE_KIND_ONGOING:
      return "must be so, and stay so";
    case common::v1::CLAUSE_KIND_PREFERENCE:
      return "comes first, refuses nobody";
    default:
      return "must be so";
  }
}

void TellRule(const ProgrammeVersion& version, const common::v1::Rule& rule, Section& section) {
  for (Line& line : RuleLines(version, rule, 1)) section.lines.push_back(std::move(line));
}

std::string GatewayWords(const ProgrammeVersion& version, const Around& around) {
  const auto& gateway = version.gateway();
  switch (gateway.kind()) {
    case common::v1::GATEWAY_KIND_PANEL: {
      const auto* panel = PanelOf(version, around, gateway.panel_id());
      std::string text = "A panel decides: " +
                         (panel == nullptr ? Spaced(gateway.panel_id()) : PanelInShort(*panel)) +
                         ".";
      if (gateway.panel_from().empty()) return text;
      return text + " Before " + Day(gateway.panel_from()) + " help began directly.";
    }
    case common::v1::GATEWAY_KIND_AUTOMATIC:
      return version.pools().empty() ? "It begins as soon as the check says eligible."
                                     : "Whoever is eligible goes straight to the list for a place.";
    case common::v1::GATEWAY_KIND_DIRECT:
      return "It starts at once when the team accepts the referral.";
    default:
      return "How it is entered is not stated.";
  }
}

std::string Followed(const ProgrammeVersion& version) {
  std::string months;
  for (const auto& rule : version.follow_ups()) {
    std::vector<std::string> numbers;
    for (const int month : rule.after_months()) numbers.push_back(std::to_string(month));
    if (!numbers.empty()) months = Listed(numbers);
  }
  return months;
}

// The steps of a referral, each a few words.
std::vector<std::string> PathOf(const ProgrammeVersion& version, const Around& around) {
  const bool obliged = !version.triggers().empty();
  std::vector<std::string> path{obliged ? "Referral, or an event that obliges" : "Referral",
                                "Eligibility check"};
  const auto& gateway = version.gateway();
  if (gateway.kind() == common::v1::GATEWAY_KIND_PANEL) {
    const auto* panel = PanelOf(version, around, gateway.panel_id());
    path.push_back(panel == nullptr ? Capitalised(Spaced(gateway.panel_id())) : panel->name());
  } else if (gateway.kind() == common::v1::GATEWAY_KIND_DIRECT) {
    path.emplace_back("Accepted by the team");
  }
  if (!version.pools().empty()) path.emplace_back("Place on the list, then an offer");
  const bool stay = version.episode().begins_with() == "stay";
  path.emplace_back(stay ? "Help begins with a stay" : "Help begins");
  path.emplace_back("Close");
  const std::string months = Followed(version);
  if (!months.empty()) path.push_back("Followed up after " + months + " months");
  return path;
}

void TellPanel(const common::v1::PanelDefinition& panel, Section& section) {
  section.lines.push_back(Told(PanelInShort(panel) + ":", SourceOf(panel)));
  std::vector<std::string> facts;
  if (!panel.from().empty()) facts.push_back("sits from " + Day(panel.from()));
  if (panel.slots() > 0) facts.push_back(Counted(panel.slots(), "slot") + " a session");
  if (panel.paper_deadline_hours() > 0) {
    facts.push_back("papers " + Counted(panel.paper_deadline_hours(), "hour") + " before");
  }
  if (panel.referrer_must_attend()) facts.emplace_back("the referring worker must attend");
  if (panel.shows_alternatives_tried()) facts.emplace_back("shows what was tried before");
  for (std::string& fact : facts) section.lines.push_back(Told(std::move(fact), 1));
}

void TellRota(const common::v1::RotaDefinition& rota, Section& section) {
  std::string text = rota.team();
  if (!rota.telephone().empty()) text += ", telephone " + rota.telephone();
  section.lines.push_back(Told(text + ":", SourceOf(rota)));
  for (const auto& shift : rota.shifts()) {
    section.lines.push_back(Told(Weekdays(shift.weekdays()) + ", " + shift.from() + " to " +
                                     shift.until() +
                                     (shift.until() <= shift.from() ? " the next day" : ""),
                                 1));
  }
}

}  // namespace

const common::v1::PanelDefinition* PanelOf(const ProgrammeVersion& version, const Around& around,
                                           std::string_view panel_id) {
  const auto in = [panel_id](const ProgrammeVersion& one) -> const common::v1::PanelDefinition* {
    const auto found =
        std::ranges::find(one.panels(), panel_id, &common::v1::PanelDefinition::panel_id);
    return found == one.panels().end() ? nullptr : &*found;
  };
  if (const auto* own = in(version)) return own;
  for (const ProgrammeVersion* other : around.others) {
    if (other->host_council() != version.host_council()) continue;
    if (const auto* theirs = in(*other)) return theirs;
  }
  return nullptr;
}

std::string PanelInShort(const common::v1::PanelDefinition& panel) {
  std::string text = panel.name();
  if (panel.weekday() > 0) text += ", " + Weekday(panel.weekday()) + "s";
  if (!panel.start_time().empty()) text += " at " + panel.start_time();
  return text;
}

Section WhoMayHaveIt(const ProgrammeVersion& version) {
  Section section{"Who may have it", {}, {}, {}};
  for (const auto& clause : version.clauses()) {
    section.lines.push_back(Named(Capitalised(Spaced(clause.id())),
                                  " (" + KindWord(clause.kind()) + "): " + clause.says(),
                                  clause.source()));
    TellRule(version, clause.rule(), section);
  }
  return section;
}

Section WhichOfSeveral(const ProgrammeVersion& version) {
  Section section{"Which help, and which team", {}, {}, {}};
  if (!version.options().empty()) {
    section.lines.push_back(
        Told("It offers several kinds of help; the first that fits is picked:"));
  }
  for (const auto& option : version.options()) {
    section.lines.push_back(Named(option.name(), ": " + option.says(), option.source()));
    TellRule(version, option.rule(), section);
  }
  if (!version.segments().empty()) {
    section.lines.push_back(Told("Each kind of family has its own team; the first that fits:"));
  }
  for (const auto& segment : version.segments()) {
    std::string text = ": " + segment.says();
    if (segment.entries_per_mille() > 0) {
      text += " Of a thousand such children " + std::to_string(segment.entries_per_mille()) +
              " are expected to enter care";
      if (segment.within_months() > 0) {
        text += " within " + Counted(segment.within_months(), "month");
      }
      text += ".";
    }
    section.lines.push_back(
        Named(Capitalised(Spaced(segment.segment_id())), text, segment.source()));
    TellRule(version, segment.rule(), section);
  }
  return section;
}

Section WhatIsAsked(const ProgrammeVersion& version) {
  Section section{"What is asked", {}, {}, {{"Question", "About", "Note"}, {}}};
  std::vector<const common::v1::FactDefinition*> facts;
  for (const auto& fact : version.facts()) facts.push_back(&fact);
  std::ranges::stable_partition(facts, [](const auto* fact) { return !fact->sensitive(); });
  for (const auto* fact : facts) {
    std::vector<std::string> notes;
    if (fact->sensitive()) notes.emplace_back("sensitive: asked last, never repeated");
    if (fact->has_absent_means()) {
      notes.emplace_back(fact->absent_means() ? "unless told: yes" : "unless told: no");
    }
    if (fact->valid_days() > 0) {
      notes.push_back("asked again after " + Days(fact->valid_days()));
    }
    section.table.rows.push_back(Cells(
        {fact->question(), fact->of_person() ? "the person" : "the referral", Listed(notes)}, ""));
  }
  return section;
}

Section HowOneGetsIt(const ProgrammeVersion& version, const Around& around) {
  Section section{"How one gets it", {}, {}, {}};
  if (version.takes_referrals()) {
    section.path = PathOf(version, around);
    section.lines.push_back(Told(GatewayWords(version, around), SourceOf(version.gateway())));
    if (version.gateway().crisis_start()) {
      section.lines.push_back(
          Told("Urgent or immediate: it starts now, and the panel ratifies it at "
               "its next session."));
    }
  }
  for (const auto& panel : version.panels()) TellPanel(panel, section);
  for (const auto& rota : version.rotas()) TellRota(rota, section);
  return section;
}

}  // namespace kinward::describe
