// An event message's type as it is stored and published.
#pragma once

#include <string>

namespace kinward::host {

// kinward.intake.v1.ReferralReceived → kinward.intake.referral.referral-received.v1; empty when the
// message is not an event of a linked proto.
std::string EventTypeOf(const std::string& message_name);

}  // namespace kinward::host
