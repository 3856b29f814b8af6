#include "libs/host/vault_sealing.h"

#include <set>
#include <thread>
#include <utility>

#include "kinward/common/v1/options.pb.h"
#include "kinward/intake/v1/vault.pb.h"
#include "libs/observe/log.h"
#include "libs/rpc/client.h"
#include "libs/vault/cached_keys.h"
#include "libs/vault/postgres_keys.h"

namespace kinward::host {
namespace {

using boost::asio::awaitable;

constexpr std::chrono::milliseconds kFetchDeadline{2000};
constexpr std::chrono::milliseconds kStartPause{200};
constexpr int kStartAttempts = 300;
constexpr const char* kFetchKeys = "kinward.intake.v1.VaultService/FetchKeys";

// Keys from intake, over gRPC.
class RemoteKeys final : public vault::KeySource {
 public:
  RemoteKeys(const std::string& target, std::string service, std::string secret)
      : client_(target), service_(std::move(service)), secret_(std::move(secret)) {}

  awaitable<Result<std::vector<vault::Key>>> Fetch(std::string tenant,
                                                   std::vector<vault::KeyName> names,
                                                   bool create) override {
    intake::v1::FetchKeysRequest request;
    request.set_council(tenant);
    request.set_create(create);
    for (const auto& name : names) {
      auto& wanted = *request.add_names();
      wanted.set_subject(name.subject);
      wanted.set_seal_class(name.seal_class);
    }
    rpc::Caller caller;
    caller.actor = {"system", service_, {}};
    caller.council = tenant;
    const auto answer =
        co_await client_.Call("/" + std::string(kFetchKeys), rpc::MetadataOf(caller, secret_),
                              request.SerializeAsString(), kFetchDeadline);
    if (!answer.status.ok())
      co_return Failure{FailureKind::kRetry, "keys: " + answer.status.message};
    intake::v1::FetchKeysResponse response;
    if (!response.ParseFromString(answer.response))
      co_return Failure{FailureKind::kCorrupt, "keys: unreadable"};
    std::vector<vault::Key> keys;
    for (const auto& fetched : response.keys()) {
      const vault::KeyName name{fetched.subject(),
                                static_cast<common::v1::SealClass>(fetched.seal_class())};
      const auto id = Uuid::Parse(fetched.key_id());
      if (fetched.erased()) {
        keys.push_back(vault::Key::Erased(name));
      } else if (id && fetched.key().size() == vault::Key::kSize) {
        keys.emplace_back(name, *id, fetched.key());
      }
    }
    co_return keys;
  }

 private:
  rpc::Client client_;
  std::string service_;
  std::string secret_;
};

class Sealer final : public VaultSealing {
 public:
  explicit Sealer(const config::Service& config) {
    if (config.service == "intake") {
      auto own = std::make_unique<vault::PostgresKeys>(config.vault.Conninfo(), config.master_key);
      own_ = own.get();
      source_ = std::move(own);
    } else {
      source_ = std::make_unique<RemoteKeys>(config.peers.at("intake"), config.service,
                                             config.internal_secret);
    }
    cache_ = std::make_unique<vault::CachedKeys>(*source_);
  }

  bool Prepare() override {
    if (own_ == nullptr) return true;
    for (int attempt = 0; attempt < kStartAttempts; ++attempt) {
      const auto migrated = own_->Migrate();
      if (migrated) return true;
      observe::LogWarning("vault-waits", {{"message", migrated.error().message}});
      std::this_thread::sleep_for(kStartPause);
    }
    return false;
  }

  awaitable<Result<void>> Seal(std::string tenant, std::vector<Message*> messages) override {
    std::set<vault::KeyName> names;
    for (const Message* message : messages) {
      auto needed = vault::KeysToSeal(*message);
      if (!needed) co_return needed.error();
      names.insert(needed->begin(), needed->end());
    }
    vault::KeyRing ring;
    if (!names.empty()) {
      auto keys = co_await Ring(tenant, names, true);
      if (!keys) co_return keys.error();
      ring = std::move(*keys);
    }
    if (before_sealing_) {
      std::vector<const Message*> clear(messages.begin(), messages.end());
      const auto seen = co_await before_sealing_(tenant, std::move(clear));
      if (!seen) co_return seen.error();
    }
    for (Message* message : messages) {
      if (auto sealed = vault::Seal(tenant, ring, *message); !sealed) co_return sealed;
    }
    co_return Result<void>{};
  }

  awaitable<Result<void>> Open(std::string tenant, std::vector<Message*> messages) override {
    std::set<vault::KeyName> names;
    for (const Message* message : messages) {
      const auto needed = vault::KeysToOpen(*message);
      names.insert(needed.begin(), needed.end());
    }
    if (names.empty()) co_return Result<void>{};
    auto keys = co_await Ring(tenant, names, false);
    if (!keys) co_return keys.error();
    for (Message* message : messages) {
      if (auto opened = vault::Open(tenant, *keys, *message); !opened) co_return opened;
    }
    co_return Result<void>{};
  }

  void AddQueries(Queries& queries) override {
    if (own_ == nullptr) return;
    queries[kFetchKeys] = [this](const rpc::Caller& caller,
                                 const Message& request) -> awaitable<QueryAnswer> {
      // Only Kinward's own services, by name; never staff or partners.
      if (caller.actor.kind != "system") {
        co_return rpc::Status{rpc::Code::kPermissionDenied, "keys are for services",
                              "ROLE_MUST_ALLOW", ""};
      }
      co_return co_await Serve(static_cast<const intake::v1::FetchKeysRequest&>(request));
    };
  }

 private:
  awaitable<Result<vault::KeyRing>> Ring(const std::string& tenant,
                                         const std::set<vault::KeyName>& names, bool create) {
    auto keys = co_await cache_->Fetch(tenant, {names.begin(), names.end()}, create);
    if (!keys) co_return keys.error();
    vault::KeyRing ring;
    for (vault::Key& key : *keys) ring.insert_or_assign(key.name(), std::move(key));
    co_return ring;
  }

  awaitable<QueryAnswer> Serve(const intake::v1::FetchKeysRequest& request) {
    std::vector<vault::KeyName> names;
    for (const auto& name : request.names()) {
      names.push_back({name.subject(), static_cast<common::v1::SealClass>(name.seal_class())});
    }
    const auto keys = co_await cache_->Fetch(request.council(), std::move(names), request.create());
    if (!keys)
      co_return rpc::Status{rpc::Code::kUnavailable, keys.error().message, "KEYS_MUST_BE_THERE",
                            ""};
    auto response = std::make_shared<intake::v1::FetchKeysResponse>();
    for (const vault::Key& key : *keys) {
      auto& fetched = *response->add_keys();
      fetched.set_subject(key.name().subject);
      fetched.set_seal_class(key.name().seal_class);
      fetched.set_erased(key.erased());
      if (key.erased()) continue;
      fetched.set_key_id(key.id().ToString());
      fetched.set_key(std::string(key.bytes()));
    }
    co_return std::shared_ptr<Message>(std::move(response));
  }

  std::unique_ptr<vault::KeySource> source_;
  vault::PostgresKeys* own_ = nullptr;
  std::unique_ptr<vault::CachedKeys> cache_;
};

}  // namespace

std::unique_ptr<VaultSealing> MakeVaultSealing(boost::asio::io_context& /*io*/,
                                               const config::Service& config) {
  return std::make_unique<Sealer>(config);
}

}  // namespace kinward::host
