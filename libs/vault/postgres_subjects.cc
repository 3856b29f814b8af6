#include "libs/vault/postgres_subjects.h"

#include "libs/vault/postgres.h"
#include "libs/vault/sealer.h"

namespace kinward::vault {
namespace {

using boost::asio::awaitable;
using Found = std::vector<std::vector<std::string>>;

constexpr int kErasuresAtATime = 100;

// The lock makes an erasure that goes on at this moment wait, or this pass its subject over: no row
// outlives its keys. Ordered, so that two of these never wait for each other. Class 1 is identity.
constexpr const char* kIndex = R"(
INSERT INTO blind_index (tenant, token, subject)
SELECT DISTINCT $1, e.token, e.subject
FROM unnest($2::text[], $3::bytea[]) AS e(subject, token) JOIN (
  SELECT subject FROM subject_key
  WHERE tenant = $1 AND subject = ANY($2::text[]) AND class = 1 AND erased_time IS NULL
  ORDER BY subject FOR SHARE
) AS living ON living.subject = e.subject
ORDER BY 2, 3 ON CONFLICT DO NOTHING
)";
constexpr const char* kFind = R"(
SELECT wanted.place, found.subject
FROM unnest($2::bytea[]) WITH ORDINALITY AS wanted(token, place) CROSS JOIN LATERAL (
  SELECT subject FROM blind_index WHERE tenant = $1 AND token = wanted.token
  ORDER BY subject LIMIT $3::int
) AS found ORDER BY 1, 2
)";
constexpr const char* kAsk = R"(
INSERT INTO asked_erasure (tenant, subject) SELECT $1, unnest($2::text[]) ORDER BY 2
ON CONFLICT (tenant, subject) DO UPDATE SET asked_time = now()
)";
constexpr const char* kAsked = R"(
SELECT tenant, subject, asked_time < now() - interval '1 hour'
FROM asked_erasure ORDER BY asked_time LIMIT $1::int
)";
// Every class, also those that never had a key: nothing is sealed for this subject any more.
constexpr const char* kDestroyKeys = R"(
INSERT INTO subject_key (tenant, subject, class, key_id, erased_time)
SELECT $1, $2, class, gen_random_uuid(), now() FROM generate_series(1, 5) AS class
ON CONFLICT (tenant, subject, class) DO UPDATE SET wrapped_key = NULL,
  erased_time = coalesce(subject_key.erased_time, now())
)";
constexpr const char* kDropIndex = "DELETE FROM blind_index WHERE tenant = $1 AND subject = $2";
constexpr const char* kDropAsked = "DELETE FROM asked_erasure WHERE tenant = $1 AND subject = $2";

std::string ListOf(const std::vector<std::string>& texts) {
  Array list;
  for (const std::string& text : texts) list.Add(text);
  return list.Text();
}

}  // namespace

class PostgresSubjects::Database {
 public:
  Database(std::string conninfo, std::string_view master_secret)
      : key_(DeriveKey(master_secret, "kinward blind index")), postgres_(std::move(conninfo)) {}

  // Runs statements with the same values, one after the other, each a transaction of its own.
  awaitable<Result<bool>> Do(std::vector<const char*> statements, std::vector<std::string> values) {
    std::function<Result<bool>()> work = [this, statements, values]() -> Result<bool> {
      for (const char* statement : statements) {
        if (auto rows = postgres_.Run(statement, values); !rows) return rows.error();
      }
      return true;
    };
    co_return co_await postgres_.Await(std::move(work));
  }

  Result<Found> Find(const std::string& tenant, const std::vector<Clue>& clues, int most) {
    std::vector<std::string> tokens;
    for (const Clue& clue : clues) tokens.push_back(TokenOf(tenant, clue));
    auto rows = postgres_.Run(kFind, {tenant, ListOf(tokens), std::to_string(most)});
    if (!rows) return rows.error();
    Found found(clues.size());
    for (int i = 0; i < PQntuples(rows->get()); ++i) {
      const std::size_t place = std::stoul(PQgetvalue(rows->get(), i, 0));
      found.at(place - 1).emplace_back(PQgetvalue(rows->get(), i, 1));
    }
    return found;
  }

  Result<std::vector<AskedErasure>> Asked() {
    auto rows = postgres_.Run(kAsked, {std::to_string(kErasuresAtATime)});
    if (!rows) return rows.error();
    std::vector<AskedErasure> asked;
    for (int i = 0; i < PQntuples(rows->get()); ++i) {
      asked.push_back({PQgetvalue(rows->get(), i, 0), PQgetvalue(rows->get(), i, 1),
                       std::string_view(PQgetvalue(rows->get(), i, 2)) == "t"});
    }
    return asked;
  }

  [[nodiscard]] std::string TokenOf(const std::string& tenant, const Clue& clue) const {
    return Hex(BlindIndex(key_, tenant, clue.first, clue.second));
  }
  Postgres& postgres() { return postgres_; }

 private:
  std::string key_;
  Postgres postgres_;  // the last: its thread ends before what it uses
};

PostgresSubjects::PostgresSubjects(std::string conninfo, std::string_view master_secret)
    : database_(std::make_unique<Database>(std::move(conninfo), master_secret)) {}
PostgresSubjects::~PostgresSubjects() = default;

awaitable<Result<bool>> PostgresSubjects::Index(std::string tenant,
                                                std::vector<SubjectClue> clues) {
  if (clues.empty()) co_return true;
  Array subjects;
  Array tokens;
  for (const SubjectClue& one : clues) {
    subjects.Add(one.subject);
    tokens.Add(database_->TokenOf(tenant, one.clue));
  }
  std::vector<const char*> statements{kIndex};
  std::vector<std::string> values{tenant, subjects.Text(), tokens.Text()};
  co_return co_await database_->Do(std::move(statements), std::move(values));
}

awaitable<Result<Found>> PostgresSubjects::Find(std::string tenant, std::vector<Clue> clues,
                                                int most) {
  std::function<Result<Found>()> work = [this, tenant, clues, most] {
    return database_->Find(tenant, clues, most);
  };
  co_return co_await database_->postgres().Await(std::move(work));
}

awaitable<Result<bool>> PostgresSubjects::AskErasure(std::string tenant,
                                                     std::vector<std::string> subjects) {
  if (subjects.empty()) co_return true;
  std::vector<const char*> statements{kAsk};
  std::vector<std::string> values{tenant, ListOf(subjects)};
  co_return co_await database_->Do(std::move(statements), std::move(values));
}

awaitable<Result<std::vector<AskedErasure>>> PostgresSubjects::AskedErasures() {
  std::function<Result<std::vector<AskedErasure>>()> work = [this] { return database_->Asked(); };
  co_return co_await database_->postgres().Await(std::move(work));
}

awaitable<Result<bool>> PostgresSubjects::DropErasure(std::string tenant, std::string subject) {
  std::vector<const char*> statements{kDropAsked};
  std::vector<std::string> values{tenant, subject};
  co_return co_await database_->Do(std::move(statements), std::move(values));
}

// Keys first: whoever indexes meanwhile has seen them and is waited for, or finds them erased.
awaitable<Result<bool>> PostgresSubjects::Destroy(std::string tenant, std::string subject) {
  std::vector<const char*> statements{kDestroyKeys, kDropIndex, kDropAsked};
  std::vector<std::string> values{tenant, subject};
  co_return co_await database_->Do(std::move(statements), std::move(values));
}

}  // namespace kinward::vault
