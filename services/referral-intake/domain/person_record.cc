// The record of a person rather than the person: merging and unmerging, restriction.
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"
#include "services/referral-intake/domain/person.h"

namespace kinward::intake {
namespace {

constexpr int kReviewAfterDays = 90;  // restricted records: rolling review

bool IsKnown(const Person& person) { return person.life != Life::kUnknown; }

}  // namespace

PersonAnswer Decide(const Person& person, const v1::MergePersons& command,
                    const Context& /*context*/) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (person.absorbed.contains(command.merged_person_id())) return NothingToDo<PersonAnswer>();
  if (command.person_id() == command.merged_person_id()) {
    return v1::REJECTION_PERSON_MUST_NOT_MERGE_WITH_ITSELF;
  }
  if (!person.merged_into.empty()) return v1::REJECTION_PERSON_MUST_NOT_BE_MERGED;
  v1::PersonsMerged event;
  event.set_person_id(command.person_id());
  event.set_merged_person_id(command.merged_person_id());
  event.set_family_id(person.family_id);
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::UnmergePersons& command,
                    const Context& /*context*/) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (!person.absorbed.contains(command.merged_person_id())) {
    return v1::REJECTION_PERSONS_MUST_BE_MERGED;
  }
  v1::PersonsUnmerged event;
  event.set_person_id(command.person_id());
  event.set_merged_person_id(command.merged_person_id());
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::MarkMerged& command,
                    const Context& /*context*/) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (person.merged_into == command.into_person_id()) return NothingToDo<PersonAnswer>();
  // One that stands for others keeps doing so: undo those merges first.
  if (!person.merged_into.empty() || !person.absorbed.empty()) {
    return v1::REJECTION_PERSON_MUST_NOT_BE_MERGED;
  }
  v1::PersonMergedInto event;
  event.set_person_id(command.person_id());
  event.set_into_person_id(command.into_person_id());
  event.set_family_id(person.family_id);
  event.set_into_family_id(command.into_family_id());
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::MarkUnmerged& command,
                    const Context& /*context*/) {
  if (person.merged_into != command.into_person_id()) return v1::REJECTION_PERSONS_MUST_BE_MERGED;
  v1::PersonUnmergedFrom event;
  event.set_person_id(command.person_id());
  event.set_into_person_id(command.into_person_id());
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::RestrictRecord& command,
                    const Context& context) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (person.restrictions.contains(command.category())) return NothingToDo<PersonAnswer>();
  v1::RecordRestricted event;
  event.set_person_id(command.person_id());
  event.set_category(command.category());
  event.set_review_on(FormatDate(AddDays(DateOf(context.now), kReviewAfterDays)));
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::LiftRestriction& command,
                    const Context& /*context*/) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (!person.restrictions.contains(command.category())) {
    return v1::REJECTION_RESTRICTION_MUST_BE_IN_FORCE;
  }
  v1::RestrictionLifted event;
  event.set_person_id(command.person_id());
  event.set_category(command.category());
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::EraseSubject& command, const Context& context) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (person.erased) return NothingToDo<PersonAnswer>();
  // One that others were merged into stands for them: undo those merges first.
  if (!person.absorbed.empty()) return v1::REJECTION_PERSON_MUST_NOT_BE_MERGED;
  v1::SubjectErased event;
  event.set_person_id(command.person_id());
  event.set_family_id(person.family_id);
  event.set_on(FormatDate(DateOf(context.now)));
  event.set_reason(command.reason());
  event.mutable_referral_ids()->Add(person.referral_ids.begin(), person.referral_ids.end());
  return Accept<PersonAnswer>(std::move(event));
}

}  // namespace kinward::intake
