// Measures the append through this library, comparable with a bare pgbench of the same work:
// 400-byte body, ten events a stream. Prints one JSON line.
//   eventstore_bench CONNINFO one|five CONNECTIONS SECONDS
//   eventstore_bench CONNINFO fill EVENTS        (grows the store for the growth check)
#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "libs/base/check.h"
#include "libs/eventstore/migrate.h"
#include "libs/eventstore/postgres_store.h"

namespace kinward::eventstore {
namespace {

using boost::asio::awaitable;
using std::chrono::steady_clock;

constexpr int kEventsPerStream = 10;

struct Run {
  bool five = false;
  steady_clock::time_point until;
  long events_max = -1;
  long events = 0;
  std::vector<double> milliseconds;
};

NewEvent Event(Time now) {
  return {NewUuid(), "kinward.bench.thing.happened.v1", std::string(400, '7'), std::string(80, 'm'),
          now};
}

AppendRequest Command(const std::string& stream, std::int64_t version, Time now) {
  AppendRequest request;
  request.tenant = "bench";
  request.command_id = NewUuid();
  request.method = "kinward.bench.v1.Bench/Happen";
  request.actor = "system:bench";
  request.request_hmac = std::string(32, 'h');
  request.reply = std::string(80, 'r');
  request.writes.push_back({stream, "thing", version, stream, {Event(now)}});
  return request;
}

// Four more streams, ten events in all, two claims.
void Widen(AppendRequest& request, Time now) {
  const StreamWrite first = request.writes.front();
  request.writes.clear();
  for (int i = 0; i < 5; ++i) {
    StreamWrite write = first;
    write.stream += '-' + std::to_string(i);
    write.expected_version *= 2;
    write.events = {Event(now), Event(now)};
    request.writes.push_back(std::move(write));
  }
  for (const char* kind : {"child-night", "worker"}) {
    request.claims.push_back(
        {kind, request.command_id.ToString(), now, now + std::chrono::hours{24}, first.stream});
  }
}

awaitable<void> Client(PostgresStore& store, Run& run) {
  const Time now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  for (;;) {
    const std::string stream = NewUuid().ToString();
    for (int version = 0; version < kEventsPerStream; ++version) {
      const auto start = steady_clock::now();
      if (start >= run.until || (run.events_max >= 0 && run.events >= run.events_max)) co_return;
      ++run.events;
      AppendRequest request = Command(stream, version, now);
      if (run.five) Widen(request, now);
      const Result<AppendOutcome> outcome = co_await store.Append(std::move(request));
      CHECK(outcome.has_value());
      CHECK(std::holds_alternative<Appended>(outcome.value()));
      const std::chrono::duration<double, std::milli> took = steady_clock::now() - start;
      run.milliseconds.push_back(took.count());
    }
  }
}

void Clients(const char* conninfo, int connections, Run& run) {
  boost::asio::io_context context(1);
  PostgresOptions options;
  options.conninfo = conninfo;
  options.connections = connections;
  PostgresStore store(context.get_executor(), options);
  int left = connections;
  for (int i = 0; i < connections; ++i) {
    boost::asio::co_spawn(context, Client(store, run), [&](const std::exception_ptr& thrown) {
      CHECK(!thrown);
      if (--left == 0) boost::asio::co_spawn(context, store.Close(), boost::asio::detached);
    });
  }
  context.run();
}

double Percentile(const std::vector<double>& sorted, std::size_t percent) {
  return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, sorted.size() * percent / 100)];
}

}  // namespace
}  // namespace kinward::eventstore

int main(int argc, char** argv) {
  using namespace kinward::eventstore;  // NOLINT
  if (argc < 4) {
    std::fprintf(
        stderr,
        "usage: eventstore_bench CONNINFO one|five CONNECTIONS SECONDS | CONNINFO fill EVENTS\n");
    return 64;
  }
  const std::string mode = argv[2];
  const kinward::Result<void> migrated = Migrate(argv[1]);
  if (!migrated) {
    std::fprintf(stderr, "%s\n", migrated.error().message.c_str());
    return 1;
  }
  Run run;
  run.five = mode == "five";
  int connections = std::atoi(argv[3]);
  double seconds = argc > 4 ? std::atof(argv[4]) : 3600;
  if (mode == "fill") {
    run.events_max = std::atol(argv[3]);
    connections = 16;
  }
  const auto start = steady_clock::now();
  run.until = start + std::chrono::milliseconds{static_cast<long>(seconds * 1000)};
  Clients(argv[1], connections, run);
  const std::chrono::duration<double> took = steady_clock::now() - start;
  std::sort(run.milliseconds.begin(), run.milliseconds.end());
  std::printf(
      "{\"mode\":\"%s\",\"connections\":%d,\"ops\":%zu,\"ops_per_s\":%.0f,\"p50_ms\":%.3f,\"p99_"
      "ms\":%.3f}\n",
      mode.c_str(), connections, run.milliseconds.size(),
      static_cast<double>(run.milliseconds.size()) / took.count(), Percentile(run.milliseconds, 50),
      Percentile(run.milliseconds, 99));
  return 0;
}
