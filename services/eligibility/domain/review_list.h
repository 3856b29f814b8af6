// One of the lists of those who were given a programme whose conditions must go on. When a version
// begins, everybody listed is looked at by it, so many at a time; who is listed later, having been
// given an earlier version, is looked at then. Not the looking: eligibility_check.h does that.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "kinward/eligibility/v1/rejection.pb.h"
#include "kinward/eligibility/v1/review_list.domain.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::eligibility {

struct ReviewList {
  using Messages = v1::ReviewListMessages;

  std::string programme_id;  // empty: nobody was ever listed, no version ever looked at
  std::set<std::string> referrals;
  int version = 0;         // the newest that they are looked at by
  std::string last;        // the last one of those that are due
  bool under_way = false;  // others follow
};

// So many lists has a programme: enough that decisions do not wait for one another, few enough to
// be asked one by one.
inline constexpr int kReviewLists = 16;
// All lists of a programme, and the one of a referral.
std::vector<std::string> ReviewListsOf(const std::string& programme_id);
std::string ReviewListOf(const std::string& programme_id, const std::string& referral_id);

using ReviewListDecision = Decision<ReviewList::Messages::Event, v1::Rejection>;

[[nodiscard]] ReviewListDecision Decide(const ReviewList& list, const v1::ListForReview& command,
                                        const Context& context);
[[nodiscard]] ReviewListDecision Decide(const ReviewList& list, const v1::ReviewListed& command,
                                        const Context& context);
[[nodiscard]] ReviewListDecision Decide(const ReviewList& list, const v1::ContinueReview& command,
                                        const Context& context);

void Apply(ReviewList& list, const v1::ListedForReview& event);
void Apply(ReviewList& list, const v1::ReviewDue& event);

}  // namespace kinward::eligibility
