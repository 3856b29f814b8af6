// What a writer does when an event of a stream is missing: fill the hole from its owner, or set the
// stream aside and try again. The rest of Writer is in writer.cc.
#include "services/projection/store/writer.h"

#include <algorithm>
#include <utility>

#include "libs/base/uuid.h"

namespace kinward::projection {

// True when every event up to `until` has been applied.
Result<bool> Writer::FillGap(Bucket& bucket, const Heard& heard, CachedVersion& version,
                             std::int64_t until) {
  std::string_view reason = "a hole in its stream, and nobody to ask";
  if (until - version.version > static_cast<std::int64_t>(kGapEvents)) {
    reason = "a hole in its stream that is too large";
  } else if (gaps_ != nullptr) {
    auto missing = gaps_->Read(heard.source, heard.council, heard.stream, version.version, until);
    reason = "a hole in its stream that its owner cannot fill";
    for (std::size_t i = 0; missing && i < missing->size(); ++i) {
      const common::v1::StoredEvent& event = (*missing)[i];
      if (event.version() != version.version + 1) break;
      Incoming incoming{.heard = heard, .body = event.body()};
      incoming.heard.version = event.version();
      incoming.heard.type = event.type();
      incoming.heard.event_id = event.id();
      incoming.heard.occurred_time = ToTime(event.occurred_time());
      if (auto applied = Change(bucket, Parse(bucket, incoming), version); !applied)
        return applied.error();
      if (version.version != event.version()) return false;  // it was parked
      counters_.gaps_filled.fetch_add(1, std::memory_order_relaxed);
    }
    if (missing && version.version >= until) return true;
  }
  Park(bucket, heard, reason);
  return false;
}

void Writer::Park(Bucket& bucket, const Heard& heard, std::string_view reason) {
  std::string name = ParkedName(heard.source, heard.council, heard.stream);
  ParkedStream& parked = bucket.parked[name];
  parked = {std::max(parked.version, heard.version), std::string(heard.partition_key),
            std::string(heard.type), std::string(reason)};
  newly_parked_.emplace_back(std::move(name), FormatParked(parked));
}

// Its neighbours go on: which stream has the hole is told by that stream's next event.
void Writer::ParkRecord(Bucket& bucket, const Incoming& incoming) {
  const Heard& heard = incoming.heard;
  const Position& position = bucket.positions[static_cast<std::size_t>(heard.source)];
  const std::int64_t generation =
      incoming.generation == kUnknownGeneration ? position.generation : incoming.generation;
  std::string name = RecordName(heard.source, generation, incoming.offset);
  ParkedStream& parked = bucket.parked[name];
  parked = {0, std::string(heard.partition_key), std::string(heard.type),
            std::string(incoming.fault)};
  newly_parked_.emplace_back(std::move(name), FormatParked(parked));
}

// The topic is read from its beginning: what it holds now is parked again.
void Writer::ForgetRecords(Bucket& bucket, Source source) {
  const std::string prefix = ParkedName(source, "", "");
  std::erase_if(bucket.parked, [&](const auto& entry) {
    if (!entry.first.starts_with(prefix)) return false;
    bucket.forgotten.push_back(entry.first);
    return true;
  });
}

Result<std::vector<Trouble>> Writer::RetryParked() {
  for (auto& [number, bucket] : buckets_) {
    if (bucket->forgotten.empty()) continue;  // else no event has come to take them along
    Send(number, *bucket, 0, {});
    if (auto sent = connection_.Flush(); !sent) return Lost(sent.error());
  }
  if (gaps_ == nullptr) return Drain();
  // A few at a time: each may wait for its owner.
  std::size_t left = kParkedRetries;
  for (auto& [number, bucket] : buckets_) {
    const auto waiting = bucket->parked;
    for (const auto& [name, parked] : waiting) {
      if (left == 0) break;
      if (NamesRecord(name)) continue;
      if (!retried_.insert(name).second) continue;
      --left;
      if (auto retried = RetryStream(number, *bucket, name, parked); !retried)
        return Lost(retried.error());
    }
  }
  if (left > 0) retried_.clear();  // all have had their turn
  CountParked();
  return Drain();
}

Result<void> Writer::RetryStream(int number, Bucket& bucket, const std::string& name,
                                 const ParkedStream& parked) {
  const auto first = name.find('/');
  const auto second = name.find('/', first + 1);
  const auto source = SourceNamed(std::string_view(name).substr(0, first));
  CHECK(source.has_value());
  Incoming incoming;
  incoming.heard.source = *source;
  incoming.heard.council = std::string_view(name).substr(first + 1, second - first - 1);
  incoming.heard.stream = std::string_view(name).substr(second + 1);
  incoming.heard.version = parked.version;
  incoming.heard.partition_key = parked.partition_key;
  incoming.heard.type = parked.type;
  const Parsed parsed = Parse(bucket, incoming);
  std::vector<Miss> misses;
  FindMisses(bucket, parsed, misses);
  if (auto fetched = Fetch(misses); !fetched) return fetched;
  bucket.parked.erase(name);
  unparked_.push_back(name);
  CachedVersion& version = *bucket.versions.Find(parsed.version_key);
  auto filled = FillGap(bucket, incoming.heard, version, parked.version);
  if (!filled) return filled.error();
  if (bucket.parked.contains(name)) unparked_.clear();
  Send(number, bucket, 0, {});
  return connection_.Flush();
}

void Writer::CountParked() {
  std::size_t count = 0;
  for (const auto& [number, bucket] : buckets_) count += bucket->parked.size();
  counters_.parked.store(static_cast<std::int64_t>(count), std::memory_order_relaxed);
}

}  // namespace kinward::projection
