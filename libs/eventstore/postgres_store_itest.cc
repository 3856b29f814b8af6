#include "libs/eventstore/postgres_store.h"

#include <libpq-fe.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

#include "libs/eventstore/fault_proxy.h"
#include "libs/eventstore/migrate.h"
#include "libs/eventstore/store_contract_tests.h"
#include "libs/testing/servers.h"

namespace kinward::eventstore {
namespace {

using std::chrono::milliseconds;

std::string Conninfo(const std::string& database, int port) {
  const testing::PostgresServer server = testing::Postgres();
  return "host=" + server.host + " port=" + std::to_string(port) + " user=" + server.user +
         " password=" + server.password + " dbname=" + database;
}

std::string MigratedDatabase() {
  const std::string database = testing::FreshDatabase();
  const Result<void> migrated = Migrate(testing::PostgresConninfo(database));
  CHECK(migrated.has_value());
  return database;
}

void Execute(const std::string& database, const std::string& sql) {
  PGconn* connection = PQconnectdb(testing::PostgresConninfo(database).c_str());
  PGresult* result = PQexec(connection, sql.c_str());
  EXPECT_LT(PQresultStatus(result), PGRES_BAD_RESPONSE) << PQresultErrorMessage(result);
  PQclear(result);
  PQfinish(connection);
}

std::string Ask(const std::string& database, const std::string& sql) {
  PGconn* connection = PQconnectdb(testing::PostgresConninfo(database).c_str());
  PGresult* result = PQexec(connection, sql.c_str());
  CHECK(PQntuples(result) == 1);
  std::string answer = PQgetvalue(result, 0, 0);
  PQclear(result);
  PQfinish(connection);
  return answer;
}

std::unique_ptr<StoreUnderTest> MakePostgresStore() {
  auto made = std::make_unique<StoreUnderTest>();
  PostgresOptions options;
  options.conninfo = testing::PostgresConninfo(MigratedDatabase());
  options.connections = 2;
  made->store = std::make_unique<PostgresStore>(made->context.get_executor(), options);
  return made;
}

INSTANTIATE_TEST_SUITE_P(Postgres, StoreContract, ::testing::Values(&MakePostgresStore));

// Through a proxy, with a database of its own.
class PostgresStoreTest : public ::testing::Test {
 protected:
  static PostgresOptions Options(const std::string& conninfo, int connections) {
    PostgresOptions options;
    options.conninfo = conninfo;
    options.connections = connections;
    options.call_deadline = milliseconds{5000};
    return options;
  }
  void Open(int connections = 1, milliseconds call_deadline = milliseconds{5000}) {
    PostgresOptions options = Options(Conninfo(database_, proxy_.port()), connections);
    options.call_deadline = call_deadline;
    store_ = std::make_unique<PostgresStore>(context_.get_executor(), options);
  }
  Result<AppendOutcome> Append(AppendRequest request) {
    return Await(context_, store_->Append(std::move(request)));
  }
  // Starts all at once; the answers in the order of the requests.
  std::vector<AppendOutcome> AppendTogether(std::vector<AppendRequest> requests) {
    std::vector<AppendOutcome> outcomes(requests.size());
    std::size_t left = requests.size();
    for (std::size_t i = 0; i < requests.size(); ++i) {
      boost::asio::co_spawn(context_, store_->Append(std::move(requests[i])),
                            [&, i](const std::exception_ptr&, Result<AppendOutcome> outcome) {
                              EXPECT_TRUE(outcome.has_value());
                              if (outcome) outcomes[i] = outcome.value();
                              --left;
                            });
    }
    context_.restart();
    while (left > 0) context_.run_one();
    return outcomes;
  }
  // The world comes back a little later; a client asks again until then.
  Result<AppendOutcome> AppendUntilAnswered(const AppendRequest& request) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    Result<AppendOutcome> outcome = Append(request);
    while (!outcome && std::chrono::steady_clock::now() < patience) {
      context_.run_for(milliseconds{10});
      outcome = Append(request);
    }
    return outcome;
  }
  template <typename Outcome>
  static long CountOf(const std::vector<AppendOutcome>& outcomes) {
    return std::count_if(outcomes.begin(), outcomes.end(), [](const AppendOutcome& one) {
      return std::holds_alternative<Outcome>(one);
    });
  }

