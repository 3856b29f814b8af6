#include "services/gateway/run.h"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "libs/http/admin_server.h"
#include "libs/http/server.h"
#include "libs/observe/log.h"
#include "libs/observe/metrics.h"
#include "libs/rpc/client.h"
#include "services/gateway/gateway.h"
#include "services/gateway/readiness.h"
#include "services/gateway/service_upstream.h"

namespace kinward::gateway {
namespace {

constexpr int kBadConfiguration = 78;
constexpr std::chrono::seconds kDrainTimeMax{10};
constexpr std::chrono::seconds kAskTimeMax{1};

int Fail(const Failure& failure) {
  observe::Log(observe::Level::kError, "cannot_start", {{"why", failure.message}});
  return kBadConfiguration;
}

// The folder is in the file; the environment may name another, as an image mounts it.
std::string CatalogueFolder(const config::Gateway& gateway) {
  const char* folder = std::getenv("KINWARD_CATALOGUE");
  return folder == nullptr ? gateway.catalogue_folder : folder;
}

// Every council that a partner sends to must be one whose telephone is known.
Result<void> CheckCouncils(const Partners& partners, const Councils& councils) {
  for (const Partner& partner : partners.all()) {
    if (councils.Knows(partner.council)) continue;
    return Failure{FailureKind::kFatal, "gateway.councils: no entry with a telephone for " +
                                            partner.council + ", to which " + partner.name +
                                            " sends"};
  }
  return {};
}

// Clients that show no certificate come in here; those that must show one at the other address.
Result<std::unique_ptr<http::Server>> Listen(const config::Gateway& config,
                                             const std::string& listen, bool mutual,
                                             http::Handler& handler) {
  http::ServerConfig listening;
  std::tie(listening.address, listening.port) = config::HostAndPort(listen);
  listening.certificate_file = config.certificate_file;
  listening.key_file = config.key_file;
  listening.client_authority_file = mutual ? config.client_authority_file : "";
  listening.client_certificate_required = mutual;
  return http::Server::Start(listening, handler);
}

// How far a peer has come: who can say that can be asked anything.
bool Answers(rpc::Client& peer, const std::string& internal_secret) {
  rpc::Caller caller;
  caller.actor = {"system", "gateway", {}};
  return peer
      .CallAndWait("/kinward.common.v1.OperationsService/Progress",
                   rpc::MetadataOf(caller, internal_secret), "", kAskTimeMax)
      .status.ok();
}

}  // namespace

int Run(const config::Service& config) {
  auto key = rpc::TokenKey::Load(config.gateway.token_key_file);
  auto partners = Partners::Load(config.gateway.partners_file);
  const config::Gateway& edge = config.gateway;
  auto facts = FactBook::Load(CatalogueFolder(edge));
  const Councils councils{edge.councils};
  if (!key) return Fail(key.error());
  if (!partners) return Fail(partners.error());
  if (!facts) return Fail(facts.error());
  if (const auto told = CheckCouncils(*partners, councils); !told) return Fail(told.error());

  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // before any thread starts: sigwait takes them

  ServiceUpstream upstream{config.peers};
  Gateway handler{
      {upstream, *key, *partners, *facts, councils, config.internal_secret, edge.limits}};
  Readiness readiness;
  rpc::Client intake{config.peers.at("intake")};
  rpc::Client projection{config.peers.at("projection")};
  const PeerWatch watch{readiness, [&](const std::string& peer) {
                          return Answers(peer == "intake" ? intake : projection,
                                         config.internal_secret);
                        }};
  std::atomic<bool> draining = false;
  const auto [admin_address, admin_port] = config::HostAndPort(config.listen_admin);
  http::AdminCallbacks callbacks;
  callbacks.metrics = [] { return observe::MetricsText(); };
  callbacks.not_ready_because = [&] {
    return draining ? "draining" : readiness.NotReadyBecause(Readiness::Clock::now());
  };
  auto server = Listen(edge, edge.listen, false, handler);
  if (!server) return Fail(server.error());
  std::unique_ptr<http::Server> mutual;
  if (!edge.listen_mutual.empty()) {
    auto started = Listen(edge, edge.listen_mutual, true, handler);
    if (!started) return Fail(started.error());
    mutual = std::move(*started);
  }
  auto admin = http::AdminServer::Start(admin_address, admin_port, callbacks);
  if (!admin) return Fail(admin.error());

  observe::LogInfo("listening", {{"listen", edge.listen}});
  int signal = 0;
  sigwait(&ends, &signal);
  draining = true;
  (*server)->Drain(kDrainTimeMax);
  if (mutual) mutual->Drain(kDrainTimeMax);
  return 0;
}

}  // namespace kinward::gateway
