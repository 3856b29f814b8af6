#include "services/projection/store/projector.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "libs/observe/log.h"
#include "services/projection/store/versions.h"

namespace kinward::projection {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPollIdle{100};

}  // namespace

Projector::Projector(ProjectorSettings settings, const Catalogue& catalogue, StreamReader* gaps)
    : settings_(std::move(settings)),
      catalogue_(catalogue),
      gaps_(gaps),
      topics_(TopicsOf(settings_.topic_prefix)),
      writer_(std::make_unique<Writer>(settings_.writer, catalogue_, gaps_)),
      control_(settings_.writer.redis),
      round_(topics_) {}

Projector::~Projector() = default;

void Projector::SetAssigned(const std::set<int>& buckets) {
  assigned_ = buckets;
  const std::lock_guard lock(shared_);
  assigned_shared_.assign(buckets.begin(), buckets.end());
  counters_.buckets = static_cast<int>(buckets.size());
}

std::vector<int> Projector::AssignedBuckets() const {
  const std::lock_guard lock(shared_);
  return assigned_shared_;
}

bool Projector::Start() {
  SetAssigned({});
  fenced_.clear();
  kafka::ConsumerSettings settings;
  settings.connection = settings_.kafka;
  settings.group = settings_.group;
  settings.instance = settings_.instance;
  settings.topics = topics_;
  settings.session_timeout = settings_.session_timeout;
  kafka::ConsumerEvents events;
  events.on_assigned = [this](const auto& partitions) { return OnAssigned(partitions); };
  events.on_revoked = [this](const auto& partitions, bool lost) { OnRevoked(partitions, lost); };
  events.on_offset_lost = [this](const auto& topic, auto partition) {
    OnOffsetLost(topic, partition);
  };
  events.on_error = [this](const Failure& failure) {
    fatal_ |= failure.kind == FailureKind::kFatal;
    topic_gone_ |= failure.kind == FailureKind::kNotFound;
  };
  auto made = kafka::Consumer::Make(std::move(settings), std::move(events));
  if (!made) return false;
  consumer_ = std::move(*made);
  fatal_ = topic_gone_ = false;
  return true;
}

Result<std::vector<kafka::TopicOffset>> Projector::OnAssigned(
    const std::vector<std::int32_t>& partitions) {
  SetAssigned({partitions.begin(), partitions.end()});
  fenced_.clear();
  round_.Clear();
  placed_ |= partitions.empty();  // more replicas than partitions: nothing to wait for
  if (redis_down_) return Failure{FailureKind::kRetry, "redis is not there yet"};
  return OpenAll(false);
}

void Projector::OnRevoked(const std::vector<std::int32_t>& partitions, bool lost) {
  if (!lost && !redis_down_) {
    (void)writer_->Drain();
  }
  round_.Clear();
  std::set<int> left = assigned_;
  for (const std::int32_t bucket : partitions) {
    writer_->Close(bucket);
    left.erase(bucket);
  }
  SetAssigned(left);
}

void Projector::OnOffsetLost(const std::string& topic, std::int32_t partition) {
  const auto source = round_.SourceOf(topic);
  if (!source || !writer_->owns(partition)) return;
  restarting_.insert({partition, *source});
  new_generation_[{partition, *source}] = writer_->position(partition, *source).generation;
}

void Projector::Run() {
  while (!stopping_) {
    if (redis_down_) {
      Reconnect();
      if (redis_down_) continue;
    }
    if (consumer_ == nullptr || fatal_) {
      consumer_.reset();
      for (const int bucket : assigned_) writer_->Close(bucket);
      if (!Start()) std::this_thread::sleep_for(kReconnectPause);
      continue;
    }
    ReadRound();
    counters_.following = placed_;
    WriteRound();
    if (!redis_down_) Housekeeping();
    if (reassign_ && !redis_down_) Reassign(true);
  }
  if (!redis_down_) (void)writer_->Drain();
  if (consumer_ != nullptr) (void)consumer_->Close(std::chrono::seconds{5});
  consumer_.reset();
}

