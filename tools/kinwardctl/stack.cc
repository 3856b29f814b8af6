#include "tools/kinwardctl/stack.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "kinward/common/v1/error.pb.h"

namespace kinward::ctl {
namespace {

std::string Content(const std::string& file) {
  std::ifstream input(file);
  std::ostringstream content;
  content << input.rdbuf();
  return content.str();
}

}  // namespace

Result<Stack*> Stack::Open(const std::string& folder) {
  static auto& opened = *new std::vector<std::unique_ptr<Stack>>();
  auto* stack = opened.emplace_back(std::make_unique<Stack>()).get();
  stack->folder_ = folder;
  const auto endpoints = nlohmann::json::parse(Content(folder + "/endpoints.json"), nullptr, false);
  if (endpoints.is_discarded() || !endpoints.contains("services")) {
    return Failure{FailureKind::kNotFound,
                   "no running stack: " + folder + "/endpoints.json cannot be read (make up)"};
  }
  for (const auto& [name, replicas] : endpoints["services"].items()) {
    if (replicas.empty() || !replicas[0]["grpc"].is_string()) continue;
    stack->targets_[name] = replicas[0]["grpc"].get<std::string>();
  }
  stack->secret_ = Content(folder + "/secrets/internal");
  while (!stack->secret_.empty() && stack->secret_.back() == '\n') stack->secret_.pop_back();
  return stack;
}

rpc::Answer Stack::Call(const std::string& service, const std::string& method,
                        const std::string& council, const google::protobuf::Message& request,
                        std::optional<Uuid> command_id) {
  auto& client = clients_[service];
  if (!client) client = std::make_unique<rpc::Client>(targets_[service]);
  rpc::Caller caller;
  caller.actor = {"staff", "kinwardctl", {"operations", "commissioner"}};
  caller.council = council;
  caller.command_id = command_id;
  return client->CallAndWait("/" + method, rpc::MetadataOf(caller, secret_),
                             request.SerializeAsString(), deadline_);
}

Failure Stack::FailureOf(const std::string& service, const rpc::Status& status) {
  std::string message = service + ": " + status.message;
  common::v1::ErrorDetail detail;
  if (detail.ParseFromString(status.detail)) {
    for (const auto& fault : detail.faults()) {
      message += "\n  " + fault.pointer() + ": " + fault.code() + ": " + fault.detail();
    }
  }
  return {status.code == rpc::Code::kUnavailable ? FailureKind::kRetry : FailureKind::kFatal,
          message};
}

}  // namespace kinward::ctl