  std::string database_ = MigratedDatabase();
  FaultProxy proxy_{testing::Postgres().host, testing::Postgres().port};
  boost::asio::io_context context_{1};
  std::unique_ptr<PostgresStore> store_;
};

TEST(MigrateTest, RunsAgainAndByManyAtOnce) {
  const std::string conninfo = testing::PostgresConninfo(testing::FreshDatabase());
  std::vector<std::thread> replicas;
  std::atomic<int> migrated = 0;
  for (int i = 0; i < 4; ++i) {
    replicas.emplace_back([&] { migrated += Migrate(conninfo).has_value() ? 1 : 0; });
  }
  for (std::thread& replica : replicas) replica.join();
  EXPECT_EQ(migrated, 4);
  EXPECT_TRUE(Migrate(conninfo).has_value());
}

TEST(MigrateTest, SaysThatThereIsNoConnection) {
  EXPECT_EQ(Migrate("host=127.0.0.1 port=1 dbname=none").error().kind, FailureKind::kRetry);
}

TEST_F(PostgresStoreTest, LetsExactlyOneOfManyHaveAClaim) {
  Open(16);
  for (int round = 0; round < 20; ++round) {
    std::vector<AppendRequest> requests;
    for (int client = 0; client < 16; ++client) {
      AppendRequest request = One("s" + std::to_string(round) + "-" + std::to_string(client), 0);
      const std::string child = "child-" + std::to_string(round);
      request.claims = {Night(child, kMonday, request.writes[0].stream),
                        Night(child + "-sibling", kMonday, request.writes[0].stream)};
      // In either order: whoever does not sort its locks meets a deadlock.
      if (client % 2 == 1) std::swap(request.claims[0], request.claims[1]);
      requests.push_back(std::move(request));
    }
    const auto outcomes = AppendTogether(std::move(requests));
    EXPECT_EQ(CountOf<Appended>(outcomes), 1);
    EXPECT_EQ(CountOf<ClaimTaken>(outcomes), 15);
  }
  EXPECT_EQ(
      Ask(database_, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"),
      "0");
}

TEST_F(PostgresStoreTest, LetsExactlyOneOfManyAppendAVersion) {
  Open(16);
  std::vector<AppendRequest> requests;
  for (int client = 0; client < 16; ++client) {
    // Two streams in either order: locked by name, whatever the order written.
    AppendRequest request = Request({Write("a", 0, {Event("x")}), Write("b", 0, {Event("x")})});
    if (client % 2 == 1) std::swap(request.writes[0], request.writes[1]);
    requests.push_back(std::move(request));
  }
  const auto outcomes = AppendTogether(std::move(requests));
  EXPECT_EQ(CountOf<Appended>(outcomes), 1);
  EXPECT_EQ(CountOf<Conflict>(outcomes), 15);
}

TEST_F(PostgresStoreTest, GivesEightClientsOfOneCommandOneEffectAndOneReply) {
  Open(8);
  const AppendRequest request = One("s", 0);
  const auto outcomes = AppendTogether(std::vector<AppendRequest>(8, request));
  EXPECT_EQ(CountOf<Appended>(outcomes), 1);
  ASSERT_EQ(CountOf<Duplicate>(outcomes), 7);
  for (const AppendOutcome& outcome : outcomes) {
    if (const auto* duplicate = std::get_if<Duplicate>(&outcome)) {
      EXPECT_EQ(duplicate->reply, request.reply);
    }
  }
  EXPECT_EQ(Ask(database_, "SELECT count(*) FROM event"), "1");
  EXPECT_EQ(Ask(database_, "SELECT count(*) FROM outbox"), "1");
}

TEST_F(PostgresStoreTest, WritesAnOutboxRowForEachEventAndNoneForARefusal) {
  Open();
  ASSERT_TRUE(
      Append(Request({Write("a", 0, {Event("x"), Event("y")}), Write("b", 0, {Event("z")})})));
  ASSERT_TRUE(Append(One("a", 2)));
  ASSERT_TRUE(Append(One("a", 0)));
  EXPECT_EQ(Ask(database_, "SELECT count(*) FROM outbox JOIN event USING (position)"), "4");
  EXPECT_EQ(Ask(database_, "SELECT count(*) FROM outbox"), "4");
}

TEST_F(PostgresStoreTest, DoesNotKnowWhetherACommandWhoseAnswerWasLostTookEffect) {
  Open();
  ASSERT_TRUE(Append(One("s", 0)));
  const AppendRequest request = One("s", 1);
  proxy_.Set(FaultProxy::Mode::kLoseAnswer);
  const auto lost = Append(request);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, FailureKind::kIndeterminate);

  proxy_.Set(FaultProxy::Mode::kPass);
  const auto repeated = AppendUntilAnswered(request);
  ASSERT_TRUE(repeated);
  EXPECT_EQ(std::get<Duplicate>(repeated.value()).reply, request.reply);
  EXPECT_EQ(Ask(database_, "SELECT count(*) FROM event"), "2");
}

TEST_F(PostgresStoreTest, GivesUpAtTheDeadlineWithoutKnowing) {
  Open(1, milliseconds{300});
  ASSERT_TRUE(AppendUntilAnswered(One("s", 0)));
  proxy_.Set(FaultProxy::Mode::kStall);
  const AppendRequest request = One("s", 1);
  const auto lost = Append(request);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, FailureKind::kIndeterminate);

