// The closed list of what can be notified (the catalogue's `notification_kinds`), and what is known
// of each kind: which ends which, and how long is long.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kinward::intake {

std::vector<std::string> NotificationKinds();
bool IsNotificationKind(std::string_view kind);

// The reason of an end that says it never happened: it ends nothing and obliges nothing.
inline constexpr std::string_view kToldByMistake = "mistaken";

// Whether a notification of kind `ender` ends the same person's episode of kind `kind`.
bool Ends(std::string_view ender, std::string_view kind);

// An episode of this kind that lasts more than so many days is significant; 0: none is.
// Missing: 7 (004 W-11 item 6, "missing more than 7 days"; programmes.md 1B).
int SignificantDays(std::string_view kind);

}  // namespace kinward::intake
