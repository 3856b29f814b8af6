#include <cstdio>
#include <string>

#include "kinward/common/v1/operations.pb.h"
#include "libs/config/service_config.h"
#include "tools/kinwardctl/gateway.h"
#include "tools/kinwardctl/stack.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {
namespace {

const std::string kOperations = "kinward.common.v1.OperationsService/";
constexpr int kDegraded = 3;
constexpr int kBadConfig = 78;
constexpr std::chrono::hours kWholeStore{1};

int Failed(const Failure& failure) {
  std::fprintf(stderr, "kinwardctl: %s\n", failure.message.c_str());
  return 1;
}

// Runs `look` for every command service; the worst exit code wins.
template <typename Look>
int ForEach(const Options& options, Look look) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  int worst = 0;
  for (const std::string& service : kDeciders) {
    const int code = look(**stack, service);
    worst = worst == 1 ? 1 : std::max(worst, code);
  }
  return worst;
}

void PrintProgress(const common::v1::ProgressResponse& progress, bool json) {
  if (json) {
    std::printf(
        "{\"service\":\"%s\",\"relay\":\"%s\",\"generation\":%ld,\"outbox_rows\":%ld,\"parked\":%"
        "ld}\n",
        progress.service().c_str(), progress.relay_state().c_str(), progress.generation(),
        progress.outbox_rows(), progress.parked());
    return;
  }
  std::printf("%-12s relay %-12s generation %-3ld outbox %-7ld oldest %7.3f s  parked %ld\n",
              progress.service().c_str(), progress.relay_state().c_str(), progress.generation(),
              progress.outbox_rows(), progress.outbox_oldest_seconds(), progress.parked());
}

}  // namespace

int Status(const Options& options) {
  return ForEach(options, [&](Stack& stack, const std::string& service) {
    auto progress = stack.Ask<common::v1::ProgressResponse>(service, kOperations + "Progress", "",
                                                            common::v1::ProgressRequest());
    if (!progress) return Failed(progress.error());
    PrintProgress(*progress, options.json);
    return progress->parked() > 0 || progress->relay_state() != "running" ? kDegraded : 0;
  });
}

int RelayStatus(const Options& options) { return Status(options); }

int RelayRepublish(const Options& options, const std::string& service) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  auto done = (*stack)->Ask<common::v1::RepublishResponse>(service, kOperations + "Republish", "",
                                                           common::v1::RepublishRequest());
  if (!done) return Failed(done.error());
  std::printf("%s: everything is published again as generation %ld\n", service.c_str(),
              done->generation());
  return 0;
}

int TimersList(const Options& options) {
  return ForEach(options, [&](Stack& stack, const std::string& service) {
    common::v1::ListTimersRequest request;
    request.set_council(options.council);
    auto timers = stack.Ask<common::v1::ListTimersResponse>(service, kOperations + "ListTimers",
                                                            options.council, request);
    if (!timers) return Failed(timers.error());
    for (const auto& timer : timers->timers()) {
      std::printf("%-12s %s  %-40s %-24s %s\n", service.c_str(),
                  FormatTime(ToTime(timer.due())).c_str(), timer.stream().c_str(),
                  timer.name().c_str(), timer.command().c_str());
    }
    return 0;
  });
}

int ParkedList(const Options& options) {
  return ForEach(options, [&](Stack& stack, const std::string& service) {
    auto parked = stack.Ask<common::v1::ListParkedResponse>(service, kOperations + "ListParked", "",
                                                            common::v1::ListParkedRequest());
    if (!parked) return Failed(parked.error());
    for (const auto& entry : parked->entries()) {
      std::printf("%-12s %ld %s/%d@%ld key %s: %s\n", service.c_str(), entry.id(),
                  entry.topic().c_str(), entry.partition(), entry.offset(), entry.key().c_str(),
                  entry.reason().c_str());
    }
    return parked->entries().empty() ? 0 : kDegraded;
  });
}

int ParkedRetry(const Options& options, const std::string& key) {
  return ForEach(options, [&](Stack& stack, const std::string& service) {
    common::v1::RetryParkedRequest request;
    if (!key.empty()) request.set_key(key);
    auto retried = stack.Ask<common::v1::RetryParkedResponse>(service, kOperations + "RetryParked",
                                                              "", request);
    if (!retried) return Failed(retried.error());
    std::printf("%-12s released %d, still parked %d\n", service.c_str(), retried->released(),
                retried->still_parked());
    return retried->still_parked() > 0 ? kDegraded : 0;
  });
}

int StoreVerify(const Options& options) {
  return ForEach(options, [&](Stack& stack, const std::string& service) {
    stack.WaitUpTo(kWholeStore);
    auto verified = stack.Ask<common::v1::VerifyStoreResponse>(
        service, kOperations + "VerifyStore", "", common::v1::VerifyStoreRequest());
    if (!verified) return Failed(verified.error());
    std::printf("%-12s %ld events, %ld differences\n", service.c_str(), verified->events(),
                verified->differing());
    for (const auto& difference : verified->differences())
      std::printf("  %s\n", difference.c_str());
    if (verified->differing() > verified->differences_size()) {
      std::printf("  and %ld more\n", verified->differing() - verified->differences_size());
    }
    return verified->differing() == 0 ? 0 : 1;
  });
}

int StoreAdopt(const Options& options, const std::string& service) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  (*stack)->WaitUpTo(kWholeStore);
  auto adopted = (*stack)->Ask<common::v1::AdoptStoreResponse>(service, kOperations + "AdoptStore",
                                                               "", common::v1::AdoptStoreRequest());
  if (!adopted) return Failed(adopted.error());
  std::printf("%s: %ld events adopted\n", service.c_str(), adopted->adopted());
  return 0;
}

int Token(const Options& options, const std::string& role, const std::string& user) {
  const auto token = StaffToken(options, role, user);
  if (!token) return Failed(token.error());
  std::printf("%s\n", token->c_str());
  return 0;
}

int ConfigCheck(const std::string& file) {
  const auto config = config::Load(file);
  if (config) {
    std::printf("%s is right\n", file.c_str());
    return 0;
  }
  std::fprintf(stderr, "%s\n", config.error().message.c_str());
  return kBadConfig;
}

int CompletionBash() {
  std::printf(
      "complete -W \"status doctor token catalogue preview view referral topics relay parked store "
      "trace timers partner clock idle config completion\" kinwardctl\n");
  return 0;
}

}  // namespace kinward::ctl
