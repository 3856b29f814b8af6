// Ids that follow from what they name, so that whoever opens a stream first opens the same one.
#pragma once

#include <string>

namespace kinward::scheduling {

std::string AgendaItemId(const std::string& referral_id, const std::string& programme_id,
                         const std::string& panel_id);
// `on` is an ISO date: a panel sits once a day at most.
std::string SessionId(const std::string& panel_id, const std::string& on);

}  // namespace kinward::scheduling
