// What a sender or the council changes in a referral: the members that differ, and people who join.
#include <algorithm>
#include <utility>
#include <vector>

#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"
#include "services/referral-intake/domain/derived_facts.h"
#include "services/referral-intake/domain/referral.h"
#include "services/referral-intake/domain/referral_people.h"
#include "services/referral-intake/domain/referral_progress.h"

namespace kinward::intake {
namespace {

bool AsksInstead(const Referral& referral, const v1::AmendReferral& command) {
  return command.has_programme() && command.programme() != referral.programme;
}

// What can be compared with the referral, where it differs from it.
void AddWhatDiffers(const Referral& referral, const v1::AmendReferral& command,
                    v1::ReferralAmended& event) {
  if (command.urgency() != referral.urgency) event.set_urgency(command.urgency());
  if (!std::ranges::equal(command.reasons(), referral.reasons)) {
    *event.mutable_reasons() = command.reasons();
  }
  if (AsksInstead(referral, command)) {
    event.set_programme(command.programme());
    event.set_one_open_per_family(command.one_open_per_family());
  }
  if (command.lawful_basis() != referral.lawful_basis) {
    event.set_lawful_basis(command.lawful_basis());
  }
  if (command.occurred_on() != referral.occurred_on) event.set_occurred_on(command.occurred_on());
}

// What the referral does not keep, because it is sealed or somebody else's: it may be new.
void AddWhatIsTold(const v1::AmendReferral& command, const Context& context,
                   v1::ReferralAmended& event) {
  *event.mutable_subjects() = command.subjects();
  for (const auto& subject : DeriveFacts(command.people(), DateOf(context.now))) {
    *event.add_subjects() = subject;
  }
  *event.mutable_facts() = command.facts();
  if (command.has_sensitive_facts()) *event.mutable_sensitive_facts() = command.sensitive_facts();
  if (command.has_narrative()) *event.mutable_narrative() = command.narrative();
  if (command.has_purpose()) *event.mutable_purpose() = command.purpose();
  if (command.has_late_reason()) *event.mutable_late_reason() = command.late_reason();
  for (const auto& person : command.people()) *event.add_people() = NameAndRoles(person);
}

// The rule that says no to what is new, in order; unspecified: none.
v1::Rejection RuleAgainst(const Referral& referral, const v1::AmendReferral& command) {
  if (!IsLive(referral)) return v1::REJECTION_REFERRAL_MUST_BE_OPEN;
  if (command.has_family_id() && command.family_id() != referral.family_id) {
    return v1::REJECTION_FAMILY_OF_A_REFERRAL_MUST_NOT_CHANGE;
  }
  if (!EachJoinsTwoOf(command.relationships())) {
    return v1::REJECTION_RELATIONSHIP_MUST_JOIN_TWO_PEOPLE;
  }
  const bool begun = !referral.open_cases.empty() || !referral.closed_cases.empty();
  if (begun && AsksInstead(referral, command)) return v1::REJECTION_HELP_MUST_NOT_HAVE_BEGUN;
  return v1::REJECTION_UNSPECIFIED;
}

}  // namespace

ReferralAnswer Decide(const Referral& referral, const v1::AmendReferral& command,
                      const Context& context) {
  if (!IsKnownTo(referral, context.actor)) return v1::REJECTION_REFERRAL_MUST_BE_KNOWN;
  v1::ReferralAmended event;
  AddWhatDiffers(referral, command, event);
  AddWhatIsTold(command, context, event);
  const bool same_family = !command.has_family_id() || command.family_id() == referral.family_id;
  if (event.ByteSizeLong() == 0 && same_family && command.relationships().empty()) {
    return NothingToDo<ReferralAnswer>();
  }
  if (const auto rule = RuleAgainst(referral, command); rule != v1::REJECTION_UNSPECIFIED) {
    return rule;
  }

  event.set_referral_id(command.referral_id());
  event.set_family_id(referral.family_id);
  *event.mutable_amended_time() = ToTimestamp(context.now);
  std::vector<Referral::Messages::Event> events{std::move(event)};
  for (const auto& person : command.people()) {
    events.emplace_back(
        NamedFrom(person, command.relationships(), command.referral_id(), referral.family_id));
  }
  return events;
}

}  // namespace kinward::intake
