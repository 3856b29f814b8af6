// projection_bench KAFKA REDIS MODE [PREFIX]: what the projection can do
// on real servers, whose Redis it empties. One JSON object a figure on stdout; tests/load/bench
// sets them beside their limits.
//   seed       the topics PREFIX… for one-view, once for all its rounds, as the floor has it
//   one-view   one document of ~600 B and one index entry an event, through the writer
//   all-views  every view, whole referrals over four topics
//   rebuild    1,000,000 events rebuilt beside 300 live ones a second
//   fresh      300 events a second: from Kafka's acknowledgement until the case document has it
#include <google/protobuf/wrappers.pb.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <string>
#include <thread>

#include "kinward/intake/v1/referral.pb.h"
#include "libs/kafka/admin.h"
#include "libs/kafka/cloud_event.h"
#include "libs/kafka/producer.h"
#include "services/projection/store/projector.h"
#include "services/projection/store/rebuild.h"
#include "services/projection/testing/stories.h"

namespace kinward::projection {
namespace {

using std::chrono::steady_clock;

constexpr int kPartitions = 12;
constexpr int kOneViewEvents = 200'000;
constexpr int kAllViewReferrals = 30'000;
constexpr std::int64_t kRebuildEvents = 1'000'000;
constexpr int kLivePerSecond = 300;
constexpr int kPublishers = 6;
constexpr int kFreshSeconds = 20;

constexpr const char* kUsage =
    "usage: projection_bench KAFKA REDIS seed|one-view|all-views|rebuild|fresh [PREFIX]";

double Since(steady_clock::time_point start) {
  return std::chrono::duration<double>(steady_clock::now() - start).count();
}
[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "projection_bench: %s\n", why.c_str());
  std::_Exit(1);
}
void Emit(const char* figure, double value, const char* unit) {
  std::printf("{\"figure\":\"%s\",\"value\":%.2f,\"unit\":\"%s\"}\n", figure, value, unit);
  std::fflush(stdout);
}

struct Servers {
  kafka::Connection kafka;
  redis::Endpoint redis;
};

// Kept for ever, as the product's are: the stories' records are years old.
void MakeTopics(const Servers& servers, const std::string& prefix) {
  auto admin = kafka::Admin::Make(servers.kafka);
  if (!admin) Die(admin.error().message);
  for (const std::string& topic : TopicsOf(prefix)) {
    auto made = (*admin)->CreateTopic({topic, kPartitions, 1, {{"retention.ms", "-1"}}});
    if (!made) Die(made.error().message);
  }
}

// Publishes events of one run; its topics are its own.
class Feed {
 public:
  Feed(const Servers& servers, std::string prefix) : topics_(TopicsOf(prefix)) {
    auto made = kafka::Producer::Make(
        {.connection = servers.kafka, .linger = std::chrono::milliseconds{5}});
    if (!made) Die(made.error().message);
    producer_ = std::move(*made);
  }
  void Send(const TestEvent& event, Time time) {
    const std::string occurred = FormatTime(time);
    kafka::CloudEvent header;
    header.id = event.id;
    header.context = NameOf(event.source);
    header.type = event.type;
    header.time = occurred;
    header.subject = event.stream;
    header.sequence = event.version;
    header.partition_key = event.family;
    header.correlation_id = event.id;
    header.causation_id = event.id;
    header.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    header.council = "wolverhampton";
    header.generation = 1;
    const kafka::OutgoingRecord record{event.family, event.body, encoder_.Encode(header), time};
    if (auto sent =
            producer_->Send(topics_[static_cast<std::size_t>(event.source)], record, batch_);
        !sent) {
      Die(sent.error().message);
    }
  }
  void Await() {
    if (auto done = producer_->Await(batch_, std::chrono::seconds{120}); !done)
      Die(done.error().message);
    batch_.Clear();
  }

