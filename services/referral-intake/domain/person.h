// One human being, born or expected: legal status and risk as dated history, kin, merges,
// restriction and the quiet stop. Details pass through sealed; nothing identifying is kept in this
// state.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kinward/intake/v1/person.domain.h"
#include "kinward/intake/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::intake {

//  (unknown) ─▶ expected ─▶ born ─▶ dead
//      └──────────│──────────▲
//                 └─▶ ended                  after `dead` and `ended`: quiet, for ever
enum class Life { kUnknown, kExpected, kBorn, kEnded, kDead };

struct LegalStatus {
  std::string from;  // ISO date: sorts as time does
  std::string status;
  std::string basis;
  auto operator<=>(const LegalStatus&) const = default;
};
struct RiskLevel {
  std::string of;
  std::string from;
  std::string level;
  auto operator<=>(const RiskLevel&) const = default;
};

struct Person {
  using Messages = v1::PersonMessages;

  Life life = Life::kUnknown;
  std::string family_id;
  std::vector<std::string> referral_ids;  // in the order heard
  std::set<LegalStatus> statuses;
  std::set<RiskLevel> risks;
  std::set<std::pair<std::string, std::string>> kin;  // to whom, as what
  std::set<std::string> absorbed;                     // merged into this one
  std::string merged_into;                            // empty: stands for itself
  std::set<std::string> restrictions;
  bool erased = false;  // its keys are gone, or going: nothing more is recorded

  static Companions CompanionsOf(const v1::PersonRegistered& event);
  static Companions CompanionsOf(const v1::BirthRecorded& event);
  static Companions CompanionsOf(const v1::PersonsMerged& event);
  static Companions CompanionsOf(const v1::PersonsUnmerged& event);
  static Companions CompanionsOf(const v1::PersonMergedInto& event);
  // The quiet stop of whatever was notified of this person.
  static Companions CompanionsOf(const v1::PregnancyEnded& event);
  static Companions CompanionsOf(const v1::DeathRecorded& event);
  static Companions CompanionsOf(const v1::SubjectErased& event);
};
using PersonAnswer = Decision<Person::Messages::Event, v1::Rejection>;

[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::RegisterPerson& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::IntroducePerson& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::CorrectDetails& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::RecordFact& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::RecordLegalStatus& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::RecordRiskLevel& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::LinkRelationship& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::RecordBirth& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::RecordPregnancyEnded& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::RecordDeath& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::MergePersons& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::UnmergePersons& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::MarkMerged& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::MarkUnmerged& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::RestrictRecord& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::LiftRestriction& command,
                                  const Context& context);
[[nodiscard]] PersonAnswer Decide(const Person& person, const v1::EraseSubject& command,
                                  const Context& context);

void Apply(Person& person, const v1::PersonRegistered& event);
void Apply(Person& person, const v1::PersonReferred& event);
void Apply(Person& person, const v1::DetailsCorrected& event);
void Apply(Person& person, const v1::FactRecorded& event);
void Apply(Person& person, const v1::LegalStatusRecorded& event);
void Apply(Person& person, const v1::RiskLevelRecorded& event);
void Apply(Person& person, const v1::RelationshipLinked& event);
void Apply(Person& person, const v1::BirthRecorded& event);
void Apply(Person& person, const v1::PregnancyEnded& event);
void Apply(Person& person, const v1::DeathRecorded& event);
void Apply(Person& person, const v1::PersonsMerged& event);
void Apply(Person& person, const v1::PersonsUnmerged& event);
void Apply(Person& person, const v1::PersonMergedInto& event);
void Apply(Person& person, const v1::PersonUnmergedFrom& event);
void Apply(Person& person, const v1::RecordRestricted& event);
void Apply(Person& person, const v1::RestrictionLifted& event);
void Apply(Person& person, const v1::SubjectErased& event);

}  // namespace kinward::intake
