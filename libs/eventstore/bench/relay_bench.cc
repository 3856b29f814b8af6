// How fast the relay publishes, in the terms of the peers' benchmark (relay.drain, relay.latency):
//   relay_bench drain N            first to last of N waiting events visible to a consumer
//   relay_bench latency RATE SECS  commit returned to consumed, one event a transaction
//   relay_bench polled RATE SECS   the same without hints: events appended by another process
// Servers: PGHOST PGPORT PGUSER PGDATABASE KAFKA_BROKERS. One JSON object a figure on stdout.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "kinward/common/v1/common.pb.h"
#include "libs/base/check.h"
#include "libs/base/uuid.h"
#include "libs/eventstore/migrate.h"
#include "libs/eventstore/relay.h"
#include "libs/eventstore/relay_line.h"
#include "libs/kafka/admin.h"
#include "libs/kafka/consumer.h"

namespace kinward::eventstore {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kPartitions = 12;
constexpr int kKeys = 5'000;

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}
std::string Env(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}
template <typename T>
T Must(Result<T> result) {
  if (!result) std::fprintf(stderr, "%s\n", result.error().message.c_str());
  CHECK(result.has_value());
  return std::move(*result);
}
void Must(const Result<void>& result) {
  if (!result) std::fprintf(stderr, "%s\n", result.error().message.c_str());
  CHECK(result.has_value());
}
void Emit(const std::string& bench, const char* metric, double value, std::size_t count) {
  std::printf(
      "{\"bench\":\"%s\",\"peer\":\"kinward\",\"metric\":\"%s\",\"value\":%.3f,\"n\":%zu}\n",
      bench.c_str(), metric, value, count);
  std::fflush(stdout);
}

// Everything but the partition key, which is the message's last field and differs by row.
std::string MetadataPrefix() {
  common::v1::EventMetadata metadata;
  metadata.set_correlation_id(NewUuid().ToString());
  metadata.set_causation_id(NewUuid().ToString());
  metadata.set_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  metadata.set_actor_kind("staff");
  metadata.set_actor_id("bench");
  return metadata.SerializeAsString();
}

