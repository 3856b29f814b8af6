#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "kinward/common/v1/operations.pb.h"
#include "tools/kinwardctl/stack.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {
namespace {

const std::string kOperations = "kinward.common.v1.OperationsService/";
const std::string kProjection = "projection";
constexpr std::chrono::milliseconds kLookEvery{200};

int Failed(const Failure& failure) {
  std::fprintf(stderr, "kinwardctl: %s\n", failure.message.c_str());
  return 1;
}

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
  std::printf("views: version %d is read", status->active());
  if (status->building() != 0) {
    std::printf(", version %d is being built: %d of %d buckets", status->building(),
                status->ready(), status->buckets());
  }
  std::printf("\n");
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
  std::printf("views: version %d %s\n", *version, await ? "is read" : "is being built");
  return 0;
}

int ViewsVerify(const Options& options) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  const auto version = AskForRebuild(**stack);
  if (!version) return Failed(version.error());
  const auto status = AwaitVersion(**stack, *version);
  if (!status) return Failed(status.error());
  std::printf("views: %ld documents built anew, %ld differed\n", status->documents(),
              status->different());
  for (const std::string& example : status->examples()) std::printf("  %s\n", example.c_str());
  return status->different() == 0 ? 0 : 1;
}

}  // namespace kinward::ctl
