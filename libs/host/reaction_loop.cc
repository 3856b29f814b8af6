#include "libs/host/reaction_loop.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <condition_variable>
#include <utility>

#include "libs/host/event_name.h"
#include "libs/host/heard_record.h"
#include "libs/observe/log.h"

namespace kinward::host {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kBatchMax = 500;
// A record waits here with its fifteen headers: a few batches ahead are enough.
constexpr int kQueuedMin = 2'000;
constexpr int kQueuedKilobytesMax = 2'048;
constexpr milliseconds kFetchWait{20};
constexpr int kFetchBytesMin = 16'384;
constexpr milliseconds kPollTime{50};
constexpr milliseconds kRetryFirst{50};
constexpr milliseconds kRetryLast{2000};
// What was heard and not yet stored is heard again after a crash, and does nothing then: a commit
// for every few events would cost more than the commands that they cause.
constexpr milliseconds kSaveEvery{200};
constexpr std::chrono::seconds kCommandDeadline{10};

}  // namespace

ReactionLoop::ReactionLoop(boost::asio::io_context& io, eventstore::EventStore& store,
                           CommandRunner& runner, std::vector<Reaction> reactions,
                           ReactionSettings settings)
    : io_(&io), store_(&store), runner_(&runner), settings_(std::move(settings)) {
  for (Reaction& reaction : reactions) {
    const std::string type = EventTypeOf(reaction.event_name);
    CHECK(!type.empty());
    reactions_[type].push_back(std::move(reaction));
  }
}

ReactionLoop::~ReactionLoop() { Stop(); }

void ReactionLoop::Start() {
  thread_ = std::thread([this] { Run(); });
}

void ReactionLoop::Stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

std::vector<common::v1::PartitionOffset> ReactionLoop::Heard() const {
  const std::lock_guard lock(mutex_);
  std::vector<common::v1::PartitionOffset> heard;
  for (const auto& [place, offset] : offsets_) {
    common::v1::PartitionOffset entry;
    entry.set_topic(place.first);
    entry.set_partition(place.second);
    entry.set_next(offset.next);
    entry.set_generation(offset.generation);
    heard.push_back(std::move(entry));
  }
  return heard;
}

// A client that failed for good is made anew, after a moment.
void ReactionLoop::Run() {
  while (!stopping_) {
    if (!Consume() && !stopping_) std::this_thread::sleep_for(milliseconds{200});
  }
}

