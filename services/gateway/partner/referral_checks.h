// A partner's data to its message, with every fault of it at once, and the warnings that come with
// what is taken all the same (bad-input.md rows 25, 50 to 52, 60 to 64).
#pragma once

#include <string>
#include <vector>

#include "kinward/partner/v1/notification.pb.h"
#include "kinward/partner/v1/referral.pb.h"
#include "kinward/partner/v1/report.pb.h"
#include "libs/rpc/field_fault.h"
#include "libs/rpc/json_value.h"
#include "services/gateway/partner/people_checks.h"

namespace kinward::gateway {

struct Warning {
  std::string code;
  std::string detail;
};
struct Findings {
  std::vector<rpc::FieldFault> faults;  // any: refused, 422
  std::vector<Warning> warnings;
};

// Each fills the message from `data`, which stands at `pointer`. Whom a submission must name
// depends on its programme and is checked apart (CheckConcerned).
Findings ReadSubmitted(const rpc::JsonValue& data, const std::string& pointer, CheckedAs as,
                       partner::v1::ReferralSubmitted& message);
Findings ReadAmended(const rpc::JsonValue& data, const std::string& pointer, CheckedAs as,
                     partner::v1::ReferralAmended& message);
Findings ReadWithdrawn(const rpc::JsonValue& data, const std::string& pointer,
                       partner::v1::ReferralWithdrawn& message);
Findings ReadReported(const rpc::JsonValue& data, const std::string& pointer,
                      partner::v1::ProviderReported& message);
Findings ReadNotified(const rpc::JsonValue& data, const std::string& pointer, CheckedAs as,
                      partner::v1::NotificationRaised& message);
Findings ReadAttended(const rpc::JsonValue& data, const std::string& pointer, CheckedAs as,
                      partner::v1::SchoolAttendanceRecorded& message);
Findings ReadLegalStatus(const rpc::JsonValue& data, const std::string& pointer, CheckedAs as,
                         partner::v1::LegalStatusChanged& message);
Findings ReadPreview(const rpc::JsonValue& data, const std::string& pointer, CheckedAs as,
                     partner::v1::PreviewAsked& message);

}  // namespace kinward::gateway