bool Projector::Accept(const kafka::Message& message, const Incoming& incoming) {
  const int bucket = message.partition();
  const std::pair place{bucket, incoming.heard.source};
  if (!writer_->owns(bucket) || restarting_.contains(place)) return false;
  if (incoming.generation == kUnknownGeneration) return true;  // the one that is being read
  const Position& position = writer_->position(bucket, incoming.heard.source);
  const auto [read, first] = read_generation_.try_emplace(place, position.generation);
  if (first ? position.stored.empty() || incoming.offset == 0 : incoming.offset == 0) {
    read->second = incoming.generation;
    return true;
  }
  if (incoming.generation < read->second) return false;  // of a topic that is no more
  if (incoming.generation == read->second) return true;
  // Read again from 0 for this generation already: the topic holds both.
  const auto restarted = restarted_.find(place);
  if (restarted != restarted_.end() && restarted->second >= incoming.generation) {
    read->second = incoming.generation;
    return true;
  }
  // The topic was recreated and is longer already: no error tells, only this.
  restarting_.insert(place);
  new_generation_[place] = incoming.generation;
  return false;
}

void Projector::TellUnreadable(const kafka::Message& message, const Incoming& incoming) {
  counters_.unreadable.fetch_add(1);
  const auto now = steady_clock::now();
  if (now < next_unreadable_) return;
  next_unreadable_ = now + std::chrono::seconds{1};  // a flood of them is one alert
  observe::Log(observe::Level::kError, "views_record_unreadable",
               {{"topic", std::string(message.topic())},
                {"partition", std::to_string(message.partition())},
                {"offset", std::to_string(message.offset())},
                {"why", std::string(incoming.fault)}});
}

void Projector::ReadRound() {
  milliseconds wait = kPollIdle;
  while (round_.size() < kRoundEvents) {
    kafka::Message message = consumer_->Poll(wait);
    if (!message) break;
    wait = milliseconds{0};
    const auto source = round_.SourceOf(message.topic());
    if (!source) continue;
    const Incoming incoming = round_.Decode(message, *source);
    if (!incoming.fault.empty()) TellUnreadable(message, incoming);
    if (Accept(message, incoming)) round_.Add(std::move(message), incoming);
  }
}

void Projector::WriteRound() {
  if (redis_down_) return;
  const auto& batches = round_.Batches();
  if (batches.empty()) {
    Handle(writer_->Drain());
  } else {
    const Time newest = batches.back().events.back().heard.occurred_time;
    counters_.newest_event_delay_us = (std::chrono::system_clock::now() - newest).count() / 1000;
    Handle(writer_->Write(batches));
    // A short round means that nothing more is waiting: learn at once how it went.
    if (!redis_down_ && round_.size() < kBatchEvents) Handle(writer_->Drain());
  }
  round_.Clear();
  read_generation_.clear();
  if (!new_generation_.empty()) reassign_ = true;
}

void Projector::Handle(const Result<std::vector<Trouble>>& troubles) {
  counters_.parked = writer_->counters().parked.load();
  if (!troubles) {
    redis_down_ = true;
    observe::Log(observe::Level::kWarning, "views_redis_lost", {{"why", troubles.error().message}});
    return;
  }
  for (const Trouble& trouble : *troubles) {
    switch (trouble.outcome) {
      case ScriptOutcome::kBroken:
        counters_.broken.fetch_add(1);
        observe::Log(observe::Level::kError, "views_bucket_broken",
                     {{"bucket", std::to_string(trouble.bucket)}});
        break;
      case ScriptOutcome::kFenced:  // or Redis was emptied: opening again tells which
      case ScriptOutcome::kReread:
        counters_.reread.fetch_add(1);
        reassign_ = true;
        break;
      case ScriptOutcome::kApplied:
      case ScriptOutcome::kDown:
        break;
    }
  }
}

// Once a second: is the version we keep still the one that is read; do fenced buckets stay ours;
// parked.
void Projector::Housekeeping() {
  const auto now = steady_clock::now();
  if (now < next_housekeeping_) return;
  next_housekeeping_ = now + std::chrono::seconds{1};
  const auto active = ActiveVersion(control_, settings_.writer.prefix);
  if (!active || *active != writer_->settings().version) {
    // Flipped, or Redis was emptied under us: start over with what is active now.
    redis_down_ = true;
    return;
  }
  // A deleted topic comes back under a newer generation; only a new client looks for it at once.
  fatal_ |= topic_gone_;
  for (const auto& [bucket, since] : fenced_) {
    if (now - since > settings_.session_timeout)
      fatal_ = true;  // assigned, yet fenced: leave and rejoin
  }
  if (now >= next_parked_) {
    next_parked_ = now + settings_.parked_retry_every;
    Handle(writer_->RetryParked());
  }
}

}  // namespace kinward::projection
