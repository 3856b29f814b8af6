// The people who are helped together: members, their story told once, and earlier referrals (C04).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kinward/intake/v1/family.domain.h"
#include "kinward/intake/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::intake {

struct NotedReferral {
  std::string referral_id;
  std::vector<std::string> reasons;
  std::optional<std::string> ended_on;
};

struct Family {
  using Messages = v1::FamilyMessages;

  bool open = false;
  std::set<std::string> members;
  std::map<std::string, int> times_asked;  // by question
  std::vector<NotedReferral> referrals;    // oldest first
  std::set<std::string> linked;
};
using FamilyAnswer = Decision<Family::Messages::Event, v1::Rejection>;

[[nodiscard]] FamilyAnswer Decide(const Family& family, const v1::OpenFamily& command,
                                  const Context& context);
[[nodiscard]] FamilyAnswer Decide(const Family& family, const v1::AddMember& command,
                                  const Context& context);
[[nodiscard]] FamilyAnswer Decide(const Family& family, const v1::RemoveMember& command,
                                  const Context& context);
[[nodiscard]] FamilyAnswer Decide(const Family& family, const v1::RecordAccount& command,
                                  const Context& context);
[[nodiscard]] FamilyAnswer Decide(const Family& family, const v1::NoteReferral& command,
                                  const Context& context);
[[nodiscard]] FamilyAnswer Decide(const Family& family, const v1::NoteReferralEnded& command,
                                  const Context& context);
[[nodiscard]] FamilyAnswer Decide(const Family& family, const v1::LinkFamily& command,
                                  const Context& context);

void Apply(Family& family, const v1::FamilyOpened& event);
void Apply(Family& family, const v1::MemberAdded& event);
void Apply(Family& family, const v1::MemberRemoved& event);
void Apply(Family& family, const v1::AccountRecorded& event);
void Apply(Family& family, const v1::FamilyReferred& event);
void Apply(Family& family, const v1::RepeatReferralDetected& event);
void Apply(Family& family, const v1::FamilyReferralEnded& event);
void Apply(Family& family, const v1::FamilyLinked& event);

}  // namespace kinward::intake
