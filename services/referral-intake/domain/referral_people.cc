#include "services/referral-intake/domain/referral_people.h"

#include <algorithm>

#include "services/referral-intake/domain/derived_facts.h"

namespace kinward::intake {

bool EachJoinsTwoOf(const Relationships& relationships) {
  return std::all_of(relationships.begin(), relationships.end(), [](const auto& relationship) {
    return relationship.from_person_id() != relationship.to_person_id();
  });
}

v1::ReferredPerson NameAndRoles(const v1::SubmittedPerson& person) {
  v1::ReferredPerson named;
  named.set_person_id(person.person_id());
  *named.mutable_roles() = person.roles();
  return named;
}

v1::PersonNamed NamedFrom(const v1::SubmittedPerson& person, const Relationships& relationships,
                          const std::string& referral_id, const std::string& family_id) {
  v1::PersonNamed event;
  event.set_referral_id(referral_id);
  event.set_family_id(family_id);
  event.set_person_id(person.person_id());
  *event.mutable_roles() = person.roles();
  event.set_sex(person.sex());
  event.set_unborn(IsUnborn(person.identity()));
  *event.mutable_facts() = person.facts();
  if (person.has_identity()) *event.mutable_identity() = person.identity();
  if (person.has_location()) *event.mutable_location() = person.location();
  for (const auto& relationship : relationships) {
    if (relationship.from_person_id() == person.person_id()) {
      *event.add_relationships() = relationship;
    }
  }
  return event;
}

}  // namespace kinward::intake
