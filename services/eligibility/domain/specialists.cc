#include "services/eligibility/domain/specialists.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "services/eligibility/rules/stale_facts.h"
#include "services/eligibility/rules/version_book.h"

namespace kinward::eligibility {
namespace {

// Takes no referrals and changes how everybody is helped: no family is found right for it, and its
// specialists join any help (A-ISLINGTON).
bool IsForEverybody(const ProgrammeVersion& version) {
  return !version.takes_referrals() && !version.joiners().empty();
}

const ProgrammeVersion* PinnedBy(const v1::ProgrammeOutcome& programme, const Context& context) {
  if (context.programmes == nullptr) return nullptr;
  return context.programmes->Version(context.council, programme.programme_id(),
                                     programme.version());
}

// Those that name somebody who may join and that help this family.
Versions Helping(const EligibilityCheck& check, const Context& context) {
  Versions versions;
  for (const v1::ProgrammeOutcome& programme : check.programmes) {
    const ProgrammeVersion* version = PinnedBy(programme, context);
    if (version == nullptr || version->joiners().empty()) continue;
    if (EligibleToday(check, programme, context)) versions.push_back(version);
  }
  for (const auto* version : context.programmes->InForce(context.council, check.on)) {
    if (IsForEverybody(*version)) versions.push_back(version);
  }
  return versions;
}

// Most programmes name nobody: then the check need not be told its own events.
bool AnybodyMayJoin(const EligibilityCheck& check, const std::string& on, const Context& context,
                    const CheckEvents& events) {
  const auto names = [&context](const v1::ProgrammeOutcome& programme) {
    const ProgrammeVersion* version = PinnedBy(programme, context);
    return version != nullptr && !version->joiners().empty();
  };
  const auto in_force = context.programmes->InForce(context.council, on);
  return std::ranges::any_of(check.programmes, names) ||
         std::ranges::any_of(in_force, [](const auto* one) { return IsForEverybody(*one); }) ||
         std::ranges::any_of(events, [&names](const auto& event) {
           const auto* decided = std::get_if<v1::EligibilityDecided>(&event);
           return decided != nullptr && std::ranges::any_of(decided->programmes(), names);
         });
}

v1::SpecialistProposed Proposed(const EligibilityCheck& check, const std::string& referral_id,
                                const ProgrammeVersion& version, const common::v1::Joiner& joiner) {
  v1::SpecialistProposed event;
  event.set_referral_id(referral_id);
  event.set_family_id(check.family_id);
  event.set_programme_id(version.programme_id());
  event.set_version(version.version());
  event.set_role(joiner.role());
  // The programme's own words: the facts that made its rule hold may be sensitive.
  event.set_because(joiner.says());
  return event;
}

// The version of the day of the check; null where it is for those found right for it.
const ProgrammeVersion* ForEverybody(const EligibilityCheck& check, const std::string& programme,
                                     const Context& context) {
  if (context.programmes == nullptr) return nullptr;
  const auto* version = context.programmes->InForce(context.council, programme, check.on);
  return version != nullptr && IsForEverybody(*version) ? version : nullptr;
}

}  // namespace

void AddSpecialists(const EligibilityCheck& check, const std::string& referral_id,
                    const Knowledge& knowledge, const Context& context, CheckEvents& events) {
  if (context.programmes == nullptr || !AnybodyMayJoin(check, knowledge.on, context, events))
    return;
  EligibilityCheck after = check;
  for (const auto& event : events) {
    std::visit([&after](const auto& one) { Apply(after, one); }, event);
  }
  if (!after.checked || after.over || !after.erased.empty()) return;
  const Known known = knowledge.View(context.council);
  for (const ProgrammeVersion* version : Helping(after, context)) {
    const FreshFacts fresh(*version, known);
    const CompiledVersion& compiled = Compiled(*version);
    FactRows rows;
    rows.Fill(compiled.table, fresh.known());
    for (int at = 0; at < version->joiners_size(); ++at) {
      const ToldRule& rule = compiled.joiners[static_cast<std::size_t>(at)];
      if (rule.Read(rows) != Truth::kYes) continue;
      const common::v1::Joiner& joiner = version->joiners(at);
      if (!after.specialists.insert({version->programme_id(), joiner.role()}).second) continue;
      v1::SpecialistProposed event = Proposed(after, referral_id, *version, joiner);
      event.set_by_rule(true);
      events.emplace_back(std::move(event));
    }
  }
}

CheckDecision Decide(const EligibilityCheck& check, const v1::ProposeSpecialist& command,
                     const Context& context) {
  if (check.specialists.contains({command.programme_id(), command.role()})) return CheckEvents{};
  if (!check.checked) return v1::REJECTION_REFERRAL_MUST_BE_CHECKED;
  const v1::ProgrammeOutcome* programme = FindOutcome(check.programmes, command.programme_id());
  const ProgrammeVersion* version = programme == nullptr
                                        ? ForEverybody(check, command.programme_id(), context)
                                        : PinnedBy(*programme, context);
  if (programme == nullptr && version == nullptr) return v1::REJECTION_PROGRAMME_MUST_BE_CHECKED;
  const bool helps = programme == nullptr || EligibleToday(check, *programme, context);
  if (check.over || !helps) return v1::REJECTION_SPECIALIST_MUST_JOIN_HELP;
  Refusal<v1::Rejection> refusal{v1::REJECTION_SPECIALIST_MUST_BE_OF_THE_PROGRAMME};
  if (version == nullptr) return refusal;
  for (const common::v1::Joiner& joiner : version->joiners()) {
    if (joiner.role() == command.role()) {
      return CheckEvents{Proposed(check, command.referral_id(), *version, joiner)};
    }
    refusal.instead.push_back(joiner.role());
  }
  return refusal;
}

}  // namespace kinward::eligibility
