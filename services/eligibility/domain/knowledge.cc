#include "services/eligibility/domain/knowledge.h"

#include "libs/base/check.h"
#include "libs/calendar/calendar.h"

namespace kinward::eligibility {
namespace {

common::v1::SubjectFacts& Person(
    google::protobuf::RepeatedPtrField<common::v1::SubjectFacts>& subjects,
    const common::v1::SubjectFacts& told) {
  for (auto& held : subjects) {
    if (held.person_id() == told.person_id()) return held;
  }
  auto& added = *subjects.Add();
  added.set_person_id(told.person_id());
  return added;
}

void Freshen(Knowledge& knowledge, const common::v1::Fact& fact) {
  knowledge.fresh.insert(fact.name());
  if (fact.name() == "legal_status") knowledge.fresh.insert("in_care");  // derived from it
}

constexpr int kDaysNoNews = 28;

// The same value as the one held, and told so soon after it that it is no news.
bool NoNews(const common::v1::Fact& held, const common::v1::Fact& fact) {
  if (!held.has_told_on() || !fact.has_told_on()) return false;
  common::v1::Fact same = fact;
  same.set_told_on(held.told_on());
  const auto before = ParseDate(held.told_on());
  const auto now = ParseDate(fact.told_on());
  return before && now && *now <= AddDays(*before, kDaysNoNews) &&
         same.SerializeAsString() == held.SerializeAsString();
}

void Keep(google::protobuf::RepeatedPtrField<common::v1::Fact>& facts,
          const common::v1::Fact& fact) {
  for (const common::v1::Fact& held : facts) {
    const bool same = held.name() == fact.name() && held.person_id() == fact.person_id();
    if (same && NoNews(held, fact)) return;
  }
  Put(facts, fact);
}

}  // namespace

void DateFacts(google::protobuf::RepeatedPtrField<common::v1::Fact>& facts,
               const std::string& today) {
  for (common::v1::Fact& fact : facts) {
    if (!fact.has_told_on()) fact.set_told_on(today);
  }
}

Known Knowledge::View(const std::string& council) const {
  Known known;
  for (const auto& person : subjects) known.people.push_back(&person);
  for (const auto& fact : sensitive) known.sensitive.push_back(&fact);
  for (const auto& fact : facts) known.facts.push_back(&fact);
  known.reasons = reasons;
  known.urgency = urgency;
  known.council = council;
  const auto day = ParseDate(on);
  CHECK(day.has_value());
  known.on = *day;
  return known;
}

Knowledge Remembered(const EligibilityCheck& check) {
  Knowledge knowledge;
  knowledge.on = check.on;
  knowledge.urgency = check.urgency;
  knowledge.reasons = check.reasons;
  knowledge.subjects = check.subjects;
  knowledge.facts = check.facts;
  return knowledge;
}

void Learn(Knowledge& knowledge,
           const google::protobuf::RepeatedPtrField<common::v1::SubjectFacts>& subjects,
           const google::protobuf::RepeatedPtrField<common::v1::Fact>& facts,
           const common::v1::FactDetails& sensitive) {
  for (const auto& told : subjects) {
    auto& person = Person(knowledge.subjects, told);
    if (told.roles_size() > 0) *person.mutable_roles() = told.roles();
    for (const auto& fact : told.facts()) {
      Keep(*person.mutable_facts(), fact);
      Freshen(knowledge, fact);
    }
  }
  for (const auto& fact : facts) {
    Keep(knowledge.facts, fact);
    Freshen(knowledge, fact);
  }
  for (const auto& fact : sensitive.facts()) {
    Keep(knowledge.sensitive, fact);
    Freshen(knowledge, fact);
  }
}

}  // namespace kinward::eligibility
