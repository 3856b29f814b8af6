#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "kinward/common/v1/operations.pb.h"
#include "libs/config/service_config.h"
#include "tools/kinwardctl/gateway.h"
#include "tools/kinwardctl/report.h"
#include "tools/kinwardctl/stack.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {
namespace {

const std::string kOperations = "kinward.common.v1.OperationsService/";
constexpr std::chrono::hours kWholeStore{1};

// Those that set events aside: the command services, and the views.
std::vector<std::string> Parking(const Stack& stack) {
  std::vector<std::string> services = kDeciders;
  if (stack.Has("projection")) services.emplace_back("projection");
  return services;
}

// Runs `look` for every command service, or for all that `which` names; the worst exit code wins.
template <typename Look>
int ForEach(const Options& options, Look look,
            std::vector<std::string> (*which)(const Stack&) = nullptr) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  int worst = 0;
  for (const std::string& service : which == nullptr ? kDeciders : which(**stack)) {
    const int code = look(**stack, service);
    worst = worst == 1 ? 1 : std::max(worst, code);
  }
  return worst;
}

std::string LineOf(const common::v1::ProgressResponse& progress) {
  std::array<char, 200> line{};
  std::snprintf(line.data(), line.size(),
                "%-12s relay %-12s generation %-3ld outbox %-7ld oldest %7.3f s  parked %ld",
                progress.service().c_str(), progress.relay_state().c_str(), progress.generation(),
                progress.outbox_rows(), progress.outbox_oldest_seconds(), progress.parked());
  return line.data();
}
nlohmann::json RowOf(const common::v1::ProgressResponse& progress) {
  return {{"service", progress.service()},
          {"relay", progress.relay_state()},
          {"generation", progress.generation()},
          {"outbox_rows", progress.outbox_rows()},
          {"oldest_seconds", progress.outbox_oldest_seconds()},
          {"parked", progress.parked()}};
}

std::string LineOf(const std::string& service, const common::v1::ParkedEntry& entry) {
  return service + " " + std::to_string(entry.id()) + " " + entry.topic() + "/" +
         std::to_string(entry.partition()) + "@" + std::to_string(entry.offset()) + " key " +
         entry.key() + ": " + entry.reason();
}
nlohmann::json RowOf(const std::string& service, const common::v1::ParkedEntry& entry) {
  return {{"service", service},       {"id", entry.id()},
          {"topic", entry.topic()},   {"partition", entry.partition()},
          {"offset", entry.offset()}, {"key", entry.key()},
          {"reason", entry.reason()}, {"parked", FormatTime(ToTime(entry.parked_time()))}};
}

Result<common::v1::ListParkedResponse> ParkedOf(Stack& stack, const std::string& service) {
  return stack.Ask<common::v1::ListParkedResponse>(service, kOperations + "ListParked", "",
                                                   common::v1::ListParkedRequest());
}

}  // namespace

int Status(const Options& options) {
  Rows rows(options, "services");
  return rows.End(ForEach(options, [&](Stack& stack, const std::string& service) {
    auto progress = stack.Ask<common::v1::ProgressResponse>(service, kOperations + "Progress", "",
                                                            common::v1::ProgressRequest());
    if (!progress) return Failed(progress.error());
    rows.Add(LineOf(*progress), RowOf(*progress));
    return progress->parked() > 0 || progress->relay_state() != "running" ? kDegraded : 0;
  }));
}

int RelayStatus(const Options& options) { return Status(options); }

int RelayRepublish(const Options& options, const std::string& service) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  auto done = (*stack)->Ask<common::v1::RepublishResponse>(service, kOperations + "Republish", "",
                                                           common::v1::RepublishRequest());
  if (!done) return Failed(done.error());
  Tell(options,
       service + ": everything is published again as generation " +
           std::to_string(done->generation()),
       {{"service", service}, {"generation", done->generation()}});
  return 0;
}

int TimersList(const Options& options) {
  Rows rows(options, "timers");
  return rows.End(ForEach(options, [&](Stack& stack, const std::string& service) {
    common::v1::ListTimersRequest request;
    request.set_council(options.council);
    auto timers = stack.Ask<common::v1::ListTimersResponse>(service, kOperations + "ListTimers",
                                                            options.council, request);
    if (!timers) return Failed(timers.error());
    for (const auto& timer : timers->timers()) {
      const std::string due = FormatTime(ToTime(timer.due()));
      rows.Add(service + "  " + due + "  " + timer.stream() + "  " + timer.name() + "  " +
                   timer.command(),
               {{"service", service},
                {"due", due},
                {"stream", timer.stream()},
                {"name", timer.name()},
                {"command", timer.command()}});
    }
    return 0;
  }));
}

