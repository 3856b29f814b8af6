#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "kinward/common/v1/operations.pb.h"
#include "tools/kinwardctl/report.h"
#include "tools/kinwardctl/stack.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {
namespace {

const std::string kOperations = "kinward.common.v1.OperationsService/";
const std::string kProjection = "projection";
constexpr std::chrono::milliseconds kLookEvery{200};

Result<common::v1::ViewsStatusResponse> StatusOf(Stack& stack) {
  return stack.Ask<common::v1::ViewsStatusResponse>(kProjection, kOperations + "ViewsStatus", "",
                                                    common::v1::ViewsStatusRequest());
}

// Until that version is read. There is no bound: a rebuild takes as long as the topics are long.
Result<common::v1::ViewsStatusResponse> AwaitVersion(Stack& stack, int version) {
  for (;;) {
    auto status = StatusOf(stack);
    if (!status || status->active() >= version) return status;
    std::this_thread::sleep_for(kLookEvery);
  }
}

Result<int> AskForRebuild(Stack& stack) {
  auto asked = stack.Ask<common::v1::RebuildViewsResponse>(
      kProjection, kOperations + "RebuildViews", "", common::v1::RebuildViewsRequest());
  if (!asked) return asked.error();
  return asked->building();
}

}  // namespace

int ViewsStatus(const Options& options) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  const auto status = StatusOf(**stack);
  if (!status) return Failed(status.error());
  std::string line = "views: version " + std::to_string(status->active()) + " is read";
  if (status->building() != 0) {
    line += ", version " + std::to_string(status->building()) +
            " is being built: " + std::to_string(status->ready()) + " of " +
            std::to_string(status->buckets()) + " buckets";
  }
  Tell(options, line,
       {{"version", status->active()},
        {"building", status->building()},
        {"ready", status->ready()},
        {"buckets", status->buckets()}});
  return 0;
}

int ViewsRebuild(const Options& options, bool await) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  const auto version = AskForRebuild(**stack);
  if (!version) return Failed(version.error());
  if (await) {
    if (const auto status = AwaitVersion(**stack, *version); !status) return Failed(status.error());
  }
  Tell(options,
       "views: version " + std::to_string(*version) + (await ? " is read" : " is being built"),
       {{"version", *version}, {"read", await}});
  return 0;
}

int ViewsVerify(const Options& options) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  const auto version = AskForRebuild(**stack);
  if (!version) return Failed(version.error());
  const auto status = AwaitVersion(**stack, *version);
  if (!status) return Failed(status.error());
  std::string line = "views: " + std::to_string(status->documents()) + " documents built anew, " +
                     std::to_string(status->different()) + " differed";
  nlohmann::json examples = nlohmann::json::array();
  for (const std::string& example : status->examples()) {
    line += "\n  " + example;
    examples.push_back(example);
  }
  Tell(options, line,
       {{"documents", status->documents()},
        {"different", status->different()},
        {"examples", examples}});
  return status->different() == 0 ? 0 : 1;
}

}  // namespace kinward::ctl
