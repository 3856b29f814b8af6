// A running stack as endpoints.json describes it, and calls to its services. Profile local only:
// the internal secret is read beside endpoints.json.
#pragma once

#include <google/protobuf/message.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/client.h"

namespace kinward::ctl {

inline const std::vector<std::string> kDeciders{"intake", "eligibility", "scheduling", "outcomes"};

class Stack {
 public:
  // `folder` is .run/ (or $KINWARD_RUN_DIR). What is opened stays until the process ends: gRPC 1.51
  // takes down its callback queue with the last channel, under threads that it has just begun.
  static Result<Stack*> Open(const std::string& folder);

  // Calls "package.Service/Method" of a service. A command needs `command_id`.
  rpc::Answer Call(const std::string& service, const std::string& method,
                   const std::string& council, const google::protobuf::Message& request,
                   std::optional<Uuid> command_id = std::nullopt);
  // The same, parsed; a failure's message names the rule.
  template <typename Response>
  Result<Response> Ask(const std::string& service, const std::string& method,
                       const std::string& council, const google::protobuf::Message& request,
                       std::optional<Uuid> command_id = std::nullopt) {
    const rpc::Answer answer = Call(service, method, council, request, command_id);
    if (!answer.status.ok()) return FailureOf(service, answer.status);
    Response response;
    if (!response.ParseFromString(answer.response))
      return Failure{FailureKind::kCorrupt, "unreadable answer"};
    return response;
  }
  // For calls that read a whole store.
  void WaitUpTo(std::chrono::milliseconds deadline) { deadline_ = deadline; }
  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] bool Has(const std::string& service) const { return targets_.contains(service); }

 private:
  static Failure FailureOf(const std::string& service, const rpc::Status& status);
  std::string folder_;
  std::string secret_;
  std::chrono::milliseconds deadline_ = std::chrono::seconds{30};
  std::map<std::string, std::string> targets_;
  std::map<std::string, std::unique_ptr<rpc::Client>> clients_;
};

}  // namespace kinward::ctl
