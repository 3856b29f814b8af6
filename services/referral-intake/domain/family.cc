#include "services/referral-intake/domain/family.h"

#include <algorithm>
#include <utility>

#include "libs/base/check.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"

namespace kinward::intake {
namespace {

using Event = Family::Messages::Event;

v1::FamilyOpened Opened(const std::string& family_id) {
  v1::FamilyOpened event;
  event.set_family_id(family_id);
  return event;
}
v1::MemberAdded Added(const std::string& family_id, const auto& member) {
  v1::MemberAdded event;
  event.set_family_id(family_id);
  event.set_person_id(member.person_id());
  *event.mutable_roles() = member.roles();
  return event;
}
const NotedReferral* Find(const Family& family, const std::string& referral_id) {
  const auto found =
      std::find_if(family.referrals.begin(), family.referrals.end(),
                   [&](const auto& referral) { return referral.referral_id == referral_id; });
  return found == family.referrals.end() ? nullptr : &*found;
}
// The one that ended last; if none has ended, the newest.
const NotedReferral& Previous(const Family& family) {
  const NotedReferral* previous = &family.referrals.back();
  for (const auto& referral : family.referrals) {
    if (referral.ended_on && (!previous->ended_on || *referral.ended_on >= *previous->ended_on)) {
      previous = &referral;
    }
  }
  return *previous;
}
v1::RepeatReferralDetected RepeatOf(const Family& family, const v1::NoteReferral& command,
                                    const Context& context) {
  const NotedReferral& previous = Previous(family);
  v1::RepeatReferralDetected event;
  event.set_family_id(command.family_id());
  event.set_referral_id(command.referral_id());
  event.set_previous_referral_id(previous.referral_id);
  if (previous.ended_on) {
    const auto ended = ParseDate(*previous.ended_on);
    CHECK(ended);
    event.set_days_since_end(DaysBetween(*ended, DateOf(context.now)));
  }
  for (const auto& reason : command.reasons()) {
    if (std::find(previous.reasons.begin(), previous.reasons.end(), reason) !=
        previous.reasons.end()) {
      event.add_same_reasons(reason);
    }
  }
  event.set_referrals(static_cast<int>(family.referrals.size()) + 1);
  return event;
}

}  // namespace

FamilyAnswer Decide(const Family& family, const v1::OpenFamily& command,
                    const Context& /*context*/) {
  if (family.open) return NothingToDo<FamilyAnswer>();
  return Accept<FamilyAnswer>(Opened(command.family_id()));
}

FamilyAnswer Decide(const Family& family, const v1::AddMember& command,
                    const Context& /*context*/) {
  if (!family.open) return v1::REJECTION_FAMILY_MUST_BE_OPEN;
  if (family.members.contains(command.person_id())) return NothingToDo<FamilyAnswer>();
  return Accept<FamilyAnswer>(Added(command.family_id(), command));
}

FamilyAnswer Decide(const Family& family, const v1::RemoveMember& command,
                    const Context& /*context*/) {
  if (!family.open) return v1::REJECTION_FAMILY_MUST_BE_OPEN;
  if (!family.members.contains(command.person_id())) return v1::REJECTION_PERSON_MUST_BE_A_MEMBER;
  v1::MemberRemoved event;
  event.set_family_id(command.family_id());
  event.set_person_id(command.person_id());
  return Accept<FamilyAnswer>(std::move(event));
}

FamilyAnswer Decide(const Family& family, const v1::RecordAccount& command,
                    const Context& /*context*/) {
  if (!family.open) return v1::REJECTION_FAMILY_MUST_BE_OPEN;
  const auto asked = family.times_asked.find(command.question());
  v1::AccountRecorded event;
  event.set_family_id(command.family_id());
  event.set_question(command.question());
  *event.mutable_account() = command.account();
  event.set_times_asked(asked == family.times_asked.end() ? 1 : asked->second + 1);
  return Accept<FamilyAnswer>(std::move(event));
}

FamilyAnswer Decide(const Family& family, const v1::NoteReferral& command, const Context& context) {
  std::vector<Event> events;
  if (!family.open) events.emplace_back(Opened(command.family_id()));
  for (const auto& member : command.members()) {
    if (!family.members.contains(member.person_id())) {
      events.emplace_back(Added(command.family_id(), member));
    }
  }
  if (Find(family, command.referral_id()) != nullptr) return events;

  v1::FamilyReferred referred;
  referred.set_family_id(command.family_id());
  referred.set_referral_id(command.referral_id());
  *referred.mutable_reasons() = command.reasons();
  events.emplace_back(std::move(referred));
  if (!family.referrals.empty()) events.emplace_back(RepeatOf(family, command, context));
  return events;
}

FamilyAnswer Decide(const Family& family, const v1::NoteReferralEnded& command,
                    const Context& /*context*/) {
  const NotedReferral* referral = Find(family, command.referral_id());
  if (referral == nullptr) return v1::REJECTION_REFERRAL_MUST_BE_KNOWN;
  if (referral->ended_on == command.ended_on()) return NothingToDo<FamilyAnswer>();
  v1::FamilyReferralEnded event;
  event.set_family_id(command.family_id());
  event.set_referral_id(command.referral_id());
  event.set_ended_on(command.ended_on());
  return Accept<FamilyAnswer>(std::move(event));
}

FamilyAnswer Decide(const Family& family, const v1::LinkFamily& command,
                    const Context& /*context*/) {
  if (family.linked.contains(command.other_family_id())) return NothingToDo<FamilyAnswer>();
  v1::FamilyLinked event;
  event.set_family_id(command.family_id());
  event.set_other_family_id(command.other_family_id());
  return Accept<FamilyAnswer>(std::move(event));
}

void Apply(Family& family, const v1::FamilyOpened& /*event*/) {
  CHECK(!family.open);
  family.open = true;
}
void Apply(Family& family, const v1::MemberAdded& event) {
  CHECK(family.open);
  family.members.insert(event.person_id());
}
void Apply(Family& family, const v1::MemberRemoved& event) {
  CHECK(family.members.contains(event.person_id()));
  family.members.erase(event.person_id());
}
void Apply(Family& family, const v1::AccountRecorded& event) {
  CHECK(family.open);
  family.times_asked[event.question()] = event.times_asked();
}
void Apply(Family& family, const v1::FamilyReferred& event) {
  CHECK(family.open);
  family.referrals.push_back(
      {event.referral_id(), {event.reasons().begin(), event.reasons().end()}, std::nullopt});
}
void Apply(Family& family, const v1::RepeatReferralDetected& /*event*/) { CHECK(family.open); }
void Apply(Family& family, const v1::FamilyReferralEnded& event) {
  for (auto& referral : family.referrals) {
    if (referral.referral_id == event.referral_id()) referral.ended_on = event.ended_on();
  }
}
void Apply(Family& family, const v1::FamilyLinked& event) {
  family.linked.insert(event.other_family_id());
}

}  // namespace kinward::intake
