#include "services/projection/store/writer.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "libs/base/uuid.h"
#include "services/projection/store/cache_keys.h"

namespace kinward::projection {
namespace {

std::int64_t CountOf(std::string_view epoch) {
  std::int64_t count = 0;
  std::from_chars(epoch.data(), epoch.data() + epoch.size(), count);
  return count;
}

}  // namespace

Writer::Writer(WriterSettings settings, const Catalogue& catalogue, StreamReader* gaps)
    : settings_(std::move(settings)),
      catalogue_(catalogue),
      gaps_(gaps),
      connection_(settings_.redis) {}

Result<void> Writer::Connect() {
  buckets_.clear();
  in_flight_.clear();
  troubles_.clear();
  if (auto connected = connection_.Reconnect(); !connected) return connected;
  auto apply = connection_.LoadScript(kApplyScript);
  if (!apply) return apply.error();
  auto take = connection_.LoadScript(kTakeScript);
  if (!take) return take.error();
  apply_digest_ = *apply;
  take_digest_ = *take;
  return {};
}

Failure Writer::Lost(const Failure& failure) {
  buckets_.clear();
  in_flight_.clear();
  return failure;
}

Result<Positions> Writer::Open(int number, bool keep) {
  Close(number);
  while (!in_flight_.empty()) {
    if (auto read = ReadOne(); !read) return read.error();
  }
  auto bucket = std::make_unique<Bucket>(Layout(settings_.prefix, number, settings_.version),
                                         settings_.cached_parts, settings_.cached_versions);
  const std::string own = keep ? last_epochs_[number] : "";
  const std::string floor = std::to_string(CountOf(own));
  auto epoch = connection_.Call(
      {"EVALSHA", take_digest_, "1", bucket->layout.Epoch(), NewUuid().ToString(), floor, own});
  if (!epoch) return epoch.error();
  if (epoch->text == "FENCED") return Failure{FailureKind::kFenced, "another owner has the bucket"};
  bucket->epoch = last_epochs_[number] = epoch->text;

  auto broken = connection_.Call({"EXISTS", bucket->layout.Broken()});
  if (!broken) return broken.error();
  if (broken->integer == 1)
    return Failure{FailureKind::kCorrupt, "the bucket is broken: rebuild the views"};
  auto offsets = connection_.Call({"HGETALL", bucket->layout.Offsets()});
  if (!offsets) return offsets.error();
  for (std::size_t i = 0; i + 1 < offsets->elements.size(); i += 2) {
    const auto source = SourceNamed(offsets->elements[i].text);
    if (!source || !ParsePosition(offsets->elements[i + 1].text,
                                  bucket->positions[static_cast<std::size_t>(*source)])) {
      return Failure{FailureKind::kCorrupt,
                     "the bucket's offsets cannot be read: rebuild the views"};
    }
  }
  auto parked = connection_.Call({"HGETALL", bucket->layout.Parked()});
  if (!parked) return parked.error();
  for (std::size_t i = 0; i + 1 < parked->elements.size(); i += 2) {
    bucket->parked[parked->elements[i].text] = ParseParked(parked->elements[i + 1].text);
  }
  bucket->parts_complete = bucket->versions_complete = offsets->elements.empty();
  const Positions positions = bucket->positions;
  buckets_[number] = std::move(bucket);
  return positions;
}

void Writer::Close(int bucket) { buckets_.erase(bucket); }

const Position& Writer::position(int bucket, Source source) const {
  const auto found = buckets_.find(bucket);
  CHECK(found != buckets_.end());
  return found->second->positions[static_cast<std::size_t>(source)];
}

void Writer::Restart(int bucket, Source source, std::int64_t generation) {
  const auto found = buckets_.find(bucket);
  if (found == buckets_.end()) return;
  Position& position = found->second->positions[static_cast<std::size_t>(source)];
  position.generation = generation;
  position.next = 0;
  ForgetRecords(*found->second, source);
}

Result<std::vector<Trouble>> Writer::Write(std::span<const Batch> batches) {
  if (!connected()) return Lost({FailureKind::kRetry, "redis: not connected"});
  std::vector<std::vector<Parsed>> parsed(batches.size());
  std::vector<Miss> misses;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const auto bucket = buckets_.find(batches[i].bucket);
    if (bucket == buckets_.end()) continue;
    CHECK(batches[i].events.size() <= kBatchEvents);
    parsed[i].reserve(batches[i].events.size());
    for (const Incoming& incoming : batches[i].events) {
      parsed[i].push_back(Parse(*bucket->second, incoming));
      FindMisses(*bucket->second, parsed[i].back(), misses);
    }
  }
  if (auto fetched = Fetch(misses); !fetched) return Lost(fetched.error());
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const auto bucket = buckets_.find(batches[i].bucket);
    if (bucket == buckets_.end() || parsed[i].empty()) continue;
    if (auto applied = ApplyBatch(batches[i].bucket, *bucket->second, parsed[i]); !applied) {
      return Lost(applied.error());
    }
  }
  for (auto& [number, bucket] : buckets_) {
    if (bucket->parts.Trim()) bucket->parts_complete = false;
    if (bucket->versions.Trim()) bucket->versions_complete = false;
  }
  part_keys_.clear();
  arena_.Reset();
  CountParked();
  return TakeTroubles();
}