  proxy_.Set(FaultProxy::Mode::kPass);
  const auto repeated = AppendUntilAnswered(request);
  ASSERT_TRUE(repeated);
  EXPECT_TRUE(std::holds_alternative<Appended>(repeated.value()));
}

TEST_F(PostgresStoreTest, FailsAtOnceWhileTheDatabaseIsGoneAndRecovers) {
  Open(4);
  ASSERT_TRUE(Append(One("s", 0)));
  proxy_.Set(FaultProxy::Mode::kGone);
  const AppendRequest request = One("s", 1);
  Result<AppendOutcome> refused = Append(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::kRetry);  // nothing was sent, and we know it
  refused = Append(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::kRetry);

  proxy_.Set(FaultProxy::Mode::kPass);
  const auto appended = AppendUntilAnswered(request);
  ASSERT_TRUE(appended);
  EXPECT_TRUE(std::holds_alternative<Appended>(appended.value()));
}

TEST_F(PostgresStoreTest, GoesOnAfterIdleConnectionsWereTerminated) {
  Open(4);
  ASSERT_TRUE(Append(One("s", 0)));
  Execute(database_,
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
          "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  const auto appended = AppendUntilAnswered(One("s", 1));
  ASSERT_TRUE(appended);
  EXPECT_TRUE(std::holds_alternative<Appended>(appended.value()));
}

// A primary that was told to stop waiting for its standby says so in a warning, after the commit.
TEST_F(PostgresStoreTest, DoesNotTrustACommitThatCameWithAWarning) {
  Execute(database_, R"(
    CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE WARNING 'not replicated'; RETURN NEW; END $$;
    CREATE TRIGGER warn AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION warn();
    ALTER DATABASE )" + database_ +
                         " SET client_min_messages = warning");
  Open();
  const auto outcome = Append(One("s", 0));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, FailureKind::kIndeterminate);
}

// The row of a statement arrives before its commit, and the commit may still fail.
TEST_F(PostgresStoreTest, WaitsForTheCommitNotOnlyForTheRow) {
  Execute(database_, R"(
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '53100'; END $$;
    CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION refuse())");
  Open();
  const auto outcome = Append(One("s", 0));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, FailureKind::kRetry);
  EXPECT_EQ(Ask(database_, "SELECT count(*) FROM event"), "0");
}

TEST_F(PostgresStoreTest, FinishesWhatIsUnderWayBeforeItCloses) {
  Open(2);
  int appended = 0;
  for (int i = 0; i < 20; ++i) {
    boost::asio::co_spawn(context_, store_->Append(One("s" + std::to_string(i), 0)),
                          [&](const std::exception_ptr&, Result<AppendOutcome> outcome) {
                            appended += outcome.has_value() ? 1 : 0;
                          });
  }
  bool closed = false;
  boost::asio::co_spawn(context_, store_->Close(),
                        [&](const std::exception_ptr&) { closed = true; });
  context_.restart();
  context_.run();  // ends, because nothing is left to do
  EXPECT_TRUE(closed);
  EXPECT_EQ(appended, 20);
  const auto refused = Append(One("late", 0));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::kRetry);
}

}  // namespace
}  // namespace kinward::eventstore
