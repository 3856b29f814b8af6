// The edge: TLS, tokens and routes in front of the services. Exits 78 on bad configuration.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "libs/config/service_config.h"
#include "libs/http/admin_server.h"
#include "libs/http/server.h"
#include "libs/observe/log.h"
#include "libs/observe/metrics.h"
#include "services/gateway/gateway.h"
#include "services/gateway/service_upstream.h"

namespace {

using namespace kinward;  // NOLINT: a program, not a header

constexpr int kBadUsage = 2;
constexpr int kBadConfiguration = 78;
constexpr std::chrono::seconds kDrainTimeMax{10};

int Fail(const Failure& failure) {
  std::fprintf(stderr, "%s\n", failure.message.c_str());
  return kBadConfiguration;
}

// The catalogue's dictionary, where one is mounted.
Result<gateway::FactBook> LoadFacts() {
  const char* folder = std::getenv("KINWARD_CATALOGUE");
  if (folder == nullptr) return gateway::FactBook{};
  return gateway::FactBook::Load(folder);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 || std::string_view(argv[1]) != "--config") {
    std::fprintf(stderr, "usage: %s --config FILE\n", argv[0]);
    return kBadUsage;
  }
  const auto config = config::Load(argv[2]);
  if (!config) return Fail(config.error());
  observe::StartLog("gateway", config->log_level);
  auto key = rpc::TokenKey::Load(config->gateway.token_key_file);
  auto partners = gateway::Partners::Load(config->gateway.partners_file);
  auto facts = LoadFacts();
  if (!key) return Fail(key.error());
  if (!partners) return Fail(partners.error());
  if (!facts) return Fail(facts.error());

  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // before any thread starts: sigwait takes them

  gateway::ServiceUpstream upstream{config->peers};
  gateway::Gateway handler{{upstream, *key, *partners, *facts, config->internal_secret, {}}};
  http::ServerConfig listening;
  std::tie(listening.address, listening.port) = config::HostAndPort(config->gateway.listen);
  listening.certificate_file = config->gateway.certificate_file;
  listening.key_file = config->gateway.key_file;
  auto server = http::Server::Start(listening, handler);
  if (!server) return Fail(server.error());
  const auto [admin_address, admin_port] = config::HostAndPort(config->listen_admin);
  http::AdminCallbacks callbacks;
  callbacks.metrics = [] { return observe::MetricsText(); };
  auto admin = http::AdminServer::Start(admin_address, admin_port, callbacks);
  if (!admin) return Fail(admin.error());

  observe::LogInfo("ready", {{"listen", config->gateway.listen}});
  int signal = 0;
  sigwait(&ends, &signal);
  server.value()->Drain(kDrainTimeMax);
  return 0;
}
