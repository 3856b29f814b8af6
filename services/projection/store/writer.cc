#include "services/projection/store/writer.h"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "libs/base/uuid.h"

namespace kinward::projection {
namespace {

using google::protobuf::Message;

// Cache keys join a Redis key and a field with a line break, which neither's last part holds.
std::pair<std::string_view, std::string_view> SplitKey(std::string_view key) {
  const auto cut = key.rfind('\n');
  return {key.substr(0, cut), key.substr(cut + 1)};
}
std::pair<std::string_view, std::string_view> SplitVersionKey(std::string_view key) {
  const auto cut = key.find('\n');  // the field is bytes and may hold anything
  return {key.substr(0, cut), key.substr(cut + 1)};
}

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
}

Writer::Parsed Writer::Parse(Bucket& bucket, const Incoming& incoming) {
  const Heard& heard = incoming.heard;
  Parsed parsed;
  parsed.incoming = &incoming;
  if (const std::string_view home = HomeOf(heard.type); !home.empty()) {
    parsed.version_key = bucket.layout.Document(heard.council, home, heard.stream)
                             .append("\n")
                             .append(HomeVersionField(NameOf(heard.source)));
  } else {
    const VersionField field =
        VersionFieldOf(static_cast<std::uint8_t>(heard.source), heard.stream);
    parsed.version_key =
        bucket.layout.Versions(heard.council, field.shard).append("\n").append(field.field);
  }
  parsed.views = catalogue_.Find(heard.type);
  if (parsed.views == nullptr) return parsed;
  Message* message = parsed.views->event->New(&arena_);
  if (!message->ParseFromArray(incoming.body.data(), static_cast<int>(incoming.body.size())))
    return parsed;
  parsed.message = message;
  parsed.part_keys.reserve(parsed.views->changes.size());
  for (const projection::Change& change : parsed.views->changes) {
    std::string key;
    if (change.part != nullptr) {
      const std::string id = change.id(*message, heard);
      if (!id.empty()) {
        key = bucket.layout.Document(heard.council, change.collection, id)
                  .append("\n")
                  .append(NameOf(heard.source));
      }
    }
    parsed.part_keys.push_back(std::move(key));
  }
  return parsed;
}

void Writer::FindMisses(Bucket& bucket, const Parsed& parsed, std::vector<Miss>& misses) {
  if (bucket.versions.Find(parsed.version_key) == nullptr) {
    bucket.versions.Put(parsed.version_key, {});
    if (!bucket.versions_complete) misses.push_back({&bucket, parsed.version_key, nullptr});
  }
  for (std::size_t i = 0; i < parsed.part_keys.size(); ++i) {
    const std::string& key = parsed.part_keys[i];
    if (key.empty() || bucket.parts.Find(key) != nullptr) continue;
    const Message& prototype = *parsed.views->changes[i].part;
    bucket.parts.Put(key, {std::unique_ptr<Message>(prototype.New()), false});
    if (!bucket.parts_complete) misses.push_back({&bucket, key, &prototype});
  }
}

Result<void> Writer::Take(Miss miss, const redis::Reply& reply) {
  if (reply.IsError()) return FailureOf(reply);
  if (reply.IsNil()) return {};
  if (miss.prototype == nullptr) {
    CachedVersion* version = miss.bucket->versions.Find(miss.key);
    CHECK(version != nullptr);
    std::from_chars(reply.text.data(), reply.text.data() + reply.text.size(), version->version);
    return {};
  }
  CachedPart* part = miss.bucket->parts.Find(miss.key);
  CHECK(part != nullptr);
  if (part->message->ParseFromString(reply.text)) return {};
  return Failure{FailureKind::kCorrupt, "a stored part cannot be read: rebuild the views"};
}

// One pipeline behind the scripts under way: replies come in order, so what they write is seen.
Result<void> Writer::Fetch(const std::vector<Miss>& misses) {
  if (misses.empty()) return {};
  for (const Miss& miss : misses) {
    const auto [key, field] =
        miss.prototype == nullptr ? SplitVersionKey(miss.key) : SplitKey(miss.key);
    connection_.Append({"HGET", key, field});
  }
  if (auto sent = connection_.Flush(); !sent) return sent;
  while (!in_flight_.empty()) {
    if (auto read = ReadOne(); !read) return read;
  }
  for (const Miss& miss : misses) {
    auto reply = connection_.Read();
    if (!reply) return reply.error();
    if (auto taken = Take(miss, *reply); !taken) return taken;
  }
  return {};
}

Result<CachedPart*> Writer::PartOf(Bucket& bucket, const std::string& key,
                                   const Message& prototype) {
  if (CachedPart* held = bucket.parts.Find(key)) return held;
  CachedPart& part = bucket.parts.Put(key, {std::unique_ptr<Message>(prototype.New()), false});
  if (!bucket.parts_complete) {
    if (auto fetched = Fetch({{&bucket, key, &prototype}}); !fetched) return fetched.error();
  }
  return &part;
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
  arena_.Reset();
  CountParked();
  return TakeTroubles();
}

Result<void> Writer::ApplyBatch(int number, Bucket& bucket, const std::vector<Parsed>& events) {
  std::array<bool, kSources> moved{};
  for (const Parsed& parsed : events) {
    if (auto applied = ApplyNext(bucket, parsed); !applied) return applied;
    const auto source = static_cast<std::size_t>(parsed.incoming->heard.source);
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
  for (std::size_t i = 0; i < parsed.part_keys.size(); ++i) {
    const projection::Change& change = parsed.views->changes[i];
    CachedPart* part = nullptr;
    if (change.part != nullptr) {
      if (parsed.part_keys[i].empty()) continue;  // the event names no such document
      auto held = PartOf(bucket, parsed.part_keys[i], *change.part);
      if (!held) return held.error();
      part = *held;
      if (!part->dirty) dirty_parts_.push_back({parsed.part_keys[i], part});
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
        std::string key = bucket.layout.Index(heard.council, mark.name);
        index_marks_.push_back({std::move(key), std::move(mark)});
      }
    }
  }
  version.version = heard.version;
  if (!version.dirty) dirty_versions_.push_back({parsed.version_key, &version});
  version.dirty = true;
  counters_.applied.fetch_add(1, std::memory_order_relaxed);
  return {};
}

void Writer::Changed(std::string_view council, std::string_view name) {
  if (!settings_.announce) return;
  std::string changed;
  changed.reserve(council.size() + name.size() + 1);
  changed.append(council).append(" ").append(name);
  if (changed_.empty() || changed_.back() != changed) changed_.push_back(std::move(changed));
}

// One HSET a document: its parts, and the versions of the streams whose own it is.
void Writer::AddDocuments(Bucket& bucket) {
  std::unordered_map<std::string_view, std::size_t> places;
  std::vector<std::pair<std::string_view, std::vector<std::string_view>>> documents;
  std::deque<std::string> bytes;  // keeps what the views show
  documents.reserve(dirty_parts_.size() + dirty_versions_.size());
  const auto set = [&](std::string_view key, std::string_view field, std::string value) {
    const auto [place, added] = places.try_emplace(key, documents.size());
    if (added) documents.push_back({key, {}});
    auto& arguments = documents[place->second].second;
    arguments.push_back(field);
    arguments.push_back(bytes.emplace_back(std::move(value)));
    return added;
  };
  for (auto& [key, part] : dirty_parts_) {
    const auto [document, context] = SplitKey(key);
    part->dirty = false;
    if (!set(document, context, part->message->SerializeAsString())) continue;
    // "<base><council>:d:<collection>:<id>" as watchers name it
    const std::string_view name = document.substr(bucket.layout.base().size());
    const auto cut = name.find(":d:");
    Changed(name.substr(0, cut), name.substr(cut + 3));
  }
  for (auto& [key, version] : dirty_versions_) {
    const auto [hash, field] = SplitVersionKey(key);
    version->dirty = false;
    set(hash, field, std::to_string(version->version));
  }
  for (const auto& [key, arguments] : documents) call_.Operation("HSET", key, arguments);
  dirty_parts_.clear();
  dirty_versions_.clear();
}

// One ZADD and one ZREM an index: of a member's marks only the last counts.
void Writer::AddIndexes() {
  const auto same = [](const IndexMark& left, const IndexMark& right) {
    return left.key == right.key && left.mark.member == right.mark.member;
  };
  std::stable_sort(
      index_marks_.begin(), index_marks_.end(), [](const IndexMark& left, const IndexMark& right) {
        return std::tie(left.key, left.mark.member) < std::tie(right.key, right.mark.member);
      });
  std::deque<std::string> scores;
  std::vector<std::string_view> entered;
  std::vector<std::string_view> left;
  for (std::size_t i = 0; i < index_marks_.size(); ++i) {
    const bool last = i + 1 == index_marks_.size();
    const IndexMark& one = index_marks_[i];
    if (last || !same(one, index_marks_[i + 1])) {
      if (one.mark.kind == Mark::Kind::kEnter) {
        entered.push_back(scores.emplace_back(std::to_string(one.mark.score)));
        entered.push_back(one.mark.member);
      } else {
        left.push_back(one.mark.member);
      }
    }
    if (!last && one.key == index_marks_[i + 1].key) continue;
    if (!entered.empty()) call_.Operation("ZADD", one.key, entered);
    if (!left.empty()) call_.Operation("ZREM", one.key, left);
    entered.clear();
    left.clear();
  }
  index_marks_.clear();
}

void Writer::AddLists() {
  for (const auto& [key, entries] : lists_) {
    call_.Operation("RPUSH", key, std::vector<std::string_view>(entries.begin(), entries.end()));
  }
  lists_.clear();
}

void Writer::AddRest(Bucket& bucket) {
  for (const auto& [name, reason] : newly_parked_)
    call_.Operation("HSET", bucket.layout.Parked(), {name, reason});
  for (const std::string& name : unparked_) call_.Operation("HDEL", bucket.layout.Parked(), {name});
  newly_parked_.clear();
  unparked_.clear();
  if (changed_.empty()) return;
  std::string names;
  for (const std::string& name : changed_) names.append(name).append("\n");
  call_.Operation("XADD", bucket.layout.Changes(),
                  {"MAXLEN", "~", std::to_string(kChangesKept), "*", "c", names});
  changed_.clear();
}

void Writer::Send(int number, Bucket& bucket, std::size_t events,
                  const std::vector<ApplyCall::Advance>& advances) {
  call_.Reset(apply_digest_);
  call_.Begin(bucket.layout.Epoch(), bucket.layout.Broken(), bucket.layout.Offsets(), bucket.epoch,
              advances);
  AddDocuments(bucket);
  AddIndexes();
  AddLists();
  AddRest(bucket);
  connection_.Append(call_.Arguments());
  in_flight_.push_back({number, events});
  counters_.batches.fetch_add(1, std::memory_order_relaxed);
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