Result<void> Writer::ApplyBatch(int number, Bucket& bucket, const std::vector<Parsed>& events) {
  std::array<bool, kSources> moved{};
  for (const Parsed& parsed : events) {
    if (auto applied = ApplyNext(bucket, parsed); !applied) return applied;
    const auto source = static_cast<std::size_t>(parsed.incoming->heard.source);
    if (parsed.incoming->generation != kUnknownGeneration)
      bucket.positions[source].generation = parsed.incoming->generation;
    bucket.positions[source].next = parsed.incoming->offset + 1;
    moved[source] = true;
  }
  std::vector<ApplyCall::Advance> advances;
  for (std::size_t i = 0; i < kSources; ++i) {
    if (!moved[i]) continue;
    Position& position = bucket.positions[i];
    std::string next = FormatPosition(position);
    advances.push_back({kSourceNames[i], std::exchange(position.stored, next), next});
  }
  Send(number, bucket, events.size(), advances);
  if (auto sent = connection_.Flush(); !sent) return sent;
  while (in_flight_.size() > kBatchesInFlight) {
    if (auto read = ReadOne(); !read) return read;
  }
  return {};
}

Result<void> Writer::ApplyNext(Bucket& bucket, const Parsed& parsed) {
  const Heard& heard = parsed.incoming->heard;
  if (parsed.version_key.empty()) {
    ParkRecord(bucket, *parsed.incoming);
    return {};
  }
  if (bucket.versions.Find(parsed.version_key) == nullptr) {
    bucket.versions.Put(parsed.version_key, {});
    if (!bucket.versions_complete) {
      if (auto fetched = Fetch({{&bucket, parsed.version_key, nullptr}}); !fetched) return fetched;
    }
  }
  CachedVersion& version = *bucket.versions.Find(parsed.version_key);
  if (heard.version <= version.version) {
    counters_.duplicates.fetch_add(1, std::memory_order_relaxed);
    return {};
  }
  // Behind a parked event of its stream everything waits; RetryParked reads it all from the owner.
  if (!bucket.parked.empty()) {
    const auto waiting = bucket.parked.find(ParkedName(heard.source, heard.council, heard.stream));
    if (waiting != bucket.parked.end()) {
      Park(bucket, heard, waiting->second.reason);
      return {};
    }
  }
  if (!parsed.incoming->fault.empty()) {
    Park(bucket, heard, parsed.incoming->fault);
    return {};
  }
  if (heard.version > version.version + 1) {
    auto filled = FillGap(bucket, heard, version, heard.version - 1);
    if (!filled) return filled.error();
    if (!*filled) return {};
  }
  return Change(bucket, parsed, version);
}

Result<void> Writer::Change(Bucket& bucket, const Parsed& parsed, CachedVersion& version) {
  const Heard& heard = parsed.incoming->heard;
  if (parsed.views != nullptr && parsed.message == nullptr) {
    Park(bucket, heard, "its message cannot be parsed");
    return {};
  }
  if (parsed.views == nullptr) counters_.unknown_types.fetch_add(1, std::memory_order_relaxed);
  for (std::size_t i = 0; i < parsed.keys; ++i) {
    const std::string_view key = part_keys_[parsed.first_key + i];
    const projection::Change& change = parsed.views->changes[i];
    CachedPart* part = nullptr;
    if (change.part != nullptr) {
      if (key.empty()) continue;  // the event names no such document
      auto held = PartOf(bucket, key, *change.part);
      if (!held) return held.error();
      part = *held;
      if (!part->dirty) {
        const auto [document, field] = SplitPartKey(key);
        dirty_.push_back({document, field, part, nullptr});
      }
      part->dirty = true;
    }
    marks_.Clear();
    change.apply(part == nullptr ? nullptr : part->message.get(), *parsed.message, heard, marks_);
    for (Mark& mark : marks_.all()) {
      Changed(heard.council, mark.name);
      if (mark.kind == Mark::Kind::kAppend) {
        lists_[bucket.layout.List(heard.council, mark.name, NameOf(heard.source))].push_back(
            std::move(mark.member));
      } else {
        index_marks_.push_back({heard.council, std::move(mark)});
      }
    }
  }
  version.version = heard.version;
  if (!version.dirty) {
    const auto [document, field] = SplitVersionKey(parsed.version_key);
    dirty_.push_back({document, field, nullptr, &version});
  }
  version.dirty = true;
  counters_.applied.fetch_add(1, std::memory_order_relaxed);
  return {};
}

Result<void> Writer::ReadOne() {
  auto reply = connection_.Read();
  if (!reply) return reply.error();
  CHECK(!in_flight_.empty());
  const InFlight done = in_flight_.front();
  in_flight_.pop_front();
  const ScriptOutcome outcome = OutcomeOf(*reply);
  if (outcome == ScriptOutcome::kApplied) return {};
  if (outcome == ScriptOutcome::kDown)
    return reply->IsError() ? FailureOf(*reply)
                            : Failure{FailureKind::kRetry, "redis: unknown answer"};
  // Batches behind it expected its offsets and fail with it: one trouble a bucket.
  const auto known = std::find_if(troubles_.begin(), troubles_.end(), [&](const Trouble& trouble) {
    return trouble.bucket == done.bucket;
  });
  if (known == troubles_.end()) troubles_.push_back({done.bucket, outcome});
  return {};
}

std::vector<Trouble> Writer::TakeTroubles() {
  for (const Trouble& trouble : troubles_) Close(trouble.bucket);
  return std::exchange(troubles_, {});
}

Result<std::vector<Trouble>> Writer::Drain() {
  while (!in_flight_.empty()) {
    if (auto read = ReadOne(); !read) return Lost(read.error());
  }
  return TakeTroubles();
}

}  // namespace kinward::projection
