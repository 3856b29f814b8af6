#include <algorithm>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "kinward/common/v1/operations.pb.h"
#include "libs/config/service_config.h"
#include "libs/kafka/admin.h"
#include "tools/kinwardctl/gateway.h"
#include "tools/kinwardctl/report.h"
#include "tools/kinwardctl/stack.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {
namespace {

constexpr double kOldestMax = 10.0;  // seconds that an event may wait to be published
constexpr int kPartitions = 12;
const std::string kProgress = "kinward.common.v1.OperationsService/Progress";

// One line a finding; the worst decides the exit code.
class Findings {
 public:
  explicit Findings(const Options& options) : rows_(options, "findings") {}
  void Good(const std::string& what) { Tell("ok", what); }
  void Behind(const std::string& what) {
    Tell("behind", what);
    if (worst_ == 0) worst_ = kDegraded;
  }
  void Bad(const std::string& what) {
    Tell("FAILED", what);
    worst_ = 1;
  }
  // Tells them; the worst is the exit code.
  int End() { return rows_.End(worst_); }

 private:
  void Tell(const std::string& state, const std::string& what) {
    std::string column = state;
    column.resize(std::max<std::size_t>(column.size(), 7), ' ');
    rows_.Add(column + " " + what, {{"state", state}, {"what", what}});
  }
  Rows rows_;
  int worst_ = 0;
};

void LookAtService(Stack& stack, const std::string& service, Findings& findings) {
  auto progress = stack.Ask<common::v1::ProgressResponse>(service, kProgress, "",
                                                          common::v1::ProgressRequest());
  if (!progress) return findings.Bad(progress.error().message);
  const std::string& relay = progress->relay_state();
  if (!relay.empty() && relay != "running" && relay != "standby") {
    return findings.Bad(service + ": its relay is " + relay +
                        (relay == "behind-kafka" ? ": kinwardctl store adopt " + service : ""));
  }
  if (progress->parked() > 0) {
    return findings.Behind(service + ": " + std::to_string(progress->parked()) +
                           " events are parked: kinwardctl parked list");
  }
  if (progress->outbox_oldest_seconds() > kOldestMax) {
    return findings.Behind(service + ": an event has waited " +
                           std::to_string(progress->outbox_oldest_seconds()) +
                           " s to be published");
  }
  findings.Good(service + " answers, " +
                (relay.empty() ? "has heard its topics" : "its relay is " + relay));
}

void LookAtProcesses(const nlohmann::json& endpoints, Findings& findings) {
  for (const auto& [name, replicas] : endpoints["services"].items()) {
    for (const auto& replica : replicas) {
      const int pid = replica.value("pid", 0);
      if (pid > 0 && ::kill(pid, 0) != 0) {
        findings.Bad(name + ": process " + std::to_string(pid) + " is gone");
      }
    }
  }
}

void LookAtFiles(const Options& options, Findings& findings) {
  namespace fs = std::filesystem;
  std::error_code failed;
  for (const char* service :
       {"intake", "eligibility", "scheduling", "outcomes", "projection", "gateway"}) {
    const std::string file = options.run_folder + "/config/" + service + ".yaml";
    const auto config = config::Load(file);
    if (!config) findings.Bad(config.error().message);
  }
  const std::string secrets = options.run_folder + "/secrets";
  const auto others = fs::perms::group_all | fs::perms::others_all;
  const auto found = fs::status(secrets, failed).permissions() & others;
  if (failed || found != fs::perms::none) {
    findings.Behind(secrets + " is open to others than its owner");
  }
}

void LookAtGateway(const Options& options, Findings& findings) {
  const auto gateway = GatewayOf(options);
  if (!gateway) return findings.Bad(gateway.error().message);
  const auto answer = gateway->Ask({"GET", "/openapi.json", {}, ""});
  if (!answer) return findings.Bad(answer.error().message);
  if (!answer->ok()) {
    return findings.Bad("the gateway answers " + std::to_string(answer->status));
  }
  findings.Good("the gateway answers, its certificate is trusted");
}

Result<nlohmann::json> EndpointsOf(const Options& options) {
  const auto content = ContentOf(options.run_folder + "/endpoints.json");
  if (!content) return content.error();
  auto endpoints = nlohmann::json::parse(*content, nullptr, false);
  if (endpoints.is_discarded()) return Failure{FailureKind::kCorrupt, "endpoints.json"};
  return endpoints;
}

std::string TopicOf(const nlohmann::json& endpoints, const std::string& context) {
  return endpoints.value("topic_prefix", "") + "kinward." + context + ".events.v1";
}

// As installed: read from a service's own file, so that it is the number its relay insists on.
int PartitionsOf(const Options& options, const std::string& service) {
  const auto config = config::Load(options.run_folder + "/config/" + service + ".yaml");
  return config ? config->kafka_partitions : kPartitions;
}

void LookAtTopics(const Options& options, const nlohmann::json& endpoints, Findings& findings) {
  auto admin = kafka::Admin::Make({endpoints.value("kafka", ""), "kinwardctl", {}});
  if (!admin) return findings.Bad(admin.error().message);
  for (const std::string& context : kDeciders) {
    const std::string topic = TopicOf(endpoints, context);
    const int wanted = PartitionsOf(options, context);
    const auto partitions = (*admin)->PartitionCount(topic);
    if (!partitions) {
      findings.Bad(partitions.error().message);
    } else if (*partitions != wanted) {
      findings.Bad(topic + " has " + std::to_string(*partitions) + " partitions, not " +
                   std::to_string(wanted));
    } else if (auto led = (*admin)->AwaitLeaders(topic, wanted, std::chrono::seconds{2}); !led) {
      findings.Bad(led.error().message);
    } else {
      findings.Good(topic + " has its " + std::to_string(wanted) +
                    " partitions, all with a leader");
    }
  }
}

}  // namespace

int Doctor(const Options& options) {
  const auto endpoints = EndpointsOf(options);
  if (!endpoints) return Failed(endpoints.error());
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  (*stack)->WaitUpTo(std::chrono::seconds{5});
  Findings findings(options);
  LookAtFiles(options, findings);
  LookAtProcesses(*endpoints, findings);
  LookAtTopics(options, *endpoints, findings);
  for (const std::string& service : kDeciders) LookAtService(**stack, service, findings);
  if ((*stack)->Has("projection")) LookAtService(**stack, "projection", findings);
  LookAtGateway(options, findings);
  return findings.End();
}

int TopicsCheck(const Options& options) {
  const auto endpoints = EndpointsOf(options);
  if (!endpoints) return Failed(endpoints.error());
  Findings findings(options);
  LookAtTopics(options, *endpoints, findings);
  return findings.End();
}

int TopicsApply(const Options& options) {
  const auto endpoints = EndpointsOf(options);
  if (!endpoints) return Failed(endpoints.error());
  auto admin = kafka::Admin::Make({endpoints->value("kafka", ""), "kinwardctl", {}});
  if (!admin) return Failed(admin.error());
  Rows rows(options, "topics");
  for (const std::string& context : kDeciders) {
    const auto made = (*admin)->EnsureTopic({TopicOf(*endpoints, context),
                                             PartitionsOf(options, context),
                                             1,
                                             {{"retention.ms", "-1"}}});
    if (!made) return Failed(made.error());
    const std::string topic = TopicOf(*endpoints, context);
    rows.Add(topic + " is there", {{"topic", topic}});
  }
  return rows.End(0);
}

}  // namespace kinward::ctl
