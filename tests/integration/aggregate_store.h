// A database of a service's own with its real aggregates on it: commands run to their end on the
// caller's thread; times are of a manual clock.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/eventstore/migrate.h"
#include "libs/eventstore/postgres_store.h"
#include "libs/eventstore/relay_line.h"
#include "libs/host/command_runner.h"
#include "libs/host/service.h"
#include "libs/host/store_check.h"
#include "libs/host/timer_loop.h"
#include "libs/testing/servers.h"
#include "tests/integration/commands.h"

namespace kinward {

inline const Time kMorning = *ParseTime("2026-11-02T09:00:00Z");

inline std::string MigratedDatabase() {
  std::string database = testing::FreshDatabase();
  CHECK(eventstore::Migrate(testing::PostgresConninfo(database)).has_value());
  return database;
}
inline void Execute(const std::string& database, const std::string& sql) {
  auto line = eventstore::RelayLine::Open(testing::PostgresConninfo(database), "");
  CHECK(line.has_value());
  const auto done = (*line)->RunScript(sql);
  EXPECT_TRUE(done.has_value()) << done.error().message;
}

class AggregateStore {
 public:
  AggregateStore(const std::string& database, const std::string& service,
                 std::vector<std::unique_ptr<host::Aggregate>> aggregates,
                 ProgrammeCatalogue* programmes = nullptr)
      : database_(database),
        registry_(std::move(aggregates)),
        store_(io_.get_executor(), {testing::PostgresConninfo(database), 2}),
        clock_(store_, true),
        runner_({&registry_, &store_, &clock_, nullptr, programmes, "key", [] {}}),
        timers_(io_, store_, clock_, runner_, service) {}

  template <typename T>
  T Await(boost::asio::awaitable<T> call) {
    std::optional<T> answer;
    boost::asio::co_spawn(io_, std::move(call), [&](const std::exception_ptr& thrown, T result) {
      CHECK(!thrown);
      answer.emplace(std::move(result));
    });
    io_.restart();
    while (!answer) io_.run_one();
    return *std::move(answer);
  }
  host::RunOutcome Run(const google::protobuf::Message& command, Uuid id = NewUuid()) {
    host::RunOutcome outcome = Await(runner_.Run(RequestOf(command, id)));
    EXPECT_TRUE(outcome.status.ok()) << outcome.status.reason << outcome.status.message;
    return outcome;
  }
  void SetClock(Time now) { CHECK(Await(clock_.Set(kCouncil, now)).has_value()); }
  int FireDue() {
    const auto fired = Await(timers_.FireDue(kCouncil));
    CHECK(fired.has_value());
    return *fired;
  }
  host::StoreReport Verify() {
    const std::atomic<bool> stopping{false};
    const auto audit = store_.OpenAudit();
    auto report = host::VerifyStore(registry_, *audit, stopping);
    EXPECT_TRUE(report.has_value()) << report.error().message;
    return *std::move(report);
  }
  [[nodiscard]] const std::string& database() const { return database_; }
  [[nodiscard]] const host::Registry& registry() const { return registry_; }
  eventstore::PostgresStore& store() { return store_; }

 private:
  std::string database_;
  boost::asio::io_context io_;
  host::Registry registry_;
  eventstore::PostgresStore store_;
  host::TenantClock clock_;
  host::CommandRunner runner_;
  host::TimerLoop timers_;
};

}  // namespace kinward
