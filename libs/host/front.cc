#include "libs/host/front.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

#include "kinward/common/v1/error.pb.h"
#include "libs/observe/metrics.h"
#include "libs/rpc/access.h"
#include "libs/rpc/field_rules.h"

namespace kinward::host {
namespace {

constexpr std::chrono::seconds kDeadlineMax{10};

rpc::Status BadFields(const std::vector<rpc::FieldFault>& faults) {
  common::v1::ErrorDetail detail;
  detail.set_reason("FIELDS_MUST_BE_RIGHT");
  for (const auto& fault : faults) {
    auto& entry = *detail.add_faults();
    entry.set_pointer(fault.pointer);
    entry.set_code(fault.code);
    entry.set_detail(fault.detail);
  }
  return {rpc::Code::kInvalidArgument, "some fields are not right", "FIELDS_MUST_BE_RIGHT",
          detail.SerializeAsString()};
}

std::chrono::steady_clock::time_point DeadlineOf(const rpc::Call& call) {
  const auto left = call.deadline - std::chrono::system_clock::now();
  return std::chrono::steady_clock::now() +
         std::min<std::chrono::system_clock::duration>(left, kDeadlineMax);
}

// Commands. Default: every staff role; "system" and partners come through services that know the
// secret.
rpc::Status Authorise(const common::v1::CommandRule& rule, const rpc::Caller& caller) {
  if (caller.actor.kind == "system") return {};
  if (rule.internal()) {
    return {rpc::Code::kPermissionDenied, "only Kinward itself sends this", "ROLE_MUST_ALLOW", ""};
  }
  if (caller.actor.kind == "partner" || rule.roles().empty()) return {};
  return rpc::HasOneOf(rule.roles(), caller) ? rpc::Status{} : rpc::RoleMissing(rule.roles());
}

rpc::Status KnowCaller(const rpc::Caller& caller) {
  if (!caller.trusted) {
    return {rpc::Code::kUnauthenticated, "calls come through the gateway", "CALLER_MUST_BE_KNOWN",
            ""};
  }
  if (caller.actor.kind.empty()) {
    return {rpc::Code::kUnauthenticated, "who acts is missing", "ACTOR_MUST_BE_KNOWN", ""};
  }
  return {};
}

// Registered on first use; methods and codes are closed lists.
void Count(const google::protobuf::MethodDescriptor& method, rpc::Code code) {
  observe::MakeCounter(
      "kinward_rpc_server_requests_total", "Calls answered.",
      {{"method", method.name()}, {"code", std::to_string(static_cast<int>(code))}})
      .Add();
}

}  // namespace

rpc::Status StatusOf(const Failure& failure) {
  const bool retry =
      failure.kind == FailureKind::kRetry || failure.kind == FailureKind::kIndeterminate;
  return {retry ? rpc::Code::kUnavailable : rpc::Code::kFailedPrecondition, failure.message,
          retry ? "NOT_AVAILABLE" : "MUST_BE_POSSIBLE", ""};
}

Front::Front(boost::asio::io_context& io, const Registry& registry, CommandRunner& runner,
             Queries queries, std::string internal_secret)
    : io_(&io),
      registry_(&registry),
      runner_(&runner),
      queries_(std::move(queries)),
      internal_secret_(std::move(internal_secret)) {}

void Front::Take(rpc::Call call) {
  const auto refuse = [&call](const rpc::Status& status) {
    Count(*call.method, status.code);
    call.finish(status, {});
  };
  rpc::Caller caller = rpc::CallerOf(call.metadata, internal_secret_);
  if (const auto status = KnowCaller(caller); !status.ok()) return refuse(status);
  std::shared_ptr<Message> message = NewMessage(call.method->input_type());
  if (!message->ParseFromString(call.request)) {
    return refuse({rpc::Code::kInvalidArgument, "the message cannot be read",
                   "MESSAGE_MUST_BE_READABLE", ""});
  }
  if (const auto faults = rpc::CheckFields(*message); !faults.empty())
    return refuse(BadFields(faults));

  const CommandType* type = registry_->FindCommand(call.method->input_type());
  if (type == nullptr) {
    if (const auto status = rpc::MayAsk(*call.method, caller); !status.ok()) return refuse(status);
    boost::asio::co_spawn(*io_, RunQuery(std::move(call), std::move(caller), std::move(message)),
                          boost::asio::detached);
    return;
  }
  if (caller.council.empty()) {
    return refuse(
        {rpc::Code::kInvalidArgument, "the council is missing", "COUNCIL_MUST_BE_NAMED", ""});
  }
  if (!caller.command_id) {
    return refuse({rpc::Code::kInvalidArgument, "a command needs an id: Idempotency-Key, a UUID",
                   "COMMAND_ID_MUST_BE_GIVEN", ""});
  }
  if (const auto status = Authorise(*type->rule, caller); !status.ok()) return refuse(status);
  RunRequest request;
  request.tenant = caller.council;
  request.command = message;
  request.command_id = *caller.command_id;
  request.method = call.method->full_name();
  request.actor = caller.actor;
  request.if_match = caller.if_match;
  request.correlation_id = caller.correlation_id;
  request.traceparent = caller.traceparent;
  request.deadline = DeadlineOf(call);
  boost::asio::co_spawn(*io_, RunCommand(std::move(call), std::move(request)),
                        boost::asio::detached);
}

boost::asio::awaitable<void> Front::RunCommand(rpc::Call call, RunRequest request) {
  const auto begun = std::chrono::steady_clock::now();
  const RunOutcome outcome = co_await runner_->Run(std::move(request));
  static const auto seconds =
      observe::MakeHistogram("kinward_command_duration_seconds", "From the command to its answer.");
  seconds.Observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  Count(*call.method, outcome.status.code);
  call.finish(outcome.status, outcome.reply.SerializeAsString());
}

boost::asio::awaitable<void> Front::RunQuery(rpc::Call call, rpc::Caller caller,
                                             std::shared_ptr<Message> request) {
  const std::string name = call.method->service()->full_name() + "/" + call.method->name();
  const auto query = queries_.find(name);
  if (query == queries_.end()) {
    Count(*call.method, rpc::Code::kUnimplemented);
    call.finish({rpc::Code::kUnimplemented, name + " is not served here", "METHOD_MUST_EXIST", ""},
                {});
    co_return;
  }
  const QueryAnswer answer = co_await query->second(caller, *request);
  if (const auto* status = std::get_if<rpc::Status>(&answer)) {
    Count(*call.method, status->code);
    call.finish(*status, {});
    co_return;
  }
  Count(*call.method, rpc::Code::kOk);
  call.finish({}, std::get<std::shared_ptr<Message>>(answer)->SerializeAsString());
}

}  // namespace kinward::host