int ParkedList(const Options& options) {
  Rows rows(options, "parked");
  return rows.End(ForEach(
      options,
      [&](Stack& stack, const std::string& service) {
        const auto parked = ParkedOf(stack, service);
        if (!parked) return Failed(parked.error());
        for (const auto& entry : parked->entries()) {
          rows.Add(LineOf(service, entry), RowOf(service, entry));
        }
        return parked->entries().empty() ? 0 : kDegraded;
      },
      Parking));
}

int ParkedShow(const Options& options, std::int64_t id) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  bool found = false;
  for (const std::string& service : Parking(**stack)) {  // an id is unique within its service
    const auto parked = ParkedOf(**stack, service);
    if (!parked) return Failed(parked.error());
    for (const auto& entry : parked->entries()) {
      if (entry.id() != id) continue;
      found = true;
      Tell(options, LineOf(service, entry), RowOf(service, entry));
    }
  }
  if (found) return 0;
  return Failed({FailureKind::kNotFound, "nothing is parked under " + std::to_string(id)});
}

int ParkedRetry(const Options& options, const std::string& key) {
  Rows rows(options, "services");
  return rows.End(ForEach(options, [&](Stack& stack, const std::string& service) {
    common::v1::RetryParkedRequest request;
    if (!key.empty()) request.set_key(key);
    auto retried = stack.Ask<common::v1::RetryParkedResponse>(service, kOperations + "RetryParked",
                                                              "", request);
    if (!retried) return Failed(retried.error());
    rows.Add(service + " released " + std::to_string(retried->released()) + ", still parked " +
                 std::to_string(retried->still_parked()),
             {{"service", service},
              {"released", retried->released()},
              {"still_parked", retried->still_parked()}});
    return retried->still_parked() > 0 ? kDegraded : 0;
  }));
}

int StoreVerify(const Options& options) {
  Rows rows(options, "services");
  return rows.End(ForEach(options, [&](Stack& stack, const std::string& service) {
    stack.WaitUpTo(kWholeStore);
    auto verified = stack.Ask<common::v1::VerifyStoreResponse>(
        service, kOperations + "VerifyStore", "", common::v1::VerifyStoreRequest());
    if (!verified) return Failed(verified.error());
    std::string line = service + " " + std::to_string(verified->events()) + " events, " +
                       std::to_string(verified->differing()) + " differences";
    nlohmann::json differences = nlohmann::json::array();
    for (const std::string& difference : verified->differences()) {
      line += "\n  " + difference;
      differences.push_back(difference);
    }
    const auto more = verified->differing() - verified->differences_size();
    if (more > 0) line += "\n  and " + std::to_string(more) + " more";
    rows.Add(line, {{"service", service},
                    {"events", verified->events()},
                    {"differing", verified->differing()},
                    {"differences", differences}});
    return verified->differing() == 0 ? 0 : 1;
  }));
}

int StoreAdopt(const Options& options, const std::string& service) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  (*stack)->WaitUpTo(kWholeStore);
  auto adopted = (*stack)->Ask<common::v1::AdoptStoreResponse>(service, kOperations + "AdoptStore",
                                                               "", common::v1::AdoptStoreRequest());
  if (!adopted) return Failed(adopted.error());
  Tell(options, service + ": " + std::to_string(adopted->adopted()) + " events adopted",
       {{"service", service}, {"adopted", adopted->adopted()}});
  return 0;
}

int Token(const Options& options, const std::string& role, const std::string& user) {
  const auto token = StaffToken(options, role, user);
  if (!token) return Failed(token.error());
  Tell(options, *token, {{"token", *token}});
  return 0;
}

int ConfigCheck(const Options& options, const std::string& file) {
  const auto config = config::Load(file);
  if (config) {
    Tell(options, file + " is right", {{"ok", true}, {"file", file}});
    return 0;
  }
  std::fprintf(stderr, "%s\n", config.error().message.c_str());
  return kFailed;
}

}  // namespace kinward::ctl
