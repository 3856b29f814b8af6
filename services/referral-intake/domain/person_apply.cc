// What a person's events change, and what they entail for kin and families.
#include <utility>

#include "kinward/intake/v1/family.pb.h"
#include "kinward/intake/v1/strands.pb.h"
#include "libs/base/check.h"
#include "services/referral-intake/domain/person.h"
#include "services/referral-intake/domain/strands.h"

namespace kinward::intake {
namespace {

bool IsKnown(const Person& person) { return person.life != Life::kUnknown; }

v1::LinkFamily Link(const std::string& family_id, const std::string& other) {
  v1::LinkFamily command;
  command.set_family_id(family_id);
  command.set_other_family_id(other);
  return command;
}

v1::QuietStrands Quiet(const auto& event, const char* reason) {
  v1::QuietStrands command;
  command.set_strands_id(StrandsIdOf(event.person_id()));
  command.set_family_id(event.family_id());
  command.set_person_id(event.person_id());
  command.set_reason(reason);
  return command;
}

}  // namespace

// A referral tells the family itself; staff who register a person with a role add a member thereby.
Companions Person::CompanionsOf(const v1::PersonRegistered& event) {
  if (event.roles().empty()) return {};
  v1::OpenFamily open;
  open.set_family_id(event.family_id());
  v1::AddMember add;
  add.set_family_id(event.family_id());
  add.set_person_id(event.person_id());
  *add.mutable_roles() = event.roles();
  return {std::move(open), std::move(add)};
}
Companions Person::CompanionsOf(const v1::BirthRecorded& event) {
  Companions companions;
  for (const auto& twin : event.also_born()) {
    v1::IntroducePerson command;
    command.set_person_id(twin.person_id());
    command.set_family_id(event.family_id());
    if (twin.has_sex()) command.set_sex(twin.sex());
    if (twin.has_identity()) *command.mutable_identity() = twin.identity();
    companions.emplace_back(std::move(command));
    v1::AddMember add;
    add.set_family_id(event.family_id());
    add.set_person_id(twin.person_id());
    add.add_roles("child");
    companions.emplace_back(std::move(add));
  }
  return companions;
}
Companions Person::CompanionsOf(const v1::PersonsMerged& event) {
  v1::MarkMerged command;
  command.set_person_id(event.merged_person_id());
  command.set_into_person_id(event.person_id());
  command.set_into_family_id(event.family_id());
  return {std::move(command)};
}
Companions Person::CompanionsOf(const v1::PersonsUnmerged& event) {
  v1::MarkUnmerged command;
  command.set_person_id(event.merged_person_id());
  command.set_into_person_id(event.person_id());
  return {std::move(command)};
}
Companions Person::CompanionsOf(const v1::PersonMergedInto& event) {
  if (event.family_id() == event.into_family_id()) return {};
  return {Link(event.family_id(), event.into_family_id()),
          Link(event.into_family_id(), event.family_id())};
}

Companions Person::CompanionsOf(const v1::PregnancyEnded& event) {
  return {Quiet(event, "pregnancy-ended")};
}
Companions Person::CompanionsOf(const v1::DeathRecorded& event) { return {Quiet(event, "died")}; }
Companions Person::CompanionsOf(const v1::SubjectErased& event) { return {Quiet(event, "erased")}; }

void Apply(Person& person, const v1::PersonRegistered& event) {
  CHECK(!IsKnown(person));
  person.life = event.unborn() ? Life::kExpected : Life::kBorn;
  person.family_id = event.family_id();
}
void Apply(Person& person, const v1::PersonReferred& event) {
  CHECK(IsKnown(person));
  person.referral_ids.push_back(event.referral_id());
}
void Apply(Person& person, const v1::DetailsCorrected& /*event*/) { CHECK(IsKnown(person)); }
void Apply(Person& person, const v1::FactRecorded& /*event*/) { CHECK(IsKnown(person)); }
void Apply(Person& person, const v1::LegalStatusRecorded& event) {
  CHECK(IsKnown(person));
  person.statuses.insert({event.from(), event.status(), event.basis()});
}
void Apply(Person& person, const v1::RiskLevelRecorded& event) {
  CHECK(IsKnown(person));
  person.risks.insert({event.of(), event.from(), event.level()});
}
void Apply(Person& person, const v1::RelationshipLinked& event) {
  CHECK(IsKnown(person));
  person.kin.insert({event.to_person_id(), event.kind()});
}
void Apply(Person& person, const v1::BirthRecorded& /*event*/) {
  CHECK(person.life == Life::kExpected);
  person.life = Life::kBorn;
}
void Apply(Person& person, const v1::PregnancyEnded& /*event*/) {
  CHECK(person.life == Life::kExpected);
  person.life = Life::kEnded;
}
void Apply(Person& person, const v1::DeathRecorded& /*event*/) {
  CHECK(person.life == Life::kBorn);
  person.life = Life::kDead;
}
void Apply(Person& person, const v1::PersonsMerged& event) {
  CHECK(IsKnown(person));
  person.absorbed.insert(event.merged_person_id());
}
void Apply(Person& person, const v1::PersonsUnmerged& event) {
  CHECK(person.absorbed.contains(event.merged_person_id()));
  person.absorbed.erase(event.merged_person_id());
}
void Apply(Person& person, const v1::PersonMergedInto& event) {
  CHECK(person.merged_into.empty());
  person.merged_into = event.into_person_id();
}
void Apply(Person& person, const v1::PersonUnmergedFrom& event) {
  CHECK(person.merged_into == event.into_person_id());
  person.merged_into.clear();
}
void Apply(Person& person, const v1::RecordRestricted& event) {
  CHECK(IsKnown(person));
  person.restrictions.insert(event.category());
}
void Apply(Person& person, const v1::RestrictionLifted& event) {
  CHECK(person.restrictions.contains(event.category()));
  person.restrictions.erase(event.category());
}
void Apply(Person& person, const v1::SubjectErased& /*event*/) {
  CHECK(IsKnown(person));
  person.erased = true;
}

}  // namespace kinward::intake
