// Where the projector begins to read: when partitions come, when a topic was made anew, when Redis
// is back.
#include <thread>
#include <utility>

#include "libs/observe/log.h"
#include "services/projection/store/projector.h"
#include "services/projection/store/versions.h"

namespace kinward::projection {

void Projector::OpenOne(int bucket, bool keep, std::vector<kafka::TopicOffset>& offsets,
                        Result<void>& outcome) {
  auto positions = writer_->Open(bucket, keep);
  if (!positions) {
    switch (positions.error().kind) {
      case FailureKind::kFenced:
        fenced_.try_emplace(bucket, std::chrono::steady_clock::now());
        counters_.fenced.fetch_add(1);
        return;
      case FailureKind::kCorrupt:
        counters_.broken.fetch_add(1);
        observe::Log(observe::Level::kError, "views_bucket_broken",
                     {{"bucket", std::to_string(bucket)}});
        return;
      default:
        outcome = positions.error();
        return;
    }
  }
  for (std::size_t i = 0; i < kSources; ++i) {
    offsets.push_back({topics_[i], bucket, (*positions)[i].next});
  }
}

Result<std::vector<kafka::TopicOffset>> Projector::OpenAll(bool keep) {
  std::vector<kafka::TopicOffset> offsets;
  for (const int bucket : assigned_) {
    if (fenced_.contains(bucket)) continue;
    Result<void> outcome;
    OpenOne(bucket, keep, offsets, outcome);
    if (!outcome) {
      redis_down_ = true;
      return outcome.error();
    }
  }
  restarting_.clear();
  new_generation_.clear();
  placed_ = true;
  return offsets;
}

// The full list, always: what is left out would be taken away.
void Projector::Reassign(bool keep) {
  round_.Clear();
  read_generation_.clear();
  reassign_ = false;
  const auto restarting = std::exchange(new_generation_, {});
  auto offsets = OpenAll(keep);
  if (!offsets) return;
  for (const auto& [place, generation] : restarting) {
    if (!writer_->owns(place.first)) continue;
    writer_->Restart(place.first, place.second, generation);
    restarted_[place] = generation;
    counters_.restarts.fetch_add(1);
    for (auto& offset : *offsets) {
      if (offset.partition == place.first &&
          offset.topic == topics_[static_cast<std::size_t>(place.second)]) {
        offset.offset = 0;
      }
    }
  }
  if (auto assigned = consumer_->Reassign(*offsets); !assigned) fatal_ = true;
}

void Projector::Reconnect() {
  counters_.following = false;
  if (consumer_ != nullptr && !assigned_.empty()) {
    // Nothing is fetched, and polling stays in the group.
    if (auto emptied = consumer_->Reassign({}); !emptied) fatal_ = true;
    (void)consumer_->Poll(kReconnectPause);
  } else {
    std::this_thread::sleep_for(kReconnectPause);
  }
  if (!control_.Reconnect()) return;
  const auto active = InitActive(control_, settings_.writer.prefix, settings_.writer.version);
  if (!active) return;
  if (*active != writer_->settings().version) {
    WriterSettings settings = settings_.writer;
    settings.version = *active;
    writer_ = std::make_unique<Writer>(settings, catalogue_, gaps_);
  }
  if (!writer_->Connect()) return;
  redis_down_ = false;
  counters_.version = *active;
  counters_.reconnects.fetch_add(1);
  if (consumer_ != nullptr && !assigned_.empty()) Reassign(true);
}

}  // namespace kinward::projection
