#include "libs/host/answers.h"

#include <cctype>
#include <utility>

#include "kinward/common/v1/error.pb.h"
#include "kinward/common/v1/outcome.pb.h"

namespace kinward::host {
namespace {

rpc::Status Refusal(rpc::Code code, std::string message, const Rejected& rejected) {
  rpc::Status status{code, std::move(message), rejected.rule, ""};
  common::v1::ErrorDetail detail;
  detail.set_reason(rejected.rule);
  for (const std::string& instead : rejected.instead) detail.add_instead(instead);
  status.detail = detail.SerializeAsString();
  return status;
}

std::string Hexadecimal(std::string text) {
  std::erase(text, '-');
  return text;
}

}  // namespace

RunOutcome StaleVersion(std::int64_t current) {
  return {Refusal(rpc::Code::kFailedPrecondition, "the stream has moved on",
                  {"VERSION_MUST_BE_CURRENT", {std::to_string(current)}}),
          {},
          true};
}

std::string TraceparentOf(const std::string& correlation_id, const Uuid& command_id) {
  const auto known = Uuid::Parse(correlation_id);
  const Uuid trace = known ? *known : UuidFrom(correlation_id, "trace");
  return "00-" + Hexadecimal(trace.ToString()) + "-" +
         Hexadecimal(UuidFrom(command_id, "span").ToString()).substr(0, 16) + "-01";
}

RunOutcome RefusedBy(const Rejected& rejected) {
  return {Refusal(rpc::Code::kFailedPrecondition, "refused by the rule " + rejected.rule, rejected),
          {},
          true};
}

RunOutcome Failed(const Failure& failure) {
  if (failure.kind == FailureKind::kIndeterminate) {
    return {{rpc::Code::kUnavailable,
             "it is not known whether this was done: retry with the same command id",
             "OUTCOME_UNKNOWN", ""},
            {},
            false};
  }
  if (failure.kind == FailureKind::kRetry) {
    return {{rpc::Code::kUnavailable, "not received: " + failure.message, "NOT_RECEIVED", ""},
            {},
            false};
  }
  return {{rpc::Code::kInternal, failure.message, "INTERNAL", ""}, {}, false};
}

RunOutcome ReplyOf(const std::string& stored) {
  common::v1::StoredOutcome outcome;
  if (!outcome.ParseFromString(stored)) {
    return Failed({FailureKind::kCorrupt, "the stored reply cannot be read"});
  }
  if (!outcome.rejection().empty()) {
    return RefusedBy({outcome.rejection(), {outcome.instead().begin(), outcome.instead().end()}});
  }
  RunOutcome repeated{{}, outcome.reply(), false};
  repeated.reply.set_repeat(true);
  return repeated;
}

RunOutcome IdReused() {
  return {Refusal(rpc::Code::kAborted, "this command id was used for another request",
                  {"COMMAND_ID_REUSED", {}}),
          {},
          true};
}

// child-night → CHILD_NIGHT_MUST_BE_FREE
std::string RuleOfClaim(const std::string& kind) {
  std::string rule;
  for (const char letter : kind) {
    rule +=
        letter == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  }
  return rule + "_MUST_BE_FREE";
}

}  // namespace kinward::host
