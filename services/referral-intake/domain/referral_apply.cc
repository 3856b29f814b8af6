// What a referral's events change in it, and what they entail beyond its stream.
#include "libs/base/check.h"
#include "services/referral-intake/domain/referral.h"

#include "kinward/intake/v1/family.pb.h"
#include "kinward/intake/v1/person.pb.h"

namespace kinward::intake {
namespace {

constexpr const char* kOpenReferral = "open-referral";

// "One open referral per family and programme", where the programme says so.
Effects TakesTheFamilysPlace(const auto& event, Time from) {
  if (!event.one_open_per_family() || event.programme().empty()) return {};
  Effects effects;
  effects.claims.push_back({.kind = kOpenReferral,
                            .resource = event.family_id() + "/" + event.programme(),
                            .from = from,
                            .until = Time::max(),
                            .holder = event.referral_id()});
  return effects;
}
Effects FreesTheFamilysPlace(const std::string& referral_id) {
  Effects effects;
  effects.releases.push_back({.kind = kOpenReferral, .holder = referral_id});
  return effects;
}
bool Ends(const v1::ReferralDecided& event) {
  return event.decision() != v1::REFERRAL_DECISION_ACCEPT;
}
Companions TellsTheFamily(const std::string& family_id, const std::string& referral_id,
                          const std::string& on) {
  v1::NoteReferralEnded command;
  command.set_family_id(family_id);
  command.set_referral_id(referral_id);
  command.set_ended_on(on);
  return {std::move(command)};
}
v1::NoteReferral Note(const auto& event) {
  v1::NoteReferral command;
  command.set_family_id(event.family_id());
  command.set_referral_id(event.referral_id());
  for (const auto& person : event.people()) {
    v1::FamilyMember& member = *command.add_members();
    member.set_person_id(person.person_id());
    *member.mutable_roles() = person.roles();
  }
  *command.mutable_reasons() = event.reasons();
  return command;
}
bool Exists(const Referral& referral) { return referral.stage != v1::REFERRAL_STAGE_UNSPECIFIED; }

}  // namespace

Effects Referral::EffectsOf(const v1::ReferralReceived& event) {
  return TakesTheFamilysPlace(event, ToTime(event.received_time()));
}
// The place of the programme asked for before is free; the other's is taken, if it has one.
Effects Referral::EffectsOf(const v1::ReferralAmended& event) {
  if (event.programme().empty()) return {};
  Effects effects = TakesTheFamilysPlace(event, ToTime(event.amended_time()));
  effects.releases = FreesTheFamilysPlace(event.referral_id()).releases;
  return effects;
}
Effects Referral::EffectsOf(const v1::ReferralReopened& event) {
  return TakesTheFamilysPlace(event, ToTime(event.reopened_time()));
}
Effects Referral::EffectsOf(const v1::ReferralDecided& event) {
  return Ends(event) ? FreesTheFamilysPlace(event.referral_id()) : Effects{};
}
Effects Referral::EffectsOf(const v1::ReferralWithdrawn& event) {
  return FreesTheFamilysPlace(event.referral_id());
}
Effects Referral::EffectsOf(const v1::ReferralSuperseded& event) {
  return FreesTheFamilysPlace(event.referral_id());
}
Effects Referral::EffectsOf(const v1::ReferralClosed& event) {
  return FreesTheFamilysPlace(event.referral_id());
}

Companions Referral::CompanionsOf(const v1::ReferralReceived& event) { return {Note(event)}; }
Companions Referral::CompanionsOf(const v1::ReferralAmended& event) {
  if (event.people().empty()) return {};
  return {Note(event)};
}
Companions Referral::CompanionsOf(const v1::PersonNamed& event) {
  v1::IntroducePerson command;
  command.set_person_id(event.person_id());
  command.set_family_id(event.family_id());
  command.set_referral_id(event.referral_id());
  if (!event.sex().empty()) command.set_sex(event.sex());
  command.set_unborn(event.unborn());
  *command.mutable_facts() = event.facts();
  if (event.has_identity()) *command.mutable_identity() = event.identity();
  if (event.has_location()) *command.mutable_location() = event.location();
  *command.mutable_relationships() = event.relationships();
  return {std::move(command)};
}
Companions Referral::CompanionsOf(const v1::ReferralDecided& event) {
  if (!Ends(event)) return {};
  return TellsTheFamily(event.family_id(), event.referral_id(), event.decided_on());
}
Companions Referral::CompanionsOf(const v1::ReferralWithdrawn& event) {
  return TellsTheFamily(event.family_id(), event.referral_id(), event.withdrawn_on());
}
Companions Referral::CompanionsOf(const v1::ReferralSuperseded& event) {
  return TellsTheFamily(event.family_id(), event.referral_id(), event.superseded_on());
}
Companions Referral::CompanionsOf(const v1::ReferralClosed& event) {
  return TellsTheFamily(event.family_id(), event.referral_id(), event.closed_on());
}

void Apply(Referral& referral, const v1::ReferralReceived& event) {
  CHECK(!Exists(referral));
  referral.stage = v1::REFERRAL_STAGE_RECEIVED;
  referral.kind = event.kind();
  referral.referral_id = event.referral_id();
  referral.family_id = event.family_id();
  referral.source = event.source();
  referral.reference = event.reference();
  referral.programme = event.programme();
  referral.urgency = event.urgency();
  referral.reasons.assign(event.reasons().begin(), event.reasons().end());
  referral.lawful_basis = event.lawful_basis();
  referral.occurred_on = event.occurred_on();
  referral.received = ToTime(event.received_time());
  referral.one_open_per_family = event.one_open_per_family();
}
// What it says of a person is for the person's own stream.
void Apply(Referral& referral, const v1::PersonNamed& /*event*/) { CHECK(Exists(referral)); }
void Apply(Referral& referral, const v1::ReferralAcknowledged& event) {
  CHECK(Exists(referral));
  referral.awaited.insert(event.programmes().begin(), event.programmes().end());
}
void Apply(Referral& referral, const v1::ReferralAmended& event) {
  CHECK(Exists(referral));
  if (event.urgency() != v1::URGENCY_UNSPECIFIED) referral.urgency = event.urgency();
  if (!event.reasons().empty()) {
    referral.reasons.assign(event.reasons().begin(), event.reasons().end());
  }
  if (!event.lawful_basis().empty()) referral.lawful_basis = event.lawful_basis();
  if (!event.occurred_on().empty()) referral.occurred_on = event.occurred_on();
  if (event.programme().empty()) return;
  referral.programme = event.programme();
  referral.one_open_per_family = event.one_open_per_family();
}
void Apply(Referral& referral, const v1::ReferralDecided& /*event*/) {
  CHECK(Exists(referral));
  referral.withdrawal_requested = false;
}
void Apply(Referral& referral, const v1::WithdrawalRequested& /*event*/) {
  CHECK(Exists(referral));
  referral.withdrawal_requested = true;
}
void Apply(Referral& referral, const v1::ReferralWithdrawn& /*event*/) {
  CHECK(Exists(referral));
  referral.withdrawal_requested = false;
}
void Apply(Referral& referral, const v1::ReferralReopened& /*event*/) {
  CHECK(Exists(referral));
  referral.closed_by_last_case = false;
}
void Apply(Referral& referral, const v1::ReferralSuperseded& /*event*/) {
  CHECK(Exists(referral));
  referral.withdrawal_requested = false;
}
void Apply(Referral& referral, const v1::ReferralClosed& event) {
  CHECK(Exists(referral));
  referral.withdrawal_requested = false;
  referral.closed_by_last_case = event.reason() == "last-case-closed";
}
void Apply(Referral& referral, const v1::ReferralCaseOpened& event) {
  CHECK(Exists(referral));
  referral.open_cases.insert(event.case_id());
}
void Apply(Referral& referral, const v1::ReferralCaseClosed& event) {
  CHECK(Exists(referral));
  referral.open_cases.erase(event.case_id());
  referral.closed_cases.insert(event.case_id());
}
void Apply(Referral& referral, const v1::ReferralHelpEnded& event) {
  CHECK(Exists(referral));
  referral.ended.insert(event.programme_id());
}
// The one place where the stage moves: every change is announced by this event.
void Apply(Referral& referral, const v1::ReferralStatusChanged& event) {
  CHECK(Exists(referral));
  referral.stage = event.to();
}

}  // namespace kinward::intake
