// How much of it there is, how long it lasts, who does it and with what.
#include <algorithm>
#include <utility>

#include "services/eligibility/describe/describe.h"
#include "services/eligibility/describe/rule_words.h"

namespace kinward::describe {
namespace {

// "for 10 to 18", "up to 18", "from 10"; empty: for any age.
std::string Ages(int lowest, int highest) {
  if (lowest > 0 && highest > 0) {
    return "ages " + std::to_string(lowest) + " to " + std::to_string(highest);
  }
  if (lowest > 0) return "from the age of " + std::to_string(lowest);
  if (highest > 0) return "up to the age of " + std::to_string(highest);
  return "";
}

std::string SettingWords(const common::v1::SettingDefinition& setting) {
  std::vector<std::string> facts{Spaced(setting.kind())};
  if (!setting.beds().empty()) facts.push_back(Counted(setting.beds_size(), "bed"));
  if (const std::string ages = Ages(setting.age_min(), setting.age_max()); !ages.empty()) {
    facts.push_back(ages);
  }
  if (setting.nights_max() > 0) {
    facts.push_back("a stay of " + Counted(setting.nights_max(), "night") + " at most");
  }
  if (!setting.opened_on().empty()) facts.push_back("opened on " + Day(setting.opened_on()));
  if (!setting.regulator().empty()) facts.push_back("regulated by " + setting.regulator());
  std::string text = ": ";
  for (std::size_t at = 0; at < facts.size(); ++at) text += (at == 0 ? "" : ", ") + facts[at];
  return text;
}

std::string CohortWords(const common::v1::CohortDefinition& cohort) {
  std::string text = ":";
  if (cohort.size() > 0) {
    text += " " + std::to_string(cohort.size());
  } else if (cohort.size_min() > 0) {
    text += " at least " + std::to_string(cohort.size_min());
  }
  if (cohort.size() > 0 && cohort.size_min() > 0) {
    text += ", at least " + std::to_string(cohort.size_min());
  }
  if (cohort.grows_by() > 0) text += ", growing by " + std::to_string(cohort.grows_by());
  if (cohort.size_max() > 0) text += ", up to " + std::to_string(cohort.size_max());
  if (!cohort.per().empty()) text += " " + A(Spaced(cohort.per()));
  if (!cohort.says().empty()) text += ". " + cohort.says();
  return text;
}

std::string LengthWords(const common::v1::EpisodeRules& episode) {
  if (episode.without_end()) return "It has no end date: it lasts as long as it is wanted.";
  const int least = episode.expected_days_min();
  const int most = episode.expected_days_max();
  if (least > 0 && most > 0 && least != most) {
    return "Expected to last from " + Days(least) + " to " + Days(most) + ".";
  }
  if (most > 0) return "Expected to last " + Days(most) + (least > 0 ? "." : " at most.");
  if (least > 0) return "Expected to last " + Days(least) + " at least.";
  return "How long it lasts is not stated.";
}

std::string BeginsWith(const std::string& word) {
  if (word == "place") return "It begins when a place is taken up.";
  if (word == "stay") return "It begins with the first stay.";
  return "It begins when the referral is accepted.";
}

}  // namespace

Section HowMuchThereIs(const ProgrammeVersion& version) {
  Section section{"How much there is", {}, {}, {}};
  for (const auto& pool : version.pools()) {
    std::string text = ": room for " + std::to_string(pool.capacity()) + " " +
                       UnitWord(pool.unit(), pool.capacity()) + " at a time";
    if (pool.offer_days() > 0) {
      text += "; an offer stands for " + Days(pool.offer_days());
    }
    for (const auto& quota : pool.quotas()) {
      text += "; " + Spaced(quota.council()) + ": " + std::to_string(quota.places());
    }
    section.lines.push_back(Named(Capitalised(Spaced(pool.pool_id())), text + ".", SourceOf(pool)));
  }
  for (const auto& setting : version.settings()) {
    section.lines.push_back(Named(Capitalised(Spaced(setting.setting_id())),
                                  SettingWords(setting) + ".", SourceOf(setting)));
  }
  for (const auto& cohort : version.cohorts()) {
    section.lines.push_back(Named(Capitalised(Spaced(cohort.cohort_id())),
                                  WithoutStop(CohortWords(cohort)) + ".", cohort.source()));
  }
  return section;
}

Section HowLongItLasts(const ProgrammeVersion& version) {
  Section section{"How long it lasts", {}, {}, {}};
  if (version.has_episode()) {
    const auto& episode = version.episode();
    const std::string source = SourceOf(episode);
    section.lines.push_back(
        Told(BeginsWith(episode.begins_with()) + " " + LengthWords(episode), source));
    if (!episode.visits().empty())
      section.lines.push_back(Told("Visits: " + episode.visits() + "."));
    std::vector<std::string> outcomes;
    for (const std::string& outcome : episode.close_outcomes()) outcomes.push_back(Spaced(outcome));
    if (!outcomes.empty()) {
      section.lines.push_back(Told("It closes as: " + Listed(outcomes, "or") + "."));
    }
  }
  for (const auto& rule : version.follow_ups()) {
    std::vector<std::string> months;
    for (const int month : rule.after_months()) months.push_back(std::to_string(month));
    std::string text = "Followed up (" + Spaced(rule.check()) + "): ";
    const bool assessed = rule.counted_from() == "assessment";
    if (!months.empty()) {
      text += Listed(months) + " months after " + (assessed ? "the assessment" : "it closed");
    }
    if (rule.while_open()) text += months.empty() ? "while it is open" : ", and while it is open";
    section.lines.push_back(Told(text + ".", SourceOf(rule)));
  }
  return section;
}

Section WhoDoesIt(const ProgrammeVersion& version) {
  Section section{"Who does it", {}, {}, {}};
  for (const auto& role : version.team()) {
    std::string text = Capitalised(Spaced(role.role()));
    if (role.count() > 0) text += ": " + std::to_string(role.count());
    if (!role.says().empty()) text += (role.count() > 0 ? ". " : ": ") + role.says();
    section.lines.push_back(Told(WithoutStop(text) + ".", role.source()));
  }
  for (const auto& joiner : version.joiners()) {
    section.lines.push_back(
        Named(Capitalised(Spaced(joiner.role())), " joins: " + joiner.says(), joiner.source()));
    for (Line& line : RuleLines(version, joiner.rule(), 1))
      section.lines.push_back(std::move(line));
  }
  for (const auto& one : version.volunteers()) {
    std::string text = "Volunteers, " + Spaced(one.role());
    if (one.count() > 0) text += ": " + std::to_string(one.count());
    if (!one.tasks().empty()) text += "; they " + Listed(one.tasks());
    if (!one.vetting().empty()) text += "; vetting: " + one.vetting();
    if (one.nights_max() > 0)
      text += "; they host for " + Counted(one.nights_max(), "night") + " at most";
    text = WithoutStop(text) + ".";
    if (!one.says().empty()) text += " " + one.says();
    section.lines.push_back(Told(text, one.source()));
  }
  return section;
}

Section WhatIsTaught(const ProgrammeVersion& version) {
  Section section{"Training", {}, {}, {}};
  for (const auto& course : version.training()) {
    std::string text;
    if (!course.provider().empty()) text += ", by " + course.provider();
    if (!course.modules().empty()) text += "; modules: " + Listed(course.modules());
    text += ".";
    if (!course.says().empty()) text += " " + course.says();
    section.lines.push_back(Named(course.name(), text, course.source()));
    for (const auto& audience : course.audiences()) {
      std::vector<std::string> facts;
      if (audience.days() > 0) facts.push_back(Counted(audience.days(), "day"));
      if (audience.hours() > 0) facts.push_back(Counted(audience.hours(), "hour"));
      if (audience.target() > 0) {
        facts.push_back(std::to_string(audience.target()) + " people to be trained");
      }
      section.lines.push_back(
          Told(Spaced(audience.audience()) + (facts.empty() ? "" : ": " + Listed(facts)),
               audience.source(), 1));
    }
  }
  return section;
}

Section WhatIsReadOff(const ProgrammeVersion& version) {
  Section section{"Instruments", {}, {}, {}};
  for (const auto& one : version.instruments()) {
    std::string text;
    if (!one.when().empty()) text += ", read " + one.when();
    if (one.age_min() > 0) text += ", from the age of " + std::to_string(one.age_min());
    text += ".";
    if (!one.says().empty()) text += " " + one.says();
    section.lines.push_back(Named(one.name(), text, one.source()));
    for (const auto& axis : one.axes()) {
      std::string scale = axis.name() + ": " + std::to_string(axis.lowest()) + " to " +
                          std::to_string(axis.highest()) +
                          (one.higher_is_better() ? ", higher is better" : ", lower is better");
      if (axis.has_not_known()) scale += "; " + std::to_string(axis.not_known()) + " is not known";
      section.lines.push_back(Told(scale, 1));
    }
  }
  return section;
}

}  // namespace kinward::describe
