#include "libs/host/service.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/use_future.hpp>
#include <csignal>
#include <cstdio>
#include <thread>
#include <utility>

#include "kinward/common/v1/operations.pb.h"
#include "libs/eventstore/migrate.h"
#include "libs/eventstore/postgres_store.h"
#include "libs/host/operations.h"
#include "libs/host/programme_loop.h"
#include "libs/host/vault_sealing.h"
#include "libs/http/admin_server.h"
#include "libs/observe/log.h"
#include "libs/observe/metrics.h"

namespace kinward::host {
namespace {

constexpr timespec kTrimEvery{10, 0};
constexpr int kExitBadConfig = 78;
constexpr std::chrono::seconds kDrainDeadline{8};
constexpr std::chrono::milliseconds kStartPause{200};

std::string TopicOf(const config::Service& config, const std::string& context) {
  return config.kafka_topic_prefix + "kinward." + context + ".events.v1";
}

// No core dumps: they would hold opened details.
void HardenProcess() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace

// Built in the order of its members; torn down in the reverse.
class Service {
 public:
  Service(ServiceDefinition definition, config::Service config)
      : definition_(std::move(definition)),
        config_(std::move(config)),
        registry_(std::move(definition_.aggregates)),
        store_(io_.get_executor(), {config_.database.Conninfo(), config_.database.connections}),
        clock_(store_, config_.local()),
        sealing_(MakeVaultSealing(io_, config_)),
        programme_loop_(io_, store_, registry_, programmes_, definition_.programme_aggregate,
                        definition_.hear_programme),
        runner_({&registry_, &store_, &clock_, sealing_.get(),
                 definition_.programme_aggregate.empty() ? nullptr : &programmes_,
                 config_.internal_secret, [this] { relay_->Notify(); },
                 [this] { return relay_->MayWrite(); },
                 [this](const auto&... committed) { programme_loop_.Take(committed...); }}),
        timers_(io_, store_, clock_, runner_, definition_.name) {}

  int Run() {
    if (!StartAdmin()) return 1;
    if (!PrepareDatabase()) return 1;
    StartRelay();
    for (const Reaction& reaction : definition_.reactions) reaction_names_.push_back(reaction.name);
    reactions_ = std::make_unique<ReactionLoop>(
        io_, store_, runner_, std::move(definition_.reactions), ReactionSettingsOf());
    std::thread work([this] { io_.run(); });
    const bool started = LoadProgrammes() && StartServing();
    if (started) WaitForSignal();
    Stop();
    guard_.reset();
    io_.stop();
    work.join();
    return started ? 0 : 1;
  }

 private:
  bool StartAdmin() {
    const auto [host, port] = config::HostAndPort(config_.listen_admin);
    http::AdminCallbacks callbacks;
    callbacks.not_ready_because = [this] { return NotReadyBecause(); };
    callbacks.metrics = [this] {
      UpdateGauges();
      return observe::MetricsText();
    };
    auto admin = http::AdminServer::Start(host, port, std::move(callbacks));
    if (!admin) {
      observe::LogError("admin-port-failed", {{"message", admin.error().message}});
      return false;
    }
    admin_ = std::move(*admin);
    return true;
  }

  std::string NotReadyBecause() {
    if (!serving_) return "starting";
    if (stopping_) return "draining";
    if (!relay_->status().MayServe())
      return "relay: " + std::string(eventstore::Name(relay_->status().state));
    return "";
  }

  // Waits for the database as long as it takes: Kubernetes starts things in any order.
  bool PrepareDatabase() {
    while (true) {
      const auto migrated = eventstore::Migrate(config_.database.Conninfo());
      if (migrated) break;
      observe::LogWarning("database-waits", {{"message", migrated.error().message}});
      if (migrated.error().kind == FailureKind::kFatal || StopWanted()) return false;
      std::this_thread::sleep_for(kStartPause);
    }
    return sealing_->Prepare();
  }

  void StartRelay() {
    eventstore::RelaySettings settings;
    settings.conninfo = config_.database.Conninfo();
    settings.context = definition_.name;
    settings.topic = {
        TopicOf(config_, definition_.name), config_.kafka_partitions, 1, {{"retention.ms", "-1"}}};
    settings.kafka = {config_.kafka_brokers, "kinward-" + definition_.name, {}};
    relay_ = std::make_unique<eventstore::Relay>(std::move(settings));
  }

  [[nodiscard]] ReactionSettings ReactionSettingsOf() const {
    ReactionSettings settings;
    settings.service = definition_.name;
    settings.replica = config_.replica;
    settings.connection = {config_.kafka_brokers, "kinward-" + definition_.name, {}};
    settings.partitions = config_.kafka_partitions;
    for (const char* context : {"intake", "eligibility", "scheduling", "outcomes"}) {
      settings.topics.push_back(TopicOf(config_, context));
    }
    return settings;
  }

  [[nodiscard]] AdoptSettings AdoptSettingsOf() const {
    return {definition_.name,
            config_.database.Conninfo(),
            TopicOf(config_, definition_.name),
            {config_.kafka_brokers, "kinward-" + definition_.name, {}},
            reaction_names_};
  }