bool ReactionLoop::Consume() {
  rebuild_ = false;
  kafka::ConsumerSettings settings;
  settings.connection = settings_.connection;
  settings.group = "kinward." + settings_.service + ".reactions";
  settings.instance = settings_.service + "-" + settings_.replica;
  settings.topics = settings_.topics;
  settings.fetch_wait = kFetchWait;
  settings.fetch_bytes_min = kFetchBytesMin;
  settings.queued_messages_min = kQueuedMin;
  settings.queued_kilobytes_max = kQueuedKilobytesMax;
  kafka::ConsumerEvents events;
  events.on_assigned = [this](const std::vector<std::int32_t>& partitions) {
    return ReadOffsets(partitions);
  };
  events.on_revoked = [](const std::vector<std::int32_t>&, bool) {};
  events.on_offset_lost = [this](const std::string& topic, std::int32_t partition) {
    const std::lock_guard lock(mutex_);
    offsets_[{topic, partition}].next = 0;
    rebuild_ = true;
  };
  events.on_error = [this](const Failure& failure) {
    observe::LogWarning("reactions-kafka-error", {{"message", failure.message}});
    if (failure.kind == FailureKind::kFatal) rebuild_ = true;
  };
  auto consumer = kafka::Consumer::Make(std::move(settings), std::move(events));
  if (!consumer) {
    observe::LogError("reactions-consumer-failed", {{"message", consumer.error().message}});
    return false;
  }
  consumer_ = std::move(*consumer);
  while (!stopping_ && !rebuild_) {
    std::vector<kafka::Record> batch;
    auto message = consumer_->Poll(kPollTime);
    while (message) {
      batch.push_back(message.Copy());
      if (batch.size() >= kBatchMax) break;
      message = consumer_->Poll(milliseconds{0});
    }
    const bool idle = batch.empty();
    if (!idle && !Process(std::move(batch))) break;
    if (idle || Clock::now() - saved_at_ >= kSaveEvery) SaveOffsets();
  }
  SaveOffsets();
  [[maybe_unused]] const auto closed = consumer_->Close(milliseconds{5'000});
  consumer_.reset();
  return false;
}

Result<std::vector<kafka::TopicOffset>> ReactionLoop::ReadOffsets(
    const std::vector<std::int32_t>& partitions) {
  auto stored =
      boost::asio::co_spawn(*io_, store_->ReactionOffsets(), boost::asio::use_future).get();
  if (!stored) return stored.error();
  auto parked = boost::asio::co_spawn(*io_, store_->Parked(100'000), boost::asio::use_future).get();
  if (!parked) return parked.error();
  boost::asio::post(*io_, [this, keys = std::move(*parked)] {
    parked_keys_.clear();
    for (const auto& event : keys) parked_keys_.insert(event.key);
    parked_count_ = static_cast<std::int64_t>(keys.size());
  });
  const std::lock_guard lock(mutex_);
  // An offset that was lost stays at 0 (it is in memory only); everything else comes from the
  // store.
  for (const auto& offset : *stored)
    offsets_.try_emplace({offset.topic, offset.partition}, Offset{offset.generation, offset.next});
  std::vector<kafka::TopicOffset> assign;
  for (const std::string& topic : settings_.topics) {
    for (const std::int32_t partition : partitions) {
      assign.push_back({topic, partition, offsets_[{topic, partition}].next});
    }
  }
  return assign;
}

// False: read again from other offsets.
bool ReactionLoop::Process(std::vector<kafka::Record> batch) {
  std::map<std::int32_t, std::vector<kafka::Record>> by_partition;
  std::map<Place, Offset> next;
  for (kafka::Record& record : batch) {
    const std::int64_t generation = GenerationOf(record);
    if (!StartOver(record, generation)) return false;
    next[{record.topic, record.partition}] = {generation, record.offset + 1};
    by_partition[record.partition].push_back(std::move(record));
  }
  std::vector<std::future<void>> done;
  for (const auto& [partition, records] : by_partition) {
    done.push_back(boost::asio::co_spawn(*io_, HearAll(records), boost::asio::use_future));
  }
  for (auto& one : done) one.get();
  if (stopping_) return true;  // some may be unheard: the offsets stay as they were
  const std::lock_guard lock(mutex_);
  for (const auto& [place, offset] : next) {
    offsets_[place] = offset;
    unsaved_[place] = offset;
  }
  return true;
}

// A database that is away changes nothing: the next turn tries again.
void ReactionLoop::SaveOffsets() {
  saved_at_ = Clock::now();
  if (unsaved_.empty()) return;
  std::vector<eventstore::ReactionOffset> offsets;
  for (const auto& [place, offset] : unsaved_) {
    offsets.push_back({place.first, place.second, offset.generation, offset.next});
  }
  const auto saved = boost::asio::co_spawn(*io_, store_->SaveReactionOffsets(std::move(offsets)),
                                           boost::asio::use_future)
                         .get();
  if (saved) unsaved_.clear();
}

// A newer generation means that the topic was made anew: its beginning has not been heard.
bool ReactionLoop::StartOver(const kafka::Record& record, std::int64_t generation) {
  const std::lock_guard lock(mutex_);
  Offset& known = offsets_[{record.topic, record.partition}];
  if (generation <= known.generation || (known.generation == 0 && known.next == 0)) return true;
  known.generation = generation;
  if (record.offset == 0) return true;
  known.next = 0;
  return false;
}

boost::asio::awaitable<void> ReactionLoop::HearAll(const std::vector<kafka::Record>& records) {
  for (const kafka::Record& record : records) {
    milliseconds wait = kRetryFirst;
    while (!stopping_) {
      const auto heard = co_await HearOne(record);
      if (heard) break;
      observe::LogWarning("reaction-waits", {{"message", heard.error().message}});
      boost::asio::steady_timer timer(*io_, wait);
      co_await timer.async_wait(boost::asio::use_awaitable);
      wait = std::min(wait * 2, kRetryLast);
    }
  }
}

boost::asio::awaitable<Result<void>> ReactionLoop::HearOne(const kafka::Record& record) {
  const std::string type(record.header("ce_type"));
  const bool concerns_us = reactions_.contains(type);
  auto event = EventOf(record);
  if (!event) {
    common::v1::StoredEvent raw;
    raw.set_body(record.value);
    raw.set_type(type);
    co_return co_await Park(record, raw, "headers: " + event.error().message);
  }
  if (!concerns_us) co_return Result<void>{};
  if (parked_keys_.contains(record.key))
    co_return co_await Park(record, *event, "behind a parked event");
  auto message = NewMessage(reactions_.at(type).front().event_name);
  if (message == nullptr || !message->ParseFromString(record.value)) {
    co_return co_await Park(record, *event, "the message cannot be read");
  }
  auto reacted = co_await ReactAll(*event);
  if (!reacted && reacted.error().kind == FailureKind::kCorrupt) {
    co_return co_await Park(record, *event, reacted.error().message);
  }
  co_return reacted;
}

boost::asio::awaitable<Result<void>> ReactionLoop::ReactAll(const common::v1::StoredEvent& event) {
  const auto found = reactions_.find(event.type());
  if (found == reactions_.end()) co_return Result<void>{};
  const auto message = NewMessage(found->second.front().event_name);
  if (message == nullptr || !message->ParseFromString(event.body())) {
    co_return Failure{FailureKind::kCorrupt, "the message cannot be read"};
  }
  for (const Reaction& reaction : found->second) {
    if (ToTime(event.occurred_time()) < reaction.active_from) continue;
    auto done = co_await React(event, *message, reaction);
    if (!done) co_return done;
  }
  co_return Result<void>{};
}

boost::asio::awaitable<Result<void>> ReactionLoop::React(const common::v1::StoredEvent& event,
                                                         const Message& message,
                                                         const Reaction& reaction) {
  const auto event_id = Uuid::Parse(event.id());
  if (!event_id) co_return Failure{FailureKind::kCorrupt, "ce_id is no UUID"};
  const host::Heard heard{*event_id, event.council(), event.stream(), event.version(),
                          ToTime(event.occurred_time())};
  const std::string source = settings_.service + "/" + reaction.name;
  std::map<std::string, int> targets;
  for (const Companion& command : reaction.react(message, heard)) {
    const auto& options =
        command.message().GetDescriptor()->options().GetExtension(common::v1::command);
    std::string target = source + "/" + command.message().GetTypeName() + "/" +
                         TextField(command.message(), options.stream());
    if (const int nth = targets[target]++; nth > 0) target += "/" + std::to_string(nth);
    RunRequest request;
    request.tenant = event.council();
    request.command = std::shared_ptr<const Message>(std::shared_ptr<void>{}, &command.message());
    request.command_id = UuidFrom(*event_id, target);
    request.method = source;
    request.actor = {"system", source, {}};
    request.causation_id = event.id();
    request.correlation_id = event.metadata().correlation_id();
    request.traceparent = event.metadata().traceparent();
    request.keep_refusal = true;
    request.deadline = std::chrono::steady_clock::now() + kCommandDeadline;
    const RunOutcome outcome = co_await runner_->Run(std::move(request));
    if (outcome.status.ok()) continue;
    if (outcome.refused) {
      observe::Log(observe::Level::kDebug, "reaction-refused",
                   {{"reaction", source}, {"reason", outcome.status.reason}});
      continue;
    }
    const bool corrupt = outcome.status.code == rpc::Code::kInternal;
    co_return Failure{corrupt ? FailureKind::kCorrupt : FailureKind::kRetry,
                      source + ": " + outcome.status.message};
  }
  co_return Result<void>{};
}

}  // namespace kinward::host
