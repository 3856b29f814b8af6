#include "services/eligibility/catalogue/parts_reader.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/eligibility/catalogue/period.h"

namespace kinward::catalogue {
namespace {

using common::v1::ProgrammeVersion;

// The words of a closed list; none when there is no such list, which LoadDictionary has told.
const std::vector<std::string>& WordsOf(const Dictionary& dictionary, const std::string& list) {
  static const std::vector<std::string> kNone;
  const auto at = dictionary.vocabularies.find(list);
  return at == dictionary.vocabularies.end() ? kNone : at->second;
}

common::v1::ClockKind ReadClock(YamlMap& map, bool required) {
  if (!required && !map.Has("unit")) return common::v1::CLOCK_KIND_UNSPECIFIED;
  static const std::map<std::string, common::v1::ClockKind> kUnits{
      {"hours", common::v1::CLOCK_KIND_HOURS},
      {"days", common::v1::CLOCK_KIND_DAYS},
      {"working-days", common::v1::CLOCK_KIND_WORKING_DAYS},
      {"school-days", common::v1::CLOCK_KIND_SCHOOL_DAYS}};
  const auto at = kUnits.find(map.Word("unit", {"hours", "days", "working-days", "school-days"}));
  return at == kUnits.end() ? common::v1::CLOCK_KIND_UNSPECIFIED : at->second;
}

void ReadTeam(YamlMap& map, const Dictionary& dictionary, ProgrammeVersion& version) {
  for (YamlMap& role : map.Maps("team")) {
    auto& made = *version.add_team();
    made.set_role(role.Word("role", WordsOf(dictionary, "team_roles")));
    made.set_count(role.NumberOr("count", 0));
    made.set_says(role.TextOr("says", ""));
    made.set_source(role.Source());
    role.Finish();
  }
}

void ReadTriggers(YamlMap& map, const Dictionary& dictionary, ProgrammeVersion& version) {
  for (YamlMap& trigger : map.Maps("triggers")) {
    auto& made = *version.add_triggers();
    made.set_on(trigger.Word("on", WordsOf(dictionary, "notification_kinds")));
    made.set_obliges(trigger.Word("obliges", WordsOf(dictionary, "obligations")));
    made.set_offer(trigger.Word("duty", {"offer", "do"}) == "offer");
    made.set_within(trigger.NumberOr("within", 0));
    made.set_unit(ReadClock(trigger, made.within() > 0));
    made.set_independent(trigger.FlagOr("independent", false));
    ReadPeriod(trigger, made);
    made.set_says(trigger.TextOr("says", ""));
    made.set_source(trigger.Source());
    trigger.Finish();
  }
}

void ReadMeetings(YamlMap& map, const Dictionary& dictionary, ProgrammeVersion& version) {
  for (YamlMap& meeting : map.Maps("meetings", "meeting")) {
    auto& made = *version.add_meetings();
    made.set_meeting_id(meeting.Slug("meeting"));
    made.set_kind(meeting.Word("kind", WordsOf(dictionary, "meeting_kinds")));
    made.set_set_up_days_min(meeting.NumberOr("set_up_days_min", 0));
    made.set_set_up_days_max(meeting.NumberOr("set_up_days_max", 0));
    if (made.set_up_days_max() != 0 && made.set_up_days_max() < made.set_up_days_min()) {
      meeting.Wrong("set_up_days_max", "must not be below set_up_days_min");
    }
    made.set_replaces(meeting.TextOr("replaces", ""));
    for (std::string& one : meeting.Texts("attends")) made.add_attends(std::move(one));
    for (std::string& one : meeting.Texts("must_answer")) made.add_must_answer(std::move(one));
    made.set_says(meeting.TextOr("says", ""));
    made.set_source(meeting.Source());
    meeting.Finish();
  }
}

void ReadTimelines(YamlMap& map, ProgrammeVersion& version) {
  for (YamlMap& timeline : map.Maps("timelines", "timeline")) {
    auto& made = *version.add_timelines();
    made.set_timeline_id(timeline.Slug("timeline"));
    made.set_says(timeline.TextOr("says", ""));
    for (YamlMap& milestone : timeline.Maps("milestones", "milestone")) {
      auto& told = *made.add_milestones();
      told.set_milestone_id(milestone.Slug("milestone"));
      told.set_name(milestone.Text("name"));
      told.set_due(milestone.NumberOr("due", 0));
      told.set_unit(ReadClock(milestone, told.due() > 0));
      told.set_on(milestone.DateOr("on", ""));
      if (told.due() > 0 && !told.on().empty()) {
        milestone.Wrong("on", "must not stand beside due: a day or a term");
      }
      told.set_says(milestone.TextOr("says", ""));
      milestone.Finish();
    }
    if (made.milestones().empty()) timeline.Wrong("milestones", "must list one at least");
    made.set_source(timeline.Source());
    timeline.Finish();
  }
}

void ReadVolunteers(YamlMap& map, ProgrammeVersion& version) {
  for (YamlMap& volunteer : map.Maps("volunteers")) {
    auto& made = *version.add_volunteers();
    made.set_role(volunteer.Text("role"));
    made.set_count(volunteer.NumberOr("count", 0));
    for (std::string& task : volunteer.Texts("tasks")) made.add_tasks(std::move(task));
    made.set_vetting(volunteer.TextOr("vetting", ""));
    made.set_nights_max(volunteer.NumberOr("nights_max", 0));
    made.set_says(volunteer.TextOr("says", ""));
    made.set_source(volunteer.Source());
    volunteer.Finish();
  }
}

void ReadPurchases(YamlMap& map, ProgrammeVersion& version) {
  for (YamlMap& purchase : map.Maps("purchases", "purchase")) {
    auto& made = *version.add_purchases();
    made.set_purchase_id(purchase.Slug("purchase"));
    made.set_kind(purchase.Word(
        "kind", {"spot", "contract", "pooled", "grant", "award", "social-investment"}));
    made.set_amount_pence(purchase.PenceOr("amount_gbp", 0));
    made.set_amount_max_pence(purchase.PenceOr("amount_max_gbp", 0));
    if (made.amount_max_pence() != 0 && made.amount_max_pence() < made.amount_pence()) {
      purchase.Wrong("amount_max_gbp", "must not be below amount_gbp");
    }
    made.set_per(purchase.TextOr("per", ""));
    ReadPeriod(purchase, made);
    made.set_provider(purchase.TextOr("provider", ""));
    for (std::string& term : purchase.Texts("outcome_terms"))
      made.add_outcome_terms(std::move(term));
    made.set_says(purchase.TextOr("says", ""));
    made.set_source(purchase.Source());
    purchase.Finish();
  }
}

void ReadKnowledge(YamlMap& map, ProgrammeVersion& version) {
  for (YamlMap& item : map.Maps("knowledge", "item")) {
    auto& made = *version.add_knowledge();
    made.set_item_id(item.Slug("item"));
    made.set_kind(item.Word("kind", {"framework", "research", "review", "toolkit", "library",
                                     "publication", "event", "manual"}));
    made.set_count(item.NumberOr("count", 0));
    made.set_says(item.TextOr("says", ""));
    made.set_source(item.Source());
    item.Finish();
  }
}

void ReadCohorts(YamlMap& map, ProgrammeVersion& version) {
  for (YamlMap& cohort : map.Maps("cohorts", "cohort")) {
    auto& made = *version.add_cohorts();
    made.set_cohort_id(cohort.Slug("cohort"));
    made.set_size(cohort.NumberOr("size", 0));
    made.set_size_min(cohort.NumberOr("size_min", 0));
    made.set_grows_by(cohort.NumberOr("grows_by", 0));
    made.set_size_max(cohort.NumberOr("size_max", 0));
    if (made.size_max() != 0 && made.size_max() < std::max(made.size(), made.size_min())) {
      cohort.Wrong("size_max", "must not be below the size");
    }
    made.set_per(cohort.TextOr("per", ""));
    made.set_says(cohort.TextOr("says", ""));
    made.set_source(cohort.Source());
    cohort.Finish();
  }
}

void ReadJudgement(YamlMap& map, ProgrammeVersion& version) {
  if (map.Has("licence")) {
    YamlMap licence = map.MapOf("licence");
    auto& made = *version.mutable_licence();
    made.set_holder(licence.Text("holder"));
    made.set_says(licence.TextOr("says", ""));
    made.set_source(licence.Source());
    licence.Finish();
  }
  if (map.Has("trial")) {
    YamlMap trial = map.MapOf("trial");
    auto& made = *version.mutable_trial();
    made.set_design(trial.Word("design", {"rct", "comparison-teams"}));
    for (std::string& arm : trial.Texts("arms")) made.add_arms(std::move(arm));
    made.set_status(trial.Word("status", {"running", "planned", "discussed", "done"}));
    made.set_by(trial.TextOr("by", ""));
    made.set_says(trial.TextOr("says", ""));
    made.set_source(trial.Source());
    trial.Finish();
  }
  if (map.Has("roll_up")) {
    YamlMap roll_up = map.MapOf("roll_up");
    version.mutable_roll_up()->set_says(roll_up.Text("says"));
    version.mutable_roll_up()->set_source(roll_up.Source());
    roll_up.Finish();
  }
}

void ReadCourses(YamlMap& map, const Library& library, ProgrammeVersion& version) {
  for (const std::string& slug : map.Texts("training")) {
    const auto at = library.courses.find(slug);
    if (at == library.courses.end()) {
      map.Wrong("training", "training/" + slug + ".yaml is not there");
    } else {
      *version.add_training() = at->second;
    }
  }
  for (YamlMap& use : map.Maps("instruments", "instrument")) {
    const std::string slug = use.Slug("instrument");
    const auto at = library.instruments.find(slug);
    if (at == library.instruments.end()) {
      use.Wrong("instrument", "instruments/" + slug + ".yaml is not there");
    } else {
      *version.add_instruments() = at->second;
      version.mutable_instruments()->rbegin()->set_when(use.TextOr("when", ""));
    }
    use.TextOr("when", "");
    use.Source();
    use.Finish();
  }
}

}  // namespace

void ReadParts(YamlMap& map, const Dictionary& dictionary, const Library& library,
               ProgrammeVersion& version) {
  ReadTeam(map, dictionary, version);
  ReadTriggers(map, dictionary, version);
  ReadMeetings(map, dictionary, version);
  ReadTimelines(map, version);
  ReadVolunteers(map, version);
  ReadCourses(map, library, version);
  ReadPurchases(map, version);
  ReadKnowledge(map, version);
  ReadCohorts(map, version);
  ReadJudgement(map, version);
}

}  // namespace kinward::catalogue
