// Applies events to the views of one view version: one script per bucket and batch. It knows Redis,
// not Kafka. One thread. The life of a bucket here:
//
//   Open ──▶ owned ──Write──▶ owned …
//              │ trouble: kReread ──▶ Open(keep) ──▶ owned at the stored offsets
//              │ trouble: kFenced ──▶ closed, for good: its new owner has it
//              │ trouble: kBroken ──▶ closed until the views are rebuilt
//              └ connection lost ───▶ all closed; Connect, Open(keep) each
#pragma once

#include <google/protobuf/arena.h>

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "libs/redis/connection.h"
#include "services/projection/store/bucket.h"
#include "services/projection/store/script.h"
#include "services/projection/store/stream_reader.h"
#include "services/projection/views/catalogue.h"

namespace kinward::projection {

struct WriterSettings {
  redis::Endpoint redis;
  std::string prefix;    // of every key: the environment's
  int version = 1;       // of the views
  bool announce = true;  // write the changes stream (not during a rebuild)
  std::size_t cached_parts = kCachedParts;
  std::size_t cached_versions = kCachedVersions;
};

inline constexpr std::int64_t kUnknownGeneration = -1;

// An event of one bucket. Its views live until the round is written.
struct Incoming {
  Heard heard;
  std::int64_t offset = 0;
  std::int64_t generation = 0;  // of the topic; kUnknownGeneration only beside a fault
  std::string_view body;
  // Which header cannot be read; empty: all can. Beside a fault `heard` names the stream and its
  // version as far as the other headers do, or has no council.
  std::string_view fault{};
};
struct Batch {
  int bucket = 0;
  std::vector<Incoming> events;  // at most kBatchEvents, in the order of each topic
};
struct Trouble {
  int bucket = 0;
  ScriptOutcome outcome = ScriptOutcome::kApplied;
};

// Read by the metrics thread.
struct WriterCounters {
  std::atomic<std::int64_t> applied{0}, duplicates{0}, gaps_filled{0}, unknown_types{0}, batches{0};
  std::atomic<std::int64_t> parked{0};  // streams that wait now
};

class Writer {
 public:
  // `gaps` may be null: then every hole is parked. Both outlive the writer.
  Writer(WriterSettings settings, const Catalogue& catalogue, StreamReader* gaps);

  // Connects anew and loads the scripts; every bucket is closed.
  Result<void> Connect();
  [[nodiscard]] bool connected() const { return connection_.healthy(); }

  // Takes a bucket and reads where it stands. `keep`: it was ours before the connection or its
  // offsets were lost; its epoch is only raised, never taken back from a newer owner (kFenced).
  // kCorrupt: it is broken.
  Result<Positions> Open(int bucket, bool keep);
  void Close(int bucket);
  [[nodiscard]] bool owns(int bucket) const { return buckets_.contains(bucket); }
  [[nodiscard]] const Position& position(int bucket, Source source) const;
  // A newer generation was met: read on from 0 of it.
  void Restart(int bucket, Source source, std::int64_t generation);

  // Writes the batches; replies may still be under way when it returns. Batches of buckets not
  // owned are dropped. A Failure is the connection's: all buckets are closed.
  Result<std::vector<Trouble>> Write(std::span<const Batch> batches);
  // Waits for everything under way.
  Result<std::vector<Trouble>> Drain();
  // Asks again for the holes of parked streams.
  Result<std::vector<Trouble>> RetryParked();

  [[nodiscard]] const WriterCounters& counters() const { return counters_; }
  [[nodiscard]] const WriterSettings& settings() const { return settings_; }

 private:
  struct Parsed {  // an event and where its changes go
    const Incoming* incoming = nullptr;
    const EventViews* views = nullptr;
    google::protobuf::Message* message = nullptr;  // null: nothing to apply, or it cannot be parsed
    std::string_view version_key;  // in arena_, as are the keys; empty: no stream is known
    std::size_t first_key = 0;     // in part_keys_, one per change; empty: no document
    std::size_t keys = 0;
  };
  struct Miss {
    Bucket* bucket;
    std::string_view key;
    const google::protobuf::Message* prototype;  // null: a version
  };
  struct IndexMark {
    std::string_view council;
    Mark mark;
  };
  struct InFlight {
    int bucket = 0;
    std::size_t events = 0;
  };

  Parsed Parse(Bucket& bucket, const Incoming& incoming);
  std::string_view VersionKey(const Bucket& bucket, const Heard& heard);
  std::string_view PartKey(const Bucket& bucket, const Heard& heard,
                           const projection::Change& change,
                           const google::protobuf::Message& message);
  std::string_view Kept(std::string_view text);  // a copy in arena_
  void FindMisses(Bucket& bucket, const Parsed& parsed, std::vector<Miss>& misses);
  Result<void> Fetch(const std::vector<Miss>& misses);
  Result<bool> Take(const Miss& miss, const redis::Reply& reply);
  Result<CachedPart*> PartOf(Bucket& bucket, std::string_view key,
                             const google::protobuf::Message& prototype);

  Result<void> ApplyBatch(int number, Bucket& bucket, const std::vector<Parsed>& events);
  Result<void> ApplyNext(Bucket& bucket, const Parsed& parsed);
  Result<void> Change(Bucket& bucket, const Parsed& parsed, CachedVersion& version);
  Result<bool> FillGap(Bucket& bucket, const Heard& heard, CachedVersion& version,
                       std::int64_t until);
  void Park(Bucket& bucket, const Heard& heard, std::string_view reason);
  void ParkRecord(Bucket& bucket, const Incoming& incoming);
  void ForgetRecords(Bucket& bucket, Source source);
  void Send(int number, Bucket& bucket, std::size_t events,
            const std::vector<ApplyCall::Advance>& advances);
  void AddDocuments(Bucket& bucket);
  void AddIndexes(const Bucket& bucket);
  void AddIndex(const std::string& key, std::span<const IndexMark> marks);
  void AddLists();
  void AddRest(Bucket& bucket);
  void Changed(std::string_view council, std::string_view name);

  Result<void> RetryStream(int number, Bucket& bucket, const std::string& name,
                           const ParkedStream& parked);
  void CountParked();
  Result<void> ReadOne();
  Failure Lost(const Failure& failure);
  std::vector<Trouble> TakeTroubles();

  WriterSettings settings_;
  const Catalogue& catalogue_;
  StreamReader* gaps_;
  redis::Connection connection_;
  std::string apply_digest_;
  std::string take_digest_;
  std::map<int, std::unique_ptr<Bucket>> buckets_;
  std::map<int, std::string> last_epochs_;  // of buckets that were ours
  std::deque<InFlight> in_flight_;
  std::vector<Trouble> troubles_;
  std::set<std::string> retried_;  // parked streams asked for in this turn
  WriterCounters counters_;

  // Of the batch being built.
  google::protobuf::Arena arena_;
  std::vector<std::string_view> part_keys_;
  ApplyCall call_;
  std::string scratch_;
  struct DirtyField {  // of a document: one part, or the version of a stream
    std::string_view document;
    std::string_view field;
    CachedPart* part = nullptr;
    CachedVersion* version = nullptr;
  };
  std::vector<DirtyField> dirty_;
  std::vector<IndexMark> index_marks_;
  std::map<std::string, std::vector<std::string>> lists_;
  Marks marks_;
  std::vector<std::pair<std::string, std::string>> newly_parked_;
  std::vector<std::string> unparked_;
  std::vector<std::string> changed_;  // "council collection:id", for watchers; some twice
};

}  // namespace kinward::projection
