// What a request's decisions share: finding a part, and the event that says it is placed.
#pragma once

#include <string>
#include <utility>

#include "services/scheduling/domain/request.h"

namespace kinward::scheduling {

inline const Request::Part* PartOf(const Request& request, const std::string& programme_id) {
  const auto part = request.parts.find(programme_id);
  return part == request.parts.end() ? nullptr : &part->second;
}

inline bool IsPlaced(const Request::Part& part) { return part.state == v1::PART_STATE_PLACED; }
inline bool IsOver(const Request::Part& part) {
  return part.state == v1::PART_STATE_ENDED || part.state == v1::PART_STATE_REFUSED;
}

inline v1::PartPlaced Placed(const v1::HelpRequested& asked, v1::StartBasis basis) {
  v1::PartPlaced placed;
  placed.set_referral_id(asked.referral_id());
  placed.set_family_id(asked.family_id());
  placed.set_programme_id(asked.programme_id());
  placed.set_programme_version(asked.programme_version());
  placed.set_basis(basis);
  *placed.mutable_subjects() = asked.subjects();
  *placed.mutable_reasons() = asked.reasons();
  return placed;
}

// Why a part ends when the referral asks for another programme instead.
inline constexpr const char* kAnotherProgramme = "another-programme";

// What an open part has asked of panel and pool, to be taken back.
inline v1::OpenPart OpenPartOf(const std::string& programme_id, const Request::Part& part) {
  v1::OpenPart open;
  open.set_programme_id(programme_id);
  open.set_state(part.state);
  open.set_panel_id(part.asked.gateway().panel_id());
  open.set_session_id(part.session_id);
  open.set_item_id(part.item_id);
  open.set_pool_id(part.asked.pool_id());
  return open;
}
inline v1::OpenPart OpenStayOf(const std::string& stay_id, const Request::Bed& bed) {
  v1::OpenPart open;
  open.set_programme_id(bed.programme_id);
  open.set_setting_id(bed.setting_id);
  open.set_stay_id(stay_id);
  return open;
}

// Not yet begun, and decided by an older version than this; told of no newer one yet.
inline bool MustBeReviewed(const Request::Part& part, int version) {
  const int decided_by = part.asked.programme_version();
  return decided_by > 0 && version > decided_by && version > part.review_version &&
         !IsPlaced(part) && !IsOver(part);
}
inline v1::PartReviewDue ReviewDue(const v1::HelpRequested& asked, int version) {
  v1::PartReviewDue due;
  due.set_referral_id(asked.referral_id());
  due.set_family_id(asked.family_id());
  due.set_programme_id(asked.programme_id());
  due.set_programme_version(asked.programme_version());
  due.set_version(version);
  return due;
}

// The stay that has begun for this programme; null when there is none.
inline const std::pair<const std::string, Request::Bed>* BegunStay(
    const Request& request, const std::string& programme_id) {
  for (const auto& stay : request.stays) {
    if (stay.second.begun && stay.second.programme_id == programme_id) return &stay;
  }
  return nullptr;
}

// A bed is taken: the part begins. A crisis stay that no panel agreed to is ratified afterwards.
inline v1::PartPlaced PlacedByStay(const v1::HelpRequested& asked, const Request::Bed& bed,
                                   const std::string& stay_id) {
  v1::PartPlaced placed = Placed(asked, bed.crisis ? v1::START_BASIS_CRISIS : v1::START_BASIS_STAY);
  placed.set_setting_id(bed.setting_id);
  placed.set_stay_id(stay_id);
  return placed;
}

inline void AskForRatification(v1::PartPlaced& placed, const v1::HelpRequested& asked) {
  placed.set_ratified_by(asked.gateway().panel_id());
  placed.set_urgency(asked.urgency());
  placed.set_referred_on(asked.referred_on());
}

}  // namespace kinward::scheduling
