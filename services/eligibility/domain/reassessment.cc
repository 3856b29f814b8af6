#include "services/eligibility/domain/reassessment.h"

#include <algorithm>
#include <set>
#include <utility>

#include "libs/calendar/calendar.h"

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

// Clauses decided earlier by the same version on facts that are sealed now and were not told anew.
std::vector<v1::ClauseOutcome> StillStanding(const EligibilityCheck& check,
                                             const ProgrammeVersion& version,
                                             const Knowledge& knowledge) {
  std::vector<v1::ClauseOutcome> standing;
  const v1::ProgrammeOutcome* earlier = FindOutcome(check.programmes, version.programme_id());
  if (earlier == nullptr || earlier->version() != version.version()) return standing;
  for (int at = 0; at < version.clauses_size(); ++at) {
    const v1::ClauseOutcome& clause = earlier->clauses(at);
    const bool decided = clause.result() != v1::CLAUSE_RESULT_UNDECIDED;
    if (decided && !Touches(version.clauses(at).rule(), knowledge.fresh))
      standing.push_back(clause);
  }
  return standing;
}

bool Eligible(const EligibilityCheck& check, const v1::ProgrammeOutcome& programme) {
  const auto stands = check.overrides.find(programme.programme_id());
  const auto outcome =
      stands == check.overrides.end() ? programme.outcome() : stands->second.outcome;
  return outcome == v1::OUTCOME_ELIGIBLE;
}

Versions PinnedOf(const EligibilityCheck& check, const Context& context) {
  Versions versions;
  for (const v1::ProgrammeOutcome& programme : check.programmes) {
    if (!Eligible(check, programme) || context.programmes == nullptr) continue;
    const ProgrammeVersion* version =
        context.programmes->Version(context.council, programme.programme_id(), programme.version());
    if (version != nullptr) versions.push_back(version);
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
  const v1::ProgrammeOutcome outcome =
      Assess(version, knowledge.View(context.council), StillStanding(check, version, knowledge));
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
  v1::ProgrammeOutcome outcome =
      Assess(version, knowledge.View(context.council), StillStanding(check, version, knowledge));
  const auto stands = check.overrides.find(version.programme_id());
  if (stands != check.overrides.end() && InForce(stands->second, Today(context))) {
    outcome.set_outcome(stands->second.outcome);
    outcome.clear_questions();
    outcome.set_overridden(true);
  }
  return outcome;
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
  for (const ProgrammeVersion* version : PinnedOf(check, context)) {
    for (const Ongoing& ongoing : OngoingOf(check, *version, knowledge, context)) {
      if (ongoing.now.result() != v1::CLAUSE_RESULT_FAILED) continue;
      if (check.broken.contains({version->programme_id(), ongoing.now.clause_id()})) continue;
      v1::OngoingConditionBroken event;
      event.set_referral_id(referral_id);
      event.set_family_id(check.family_id);
      event.set_programme_id(version->programme_id());
      event.set_clause_id(ongoing.now.clause_id());
      event.set_because(ongoing.now.because());
      events.emplace_back(std::move(event));
    }
  }
  return events;
}

std::vector<std::string> Confirmed(const EligibilityCheck& check, const Knowledge& knowledge,
                                   const Context& context) {
  std::vector<std::string> confirmed;
  for (const ProgrammeVersion* version : PinnedOf(check, context)) {
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
    const bool stays = earlier != nullptr && earlier->outcome() == v1::OUTCOME_ELIGIBLE;
    *event.add_programmes() = stays ? *earlier : AssessOne(check, *version, knowledge, context);
    const auto& decided = event.programmes(event.programmes_size() - 1);
    changed = changed || earlier == nullptr ||
              earlier->SerializeAsString() != decided.SerializeAsString();
  }
  if (changed) events.emplace_back(std::move(event));
}

}  // namespace kinward::eligibility
