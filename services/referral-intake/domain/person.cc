#include "services/referral-intake/domain/person.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"
#include "services/referral-intake/domain/derived_facts.h"

namespace kinward::intake {
namespace {

using Event = Person::Messages::Event;

constexpr std::array<std::string_view, 8> kStatuses = {
    "cin",          "cpp",           "pre-proceedings", "proceedings",
    "looked-after", "unaccompanied", "care-leaver",     "none"};
constexpr std::array<std::string_view, 4> kRiskLevels = {"low", "medium", "high", "very-high"};

bool IsListed(const auto& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}
bool IsKnown(const Person& person) { return person.life != Life::kUnknown; }
bool IsLiving(const Person& person) {
  return person.life == Life::kExpected || person.life == Life::kBorn;
}
bool IsInTheFuture(const std::string& date, const Context& context) {
  const auto day = ParseDate(date);
  return day && *day > DateOf(context.now);
}
std::string Today(const Context& context) { return FormatDate(DateOf(context.now)); }

// What was in force the day before `from`.
std::string StatusBefore(const Person& person, const std::string& from) {
  std::string status;
  for (const auto& one : person.statuses) {
    if (one.from < from) status = one.status;
  }
  return status;
}
v1::RelationshipLinked Linked(const std::string& person_id, const std::string& to,
                              const std::string& kind) {
  v1::RelationshipLinked event;
  event.set_person_id(person_id);
  event.set_to_person_id(to);
  event.set_kind(kind);
  return event;
}
v1::PersonRegistered Registered(const auto& command, bool unborn) {
  v1::PersonRegistered event;
  event.set_person_id(command.person_id());
  event.set_family_id(command.family_id());
  event.set_sex(command.sex());
  event.set_unborn(unborn);
  *event.mutable_facts() = command.facts();
  if (command.has_identity()) *event.mutable_identity() = command.identity();
  if (command.has_location()) *event.mutable_location() = command.location();
  return event;
}

}  // namespace

PersonAnswer Decide(const Person& person, const v1::RegisterPerson& command,
                    const Context& /*context*/) {
  if (IsKnown(person)) return v1::REJECTION_PERSON_ID_MUST_NOT_BE_REUSED;
  v1::PersonRegistered event = Registered(command, IsUnborn(command.identity()));
  *event.mutable_roles() = command.roles();
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::IntroducePerson& command,
                    const Context& /*context*/) {
  std::vector<Event> events;
  // Someone already known keeps what is known: a sender's word does not overwrite the council's.
  if (!IsKnown(person)) events.emplace_back(Registered(command, command.unborn()));
  const auto& known = person.referral_ids;
  if (command.has_referral_id() &&
      std::find(known.begin(), known.end(), command.referral_id()) == known.end()) {
    v1::PersonReferred event;
    event.set_person_id(command.person_id());
    event.set_referral_id(command.referral_id());
    events.emplace_back(std::move(event));
  }
  for (const auto& kin : command.relationships()) {
    if (!person.kin.contains({kin.to_person_id(), kin.kind()})) {
      events.emplace_back(Linked(command.person_id(), kin.to_person_id(), kin.kind()));
    }
  }
  return events;
}

PersonAnswer Decide(const Person& person, const v1::CorrectDetails& command,
                    const Context& /*context*/) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (person.erased) return v1::REJECTION_PERSON_MUST_NOT_BE_ERASED;
  if (!person.merged_into.empty()) return v1::REJECTION_PERSON_MUST_NOT_BE_MERGED;
  if (!command.has_identity() && !command.has_location() && !command.has_sex()) {
    return v1::REJECTION_DETAILS_MUST_BE_GIVEN;
  }
  v1::DetailsCorrected event;
  event.set_person_id(command.person_id());
  if (command.has_identity()) *event.mutable_identity() = command.identity();
  if (command.has_location()) *event.mutable_location() = command.location();
  event.set_sex(command.sex());
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::RecordFact& command, const Context& context) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (person.erased) return v1::REJECTION_PERSON_MUST_NOT_BE_ERASED;
  if (!command.has_fact() && !command.has_sensitive_facts()) {
    return v1::REJECTION_FACT_MUST_BE_GIVEN;
  }
  if (IsInTheFuture(command.on(), context)) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  v1::FactRecorded event;
  event.set_person_id(command.person_id());
  event.set_family_id(person.family_id);
  if (command.has_fact()) *event.mutable_fact() = command.fact();
  if (command.has_sensitive_facts()) {
    *event.mutable_sensitive_facts() = command.sensitive_facts();
    for (auto& fact : *event.mutable_sensitive_facts()->mutable_facts()) {
      fact.set_person_id(command.person_id());
    }
  }
  event.set_on(command.has_on() ? command.on() : Today(context));
  event.mutable_referral_ids()->Add(person.referral_ids.begin(), person.referral_ids.end());
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::RecordLegalStatus& command,
                    const Context& context) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (person.statuses.contains({command.from(), command.status(), command.basis()})) {
    return NothingToDo<PersonAnswer>();
  }
  if (person.erased) return v1::REJECTION_PERSON_MUST_NOT_BE_ERASED;
  if (!IsLiving(person)) return v1::REJECTION_PERSON_MUST_BE_ALIVE;
  if (!IsListed(kStatuses, command.status())) {
    return Refusal<v1::Rejection>{v1::REJECTION_LEGAL_STATUS_MUST_BE_LISTED,
                                  {kStatuses.begin(), kStatuses.end()}};
  }
  if (IsInTheFuture(command.from(), context)) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  // A plan can protect a child that is expected; only a child that is born can be looked after.
  if (command.status() == "looked-after" && person.life == Life::kExpected) {
    return v1::REJECTION_PERSON_MUST_BE_BORN;
  }
  v1::LegalStatusRecorded event;
  event.set_person_id(command.person_id());
  event.set_family_id(person.family_id);
  event.set_status(command.status());
  event.set_basis(command.basis());
  event.set_from(command.from());
  event.set_previous_status(StatusBefore(person, command.from()));
  event.mutable_referral_ids()->Add(person.referral_ids.begin(), person.referral_ids.end());
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::RecordRiskLevel& command,
                    const Context& context) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (person.risks.contains({command.of(), command.from(), command.level()})) {
    return NothingToDo<PersonAnswer>();
  }
  if (person.erased) return v1::REJECTION_PERSON_MUST_NOT_BE_ERASED;
  if (!IsLiving(person)) return v1::REJECTION_PERSON_MUST_BE_ALIVE;
  if (!IsListed(kRiskLevels, command.level())) {
    return Refusal<v1::Rejection>{v1::REJECTION_RISK_LEVEL_MUST_BE_LISTED,
                                  {kRiskLevels.begin(), kRiskLevels.end()}};
  }
  if (IsInTheFuture(command.from(), context)) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  v1::RiskLevelRecorded event;
  event.set_person_id(command.person_id());
  event.set_family_id(person.family_id);
  event.set_level(command.level());
  event.set_of(command.of());
  event.set_from(command.from());
  event.mutable_referral_ids()->Add(person.referral_ids.begin(), person.referral_ids.end());
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::LinkRelationship& command,
                    const Context& /*context*/) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (command.person_id() == command.to_person_id()) {
    return v1::REJECTION_RELATIONSHIP_MUST_JOIN_TWO_PEOPLE;
  }
  if (person.kin.contains({command.to_person_id(), command.kind()})) {
    return NothingToDo<PersonAnswer>();
  }
  return Accept<PersonAnswer>(Linked(command.person_id(), command.to_person_id(), command.kind()));
}

