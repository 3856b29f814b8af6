#include "libs/host/topic_reader.h"

#include <chrono>
#include <map>
#include <utility>

#include "libs/kafka/admin.h"
#include "libs/kafka/consumer.h"

namespace kinward::host {
namespace {

constexpr std::size_t kPage = 500;
constexpr std::chrono::milliseconds kPollTime{50};
constexpr std::chrono::seconds kPatience{30};

Result<std::unique_ptr<kafka::Consumer>> ReaderOf(const kafka::Connection& connection,
                                                  const std::string& topic) {
  kafka::ConsumerEvents events;
  events.on_assigned = [](const auto&) {
    return Result<std::vector<kafka::TopicOffset>>(std::vector<kafka::TopicOffset>());
  };
  events.on_revoked = [](const auto&, bool) {};
  events.on_offset_lost = [](const auto&, auto) {};
  kafka::ConsumerSettings settings;
  settings.connection = connection;
  settings.topics = {topic};
  settings.queued_messages_min = 10'000;
  settings.queued_kilobytes_max = 8'192;
  return kafka::Consumer::Make(std::move(settings), std::move(events));
}

}  // namespace

Result<void> ReadTopic(const kafka::Connection& connection, const std::string& topic,
                       const std::atomic<bool>& stopping,
                       const std::function<Result<void>(std::vector<kafka::Record>)>& take) {
  auto admin = kafka::Admin::Make(connection);
  if (!admin) return admin.error();
  const auto marks = (*admin)->AllWatermarksOf(topic);
  if (!marks) return marks.error();
  std::vector<kafka::TopicOffset> from;
  std::map<std::int32_t, std::int64_t> ends;  // of the partitions not yet read to their end
  for (std::size_t i = 0; i < marks->size(); ++i) {
    const kafka::Watermarks& one = (*marks)[i];
    const auto partition = static_cast<std::int32_t>(i);
    if (one.low == one.high) continue;
    from.push_back({topic, partition, one.low});
    ends[partition] = one.high;
  }
  auto reader = ReaderOf(connection, topic);
  if (!reader) return reader.error();
  if (auto assigned = (*reader)->Reassign(from); !assigned) return assigned;
  std::vector<kafka::Record> page;
  auto heard = std::chrono::steady_clock::now();
  while (!ends.empty()) {
    if (stopping) return Failure{FailureKind::kRetry, "the service is ending"};
    const kafka::Message message = (*reader)->Poll(kPollTime);
    const auto now = std::chrono::steady_clock::now();
    if (!message) {
      if (now - heard > kPatience) return Failure{FailureKind::kRetry, topic + " does not answer"};
      continue;
    }
    heard = now;
    const auto end = ends.find(message.partition());
    if (end == ends.end()) continue;
    page.push_back(message.Copy());
    if (page.back().offset + 1 >= end->second) ends.erase(end);
    if (page.size() < kPage && !ends.empty()) continue;
    if (auto taken = take(std::exchange(page, {})); !taken) return taken;
  }
  return {};
}

}  // namespace kinward::host
