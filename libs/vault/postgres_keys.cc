#include "libs/vault/postgres_keys.h"

#include <set>
#include <utility>

#include "libs/vault/postgres.h"

namespace kinward::vault {
namespace {

// One statement for the batch: puts what is not there, reads what is. A row put by somebody else at
// the same moment is in neither half: asked again, it is there.
constexpr const char* kFetch = R"(
WITH wanted AS (
  SELECT * FROM unnest($2::text[], $3::int[], $4::uuid[], $5::bytea[])
    AS w(subject, class, key_id, wrapped_key)
), put AS (
  INSERT INTO subject_key (tenant, subject, class, key_id, wrapped_key)
  SELECT $1, subject, class, key_id, wrapped_key FROM wanted WHERE $6::bool ORDER BY subject, class
  ON CONFLICT DO NOTHING RETURNING subject, class, key_id, wrapped_key, erased_time
)
SELECT subject, class, key_id, wrapped_key, erased_time IS NOT NULL FROM put
UNION ALL
SELECT k.subject, k.class, k.key_id, k.wrapped_key, k.erased_time IS NOT NULL
FROM subject_key k JOIN wanted w ON k.subject = w.subject AND k.class = w.class WHERE k.tenant = $1
)";

std::string ContextOf(const std::string& tenant, const KeyName& name, const std::string& key_id) {
  return tenant + '|' + name.subject + '|' + std::to_string(name.seal_class) + '|' + key_id;
}

}  // namespace

// Used by the store's thread alone.
class PostgresKeys::Database {
 public:
  Database(std::string conninfo, std::string_view master_secret)
      : master_(DeriveKey(master_secret, "kinward master key")), postgres_(std::move(conninfo)) {}

  Postgres& postgres() { return postgres_; }

  Result<std::string> CouncilKey(const std::string& tenant) {
    if (const auto known = councils_.find(tenant); known != councils_.end()) return known->second;
    auto put = postgres_.Run("INSERT INTO council_key VALUES ($1, $2) ON CONFLICT DO NOTHING",
                             {tenant, Hex(Wrap(master_, RandomKey(), "council|" + tenant))});
    if (!put) return put.error();
    auto rows = postgres_.Run("SELECT wrapped_key FROM council_key WHERE tenant = $1", {tenant});
    if (!rows) return rows.error();
    if (PQntuples(rows->get()) != 1)
      return Failure{FailureKind::kRetry, "the council has no key yet"};
    auto key = Unwrap(master_, Unhex(PQgetvalue(rows->get(), 0, 0)), "council|" + tenant);
    if (!key) return key.error();
    councils_[tenant] = *key;
    return *key;
  }

  Result<std::vector<Key>> Fetch(const std::string& tenant, const std::vector<KeyName>& names,
                                 bool create) {
    auto council = CouncilKey(tenant);
    if (!council) return council.error();
    std::vector<Key> keys;
    std::set<KeyName> missing(names.begin(), names.end());
    for (int attempt = 0; attempt < 2 && !missing.empty(); ++attempt) {
      auto rows = postgres_.Run(kFetch, Parameters(tenant, missing, *council, create));
      if (!rows) return rows.error();
      for (int i = 0; i < PQntuples(rows->get()); ++i) {
        const auto value = [&](int column) {
          return std::string(PQgetvalue(rows->get(), i, column));
        };
        const KeyName name{value(0), static_cast<common::v1::SealClass>(std::stoi(value(1)))};
        if (missing.erase(name) == 0) continue;
        if (value(4) == "t") {
          keys.push_back(Key::Erased(name));
          continue;
        }
        auto bytes = Unwrap(*council, Unhex(value(3)), ContextOf(tenant, name, value(2)));
        if (!bytes) return bytes.error();
        keys.emplace_back(name, Uuid::Parse(value(2)).value_or(Uuid{}), *bytes);
      }
      if (!create) break;
    }
    if (create && !missing.empty()) return Failure{FailureKind::kRetry, "a key could not be made"};
    return keys;
  }

 private:
  static std::vector<std::string> Parameters(const std::string& tenant,
                                             const std::set<KeyName>& names,
                                             const std::string& council, bool create) {
    Array subjects;
    Array classes;
    Array ids;
    Array wrapped;
    for (const KeyName& name : names) {
      const std::string id = NewUuid().ToString();
      subjects.Add(name.subject);
      classes.Add(std::to_string(name.seal_class));
      ids.Add(id);
      wrapped.Add(
          Hex(create ? Wrap(council, RandomKey(), ContextOf(tenant, name, id)) : std::string()));
    }
    return {tenant,     subjects.Text(), classes.Text(),
            ids.Text(), wrapped.Text(),  create ? "t" : "f"};
  }

  std::string master_;
  std::map<std::string, std::string> councils_;
  Postgres postgres_;  // the last: its thread ends before what it uses
};

PostgresKeys::PostgresKeys(std::string conninfo, std::string_view master_secret)
    : conninfo_(std::move(conninfo)),
      database_(std::make_unique<Database>(conninfo_, master_secret)) {}

PostgresKeys::~PostgresKeys() = default;

Result<void> PostgresKeys::Migrate() { return MigrateVault(conninfo_); }

boost::asio::awaitable<Result<std::vector<Key>>> PostgresKeys::Fetch(std::string tenant,
                                                                     std::vector<KeyName> names,
                                                                     bool create) {
  std::function<Result<std::vector<Key>>()> work = [this, tenant, names, create] {
    return database_->Fetch(tenant, names, create);
  };
  co_return co_await database_->postgres().Await(std::move(work));
}

}  // namespace kinward::vault