PersonAnswer Decide(const Person& person, const v1::RecordBirth& command,
                    const Context& /*context*/) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (person.life != Life::kExpected) return v1::REJECTION_PERSON_MUST_BE_EXPECTED;
  v1::BirthRecorded event;
  event.set_person_id(command.person_id());
  event.set_family_id(person.family_id);
  event.set_sex(command.sex());
  if (command.has_identity()) *event.mutable_identity() = command.identity();
  std::set<std::string> born{command.person_id()};
  for (const auto& twin : command.also_born()) {
    if (!born.insert(twin.person_id()).second) return v1::REJECTION_PERSON_MUST_BE_NAMED_ONCE;
    *event.add_also_born() = twin;
  }
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::RecordPregnancyEnded& command,
                    const Context& context) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (person.life == Life::kEnded) return NothingToDo<PersonAnswer>();
  if (person.life != Life::kExpected) return v1::REJECTION_PERSON_MUST_BE_EXPECTED;
  if (IsInTheFuture(command.on(), context)) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  v1::PregnancyEnded event;
  event.set_person_id(command.person_id());
  event.set_family_id(person.family_id);
  event.set_on(command.has_on() ? command.on() : Today(context));
  return Accept<PersonAnswer>(std::move(event));
}

PersonAnswer Decide(const Person& person, const v1::RecordDeath& command, const Context& context) {
  if (!IsKnown(person)) return v1::REJECTION_PERSON_MUST_BE_KNOWN;
  if (person.life == Life::kDead) return NothingToDo<PersonAnswer>();
  if (person.life != Life::kBorn) return v1::REJECTION_PERSON_MUST_BE_BORN;
  if (IsInTheFuture(command.on(), context)) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  v1::DeathRecorded event;
  event.set_person_id(command.person_id());
  event.set_family_id(person.family_id);
  event.set_on(command.has_on() ? command.on() : Today(context));
  return Accept<PersonAnswer>(std::move(event));
}

}  // namespace kinward::intake
