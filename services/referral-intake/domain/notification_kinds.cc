#include "services/referral-intake/domain/notification_kinds.h"

#include <algorithm>
#include <array>

namespace kinward::intake {
namespace {

constexpr std::array<std::string_view, 17> kKinds = {"missing",
                                                     "returned",
                                                     "excluded",
                                                     "suspended",
                                                     "readmitted",
                                                     "home-educated",
                                                     "missing-education",
                                                     "exploitation",
                                                     "accident-and-emergency",
                                                     "police-call-out",
                                                     "police-protection",
                                                     "strategy-discussion",
                                                     "marac-referral",
                                                     "initial-conference-called",
                                                     "pre-proceedings-letter",
                                                     "clinic-identified",
                                                     "child-removed"};
constexpr int kMissingIsLong = 7;

}  // namespace

std::vector<std::string> NotificationKinds() { return {kKinds.begin(), kKinds.end()}; }

bool IsNotificationKind(std::string_view kind) {
  return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

bool Ends(std::string_view ender, std::string_view kind) {
  if (ender == "returned") return kind == "missing";
  return ender == "readmitted" && (kind == "excluded" || kind == "suspended");
}

int SignificantDays(std::string_view kind) { return kind == "missing" ? kMissingIsLong : 0; }

}  // namespace kinward::intake
