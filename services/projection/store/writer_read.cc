// What a writer must know before it applies an event: the message, the keys, and of the stored
// documents what it does not hold yet. The rest of Writer is in writer.cc.
#include <algorithm>
#include <charconv>
#include <set>

#include "services/projection/store/cache_keys.h"
#include "services/projection/store/writer.h"

namespace kinward::projection {

using google::protobuf::Message;

std::string_view Writer::Kept(std::string_view text) {
  char* const copy = google::protobuf::Arena::CreateArray<char>(&arena_, text.size());
  std::copy(text.begin(), text.end(), copy);
  return {copy, text.size()};
}

std::string_view Writer::VersionKey(const Bucket& bucket, const Heard& heard) {
  scratch_.clear();
  if (const std::string_view home = HomeOf(heard.type); !home.empty()) {
    bucket.layout.AppendDocument(scratch_, heard.council, home, heard.stream);
    scratch_.append("\n").append(HomeVersionField(NameOf(heard.source)));
  } else {
    const VersionField field =
        VersionFieldOf(static_cast<std::uint8_t>(heard.source), heard.stream);
    bucket.layout.AppendVersions(scratch_, heard.council, field.shard);
    scratch_.append("\n").append(field.field);
  }
  return Kept(scratch_);
}

// Empty: the change has no document, or the event names none.
std::string_view Writer::PartKey(const Bucket& bucket, const Heard& heard,
                                 const projection::Change& change, const Message& message) {
  if (change.part == nullptr) return {};
  const std::string& id = change.id(message, heard);
  if (id.empty()) return {};
  scratch_.clear();
  bucket.layout.AppendDocument(scratch_, heard.council, change.collection, id);
  return Kept(scratch_.append("\n").append(NameOf(heard.source)));
}

Writer::Parsed Writer::Parse(Bucket& bucket, const Incoming& incoming) {
  const Heard& heard = incoming.heard;
  Parsed parsed;
  parsed.incoming = &incoming;
  if (heard.council.empty()) return parsed;
  parsed.views = catalogue_.Find(heard.type);
  // A type that may be wrong tells not where the version of its stream is kept.
  if (!incoming.fault.empty() && parsed.views == nullptr) return parsed;
  parsed.version_key = VersionKey(bucket, heard);
  if (!incoming.fault.empty()) return parsed;
  if (parsed.views == nullptr) return parsed;
  Message* message = parsed.views->event->New(&arena_);
  if (!message->ParseFromArray(incoming.body.data(), static_cast<int>(incoming.body.size())))
    return parsed;
  parsed.message = message;
  parsed.first_key = part_keys_.size();
  parsed.keys = parsed.views->changes.size();
  for (const projection::Change& change : parsed.views->changes)
    part_keys_.push_back(PartKey(bucket, heard, change, *message));
  return parsed;
}

void Writer::FindMisses(Bucket& bucket, const Parsed& parsed, std::vector<Miss>& misses) {
  if (parsed.version_key.empty()) return;
  if (bucket.versions.Find(parsed.version_key) == nullptr) {
    bucket.versions.Put(parsed.version_key, {});
    if (!bucket.versions_complete) misses.push_back({&bucket, parsed.version_key, nullptr});
  }
  for (std::size_t i = 0; i < parsed.keys; ++i) {
    const std::string_view key = part_keys_[parsed.first_key + i];
    if (key.empty() || bucket.parts.Find(key) != nullptr) continue;
    const Message& prototype = *parsed.views->changes[i].part;
    bucket.parts.Put(key, {std::unique_ptr<Message>(prototype.New()), false});
    if (!bucket.parts_complete) misses.push_back({&bucket, key, &prototype});
  }
}

// False: what is stored cannot be read.
Result<bool> Writer::Take(const Miss& miss, const redis::Reply& reply) {
  if (reply.IsError()) {
    const Failure failure = FailureOf(reply);
    if (failure.kind == FailureKind::kCorrupt) return false;
    return failure;
  }
  if (reply.IsNil()) return true;
  if (miss.prototype == nullptr) {
    CachedVersion* version = miss.bucket->versions.Find(miss.key);
    CHECK(version != nullptr);
    std::from_chars(reply.text.data(), reply.text.data() + reply.text.size(), version->version);
    return true;
  }
  CachedPart* part = miss.bucket->parts.Find(miss.key);
  CHECK(part != nullptr);
  return part->message->ParseFromString(reply.text);
}

// One pipeline behind the scripts under way: replies come in order, so what they write is seen.
Result<void> Writer::Fetch(const std::vector<Miss>& misses) {
  if (misses.empty()) return {};
  for (const Miss& miss : misses) {
    const auto [key, field] =
        miss.prototype == nullptr ? SplitVersionKey(miss.key) : SplitPartKey(miss.key);
    connection_.Append({"HGET", key, field});
  }
  if (auto sent = connection_.Flush(); !sent) return sent;
  while (!in_flight_.empty()) {
    if (auto read = ReadOne(); !read) return read;
  }
  std::set<std::string> broken;
  for (const Miss& miss : misses) {
    auto reply = connection_.Read();
    if (!reply) return reply.error();
    auto taken = Take(miss, *reply);
    if (!taken) return taken.error();
    if (!*taken) broken.insert(miss.bucket->layout.Broken());
  }
  // Nothing more is written to such a bucket: every script sees the mark and says so.
  for (const std::string& mark : broken) {
    auto marked = connection_.Call({"SET", mark, "a stored part cannot be read"});
    if (!marked) return marked.error();
  }
  return {};
}

Result<CachedPart*> Writer::PartOf(Bucket& bucket, std::string_view key, const Message& prototype) {
  if (CachedPart* held = bucket.parts.Find(key)) return held;
  CachedPart& part = bucket.parts.Put(key, {std::unique_ptr<Message>(prototype.New()), false});
  if (!bucket.parts_complete) {
    if (auto fetched = Fetch({{&bucket, key, &prototype}}); !fetched) return fetched.error();
  }
  return &part;
}

}  // namespace kinward::projection
