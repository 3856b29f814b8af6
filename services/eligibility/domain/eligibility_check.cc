#include "services/eligibility/domain/eligibility_check.h"

#include <algorithm>
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/eligibility/domain/programme_terms.h"
#include "services/eligibility/domain/reassessment.h"
#include "services/eligibility/domain/specialists.h"
#include "services/eligibility/domain/together.h"

namespace kinward::eligibility {
namespace {

bool Repeats(const EligibilityCheck& check, const v1::EligibilityDecided& event) {
  return check.checked && check.on == event.on() && check.urgency == event.urgency() &&
         check.asked_programme == event.asked_programme() &&
         std::ranges::equal(check.reasons, event.reasons()) &&
         Same(check.subjects, event.subjects()) && Same(check.facts, event.facts()) &&
         std::ranges::equal(check.programmes, event.programmes(), [](const auto& a, const auto& b) {
           return a.SerializeAsString() == b.SerializeAsString();
         });
}

// What the command adds to what is kept; nothing when all of it was known.
bool Adds(const EligibilityCheck& check, const Knowledge& knowledge, const std::string& asked) {
  return asked != check.asked_programme || !knowledge.sensitive.empty() ||
         knowledge.urgency != check.urgency || knowledge.reasons != check.reasons ||
         !Same(check.subjects, knowledge.subjects) || !Same(check.facts, knowledge.facts);
}

// A second check is newer than what is kept. What was heard before the first is newer than the
// referral itself: it was told of a referral that already existed.
Knowledge ToDecide(const EligibilityCheck& check, const v1::CheckEligibility& command,
                   const Context& context) {
  Knowledge knowledge = check.checked ? Remembered(check) : Knowledge{};
  Learn(knowledge, command.subjects(), command.facts(), command.sensitive_facts());
  if (command.has_urgency()) knowledge.urgency = command.urgency();
  if (!command.reasons().empty()) {
    knowledge.reasons.assign(command.reasons().begin(), command.reasons().end());
  }
  knowledge.on = command.has_on() ? command.on() : Today(context);
  if (check.checked) return knowledge;
  Learn(knowledge, check.subjects, check.facts, {});
  if (!check.urgency.empty()) knowledge.urgency = check.urgency;
  if (!check.reasons.empty()) knowledge.reasons = check.reasons;
  return knowledge;
}

// A programme asked for instead before the referral itself was heard is the newer word.
std::string AskedFirst(const EligibilityCheck& check, const v1::CheckEligibility& command) {
  const bool told_before = !check.checked && !check.asked_programme.empty();
  return told_before ? check.asked_programme : command.programme();
}

CheckDecision NotInForce(const Context& context, const std::string& on) {
  Refusal<v1::Rejection> refusal{v1::REJECTION_PROGRAMME_MUST_BE_IN_FORCE};
  for (const auto* version : ToCheck(context, on, "", {})) {
    refusal.instead.push_back(version->programme_id());
  }
  return refusal;
}

// A programme asked for instead that was not in force on the day of the referral is looked at as it
// is today.
std::string DayToAsk(const EligibilityCheck& check, const std::string& asked,
                     const Context& context) {
  if (asked == check.asked_programme || !ToCheck(context, check.on, asked, {}).empty()) {
    return check.on;
  }
  return Today(context);
}

// Ongoing conditions that were heard to have ended before the first check made them matter.
CheckEvents BrokenBefore(const EligibilityCheck& check, const v1::EligibilityDecided& event,
                         const Context& context) {
  if (check.ended.empty()) return {};
  EligibilityCheck decided = check;
  Apply(decided, event);
  Knowledge knowledge = Remembered(decided);
  common::v1::FactDetails ended;
  for (const std::string& name : check.ended) {
    common::v1::Fact& fact = *ended.add_facts();
    fact.set_name(name);
    fact.set_flag(false);
  }
  Learn(knowledge, {}, {}, ended);
  return NewlyBroken(decided, event.referral_id(), knowledge, context);
}

// Whoever decides otherwise than the rules cannot decide for the owner of the method.
bool LicensedToday(const v1::ProgrammeOutcome& programme, const Context& context) {
  const ProgrammeVersion* version =
      context.programmes == nullptr
          ? nullptr
          : context.programmes->Version(context.council, programme.programme_id(),
                                        programme.version());
  return version == nullptr ||
         Licensed(*version, context.programmes, context.council, Today(context));
}

// Nothing can be reviewed yet: what is told to have ended is kept by name.
CheckDecision Await(const EligibilityCheck& check, const v1::ReviewOngoingConditions& command) {
  if (!command.has_family_id()) return v1::REJECTION_REFERRAL_MUST_BE_CHECKED;
  v1::ReviewAwaited event;
  event.set_referral_id(command.referral_id());
  event.set_family_id(check.family_id.empty() ? command.family_id() : check.family_id);
  for (const auto& fact : command.sensitive_facts().facts()) {
    const bool ended = fact.value_case() == common::v1::Fact::kFlag && !fact.flag();
    if (ended && !check.ended.contains(fact.name())) event.add_ended(fact.name());
  }
  if (event.ended().empty()) return CheckEvents{};
  return CheckEvents{std::move(event)};
}

// Programmes whose conditions hold, each once a day.
CheckEvents NewlyConfirmed(const EligibilityCheck& check, const std::string& referral_id,
                           const Knowledge& knowledge, const Context& context) {
  v1::OngoingConditionsConfirmed event;
  event.set_referral_id(referral_id);
  event.set_on(Today(context));
  for (std::string& programme_id : Confirmed(check, knowledge, context)) {
    const auto confirmed = check.confirmed_on.find(programme_id);
    if (confirmed != check.confirmed_on.end() && confirmed->second == event.on()) continue;
    event.add_programme_ids(std::move(programme_id));
  }
  if (event.programme_ids().empty()) return {};
  return {std::move(event)};
}

}  // namespace

CheckDecision Decide(const EligibilityCheck& check, const v1::CheckEligibility& given,
                     const Context& context) {
  const v1::CheckEligibility command = Dated(given, Today(context));
  if (check.checked && check.family_id != command.family_id()) {
    return v1::REJECTION_FAMILY_MUST_BE_THE_REFERRALS;
  }
  const Knowledge knowledge = ToDecide(check, command, context);
  const std::string asked = AskedFirst(check, command);
  const Versions versions = ToCheck(context, knowledge.on, asked, knowledge.reasons);
  if (versions.empty() && !asked.empty()) return NotInForce(context, knowledge.on);
  v1::EligibilityDecided event =
      Decided(command.referral_id(), command.family_id(), asked, knowledge);
  event.set_again(check.checked);
  for (const ProgrammeVersion* version : versions) {
    *event.add_programmes() = AssessOne(check, *version, knowledge, context);
  }
  SeeTogether(check, knowledge, context, event);
  CheckEvents events;
  if (!Repeats(check, event)) {
    events.emplace_back(event);
    for (auto& broken : BrokenBefore(check, event, context)) events.push_back(std::move(broken));
  }
  AddSpecialists(check, command.referral_id(), knowledge, context, events);
  return events;
}

CheckDecision Decide(const EligibilityCheck& check, const v1::RequestInformation& command,
                     const Context& context) {
  if (!check.checked) return v1::REJECTION_REFERRAL_MUST_BE_CHECKED;
  if (Same(std::vector(command.questions().begin(), command.questions().end()), check.questions)) {
    return CheckEvents{};
  }
  for (const v1::Question& question : command.questions()) {
    const bool known = std::ranges::any_of(check.programmes, [&](const auto& programme) {
      const ProgrammeVersion* version =
          context.programmes == nullptr
              ? nullptr
              : context.programmes->Version(context.council, programme.programme_id(),
                                            programme.version());
      return version != nullptr && DefinitionOf(*version, question.fact()) != nullptr;
    });
    if (!known) return v1::REJECTION_QUESTION_MUST_BE_KNOWN;
  }
  v1::InformationRequested event;
  event.set_referral_id(command.referral_id());
  *event.mutable_questions() = command.questions();
  return CheckEvents{std::move(event)};
}

CheckDecision Decide(const EligibilityCheck& check, const v1::ProvideInformation& given,
                     const Context& context) {
  const v1::ProvideInformation command = Dated(given, Today(context));
  if (check.family_id.empty() && !command.has_family_id()) {
    return v1::REJECTION_REFERRAL_MUST_BE_CHECKED;
  }
  Knowledge knowledge = Remembered(check);
  Learn(knowledge, command.subjects(), command.facts(), command.sensitive_facts());
  if (command.has_urgency()) knowledge.urgency = command.urgency();
  if (!command.reasons().empty()) {
    knowledge.reasons.assign(command.reasons().begin(), command.reasons().end());
  }
  const std::string asked = command.has_programme() ? command.programme() : check.asked_programme;
  if (!Adds(check, knowledge, asked)) return CheckEvents{};
  if (check.checked) knowledge.on = DayToAsk(check, asked, context);
  const bool asks_instead = check.checked && asked != check.asked_programme;
  if (asks_instead && ToCheck(context, knowledge.on, asked, {}).empty()) {
    return NotInForce(context, knowledge.on);
  }
  v1::InformationProvided event;
  event.set_referral_id(command.referral_id());
  event.set_family_id(check.family_id.empty() ? command.family_id() : check.family_id);
  *event.mutable_subjects() = command.subjects();
  *event.mutable_facts() = command.facts();
  if (command.has_sensitive_facts()) *event.mutable_sensitive_facts() = command.sensitive_facts();
  event.set_urgency(command.urgency());
  *event.mutable_reasons() = command.reasons();
  if (asked != check.asked_programme) event.set_programme(asked);
  CheckEvents events{std::move(event)};
  if (!check.checked) return events;
  for (auto& broken : NewlyBroken(check, command.referral_id(), knowledge, context)) {
    events.push_back(std::move(broken));
  }
  DecideAgain(check, command.referral_id(), asked, knowledge, context, events);
  AddSpecialists(check, command.referral_id(), knowledge, context, events);
  return events;
}

CheckDecision Decide(const EligibilityCheck& check, const v1::OverrideDecision& command,
                     const Context& context) {
  if (!check.checked) return v1::REJECTION_REFERRAL_MUST_BE_CHECKED;
  const v1::ProgrammeOutcome* programme = FindOutcome(check.programmes, command.programme_id());
  if (programme == nullptr) return v1::REJECTION_PROGRAMME_MUST_BE_CHECKED;
  const auto stands = check.overrides.find(command.programme_id());
  const Override wanted{command.outcome(), command.expires_on(), command.authority()};
  if (stands != check.overrides.end() && stands->second == wanted) return CheckEvents{};
  if (command.outcome() != v1::OUTCOME_ELIGIBLE && command.outcome() != v1::OUTCOME_NOT_ELIGIBLE) {
    return v1::REJECTION_OVERRIDE_MUST_DECIDE;
  }
  if (command.has_clause_id() &&
      std::ranges::find(programme->clauses(), command.clause_id(), &v1::ClauseOutcome::clause_id) ==
          programme->clauses().end()) {
    return v1::REJECTION_CLAUSE_MUST_BE_OF_THE_PROGRAMME;
  }
  if (stands == check.overrides.end() && programme->outcome() == command.outcome()) {
    return v1::REJECTION_OVERRIDE_MUST_CHANGE_THE_OUTCOME;
  }
  if (command.has_expires_on() && command.expires_on() < Today(context)) {
    return v1::REJECTION_EXPIRY_MUST_BE_IN_THE_FUTURE;
  }
  const bool gives = command.outcome() == v1::OUTCOME_ELIGIBLE;
  if (gives && !LicensedToday(*programme, context)) return v1::REJECTION_LICENCE_MUST_BE_IN_FORCE;
  v1::DecisionOverridden event;
  event.set_referral_id(command.referral_id());
  event.set_family_id(check.family_id);
  *event.mutable_programme() = *programme;
  TakeOverride(wanted, *event.mutable_programme());
  event.set_clause_id(command.clause_id());
  event.set_authority(command.authority());
  event.set_expires_on(command.expires_on());
  event.set_urgency(check.urgency);
  *event.mutable_subjects() = check.subjects;
  CheckEvents events{std::move(event)};
  AddSpecialists(check, command.referral_id(), Remembered(check), context, events);
  return events;
}

CheckDecision Decide(const EligibilityCheck& check, const v1::ExpireOverride& command,
                     const Context& context) {
  const auto stands = check.overrides.find(command.programme_id());
  if (stands == check.overrides.end() || InForce(stands->second, Today(context)))
    return CheckEvents{};
  v1::OverrideExpired event;
  event.set_referral_id(command.referral_id());
  event.set_programme_id(command.programme_id());
  CheckEvents events{event};
  const auto* programme = FindOutcome(check.programmes, command.programme_id());
  if (programme == nullptr || !programme->overridden()) return events;
  // It was decided anew while the override stood: now by the rules.
  EligibilityCheck after = check;
  Apply(after, event);
  const Knowledge knowledge = Remembered(after);
  DecideAgain(after, command.referral_id(), after.asked_programme, knowledge, context, events);
  AddSpecialists(check, command.referral_id(), knowledge, context, events);
  return events;
}

CheckDecision Decide(const EligibilityCheck& check, const v1::ReviewOngoingConditions& given,
                     const Context& context) {
  const v1::ReviewOngoingConditions command = Dated(given, Today(context));
  if (!check.checked) return Await(check, command);
  if (check.over) return CheckEvents{};
  Knowledge knowledge = Remembered(check);
  Learn(knowledge, command.subjects(), {}, command.sensitive_facts());
  CheckEvents events = NewlyBroken(check, command.referral_id(), knowledge, context);
  if (events.empty()) events = NewlyConfirmed(check, command.referral_id(), knowledge, context);
  AddSpecialists(check, command.referral_id(), knowledge, context, events);
  return events;
}

}  // namespace kinward::eligibility
