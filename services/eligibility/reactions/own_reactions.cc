#include "services/eligibility/reactions/own_reactions.h"

#include <string>
#include <utility>

#include "kinward/eligibility/v1/trial.pb.h"
#include "services/eligibility/domain/review_list.h"
#include "services/eligibility/domain/trial.h"
#include "services/eligibility/reactions/reactions.h"

namespace kinward::eligibility {
namespace {

// What is given to a family: drawn into an arm where a trial runs, listed where conditions go on.
void Follow(const std::string& referral_id, const std::string& family_id,
            const v1::ProgrammeOutcome& given, Commands& commands) {
  if (given.in_trial()) {
    v1::AllocateArm allocate;
    allocate.set_trial_id(TrialOf(given.programme_id()));
    allocate.set_programme_id(given.programme_id());
    allocate.set_referral_id(referral_id);
    allocate.set_family_id(family_id);
    commands.emplace_back(std::move(allocate));
  }
  if (given.ongoing()) {
    v1::ListForReview list;
    list.set_list_id(ReviewListOf(given.programme_id(), referral_id));
    list.set_programme_id(given.programme_id());
    list.set_referral_id(referral_id);
    list.set_version(given.version());
    commands.emplace_back(std::move(list));
  }
}

v1::ReviewOngoingConditions Review(const std::string& referral_id) {
  v1::ReviewOngoingConditions command;
  command.set_referral_id(referral_id);
  return command;
}

}  // namespace

Commands OnEligibilityDecided(const v1::EligibilityDecided& event, const host::Heard& /*heard*/) {
  Commands commands;
  for (const v1::ProgrammeOutcome& programme : event.programmes()) {
    const bool asked =
        event.asked_programme().empty() || event.asked_programme() == programme.programme_id();
    if (asked && programme.outcome() == v1::OUTCOME_ELIGIBLE)
      Follow(event.referral_id(), event.family_id(), programme, commands);
  }
  return commands;
}

Commands OnDecisionOverridden(const v1::DecisionOverridden& event, const host::Heard& /*heard*/) {
  Commands commands;
  if (event.programme().outcome() == v1::OUTCOME_ELIGIBLE)
    Follow(event.referral_id(), event.family_id(), event.programme(), commands);
  return commands;
}

Commands OnVersionBegan(const v1::VersionBegan& event, const host::Heard& /*heard*/) {
  Commands commands;
  for (std::string& list_id : ReviewListsOf(event.programme_id())) {
    v1::ReviewListed command;
    command.set_list_id(std::move(list_id));
    command.set_programme_id(event.programme_id());
    command.set_version(event.version());
    commands.emplace_back(std::move(command));
  }
  return commands;
}

Commands OnReviewDue(const v1::ReviewDue& event, const host::Heard& /*heard*/) {
  Commands commands;
  for (const std::string& referral_id : event.referral_ids())
    commands.emplace_back(Review(referral_id));
  if (event.more()) {
    v1::ContinueReview next;
    next.set_list_id(event.list_id());
    commands.emplace_back(std::move(next));
  }
  return commands;
}

Commands OnListedForReview(const v1::ListedForReview& event, const host::Heard& /*heard*/) {
  if (event.looked_at_by() == 0) return {};
  return {Review(event.referral_id())};
}

std::vector<host::Reaction> OwnReactions() {
  return {
      host::On("follow-decision", OnEligibilityDecided),
      host::On("follow-override", OnDecisionOverridden),
      host::On("review-begun-version", OnVersionBegan),
      host::On("review-those-due", OnReviewDue),
      host::On("review-late-listed", OnListedForReview),
  };
}

}  // namespace kinward::eligibility