// A database and a topic of this run's own, both removed at the end.
class World {
 public:
  World()
      : name_("kinward_relay_bench_" + std::to_string(Clock::now().time_since_epoch().count())),
        line_(Must(RelayLine::Open(Conninfo(Env("PGDATABASE", "postgres")), ""))),
        admin_(Must(kafka::Admin::Make(Kafka()))) {
    Must(line_->RunScript("CREATE DATABASE " + name_));
    Must(Migrate(conninfo()));
    Must(admin_->CreateTopic({name_, kPartitions, 1, {{"retention.ms", "-1"}}}));
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() {
    (void)admin_->DeleteTopic(name_);
    (void)line_->RunScript("DROP DATABASE " + name_ + " WITH (FORCE)");
  }

  static kafka::Connection Kafka() { return {Env("KAFKA_BROKERS", "127.0.0.1:31092")}; }
  [[nodiscard]] std::string conninfo() const { return Conninfo(name_); }
  [[nodiscard]] RelaySettings Settings() const {
    RelaySettings settings{
        conninfo(), "intake", {name_, kPartitions, 1, {{"retention.ms", "-1"}}}, Kafka()};
    settings.linger = milliseconds(std::atoi(Env("RELAY_LINGER_MS", "0").c_str()));
    return settings;
  }
  [[nodiscard]] std::unique_ptr<kafka::Consumer> Reader() const {
    kafka::ConsumerEvents events;
    events.on_assigned = [](const auto&) {
      return Result<std::vector<kafka::TopicOffset>>(std::vector<kafka::TopicOffset>());
    };
    events.on_revoked = [](const auto&, bool) {};
    events.on_offset_lost = [](const auto&, auto) { CHECK(false); };
    auto reader = Must(kafka::Consumer::Make(
        {.connection = Kafka(), .topics = {name_}, .fetch_wait = milliseconds(50)}, events));
    std::vector<kafka::TopicOffset> start;
    for (int partition = 0; partition < kPartitions; ++partition) {
      start.push_back({name_, partition, 0});
    }
    Must(reader->Reassign(start));
    (void)reader->Poll(milliseconds(300));
    return reader;
  }

 private:
  static std::string Conninfo(const std::string& database) {
    return "host=" + Env("PGHOST", "127.0.0.1") + " port=" + Env("PGPORT", "31432") +
           " user=" + Env("PGUSER", "postgres") + " dbname=" + database;
  }
  std::string name_;
  std::unique_ptr<RelayLine> line_;
  std::unique_ptr<kafka::Admin> admin_;
};

// One event a stream; the body begins with its number. Parameters: metadata, first, last number.
constexpr const char* kInsert =
    "PREPARE put (bytea, bigint, bigint) AS WITH e AS ("
    " INSERT INTO event (tenant, stream, version, type, id, body, metadata, occurred_time)"
    " SELECT 'wolverhampton', gen_random_uuid(), 1, 'kinward.intake.referral.referral-received.v1',"
    "  gen_random_uuid(), convert_to(lpad(n::text, 12, '0') || '|' ||"
    "   substr(repeat(md5(n::text), 13), 1, 387), 'UTF8'),"
    "  $1 || '\\x3a09'::bytea || convert_to('case-' || lpad((n % 5000)::text, 4, '0'), 'UTF8'), "
    "now()"
    " FROM generate_series($2, $3) n RETURNING position)"
    " INSERT INTO outbox (position) SELECT position FROM e ORDER BY position";

void Drain(std::int64_t count) {
  const World world;
  const auto line = Must(RelayLine::Open(world.conninfo(), kInsert));
  const std::string metadata = MetadataPrefix();
  for (std::int64_t n = 0; n < count; n += kKeys) {
    Must(line->Run("put", PgParams().Text(metadata).Number(n).Number(
                              std::min<std::int64_t>(n + kKeys, count) - 1)));
  }
  for (const char* script : {"VACUUM ANALYZE event", "VACUUM ANALYZE outbox", "CHECKPOINT"}) {
    Must(line->RunScript(script));
  }
  const auto reader = world.Reader();
  std::vector<bool> seen(static_cast<std::size_t>(count));
  const auto start = Clock::now();
  Relay relay(world.Settings());
  std::int64_t got = 0;
  double first = 0;
  double last = 0;
  while (got < count && Since(start) < 120) {
    const kafka::Message message = reader->Poll(milliseconds(100));
    if (!message) continue;
    const auto n = static_cast<std::size_t>(std::atoll(message.value().data()));
    if (seen[n]) continue;
    seen[n] = true;
    last = Since(start);
    if (got++ == 0) first = last;
  }
  CHECK(got == count);
  Emit("relay.drain", "ops_per_s", static_cast<double>(count - 1) / (last - first),
       static_cast<std::size_t>(count));
}

void Latency(const std::string& bench, double rate, double for_seconds, bool hinted) {
  constexpr double kWarmUp = 2;
  const World world;
  const auto line = Must(RelayLine::Open(world.conninfo(), kInsert));
  const std::string metadata = MetadataPrefix();
  const auto count = static_cast<std::size_t>(rate * (for_seconds + kWarmUp));
  const auto reader = world.Reader();
  Relay relay(world.Settings());
  std::vector<double> committed(count);
  std::vector<double> seen(count, -1);
  const auto start = Clock::now() + seconds(1);
  std::thread watcher([&] {
    std::size_t got = 0;
    while (got < count && Since(start) < 120) {
      const kafka::Message message = reader->Poll(milliseconds(20));
      if (!message) continue;
      double& when = seen[static_cast<std::size_t>(std::atoll(message.value().data()))];
      if (when >= 0) continue;
      when = Since(start);
      ++got;
    }
  });
  for (std::size_t n = 0; n < count; ++n) {
    std::this_thread::sleep_until(
        start + std::chrono::duration_cast<Clock::duration>(
                    std::chrono::duration<double>(static_cast<double>(n) / rate)));
    const auto number = static_cast<std::int64_t>(n);
    Must(line->Run("put", PgParams().Text(metadata).Number(number).Number(number)));
    committed[n] = Since(start);
    if (hinted) relay.Notify();
  }
  watcher.join();
  std::vector<double> waits;
  for (auto n = static_cast<std::size_t>(kWarmUp * rate); n < count; ++n) {
    CHECK(seen[n] >= 0);
    waits.push_back(std::max(0.0, seen[n] - committed[n]) * 1e3);
  }
  std::sort(waits.begin(), waits.end());
  Emit(bench, "p50_ms", waits[waits.size() / 2], waits.size());
  Emit(bench, "p99_ms", waits[waits.size() * 99 / 100], waits.size());
}

}  // namespace
}  // namespace kinward::eventstore

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "drain" && argc == 3) {
    kinward::eventstore::Drain(std::atoll(argv[2]));
  } else if ((mode == "latency" || mode == "polled") && argc == 4) {
    const std::string bench =
        mode == "latency" ? "relay.latency.from_commit" : "relay.latency.polled";
    kinward::eventstore::Latency(bench, std::atof(argv[2]), std::atof(argv[3]), mode == "latency");
  } else {
    std::fputs("usage: relay_bench drain N | latency RATE SECS | polled RATE SECS\n", stderr);
    return 2;
  }
  return 0;
}
