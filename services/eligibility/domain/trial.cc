#include "services/eligibility/domain/trial.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "libs/base/check.h"
#include "libs/base/programmes.h"
#include "libs/calendar/calendar.h"
#include "services/eligibility/domain/programme_terms.h"

namespace kinward::eligibility {
namespace {

using Events = std::vector<Trial::Messages::Event>;

constexpr std::size_t kEntropyBytes = 8;

bool SameArms(const std::vector<v1::TrialArm>& held,
              const google::protobuf::RepeatedPtrField<v1::TrialArm>& wanted) {
  return std::ranges::equal(held, wanted, [](const auto& a, const auto& b) {
    return a.SerializeAsString() == b.SerializeAsString();
  });
}

int SumOf(const v1::RegisterTrial& command) {
  int sum = 0;
  for (const v1::TrialArm& arm : command.arms()) sum += arm.ratio();
  return sum;
}

// What is in force today; the newest published where none has begun.
const common::v1::ProgrammeVersion* VersionOf(const std::string& programme_id,
                                              const Context& context) {
  if (context.programmes == nullptr) return nullptr;
  const auto* begun =
      context.programmes->InForce(context.council, programme_id, FormatDate(DateOf(context.now)));
  return begun != nullptr ? begun : context.programmes->Newest(context.council, programme_id);
}

// The version's words for an arm, as a slug: "usual services" is `usual-services`.
std::string SlugOf(const std::string& words) {
  std::string slug;
  for (const char letter : words) {
    const bool upper = letter >= 'A' && letter <= 'Z';
    const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    if (upper || kept) {
      slug += upper ? static_cast<char>(letter - 'A' + 'a') : letter;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

// Arms other than those that the version names, where it names any.
TrialDecision WrongArms(const v1::RegisterTrial& command,
                        const common::v1::TrialDefinition& stated) {
  std::set<std::string> arms;
  for (const v1::TrialArm& arm : command.arms()) arms.insert(arm.arm());
  const bool distinct = arms.size() == static_cast<std::size_t>(command.arms_size());
  if (arms.size() < 2 || !distinct) return v1::REJECTION_ARMS_MUST_BE_DISTINCT;
  std::set<std::string> named;
  for (const std::string& arm : stated.arms()) named.insert(SlugOf(arm));
  if (!named.empty() && named != arms) {
    return Refusal<v1::Rejection>{v1::REJECTION_ARMS_MUST_BE_THE_PROGRAMMES,
                                  {named.begin(), named.end()}};
  }
  return Events{};
}

TrialDecision WrongName(const std::string& programme_id) {
  return Refusal<v1::Rejection>{v1::REJECTION_TRIAL_MUST_BE_NAMED_AFTER_ITS_PROGRAMME,
                                {TrialOf(programme_id)}};
}

// The host's eight bytes as a number, and as they are written down once they are used.
std::uint64_t NumberOf(const std::string& entropy) {
  std::uint64_t number = 0;
  for (const char byte : entropy) number = (number << 8U) | static_cast<unsigned char>(byte);
  return number;
}
std::string HexOf(std::uint64_t number) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(2 * kEntropyBytes, '0');
  for (auto at = text.rbegin(); at != text.rend(); ++at, number >>= 4U) *at = kDigits[number & 15U];
  return text;
}

}  // namespace

std::string TrialOf(const std::string& programme_id) { return "trial-" + SlugOf(programme_id); }

TrialDecision Decide(const Trial& trial, const v1::RegisterTrial& command, const Context& context) {
  if (trial.registered && SameArms(trial.arms, command.arms()) &&
      trial.block_size == command.block_size() && trial.programme_id == command.programme_id()) {
    return Events{};
  }
  if (trial.registered || trial.closed) return v1::REJECTION_TRIAL_MUST_NOT_CHANGE;
  if (command.trial_id() != TrialOf(command.programme_id()))
    return WrongName(command.programme_id());
  const auto* version = VersionOf(command.programme_id(), context);
  if (version == nullptr) return v1::REJECTION_PROGRAMME_MUST_BE_PUBLISHED;
  if (!IsDrawn(*version)) return v1::REJECTION_PROGRAMME_MUST_STATE_ITS_TRIAL;
  if (auto wrong = WrongArms(command, version->trial()); wrong.index() == 1) return wrong;
  const int sum = SumOf(command);
  if (command.block_size() % sum != 0) {
    return Refusal<v1::Rejection>{
        v1::REJECTION_BLOCK_SIZE_MUST_HOLD_THE_RATIO,
        {std::to_string(sum), std::to_string(2 * sum), std::to_string(3 * sum)}};
  }
  v1::TrialRegistered event;
  event.set_trial_id(command.trial_id());
  event.set_programme_id(command.programme_id());
  *event.mutable_arms() = command.arms();
  event.set_block_size(command.block_size());
  event.set_version(version->version());
  return Events{std::move(event)};
}

namespace {

// A team that stands on both sides; empty: none.
std::string OnBothSides(const std::set<std::string>& supported,
                        const std::set<std::string>& usual) {
  const auto both = std::ranges::find_if(
      supported, [&usual](const std::string& team) { return usual.contains(team); });
  return both == supported.end() ? "" : *both;
}

}  // namespace

TrialDecision Decide(const Trial& trial, const v1::RegisterComparator& command,
                     const Context& context) {
  std::set<std::string> supported = trial.supported;
  std::set<std::string> usual = trial.usual;
  v1::ComparatorRegistered event;
  event.set_trial_id(command.trial_id());
  event.set_programme_id(command.programme_id());
  for (const std::string& team : command.supported()) {
    if (supported.insert(team).second) event.add_supported(team);
  }
  for (const std::string& team : command.usual()) {
    if (usual.insert(team).second) event.add_usual(team);
  }
  if (event.supported().empty() && event.usual().empty() && !trial.programme_id.empty())
    return Events{};
  if (trial.closed) return v1::REJECTION_TRIAL_MUST_BE_RUNNING;
  if (command.trial_id() != TrialOf(command.programme_id()))
    return WrongName(command.programme_id());
  if (VersionOf(command.programme_id(), context) == nullptr)
    return v1::REJECTION_PROGRAMME_MUST_BE_PUBLISHED;
  if (supported.empty() || usual.empty()) return v1::REJECTION_TEAMS_MUST_BE_ON_BOTH_SIDES;
  if (const std::string team = OnBothSides(supported, usual); !team.empty()) {
    return Refusal<v1::Rejection>{v1::REJECTION_TEAM_MUST_BE_ON_ONE_SIDE, {team}};
  }
  return Events{std::move(event)};
}

TrialDecision Decide(const Trial& trial, const v1::AllocateArm& command,
                     const Context& /*context*/) {
  if (trial.referrals.contains(command.referral_id())) return Events{};
  if (!trial.registered || trial.closed || trial.programme_id != command.programme_id()) {
    return v1::REJECTION_TRIAL_MUST_BE_RUNNING;
  }
  v1::ArmAllocated event;
  event.set_trial_id(command.trial_id());
  event.set_programme_id(command.programme_id());
  event.set_referral_id(command.referral_id());
  event.set_family_id(command.family_id());
  const auto earlier = trial.arm_of.find(command.family_id());
  event.set_kept(earlier != trial.arm_of.end());
  std::size_t arm = 0;
  if (event.kept()) {
    arm = earlier->second;
  } else {
    CHECK(command.entropy().size() == kEntropyBytes);  // the host's
    const std::uint64_t random = NumberOf(command.entropy());
    arm = trial.blocks.Draw(random);
    event.set_drawn_with(HexOf(random));
  }
  event.set_arm(trial.arms[arm].arm());
  event.set_receives(trial.arms[arm].receives());
  return Events{std::move(event)};
}

TrialDecision Decide(const Trial& trial, const v1::TagCohort& command, const Context& context) {
  if (trial.tagged.contains({command.referral_id(), command.cohort()})) return Events{};
  if (trial.closed) return v1::REJECTION_TRIAL_MUST_BE_RUNNING;
  if (command.trial_id() != TrialOf(command.programme_id()))
    return WrongName(command.programme_id());
  const auto* version = VersionOf(command.programme_id(), context);
  if (version == nullptr) return v1::REJECTION_PROGRAMME_MUST_BE_PUBLISHED;
  Refusal<v1::Rejection> refusal{v1::REJECTION_COHORT_MUST_BE_OF_THE_PROGRAMME};
  for (const auto& cohort : version->cohorts()) refusal.instead.push_back(cohort.cohort_id());
  if (std::ranges::find(refusal.instead, command.cohort()) == refusal.instead.end()) return refusal;
  v1::CohortTagged event;
  event.set_trial_id(command.trial_id());
  event.set_programme_id(command.programme_id());
  event.set_referral_id(command.referral_id());
  event.set_family_id(command.family_id());
  event.set_cohort(command.cohort());
  return Events{std::move(event)};
}

TrialDecision Decide(const Trial& trial, const v1::CloseTrial& command,
                     const Context& /*context*/) {
  if (trial.closed) return Events{};
  if (trial.programme_id.empty()) return v1::REJECTION_TRIAL_MUST_BE_RUNNING;
  v1::TrialClosed event;
  event.set_trial_id(command.trial_id());
  event.set_programme_id(trial.programme_id);
  event.set_reason(command.reason());
  return Events{std::move(event)};
}

}  // namespace kinward::eligibility
