// What the writer holds in memory of one bucket it owns: epoch, positions, parsed parts, versions.
// All of it is dropped when anything goes wrong; Redis is the truth.
#pragma once

#include <google/protobuf/message.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/projection/limits.h"
#include "services/projection/store/layout.h"
#include "services/projection/store/lru.h"
#include "services/projection/store/positions.h"

namespace kinward::projection {

struct CachedPart {
  std::unique_ptr<google::protobuf::Message> message;
  bool dirty = false;
};
struct CachedVersion {
  std::int64_t version = 0;
  bool dirty = false;
};

// A stream whose events wait: one could not be applied, and the later ones wait behind it. Or a
// record that names no stream: nothing waits behind it, and only its topic told anew mends it.
struct ParkedStream {
  std::int64_t version = 0;  // the newest that was heard and not applied
  std::string partition_key;
  std::string type;  // of the newest: it tells where the stream's version is kept
  std::string reason;
};
std::string FormatParked(const ParkedStream& parked);
ParkedStream ParseParked(std::string_view text);

struct Bucket {
  Bucket(Layout names, std::size_t parts_max, std::size_t versions_max)
      : layout(std::move(names)), parts(parts_max), versions(versions_max) {}

  Layout layout;
  std::string epoch;  // empty: not ours
  Positions positions;
  Lru<CachedPart> parts;        // by document key and context
  Lru<CachedVersion> versions;  // by council, shard and field
  // Everything Redis holds of the bucket is in the caches (it began empty and nothing was
  // forgotten), so what is not there does not exist.
  bool parts_complete = false;
  bool versions_complete = false;
  std::map<std::string, ParkedStream> parked;  // by ParkedName or RecordName
  std::vector<std::string> forgotten;          // of parked, to be taken out of Redis
};

// "<context>/<council>/<stream>": names a stream in the parked hash.
std::string ParkedName(Source source, std::string_view council, std::string_view stream);
// "<context>//<generation>:<offset>": names there a record that says of no stream.
std::string RecordName(Source source, std::int64_t generation, std::int64_t offset);
bool NamesRecord(std::string_view parked_name);
std::int64_t OffsetOf(std::string_view record_name);

}  // namespace kinward::projection