  bool LoadProgrammes() {
    while (!StopWanted()) {
      auto caught_up =
          boost::asio::co_spawn(io_, programme_loop_.CatchUp(), boost::asio::use_future);
      const auto loaded = caught_up.get();
      if (loaded) return true;
      observe::LogWarning("programmes-wait", {{"message", loaded.error().message}});
      std::this_thread::sleep_for(kStartPause);
    }
    return false;
  }

  bool StartServing() {
    Queries queries;
    AddOperations(
        {definition_.name, config_.database.Conninfo(), TopicOf(config_, definition_.name),
         &registry_, &store_, &runner_, &clock_, &timers_, reactions_.get(), relay_.get(),
         &background_, AdoptSettingsOf(), [this] { return programme_loop_.CatchUp(); }},
        definition_.services.front(), queries);
    sealing_->AddQueries(queries);
    definition_.add_queries({&io_, &config_, &registry_, &store_, &runner_, &clock_, &programmes_,
                             sealing_.get(), nullptr},
                            queries);
    front_ = std::make_unique<Front>(io_, registry_, runner_, std::move(queries),
                                     config_.internal_secret);
    rpc::ServerOptions options;
    options.listen = config_.listen_grpc;
    options.reflection = config_.local();
    definition_.services.emplace_back("kinward.common.v1.OperationsService");
    for (const std::string& name : definition_.services) {
      const auto* service =
          google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
      CHECK(service != nullptr);
      options.services.push_back(service);
    }
    options.on_call = [this](rpc::Call call) { front_->Take(std::move(call)); };
    server_ = std::make_unique<rpc::Server>(std::move(options));
    if (!server_->Start()) {
      observe::LogError("grpc-port-failed", {{"listen", config_.listen_grpc}});
      return false;
    }
    reactions_->Start();
    boost::asio::post(io_, [this] {
      timers_.Start();
      programme_loop_.Start();
    });
    serving_ = true;
    observe::LogInfo("serving", {{"grpc", config_.listen_grpc}});
    return true;
  }

  // SIGTERM and SIGINT are blocked in every thread and waited for here.
  static sigset_t StopSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
  }
  static bool StopWanted() {
    sigset_t pending;
    sigpending(&pending);
    return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1;
  }
  // Meanwhile it gives back what a burst of commands took: glibc would keep it for ever.
  static void WaitForSignal() {
    const sigset_t signals = StopSignals();
    while (sigtimedwait(&signals, nullptr, &kTrimEvery) < 0) malloc_trim(0);
  }

  // Readiness first, then no new calls, then what is under way, then the relay's last page.
  void Stop() {
    stopping_ = true;
    if (server_) server_->Drain(kDrainDeadline);
    reactions_->Stop();
    background_.Stop();
    boost::asio::post(io_, [this] {
      timers_.Stop();
      programme_loop_.Stop();
    });
    boost::asio::co_spawn(io_, store_.Close(), boost::asio::use_future).wait_for(kDrainDeadline);
    relay_->Stop();
    observe::LogInfo("drained");
  }

  void UpdateGauges() {
    static const auto rows =
        observe::MakeGauge("kinward_outbox_rows", "Events waiting to be published.");
    static const auto oldest =
        observe::MakeGauge("kinward_outbox_oldest_seconds", "Age of the oldest of them.");
    static const auto parked =
        observe::MakeGauge("kinward_parked_events", "Events set aside, waiting for a person.");
    if (!relay_ || !reactions_) return;
    const auto status = relay_->status();
    rows.Set(static_cast<double>(status.outbox_rows));
    oldest.Set(std::chrono::duration<double>(status.oldest_age).count());
    parked.Set(static_cast<double>(reactions_->parked()));
  }

  ServiceDefinition definition_;
  config::Service config_;
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{
      io_.get_executor()};
  Registry registry_;
  ProgrammeCatalogue programmes_;
  eventstore::PostgresStore store_;
  TenantClock clock_;
  std::unique_ptr<VaultSealing> sealing_;
  ProgrammeLoop programme_loop_;
  CommandRunner runner_;
  TimerLoop timers_;
  std::unique_ptr<eventstore::Relay> relay_;
  std::unique_ptr<ReactionLoop> reactions_;
  std::vector<std::string> reaction_names_;
  Background background_;
  std::unique_ptr<Front> front_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<http::AdminServer> admin_;
  std::atomic<bool> serving_ = false;
  std::atomic<bool> stopping_ = false;

 public:
  static void BlockStopSignals() {
    const sigset_t signals = StopSignals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }
};

int RunService(ServiceDefinition definition, int argc, char** argv) {
  if (argc != 3 || std::string_view(argv[1]) != "--config") {
    std::fprintf(stderr, "usage: %s --config FILE\n", argv[0]);
    return 2;
  }
  auto config = config::Load(argv[2]);
  if (!config) {
    std::fprintf(stderr, "%s\n", config.error().message.c_str());
    return kExitBadConfig;
  }
  HardenProcess();
  observe::StartLog(definition.name, config->log_level);
  Service::BlockStopSignals();
  Service service(std::move(definition), std::move(*config));
  return service.Run();
}

}  // namespace kinward::host
