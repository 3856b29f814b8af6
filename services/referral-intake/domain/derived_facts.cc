#include "services/referral-intake/domain/derived_facts.h"

#include <optional>
#include <string>
#include <string_view>

namespace kinward::intake {
namespace {

// The fact of this name, made if there is none.
common::v1::Fact& FactNamed(common::v1::SubjectFacts& subject, std::string_view name) {
  for (auto& fact : *subject.mutable_facts()) {
    if (fact.name() == name) return fact;
  }
  common::v1::Fact& fact = *subject.add_facts();
  fact.set_name(std::string(name));
  return fact;
}

}  // namespace

std::optional<int> AgeOf(const common::v1::IdentityDetails& identity, LocalDate on) {
  const auto birth = ParseDate(identity.date_of_birth());
  if (!birth || *birth > on) return std::nullopt;
  return AgeInYears(*birth, on);
}

bool IsUnborn(const common::v1::IdentityDetails& identity) {
  return identity.has_expected_delivery() && !identity.has_date_of_birth();
}

std::vector<common::v1::SubjectFacts> DeriveFacts(
    const google::protobuf::RepeatedPtrField<v1::SubmittedPerson>& people, LocalDate on) {
  std::vector<common::v1::SubjectFacts> subjects;
  for (const auto& person : people) {
    common::v1::SubjectFacts& subject = subjects.emplace_back();
    subject.set_person_id(person.person_id());
    *subject.mutable_roles() = person.roles();
    *subject.mutable_facts() = person.facts();
    if (const auto age = AgeOf(person.identity(), on)) {
      FactNamed(subject, "age_years").set_number(*age);
    }
    if (IsUnborn(person.identity())) FactNamed(subject, "unborn").set_flag(true);
    if (person.has_sex()) FactNamed(subject, "sex").set_code(person.sex());
  }
  return subjects;
}

}  // namespace kinward::intake
