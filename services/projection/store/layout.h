// Names of everything the views keep in Redis. Every key of a bucket carries its hash tag, so that
// one script touches one slot. No key holds identifying data: ids, slugs and words of this code
// only.
//
//   {b07}:v3:epoch                       who may write, "count:uuid"
//   {b07}:v3:broken                      set when a script failed midway: rebuild
//   {b07}:v3:offsets                     hash context → "generation:next offset"
//   {b07}:v3:parked                      hash stream → why it waits
//   {b07}:v3:changes                     stream of what changed, for watchers
//   {b07}:v3:<council>:d:<collection>:<id>           hash context → part, context:v → version of
//   its stream {b07}:v3:<council>:ver:<shard>       hash stream → version, of streams without a
//   document of their own {b07}:v3:<council>:l:<collection>:<id>:<context> list of entries
//   {b07}:v3:<council>:i:<index>         sorted set of ids
//   views:active, views:building         the version that is read, the one being built
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kinward::projection {

inline constexpr int kVersionShards =
    2048;  // a bucket's; keeps each hash small enough to be packed
inline constexpr std::string_view kActiveKey = "views:active";
inline constexpr std::string_view kBuildingKey = "views:building";

// The names of one bucket in one view version. `prefix` is the environment's; usually empty.
class Layout {
 public:
  Layout(std::string_view prefix, int bucket, int version);

  [[nodiscard]] std::string Epoch() const { return base_ + "epoch"; }
  [[nodiscard]] std::string Broken() const { return base_ + "broken"; }
  [[nodiscard]] std::string Offsets() const { return base_ + "offsets"; }
  [[nodiscard]] std::string Parked() const { return base_ + "parked"; }
  [[nodiscard]] std::string Changes() const { return base_ + "changes"; }
  [[nodiscard]] std::string Versions(std::string_view council, std::uint32_t shard) const;
  [[nodiscard]] std::string Document(std::string_view council, std::string_view collection,
                                     std::string_view id) const;
  // The same, appended to what is there: for those who write many.
  void AppendDocument(std::string& key, std::string_view council, std::string_view collection,
                      std::string_view id) const;
  void AppendVersions(std::string& key, std::string_view council, std::uint32_t shard) const;
  // `name` is "<collection>:<id>".
  [[nodiscard]] std::string List(std::string_view council, std::string_view name,
                                 std::string_view context) const;
  [[nodiscard]] std::string Index(std::string_view council, std::string_view index) const;
  // Matches every key of the bucket and version.
  [[nodiscard]] std::string Everything() const { return base_ + "*"; }
  [[nodiscard]] const std::string& base() const { return base_; }

 private:
  std::string base_;  // "<prefix>{b07}:v3:"
};

// The field of a stream's version in its own document.
std::string HomeVersionField(std::string_view context);

// Where the version of a stream without a document stands: the shard of its council's versions, and
// its packed name there (a stream is unique within a context and council; a UUID takes 16 bytes).
struct VersionField {
  std::uint32_t shard = 0;
  std::string field;
};
VersionField VersionFieldOf(std::uint8_t source, std::string_view stream);

}  // namespace kinward::projection