 private:
  std::vector<std::string> topics_;
  std::unique_ptr<kafka::Producer> producer_;
  kafka::Batch batch_;
  kafka::CloudEventEncoder encoder_;
};

void Empty(const Servers& servers) {
  auto connection = redis::Connection::Open(servers.redis);
  if (!connection || !(*connection)->Call({"FLUSHALL"})) Die("redis");
}

// All partitions of all topics from their beginnings.
std::unique_ptr<kafka::Consumer> Reader(const Servers& servers,
                                        const std::vector<std::string>& topics) {
  kafka::ConsumerSettings settings;
  settings.connection = servers.kafka;
  settings.topics = topics;
  kafka::ConsumerEvents events;
  events.on_assigned = [](const auto&) { return std::vector<kafka::TopicOffset>{}; };
  events.on_revoked = [](const auto&, bool) {};
  events.on_offset_lost = [](const auto&, auto) {};
  events.on_error = [](const Failure&) {};
  auto consumer = kafka::Consumer::Make(settings, events);
  if (!consumer) Die(consumer.error().message);
  std::vector<kafka::TopicOffset> offsets;
  for (const std::string& topic : topics) {
    for (int partition = 0; partition < kPartitions; ++partition)
      offsets.push_back({topic, partition, 0});
  }
  if (!(*consumer)->Reassign(offsets)) Die("assign");
  return std::move(*consumer);
}

// The projection's own path: decode, parse, cache, one script a batch, as the projector does it.
double Through(const Servers& servers, const std::string& prefix, const Catalogue& catalogue,
               std::int64_t count) {
  Empty(servers);
  WriterSettings settings;
  settings.redis = servers.redis;
  Writer writer(settings, catalogue, nullptr);
  if (!writer.Connect()) Die("redis");
  for (int bucket = 0; bucket < kPartitions; ++bucket) {
    if (!writer.Open(bucket, false)) Die("redis");
  }
  Round round(TopicsOf(prefix));
  auto consumer = Reader(servers, TopicsOf(prefix));
  std::int64_t read = 0;
  const auto start = steady_clock::now();
  while (read < count) {
    std::chrono::milliseconds wait{100};
    while (round.size() < kRoundEvents) {
      kafka::Message message = consumer->Poll(wait);
      if (!message) break;
      wait = std::chrono::milliseconds{0};
      const Incoming incoming = round.Decode(message, *round.SourceOf(message.topic()));
      if (!incoming.fault.empty()) Die("headers");
      round.Add(std::move(message), incoming);
    }
    if (round.size() == 0) continue;
    auto written = writer.Write(round.Batches());
    if (!written || !written->empty()) Die("write");
    read += static_cast<std::int64_t>(round.size());
    round.Clear();
  }
  auto drained = writer.Drain();
  if (!drained || !drained->empty()) Die("drain");
  const double seconds = Since(start);
  if (writer.counters().applied != count)
    Die("applied only " + std::to_string(writer.counters().applied));
  (void)consumer->Close(std::chrono::seconds{5});
  return static_cast<double>(count) / seconds;
}

void OnBenchEvent(google::protobuf::StringValue& part, const intake::v1::ReferralClosed& event,
                  const Heard& heard, Marks& marks) {
  static const std::string kPad(200, 'x');
  part.set_value(event.reason() + kPad);
  marks.Enter("list", event.referral_id(), heard.version);
}

std::string Filler(std::uint64_t& state, std::size_t size) {
  std::string text;
  while (text.size() < size) {
    state ^= state << 13U;
    state ^= state >> 7U;
    state ^= state << 17U;
    std::array<char, 20> hex{};
    std::snprintf(hex.data(), hex.size(), "%016lx", static_cast<unsigned long>(state));
    text += hex.data();
  }
  text.resize(size);
  return text;
}

void SeedOneView(const Servers& servers, const std::string& prefix) {
  MakeTopics(servers, prefix);
  Feed feed(servers, prefix);
  std::uint64_t state = 88172645463325252ULL;
  const int entities = kOneViewEvents / 4;
  for (int i = 0; i < kOneViewEvents; ++i) {
    TestEvent event;
    event.stream = event.family =
        UuidFrom("case-" + std::to_string(i % entities), "bench").ToString();
    event.version = i / entities + 1;
    event.type = EventTypeOf(*intake::v1::ReferralClosed::descriptor());
    event.id = UuidFrom(event.stream, std::to_string(event.version)).ToString();
    intake::v1::ReferralClosed closed;
    closed.set_referral_id(event.stream);
    closed.set_reason(Filler(state, 350));
    event.body = closed.SerializeAsString();
    feed.Send(event, Time{std::chrono::seconds{1'460'000'000 + i}});
  }
  feed.Await();
}

void OneView(const Servers& servers, const std::string& prefix) {
  Catalogue catalogue;
  catalogue.On("case", &intake::v1::ReferralClosed::referral_id, OnBenchEvent);
  const double rate = Through(servers, prefix, catalogue, kOneViewEvents);
  Emit("projection_one_view", rate, "events/s");
}

void AllViewsAtOnce(const Servers& servers, const std::string& prefix) {
  MakeTopics(servers, prefix);
  Feed feed(servers, prefix);
  std::int64_t count = 0;
  for (int number = 0; number < kAllViewReferrals; ++number) {
    for (const TestEvent& event : StoryOf(number)) {
      feed.Send(event, Time{std::chrono::seconds{event.seconds}});
      ++count;
    }
  }
  feed.Await();
  const double rate = Through(servers, prefix, AllViews(), count);
  Emit("projection_all_views", rate, "events/s");
}

// From a live event's acknowledgement until Redis has its stream's version.
double DelayMs(redis::Connection& redis, const TestEvent& event) {
  const auto start = steady_clock::now();
  const int bucket = kafka::PartitionOf(event.family, kPartitions);
  const std::string document =
      Layout("", bucket, 1).Document("wolverhampton", HomeOf(event.type), event.stream);
  for (;;) {
    const auto reply = redis.Call({"HGET", document, HomeVersionField(NameOf(event.source))});
    if (!reply) Die("redis");
    if (!reply->text.empty()) return Since(start) * 1000;
    std::this_thread::sleep_for(std::chrono::microseconds{300});
  }
}

// The projector as the service runs it, on a thread of its own.
class Projecting {
 public:
  Projecting(const Servers& servers, const std::string& prefix)
      : projector_(Settings(servers, prefix), AllViews(), nullptr),
        thread_([this] { projector_.Run(); }) {}
  ~Projecting() {
    projector_.Stop();
    thread_.join();
  }
  Projecting(const Projecting&) = delete;
  Projecting& operator=(const Projecting&) = delete;

  void Await(std::int64_t applied) const {
    while (projector_.writer_counters().applied < applied)
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  Projector& projector() { return projector_; }

 private:
  static ProjectorSettings Settings(const Servers& servers, const std::string& prefix) {
    ProjectorSettings settings;
    settings.kafka = servers.kafka;
    settings.topic_prefix = prefix;
    settings.group = prefix + "projection";
    settings.writer.redis = servers.redis;
    return settings;
  }

  Projector projector_;
  std::thread thread_;
};

double At(const std::vector<double>& sorted, std::size_t percent) {
  return sorted[sorted.size() * percent / 100];
}

// Publishers side by side, each awaiting its own event's acknowledgement and then its appearance.
void Freshness(const Servers& servers, const std::string& prefix) {
  MakeTopics(servers, prefix);
  Feed warm(servers, prefix);
  Empty(servers);
  Projecting projecting(servers, prefix);
  warm.Send(StoryOf(0).front(), Time{});
  warm.Await();
  projecting.Await(1);
  std::array<std::vector<double>, kPublishers> delays;
  std::vector<std::thread> publishing;
  for (int publisher = 0; publisher < kPublishers; ++publisher) {
    publishing.emplace_back([&, publisher] {
      Feed feed(servers, prefix);
      auto redis = redis::Connection::Open(servers.redis);
      if (!redis) Die("redis");
      auto next = steady_clock::now();
      for (int i = 0; i < kFreshSeconds * kLivePerSecond / kPublishers; ++i) {
        const TestEvent event = StoryOf(1 + publisher + i * kPublishers).front();
        feed.Send(event, Time{std::chrono::seconds{event.seconds}});
        feed.Await();
        delays.at(static_cast<std::size_t>(publisher)).push_back(DelayMs(**redis, event));
        next += std::chrono::microseconds{1'000'000L * kPublishers / kLivePerSecond};
        std::this_thread::sleep_until(next);
      }
    });
  }
  std::vector<double> all;
  for (int publisher = 0; publisher < kPublishers; ++publisher) {
    const auto at = static_cast<std::size_t>(publisher);
    publishing.at(at).join();
    all.insert(all.end(), delays.at(at).begin(), delays.at(at).end());
  }
  std::sort(all.begin(), all.end());
  Emit("projection_fresh_p50", At(all, 50), "ms");
  Emit("projection_fresh_p99", At(all, 99), "ms");
}

void RebuildBesideLive(const Servers& servers, const std::string& prefix) {
  MakeTopics(servers, prefix);
  Feed feed(servers, prefix);
  Empty(servers);
  std::int64_t count = 0;
  int number = 0;
  for (; count < kRebuildEvents; ++number) {
    for (const TestEvent& event : StoryOf(number)) {
      feed.Send(event, Time{std::chrono::seconds{event.seconds}});
      ++count;
    }
  }
  feed.Await();
  Projecting projecting(servers, prefix);
  projecting.Await(count);

  std::atomic<bool> done{false};
  std::vector<double> delays;
  std::thread publishing([&] {
    auto redis = redis::Connection::Open(servers.redis);
    if (!redis) Die("redis");
    auto next = steady_clock::now();
    for (int live_number = number; !done; ++live_number) {
      const auto story = StoryOf(live_number);
      for (const TestEvent& event : story)
        feed.Send(event, Time{std::chrono::seconds{event.seconds}});
      feed.Await();
      delays.push_back(DelayMs(**redis, story.front()));
      next +=
          std::chrono::microseconds{1'000'000 * static_cast<long>(story.size()) / kLivePerSecond};
      std::this_thread::sleep_until(next);
    }
  });
  RebuildSettings settings;
  settings.kafka = servers.kafka;
  settings.topic_prefix = prefix;
  settings.writer.redis = servers.redis;
  settings.writer.version = 2;
  settings.from_version = 1;
  settings.partitions = kPartitions + 1;  // never flips: the comparison is not part of the figure
  settings.buckets = projecting.projector().AssignedBuckets();
  Rebuild rebuild(settings, AllViews(), nullptr);
  const auto start = steady_clock::now();
  std::thread rebuilding([&] { (void)rebuild.Run(); });
  while (rebuild.events() < kRebuildEvents)
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  const double seconds = Since(start);
  done = true;
  rebuild.Stop();
  publishing.join();
  rebuilding.join();
  std::sort(delays.begin(), delays.end());
  Emit("projection_rebuild_1m", seconds, "s");
  Emit("projection_live_p99_beside_rebuild", At(delays, 99), "ms");
}

}  // namespace
}  // namespace kinward::projection

int main(int argc, char** argv) {
  using namespace kinward;              // NOLINT: a program's own main
  using namespace kinward::projection;  // NOLINT
  const std::string mode = argc > 3 ? argv[3] : "";
  const std::string run = argc > 4 ? argv[4] : "bench-" + NewUuid().ToString() + ".";
  const auto redis =
      argc > 3 ? redis::ParseEndpoint(argv[2]) : Failure{FailureKind::kFatal, kUsage};
  if (!redis) Die(redis.error().message);
  const Servers servers{{argv[1], "projection-bench", {}}, *redis};
  if (mode == "seed") {
    SeedOneView(servers, run);
  } else if (mode == "one-view") {
    OneView(servers, run);
  } else if (mode == "all-views") {
    AllViewsAtOnce(servers, run);
  } else if (mode == "rebuild") {
    RebuildBesideLive(servers, run);
  } else if (mode == "fresh") {
    Freshness(servers, run);
  } else {
    Die(kUsage);
  }
  return 0;
}
