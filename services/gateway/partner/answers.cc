#include "services/gateway/partner/answers.h"

#include "kinward/common/v1/error.pb.h"

namespace kinward::gateway {

Problem Unavailable() {
  Problem problem = ProblemAt(503, "unavailable", "", "not received: send the same event again");
  problem.headers.emplace_back("Retry-After", "2");
  return problem;
}

Problem ProblemFrom(const rpc::Status& status, const CloudEvent& event,
                    const std::string& receipt) {
  if (status.reason == "COMMAND_ID_REUSED") {
    return ProblemAt(
        409, "ce.id_conflict", event.pointer + "/id",
        "another event with this id has receipt " + receipt + "; send a correction under a new id");
  }
  if (status.code == rpc::Code::kNotFound || status.reason == "REFERRAL_MUST_BE_KNOWN") {
    return ProblemAt(404, "referral.not_found", event.data_pointer + "/reference",
                     "no referral of yours has this reference");
  }
  if (status.code == rpc::Code::kInvalidArgument) {
    common::v1::ErrorDetail detail;
    std::vector<rpc::FieldFault> faults;
    if (detail.ParseFromString(status.detail)) {
      for (const auto& fault : detail.faults()) {
        faults.push_back({event.data_pointer + fault.pointer(), fault.code(), fault.detail()});
      }
    }
    if (faults.empty()) faults.push_back({event.data_pointer, "field.invalid", "not acceptable"});
    return ProblemOf(422, std::move(faults));
  }
  if (status.reason == "HELP_MUST_NOT_HAVE_BEGUN") {
    return ProblemAt(409, status.reason, event.data_pointer + "/programme",
                     "help has begun: speak to the council, or send a referral of its own");
  }
  if (status.code == rpc::Code::kFailedPrecondition || status.code == rpc::Code::kAborted) {
    return ProblemAt(409, status.reason, event.data_pointer, "a rule of the council says no");
  }
  if (status.code == rpc::Code::kPermissionDenied) {
    return ProblemAt(403, "isa.not_permitted", event.pointer + "/type", "not permitted");
  }
  return Unavailable();
}

}  // namespace kinward::gateway
