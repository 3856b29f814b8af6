#include "libs/vault/postgres_keys.h"

#include <libpq-fe.h>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <set>
#include <utility>

namespace kinward::vault {
namespace {

constexpr const char* kSchema = R"(
SELECT pg_advisory_xact_lock(7201);
CREATE TABLE IF NOT EXISTS council_key (tenant text PRIMARY KEY, wrapped_key bytea NOT NULL);
CREATE TABLE IF NOT EXISTS subject_key (
  tenant text NOT NULL, subject text NOT NULL, class int NOT NULL, key_id uuid NOT NULL,
  wrapped_key bytea, erased_time timestamptz, PRIMARY KEY (tenant, subject, class));
)";

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

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Rows = std::unique_ptr<PGresult, ClearResult>;

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "\\x";
  for (const char byte : bytes) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4];
    text += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return text;
}

std::string Unhex(std::string_view text) {
  const auto digit = [](char letter) { return letter <= '9' ? letter - '0' : letter - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 2; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  }
  return bytes;
}

// {"a","b"}: every element quoted; ids and hex need no more than that.
class Array {
 public:
  void Add(std::string_view element) {
    text_ += text_.size() == 1 ? "\"" : ",\"";
    for (const char letter : element) {
      if (letter == '"' || letter == '\\') text_ += '\\';
      text_ += letter;
    }
    text_ += '"';
  }
  [[nodiscard]] std::string Text() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

std::string ContextOf(const std::string& tenant, const KeyName& name, const std::string& key_id) {
  return tenant + '|' + name.subject + '|' + std::to_string(name.seal_class) + '|' + key_id;
}

}  // namespace

// Used by the store's thread alone.
class PostgresKeys::Database {
 public:
  Database(std::string conninfo, std::string_view master_secret)
      : conninfo_(std::move(conninfo)), master_(DeriveKey(master_secret, "kinward master key")) {}
  ~Database() { PQfinish(connection_); }

  Result<Rows> Run(const char* statement, const std::vector<std::string>& values) {
    if (connection_ == nullptr || PQstatus(connection_) != CONNECTION_OK) {
      PQfinish(connection_);
      connection_ = PQconnectdb(conninfo_.c_str());
    }
    std::vector<const char*> pointers;
    for (const std::string& value : values) pointers.push_back(value.c_str());
    Rows rows(values.empty() ? PQexec(connection_, statement)
                             : PQexecParams(connection_, statement, static_cast<int>(values.size()),
                                            nullptr, pointers.data(), nullptr, nullptr, 0));
    const auto status = PQresultStatus(rows.get());
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return rows;
    return Failure{FailureKind::kRetry, "the key store does not answer"};
  }

  Result<std::string> CouncilKey(const std::string& tenant) {
    if (const auto known = councils_.find(tenant); known != councils_.end()) return known->second;
    auto put = Run("INSERT INTO council_key VALUES ($1, $2) ON CONFLICT DO NOTHING",
                   {tenant, Hex(Wrap(master_, RandomKey(), "council|" + tenant))});
    if (!put) return put.error();
    auto rows = Run("SELECT wrapped_key FROM council_key WHERE tenant = $1", {tenant});
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
      auto rows = Run(kFetch, Parameters(tenant, missing, *council, create));
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

  std::string conninfo_;
  std::string master_;
  PGconn* connection_ = nullptr;
  std::map<std::string, std::string> councils_;
};

PostgresKeys::PostgresKeys(std::string conninfo, std::string_view master_secret)
    : database_(std::make_unique<Database>(std::move(conninfo), master_secret)) {}

PostgresKeys::~PostgresKeys() { thread_.join(); }

Result<void> PostgresKeys::Migrate() {
  auto rows = database_->Run(kSchema, {});
  if (!rows) return rows.error();
  return {};
}

boost::asio::awaitable<Result<std::vector<Key>>> PostgresKeys::Fetch(std::string tenant,
                                                                     std::vector<KeyName> names,
                                                                     bool create) {
  const auto home = co_await boost::asio::this_coro::executor;
  co_await boost::asio::post(thread_, boost::asio::use_awaitable);
  auto keys = database_->Fetch(tenant, names, create);
  co_await boost::asio::post(home, boost::asio::use_awaitable);
  co_return keys;
}

boost::asio::awaitable<Result<bool>> PostgresKeys::Destroy(std::string tenant,
                                                           std::string subject) {
  const auto home = co_await boost::asio::this_coro::executor;
  co_await boost::asio::post(thread_, boost::asio::use_awaitable);
  auto rows = database_->Run(
      "UPDATE subject_key SET wrapped_key = NULL, erased_time = now() WHERE tenant = $1 AND "
      "subject = $2",
      {tenant, subject});
  co_await boost::asio::post(home, boost::asio::use_awaitable);
  if (!rows) co_return rows.error();
  co_return true;
}

}  // namespace kinward::vault
