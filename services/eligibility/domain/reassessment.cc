#include "services/eligibility/domain/reassessment.h"

#include <algorithm>
#include <set>
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/eligibility/domain/programme_terms.h"
#include "services/eligibility/domain/together.h"

namespace kinward::eligibility {
namespace {

// A programme that serves other reasons than these is not looked at, unless it was asked for by
// name.
bool Serves(const ProgrammeVersion& version, const std::vector<std::string>& reasons) {
  if (version.reasons().empty() || reasons.empty()) return true;
  return std::ranges::any_of(version.reasons(), [&reasons](const std::string& reason) {
    return std::ranges::find(reasons, reason) != reasons.end();
  });
}

bool Touches(const Rule& rule, const std::set<std::string>& names) {
  bool touches = false;
  ForEachFact(rule, [&](const std::string& fact) { touches = touches || names.contains(fact); });
  return touches;
}

// Where the clause of this version stands in the version it was decided by: at the same place in
// the same version, else where the same id has the same rule; -1: nowhere.
int PlaceOf(const ProgrammeVersion& version, int at, const ProgrammeVersion* decided_by) {
  if (decided_by == nullptr) return -1;
  if (decided_by->version() == version.version()) return at;
  const common::v1::Clause& clause = version.clauses(at);
  for (int then = 0; then < decided_by->clauses_size(); ++then) {
    const common::v1::Clause& earlier = decided_by->clauses(then);
    if (earlier.id() == clause.id() &&
        earlier.rule().SerializeAsString() == clause.rule().SerializeAsString())
      return then;
  }
  return -1;
}

// Clauses decided earlier by the same rule on facts that are sealed now and were not told anew.
std::vector<v1::ClauseOutcome> StillStanding(const EligibilityCheck& check,
                                             const ProgrammeVersion& version,
                                             const Knowledge& knowledge, const Context& context) {
  std::vector<v1::ClauseOutcome> standing;
  const v1::ProgrammeOutcome* earlier = FindOutcome(check.programmes, version.programme_id());
  if (earlier == nullptr) return standing;
  const ProgrammeVersion* decided_by =
      earlier->version() == version.version() ? &version
      : context.programmes == nullptr
          ? nullptr
          : context.programmes->Version(context.council, version.programme_id(),
                                        earlier->version());
  for (int at = 0; at < version.clauses_size(); ++at) {
    const int then = PlaceOf(version, at, decided_by);
    if (then < 0 || Touches(version.clauses(at).rule(), knowledge.fresh)) continue;
    const v1::ClauseOutcome& clause = earlier->clauses(then);
    if (clause.result() != v1::CLAUSE_RESULT_UNDECIDED) standing.push_back(clause);
  }
  return standing;
}

bool Eligible(const EligibilityCheck& check, const v1::ProgrammeOutcome& programme) {
  const auto stands = check.overrides.find(programme.programme_id());
  const auto outcome =
      stands == check.overrides.end() ? programme.outcome() : stands->second.outcome;
  return outcome == v1::OUTCOME_ELIGIBLE;
}

// Of each programme given, the version whose conditions go on: the one it was given by, or a later
// one that has begun since. What it was given by stays pinned: only its conditions are read anew.
Versions GoingOn(const EligibilityCheck& check, const Context& context) {
  Versions versions;
  if (context.programmes == nullptr) return versions;
  const std::string today = Today(context);
  for (const v1::ProgrammeOutcome& programme : check.programmes) {
    if (!Eligible(check, programme)) continue;
    const std::string& id = programme.programme_id();
    const auto* given = context.programmes->Version(context.council, id, programme.version());
    const auto* begun = context.programmes->InForce(context.council, id, today);
    const bool replaced = begun != nullptr && begun->version() > programme.version();
    if (replaced || given != nullptr) versions.push_back(replaced ? begun : given);
  }
  return versions;
}

// One ongoing clause of an eligible programme, as it stands now.
struct Ongoing {
  const ProgrammeVersion* version;
  v1::ClauseOutcome now;
  bool told_now;  // the command brings a fact that it looks at
};

std::vector<Ongoing> OngoingOf(const EligibilityCheck& check, const ProgrammeVersion& version,
                               const Knowledge& knowledge, const Context& context) {
  std::vector<Ongoing> ongoing;
  const v1::ProgrammeOutcome outcome = Assess(version, knowledge.View(context.council),
                                              StillStanding(check, version, knowledge, context));
  for (int at = 0; at < version.clauses_size(); ++at) {
    if (version.clauses(at).kind() != common::v1::CLAUSE_KIND_ONGOING) continue;
    ongoing.push_back(
        {&version, outcome.clauses(at), Touches(version.clauses(at).rule(), knowledge.fresh)});
  }
  return ongoing;
}

// Holds now, and what once broke it was told anew.
bool Holds(const EligibilityCheck& check, const Ongoing& ongoing) {
  if (ongoing.now.result() != v1::CLAUSE_RESULT_PASSED) return false;
  const bool was_broken =
      check.broken.contains({ongoing.version->programme_id(), ongoing.now.clause_id()});
  return !was_broken || ongoing.told_now;
}

}  // namespace

std::string Today(const Context& context) { return FormatDate(DateOf(context.now)); }

const v1::ProgrammeOutcome* FindOutcome(const std::vector<v1::ProgrammeOutcome>& programmes,
                                        const std::string& programme_id) {
  const auto at = std::ranges::find(programmes, programme_id, &v1::ProgrammeOutcome::programme_id);
  return at == programmes.end() ? nullptr : &*at;
}

bool InForce(const Override& decision, const std::string& today) {
  return decision.expires_on.empty() || today <= decision.expires_on;
}

bool EligibleToday(const EligibilityCheck& check, const v1::ProgrammeOutcome& programme,
                   const Context& context) {
  const auto stands = check.overrides.find(programme.programme_id());
  const bool overridden =
      stands != check.overrides.end() && InForce(stands->second, Today(context));
  return (overridden ? stands->second.outcome : programme.outcome()) == v1::OUTCOME_ELIGIBLE;
}

Versions ToCheck(const Context& context, const std::string& on, const std::string& asked,
                 const std::vector<std::string>& reasons) {
  Versions versions;
  if (context.programmes == nullptr) return versions;
  for (const ProgrammeVersion* version : context.programmes->InForce(context.council, on)) {
    const bool wanted =
        asked.empty() ? Serves(*version, reasons) : version->programme_id() == asked;
    if (version->takes_referrals() && wanted) versions.push_back(version);
  }
  return versions;
}

v1::ProgrammeOutcome AssessOne(const EligibilityCheck& check, const ProgrammeVersion& version,
                               const Knowledge& knowledge, const Context& context) {
  v1::ProgrammeOutcome outcome = Assess(version, knowledge.View(context.council),
                                        StillStanding(check, version, knowledge, context));
  TakeTerms(version, context.programmes, context.council, knowledge.on, outcome);
  const auto stands = check.overrides.find(version.programme_id());
  if (stands != check.overrides.end() && InForce(stands->second, Today(context))) {
    TakeOverride(stands->second, outcome);
  }
  return outcome;
}

void TakeOverride(const Override& decision, v1::ProgrammeOutcome& outcome) {
  outcome.set_outcome(decision.outcome);
  outcome.clear_questions();
  outcome.set_overridden(true);
  outcome.set_override_authority(decision.authority);
  outcome.set_override_expires_on(decision.expires_on);
}

v1::EligibilityDecided Decided(const std::string& referral_id, const std::string& family_id,
                               const std::string& asked, const Knowledge& knowledge) {
  v1::EligibilityDecided event;
  event.set_referral_id(referral_id);
  event.set_family_id(family_id);
  event.set_on(knowledge.on);
  event.set_urgency(knowledge.urgency);
  event.set_asked_programme(asked);
  event.mutable_reasons()->Assign(knowledge.reasons.begin(), knowledge.reasons.end());
  *event.mutable_subjects() = knowledge.subjects;
  *event.mutable_facts() = knowledge.facts;
  if (!knowledge.sensitive.empty()) {
    *event.mutable_sensitive_facts()->mutable_facts() = knowledge.sensitive;
  }
  return event;
}

CheckEvents NewlyBroken(const EligibilityCheck& check, const std::string& referral_id,
                        const Knowledge& knowledge, const Context& context) {
  CheckEvents events;
  for (const ProgrammeVersion* version : GoingOn(check, context)) {
    for (const Ongoing& ongoing : OngoingOf(check, *version, knowledge, context)) {
      if (ongoing.now.result() != v1::CLAUSE_RESULT_FAILED) continue;
      if (check.broken.contains({version->programme_id(), ongoing.now.clause_id()})) continue;
      v1::OngoingConditionBroken event;
      event.set_referral_id(referral_id);
      event.set_family_id(check.family_id);
      event.set_programme_id(version->programme_id());
      event.set_clause_id(ongoing.now.clause_id());
      event.set_because(ongoing.now.because());
      event.set_version(version->version());
      events.emplace_back(std::move(event));
    }
  }
  return events;
}

std::vector<std::string> Confirmed(const EligibilityCheck& check, const Knowledge& knowledge,
                                   const Context& context) {
  std::vector<std::string> confirmed;
  for (const ProgrammeVersion* version : GoingOn(check, context)) {
    const auto ongoing = OngoingOf(check, *version, knowledge, context);
    const bool hold =
        std::ranges::all_of(ongoing, [&check](const Ongoing& one) { return Holds(check, one); });
    if (!ongoing.empty() && hold) confirmed.push_back(version->programme_id());
  }
  return confirmed;
}

void DecideAgain(const EligibilityCheck& check, const std::string& referral_id,
                 const std::string& asked, const Knowledge& knowledge, const Context& context,
                 CheckEvents& events) {
  v1::EligibilityDecided event = Decided(referral_id, check.family_id, asked, knowledge);
  event.set_asked_instead(asked != check.asked_programme);
  event.set_again(true);
  bool changed = event.asked_instead() || knowledge.urgency != check.urgency ||
                 knowledge.reasons != check.reasons;
  for (const ProgrammeVersion* version : ToCheck(context, knowledge.on, asked, knowledge.reasons)) {
    const v1::ProgrammeOutcome* earlier = FindOutcome(check.programmes, version->programme_id());
    // What a person gave for a time is not kept any longer than that.
    const bool stays =
        earlier != nullptr && earlier->outcome() == v1::OUTCOME_ELIGIBLE && !earlier->overridden();
    *event.add_programmes() = stays ? *earlier : AssessOne(check, *version, knowledge, context);
  }
  SeeTogether(check, knowledge, context, event);
  for (const v1::ProgrammeOutcome& decided : event.programmes()) {
    const auto* earlier = FindOutcome(check.programmes, decided.programme_id());
    changed = changed || earlier == nullptr ||
              earlier->SerializeAsString() != decided.SerializeAsString();
  }
  if (changed) events.emplace_back(std::move(event));
}

}  // namespace kinward::eligibility
