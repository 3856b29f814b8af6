// What scheduling changes in the case's parts: one allocation a programme, and the lists it waits
// on.
#include <algorithm>

#include "kinward/scheduling/v1/request.pb.h"
#include "services/projection/views/case_view.h"
#include "services/projection/views/words.h"

namespace kinward::projection {
namespace {

using views::v1::CaseAllocation;
using views::v1::CaseSchedulingPart;

std::int64_t Seconds(Time time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

std::string WaitlistOf(const CaseAllocation& allocation) {
  return "waitlist:" + (allocation.pool().empty() ? allocation.setting() : allocation.pool());
}
std::string WaitlistMember(const CaseSchedulingPart& part, const CaseAllocation& allocation) {
  return part.referral_id() + " " + allocation.programme();
}
// Moves a part on; whoever no longer waits leaves the list.
CaseAllocation& Move(CaseSchedulingPart& part, const std::string& referral,
                     const std::string& programme, std::string_view state, const Heard& heard,
                     Marks& marks) {
  part.set_referral_id(referral);
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
  auto& all = *part.mutable_allocations();
  auto found = std::find_if(all.begin(), all.end(), [&](const CaseAllocation& allocation) {
    return allocation.programme() == programme;
  });
  CaseAllocation& allocation = found == all.end() ? *all.Add() : *found;
  if (allocation.state() == "waiting" && state != "waiting") {
    marks.Leave(WaitlistOf(allocation), WaitlistMember(part, allocation));
  }
  allocation.set_programme(programme);
  allocation.set_state(std::string(state));
  return allocation;
}
void OnHelpRequested(CaseSchedulingPart& part, const scheduling::v1::HelpRequested& event,
                     const Heard& heard, Marks& marks) {
  auto& allocation = Move(part, event.referral_id(), event.programme_id(),
                          event.set_aside() ? "ended" : "requested", heard, marks);
  part.set_family_id(event.family_id());
  allocation.set_version(event.programme_version());
  allocation.set_pool(event.pool_id());
  allocation.set_setting(event.setting_id());
  allocation.set_urgency(event.urgency());
  allocation.set_preferences_met(event.preferences_met());
  allocation.set_referred_on(event.referred_on());
  *allocation.mutable_requested_time() =
      event.has_requested_time() ? event.requested_time() : ToTimestamp(heard.occurred_time);
}
void OnListed(CaseSchedulingPart& part, const scheduling::v1::PartListed& event, const Heard& heard,
              Marks& marks) {
  auto& allocation = Move(part, event.referral_id(), event.programme_id(), "listed", heard, marks);
  allocation.set_panel(event.panel_id());
  allocation.set_session(event.session_id());
  allocation.set_item(event.item_id());
  if (event.has_session_time()) *allocation.mutable_session_time() = event.session_time();
  *allocation.mutable_listed_time() = ToTimestamp(heard.occurred_time);
}
void OnPartDecided(CaseSchedulingPart& part, const scheduling::v1::PartDecided& event,
                   const Heard& heard, Marks& marks) {
  // A decision that ratifies what has begun, or defers, leaves the part where it stands.
  std::string state;
  for (const CaseAllocation& known : part.allocations()) {
    if (known.programme() == event.programme_id()) state = known.state();
  }
  if (event.decision() == "refused") state = "refused";
  const bool begun =
      state == "placed" || state == "waiting" || state == "offered" || state == "ended";
  if (event.decision().starts_with("agreed") && !begun) state = "agreed";
  auto& allocation = Move(part, event.referral_id(), event.programme_id(), state, heard, marks);
  allocation.set_decision(event.decision());
  if (event.decision() == "ratified")
    marks.Leave(std::string(kOpenCrises), WaitlistMember(part, allocation));
  if (!event.pool_id().empty()) allocation.set_pool(event.pool_id());
  *allocation.mutable_decided_time() = ToTimestamp(heard.occurred_time);
}
void OnWaiting(CaseSchedulingPart& part, const scheduling::v1::PartWaiting& event,
               const Heard& heard, Marks& marks) {
  auto& allocation = Move(part, event.referral_id(), event.programme_id(), "waiting", heard, marks);
  if (!event.pool_id().empty()) allocation.set_pool(event.pool_id());
  if (!event.setting_id().empty()) allocation.set_setting(event.setting_id());
  *allocation.mutable_waiting_time() = ToTimestamp(heard.occurred_time);
  marks.Enter(WaitlistOf(allocation), WaitlistMember(part, allocation),
              Seconds(heard.occurred_time));
}
void OnOffered(CaseSchedulingPart& part, const scheduling::v1::PartOffered& event,
               const Heard& heard, Marks& marks) {
  auto& allocation = Move(part, event.referral_id(), event.programme_id(), "offered", heard, marks);
  if (!event.pool_id().empty()) allocation.set_pool(event.pool_id());
}
void OnPlaced(CaseSchedulingPart& part, const scheduling::v1::PartPlaced& event, const Heard& heard,
              Marks& marks) {
  auto& allocation = Move(part, event.referral_id(), event.programme_id(), "placed", heard, marks);
  if (!event.pool_id().empty()) allocation.set_pool(event.pool_id());
  if (!event.setting_id().empty()) allocation.set_setting(event.setting_id());
  allocation.set_stay(event.stay_id());
  allocation.set_basis(Word(event.basis()));
  // Open until a panel has ratified it; where no panel sat yet, nobody has to.
  const bool to_ratify = !event.ratified_by().empty() || allocation.decision() == "crisis-start";
  if (event.basis() == scheduling::v1::START_BASIS_CRISIS && to_ratify) {
    marks.Enter(std::string(kOpenCrises), WaitlistMember(part, allocation),
                Seconds(heard.occurred_time));
  }
  *allocation.mutable_placed_time() = ToTimestamp(heard.occurred_time);
}
void OnEnded(CaseSchedulingPart& part, const scheduling::v1::PartEnded& event, const Heard& heard,
             Marks& marks) {
  auto& allocation = Move(part, event.referral_id(), event.programme_id(), "ended", heard, marks);
  allocation.set_ended_reason(event.reason());
  *allocation.mutable_ended_time() = ToTimestamp(heard.occurred_time);
}
bool IsSettled(const CaseAllocation& allocation) {
  return allocation.state() == "placed" || allocation.state() == "ended" ||
         allocation.state() == "refused";
}
void OnRequestWithdrawn(CaseSchedulingPart& part, const scheduling::v1::RequestWithdrawn& event,
                        const Heard& heard, Marks& marks) {
  part.set_referral_id(event.referral_id());
  part.set_family_id(event.family_id());
  // What may return is set aside: intake's own part says how the referral ended.
  part.set_withdrawn(!event.may_return());
  part.set_withdrawn_reason(event.reason());
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
  for (CaseAllocation& allocation : *part.mutable_allocations()) {
    if (allocation.state() == "waiting") {
      marks.Leave(WaitlistOf(allocation), WaitlistMember(part, allocation));
    }
    if (!event.may_return() || IsSettled(allocation)) continue;
    allocation.set_state("ended");
    allocation.set_ended_reason(event.reason());
  }
}
void OnRequestReopened(CaseSchedulingPart& part, const scheduling::v1::RequestReopened& /*event*/,
                       const Heard& heard, Marks& /*marks*/) {
  part.set_withdrawn(false);
  part.clear_withdrawn_reason();
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
}
void OnReviewDue(CaseSchedulingPart& part, const scheduling::v1::PartReviewDue& event,
                 const Heard& heard, Marks& /*marks*/) {
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
  for (CaseAllocation& allocation : *part.mutable_allocations()) {
    if (allocation.programme() == event.programme_id())
      allocation.set_review_version(event.version());
  }
}

}  // namespace

void AddAllocationEvents(Catalogue& catalogue) {
  namespace v1 = scheduling::v1;
  const std::string collection(kCaseCollection);
  catalogue.On(collection, &v1::HelpRequested::referral_id, OnHelpRequested);
  catalogue.On(collection, &v1::PartListed::referral_id, OnListed);
  catalogue.On(collection, &v1::PartDecided::referral_id, OnPartDecided);
  catalogue.On(collection, &v1::PartWaiting::referral_id, OnWaiting);
  catalogue.On(collection, &v1::PartOffered::referral_id, OnOffered);
  catalogue.On(collection, &v1::PartPlaced::referral_id, OnPlaced);
  catalogue.On(collection, &v1::PartEnded::referral_id, OnEnded);
  catalogue.On(collection, &v1::RequestWithdrawn::referral_id, OnRequestWithdrawn);
  catalogue.On(collection, &v1::RequestReopened::referral_id, OnRequestReopened);
  catalogue.On(collection, &v1::PartReviewDue::referral_id, OnReviewDue);
}

}  // namespace kinward::projection
