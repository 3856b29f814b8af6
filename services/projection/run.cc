#include "services/projection/run.h"

#include <csignal>
#include <thread>

#include "libs/http/admin_server.h"
#include "libs/observe/log.h"
#include "libs/observe/metrics.h"
#include "services/projection/front.h"
#include "services/projection/peers.h"
#include "services/projection/store/rebuilder.h"

namespace kinward::projection {
namespace {

constexpr std::chrono::seconds kTick{1};
constexpr std::chrono::seconds kDrain{5};

struct Parts {
  explicit Parts(const config::Service& config, const redis::Endpoint& redis)
      : peers(config),
        projector(SettingsOf(config, redis), AllViews(), &peers),
        rebuilder(RebuildOf(config, redis), AllViews(), &peers,
                  [this] { return projector.AssignedBuckets(); }),
        feed(redis, "", config.kafka_partitions),
        views(
            {redis, "", config.kafka_partitions},
            [this](const std::string& council) { return peers.Now(council); }, feed, as_of, peers),
        front(
            {config.internal_secret, config.kafka_topic_prefix, redis, "", config.kafka_partitions},
            views) {}

  static ProjectorSettings SettingsOf(const config::Service& config, const redis::Endpoint& redis) {
    ProjectorSettings settings;
    settings.kafka = {config.kafka_brokers, "kinward-projection", {}};
    settings.topic_prefix = config.kafka_topic_prefix;
    settings.instance = "projection-" + config.replica;
    settings.writer.redis = redis;
    return settings;
  }

  static RebuildSettings RebuildOf(const config::Service& config, const redis::Endpoint& redis) {
    RebuildSettings settings;
    settings.kafka = {config.kafka_brokers, "kinward-projection-rebuild", {}};
    settings.topic_prefix = config.kafka_topic_prefix;
    settings.partitions = config.kafka_partitions;
    settings.writer.redis = redis;
    return settings;
  }

  Peers peers;
  Projector projector;
  Rebuilder rebuilder;
  ChangeFeed feed;
  AsOf as_of;
  ViewServer views;
  Front front;
};

std::unique_ptr<http::AdminServer> StartAdmin(const config::Service& config, const Parts& parts) {
  const auto [host, port] = config::HostAndPort(config.listen_admin);
  http::AdminCallbacks callbacks;
  callbacks.not_ready_because = [&parts] {
    return parts.projector.counters().following
               ? std::string()
               : std::string("its partitions are not assigned yet, or Redis is away");
  };
  callbacks.metrics = [&parts] {
    static const auto following = observe::MakeGauge(
        "kinward_projection_following", "Redis answers, and the partitions' offsets were read.");
    static const auto parked = observe::MakeGauge(
        "kinward_projection_parked", "Streams and records that wait because they cannot be read.");
    static const auto unreadable =
        observe::MakeGauge("kinward_projection_unreadable_records",
                           "Records met since the start whose headers cannot be read.");
    parked.Set(static_cast<double>(parts.projector.counters().parked));
    unreadable.Set(static_cast<double>(parts.projector.counters().unreadable));
    static const auto version =
        observe::MakeGauge("kinward_view_version", "Version of the views being kept.");
    static const auto different = observe::MakeGauge(
        "kinward_view_rebuild_different", "Documents that the last rebuild found to differ.");
    different.Set(static_cast<double>(parts.rebuilder.counters().different));
    following.Set(parts.projector.counters().following ? 1 : 0);
    version.Set(parts.projector.counters().version);
    return observe::MetricsText();
  };
  auto admin = http::AdminServer::Start(host, port, std::move(callbacks));
  return admin ? std::move(*admin) : nullptr;
}

}  // namespace

int Run(const config::Service& config) {
  const auto redis = redis::ParseEndpoint(config.redis);
  if (!redis) return 1;
  Parts parts(config, *redis);
  const auto admin = StartAdmin(config, parts);
  rpc::ServerOptions options;
  options.listen = config.listen_grpc;
  options.reflection = config.local();
  for (const char* name : {"kinward.views.v1.ViewService", "kinward.common.v1.OperationsService"}) {
    options.services.push_back(
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name));
  }
  options.on_call = [&](rpc::Call call) { parts.front.Take(std::move(call)); };
  options.on_stream = [&](rpc::Stream stream) { parts.front.TakeStream(std::move(stream)); };
  rpc::Server server(std::move(options));
  if (admin == nullptr || !server.Start()) return 1;
  std::thread projecting([&] { parts.projector.Run(); });
  std::thread rebuilding([&] { parts.rebuilder.Run(); });
  std::thread feeding([&] { parts.feed.Run(); });
  observe::LogInfo("serving", {{"grpc", config.listen_grpc}});

  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  const timespec tick{kTick.count(), 0};
  while (sigtimedwait(&signals, nullptr, &tick) < 0) {
    for (std::size_t source = 0; source < kSources; ++source) {
      auto published = parts.peers.Ask(static_cast<Source>(source));
      if (published) parts.as_of.Observe(static_cast<Source>(source), std::move(*published));
    }
    [[maybe_unused]] const auto advanced = parts.views.AdvanceAsOf();
  }
  parts.rebuilder.Stop();
  parts.projector.Stop();
  parts.feed.Stop();
  parts.front.Stop();
  server.Drain(kDrain);
  rebuilding.join();
  projecting.join();
  feeding.join();
  return 0;
}

}  // namespace kinward::projection
