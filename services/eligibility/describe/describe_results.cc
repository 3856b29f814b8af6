// What it costs, what is measured, how it is judged, and where it runs.
#include <algorithm>
#include <utility>

#include "services/eligibility/describe/describe.h"

namespace kinward::describe {
namespace {

std::string Amount(const common::v1::PurchaseDefinition& purchase) {
  if (purchase.amount_pence() == 0 && purchase.amount_max_pence() == 0) return "not stated";
  std::string text = Pounds(purchase.amount_pence());
  if (purchase.amount_max_pence() > 0) text += " to " + Pounds(purchase.amount_max_pence());
  return purchase.per().empty() ? text : text + " for each " + Spaced(purchase.per());
}

std::string DesignWord(const std::string& design) {
  if (design == "rct") return "randomised controlled trial";
  if (design == "before-after") return "before and after";
  if (design == "none-stated") return "no design is stated";
  return Spaced(design);
}

std::string OwnValues(const ProgrammeVersion& version, const common::v1::Site& site) {
  std::vector<std::string> values;
  for (const auto& own : site.parameters()) {
    const auto known =
        std::ranges::find(version.parameters(), own.id(), &common::v1::Parameter::id);
    const std::string name =
        known == version.parameters().end() ? Spaced(own.id()) : WithoutStop(known->says());
    values.push_back(name + ": " + Value(own.value()));
  }
  return Listed(values);
}

std::string ServedBy(const common::v1::Site& site, const Around& around) {
  for (const ProgrammeVersion* other : around.others) {
    if (other->programme_id() == site.served_by()) {
      return other->name() + " (" + other->programme_id() + ")";
    }
  }
  return site.served_by();
}

}  // namespace

Section Money(const ProgrammeVersion& version) {
  Section section{"Money",
                  {},
                  {},
                  {{"What", "Kind", "Amount", "When", "Provider, terms and what is said"}, {}}};
  for (const auto& one : version.purchases()) {
    std::vector<std::string> rest;
    if (!one.provider().empty()) rest.push_back(one.provider());
    if (!one.outcome_terms().empty()) rest.push_back("paid for: " + Listed(one.outcome_terms()));
    if (!one.says().empty()) rest.push_back(WithoutStop(one.says()));
    std::string told;
    for (const std::string& part : rest) told += (told.empty() ? "" : "; ") + part;
    section.table.rows.push_back(Cells({Capitalised(Spaced(one.purchase_id())), Spaced(one.kind()),
                                        Amount(one), Between(one.from(), one.until()), told},
                                       one.source()));
  }
  return section;
}

Section WhatIsMeasured(const ProgrammeVersion& version) {
  Section section{
      "What is measured", {}, {}, {{"Measure", "Counted in", "Target", "Published"}, {}}};
  for (const auto& measure : version.measures()) {
    section.table.rows.push_back(Cells({measure.name(), measure.unit(),
                                        measure.target().empty() ? "none stated" : measure.target(),
                                        measure.published().empty() ? "none" : measure.published()},
                                       measure.source()));
  }
  return section;
}

Section HowItIsJudged(const ProgrammeVersion& version) {
  Section section{"How it is judged", {}, {}, {}};
  if (version.has_evaluated()) {
    const auto& judged = version.evaluated();
    std::string text = "Evaluation: " + DesignWord(judged.design());
    if (!judged.by().empty()) text += ", by " + judged.by();
    if (!judged.due().empty()) text += ", due on " + Day(judged.due());
    text += ".";
    if (!judged.says().empty()) text += " " + Capitalised(judged.says());
    section.lines.push_back(Told(text, judged.source()));
  } else if (!version.evaluation().empty()) {
    section.lines.push_back(Told("Evaluation: " + version.evaluation()));
  }
  if (version.has_trial()) {
    const auto& trial = version.trial();
    std::string text = "Trial: " + DesignWord(trial.design());
    if (!trial.status().empty()) text += ", " + Spaced(trial.status());
    if (!trial.by().empty()) text += ", by " + trial.by();
    if (!trial.arms().empty()) text += "; arms: " + Listed(trial.arms());
    text += ".";
    if (!trial.says().empty()) text += " " + trial.says();
    section.lines.push_back(Told(text, trial.source()));
  }
  return section;
}

Section Where(const ProgrammeVersion& version, const Around& around) {
  Section section{"Where", {}, {}, {{"Site", "Status", "When", "What differs there"}, {}}};
  if (version.has_licence()) {
    std::string text = "Only sites licensed by " + version.licence().holder() + " may run it.";
    if (!version.licence().says().empty()) text += " " + version.licence().says();
    section.lines.push_back(Told(text, version.licence().source()));
  }
  if (version.has_roll_up()) {
    section.lines.push_back(
        Told("Totals over its councils or sites are shown. " + version.roll_up().says(),
             version.roll_up().source()));
  }
  for (const auto& site : version.sites()) {
    std::vector<std::string> rest;
    if (const std::string own = OwnValues(version, site); !own.empty()) rest.push_back(own);
    if (!site.served_by().empty()) rest.push_back("told by " + ServedBy(site, around));
    if (!site.says().empty()) rest.push_back(WithoutStop(site.says()));
    std::string told;
    for (const std::string& part : rest) told += (told.empty() ? "" : "; ") + part;
    section.table.rows.push_back(Cells({CouncilName(site.site_id()), Spaced(site.status()),
                                        Between(site.from(), site.until()), told},
                                       site.source()));
  }
  return section;
}

Section WhatIsKnown(const ProgrammeVersion& version) {
  Section section{"What it knows and teaches others", {}, {}, {}};
  for (const auto& item : version.knowledge()) {
    std::string text = " (" + Spaced(item.kind());
    if (item.count() > 1) text += ", " + std::to_string(item.count());
    text += ")";
    if (!item.says().empty()) text += ": " + item.says();
    section.lines.push_back(Named(Capitalised(Spaced(item.item_id())), text, item.source()));
  }
  return section;
}

}  // namespace kinward::describe
