// What a check's events change, and the timers of its overrides.
#include <utility>

#include "libs/base/check.h"
#include "libs/calendar/calendar.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/knowledge.h"

namespace kinward::eligibility {
namespace {

std::string OverrideTimer(const std::string& programme_id) { return "override-" + programme_id; }

}  // namespace

Effects EligibilityCheck::EffectsOf(const v1::DecisionOverridden& event) {
  const std::string name = OverrideTimer(event.programme().programme_id());
  Effects effects;
  if (event.expires_on().empty()) {
    effects.cancelled_timers.push_back(name);
    return effects;
  }
  const auto last = ParseDate(event.expires_on());
  CHECK(last.has_value());
  v1::ExpireOverride expire;
  expire.set_referral_id(event.referral_id());
  expire.set_programme_id(event.programme().programme_id());
  effects.timers.push_back({name, StartOf(AddDays(*last, 1)), std::move(expire)});
  return effects;
}

Effects EligibilityCheck::EffectsOf(const v1::OverrideExpired& event) {
  Effects effects;
  effects.cancelled_timers.push_back(OverrideTimer(event.programme_id()));
  return effects;
}

void Apply(EligibilityCheck& check, const v1::EligibilityDecided& event) {
  CHECK(!check.checked || check.family_id == event.family_id());
  check.checked = true;
  check.family_id = event.family_id();
  check.on = event.on();
  check.urgency = event.urgency();
  check.asked_programme = event.asked_programme();
  check.reasons.assign(event.reasons().begin(), event.reasons().end());
  check.subjects = event.subjects();
  check.facts = event.facts();
  check.programmes.assign(event.programmes().begin(), event.programmes().end());
  check.ended.clear();
  if (!event.asked_instead()) return;
  // What is no longer asked for is not reviewed either.
  std::erase_if(check.broken,
                [&event](const auto& broken) { return broken.first != event.asked_programme(); });
}

void Apply(EligibilityCheck& check, const v1::InformationRequested& event) {
  CHECK(check.checked);
  check.questions.assign(event.questions().begin(), event.questions().end());
}

void Apply(EligibilityCheck& check, const v1::InformationProvided& event) {
  Knowledge knowledge = Remembered(check);
  Learn(knowledge, event.subjects(), event.facts(), event.sensitive_facts());
  if (check.family_id.empty()) check.family_id = event.family_id();
  check.subjects = knowledge.subjects;
  check.facts = knowledge.facts;
  if (!event.urgency().empty()) check.urgency = event.urgency();
  // Once checked, the decision that follows says what is asked for.
  if (!check.checked && !event.programme().empty()) check.asked_programme = event.programme();
  if (!event.reasons().empty()) {
    check.reasons.assign(event.reasons().begin(), event.reasons().end());
  }
  std::erase_if(check.questions, [&knowledge](const v1::Question& question) {
    return knowledge.fresh.contains(question.fact());
  });
}

void Apply(EligibilityCheck& check, const v1::DecisionOverridden& event) {
  CHECK(check.checked);
  check.overrides[event.programme().programme_id()] = {event.programme().outcome(),
                                                       event.expires_on(), event.authority()};
}

void Apply(EligibilityCheck& check, const v1::OverrideExpired& event) {
  CHECK(check.overrides.erase(event.programme_id()) == 1);
}

void Apply(EligibilityCheck& check, const v1::OngoingConditionBroken& event) {
  CHECK(check.checked);
  check.broken.insert({event.programme_id(), event.clause_id()});
  check.confirmed_on.erase(event.programme_id());
}

void Apply(EligibilityCheck& check, const v1::OngoingConditionsConfirmed& event) {
  CHECK(check.checked);
  for (const std::string& programme_id : event.programme_ids()) {
    std::erase_if(check.broken, [&](const auto& broken) { return broken.first == programme_id; });
    check.confirmed_on[programme_id] = event.on();
  }
}

void Apply(EligibilityCheck& check, const v1::ReviewAwaited& event) {
  if (check.family_id.empty()) check.family_id = event.family_id();
  check.ended.insert(event.ended().begin(), event.ended().end());
}

void Apply(EligibilityCheck& check, const v1::SpecialistProposed& event) {
  CHECK(check.checked);
  check.specialists.insert({event.programme_id(), event.role()});
}

void Apply(EligibilityCheck& check, const v1::ErasureRecorded& event) {
  if (check.family_id.empty()) check.family_id = event.family_id();
  check.erased.insert(event.person_id());
}

void Apply(EligibilityCheck& check, const v1::ArmRecorded& event) {
  CHECK(check.checked);
  check.arms[event.programme().programme_id()] = event.arm();
}

void Apply(EligibilityCheck& check, const v1::CohortRecorded& event) {
  CHECK(check.checked);
  check.cohorts.insert({event.programme_id(), event.cohort()});
}

void Apply(EligibilityCheck& check, const v1::ReferralEnded& event) {
  CHECK(!check.over);
  if (check.family_id.empty()) check.family_id = event.family_id();
  check.over = true;
}

void Apply(EligibilityCheck& check, const v1::ReferralTakenUpAgain& /*event*/) {
  CHECK(check.over);
  check.over = false;
}

}  // namespace kinward::eligibility
