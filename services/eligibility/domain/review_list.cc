#include "services/eligibility/domain/review_list.h"

#include <utility>

#include "libs/base/check.h"
#include "libs/base/uuid.h"

namespace kinward::eligibility {
namespace {

using Events = std::vector<ReviewList::Messages::Event>;

constexpr int kReviewedMax = 100;  // by one command

std::string ListNumbered(const std::string& programme_id, int number) {
  return UuidFrom(programme_id, "review-list/" + std::to_string(number)).ToString();
}

// The next ones after this referral, in order.
v1::ReviewDue NextOf(const ReviewList& list, const std::string& list_id,
                     const std::string& programme_id, int version, const std::string& after) {
  v1::ReviewDue event;
  event.set_list_id(list_id);
  event.set_programme_id(programme_id);
  event.set_version(version);
  auto at = list.referrals.upper_bound(after);
  for (; at != list.referrals.end() && event.referral_ids_size() < kReviewedMax; ++at) {
    event.add_referral_ids(*at);
  }
  event.set_more(at != list.referrals.end());
  return event;
}

}  // namespace

std::vector<std::string> ReviewListsOf(const std::string& programme_id) {
  std::vector<std::string> lists;
  lists.reserve(kReviewLists);
  for (int number = 0; number < kReviewLists; ++number)
    lists.push_back(ListNumbered(programme_id, number));
  return lists;
}

std::string ReviewListOf(const std::string& programme_id, const std::string& referral_id) {
  const Uuid spread = UuidFrom(referral_id, "review-list");
  return ListNumbered(programme_id, spread.bytes.back() % kReviewLists);
}

ReviewListDecision Decide(const ReviewList& list, const v1::ListForReview& command,
                          const Context& /*context*/) {
  if (list.referrals.contains(command.referral_id())) return Events{};
  v1::ListedForReview event;
  event.set_list_id(command.list_id());
  event.set_programme_id(command.programme_id());
  event.set_referral_id(command.referral_id());
  event.set_version(command.version());
  if (command.version() < list.version) event.set_looked_at_by(list.version);
  return Events{std::move(event)};
}

ReviewListDecision Decide(const ReviewList& list, const v1::ReviewListed& command,
                          const Context& /*context*/) {
  if (command.version() <= list.version) return Events{};
  return Events{NextOf(list, command.list_id(), command.programme_id(), command.version(), "")};
}

ReviewListDecision Decide(const ReviewList& list, const v1::ContinueReview& command,
                          const Context& /*context*/) {
  if (!list.under_way) return Events{};
  return Events{NextOf(list, command.list_id(), list.programme_id, list.version, list.last)};
}

void Apply(ReviewList& list, const v1::ListedForReview& event) {
  list.programme_id = event.programme_id();
  CHECK(list.referrals.insert(event.referral_id()).second);
}

void Apply(ReviewList& list, const v1::ReviewDue& event) {
  list.programme_id = event.programme_id();
  CHECK(event.version() >= list.version);
  list.version = event.version();
  list.under_way = event.more();
  list.last = event.more() ? event.referral_ids(event.referral_ids_size() - 1) : "";
}

}  // namespace kinward::eligibility
