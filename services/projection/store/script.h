// The one script that changes views, the one that takes a bucket, and the call that carries a
// batch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libs/redis/reply.h"

namespace kinward::projection {

// What a batch's script answered.
//
//          ┌── kApplied   everything of the batch is stored, its offsets last
//   send ──┼── kFenced    another owner has taken the bucket: give it back
//          ├── kReread    the offsets are not those expected: read them again, go on from there
//          ├── kBroken    it failed midway, now or before: only a rebuild helps
//          └── kDown      the server is loading, full or unknown to the script: try again
enum class ScriptOutcome { kApplied, kFenced, kReread, kBroken, kDown };
ScriptOutcome OutcomeOf(const redis::Reply& reply);

extern const std::string_view kApplyScript;
// Takes a bucket: KEYS epoch; ARGV uuid, floor (raise above what was seen before), own epoch or "".
// Answers the new epoch, or FENCED when somebody newer than `own` has it.
extern const std::string_view kTakeScript;

// One call of kApplyScript. Arguments are kept as bytes in one buffer and handed out as views.
class ApplyCall {
 public:
  void Reset(std::string_view digest);
  // First, once: who writes, and which offsets move from where to where.
  struct Advance {
    std::string_view context;
    std::string expected;
    std::string next;
  };
  void Begin(std::string_view epoch_key, std::string_view broken_key, std::string_view offsets_key,
             std::string_view epoch, const std::vector<Advance>& advances);
  // Then: any number of commands on keys of the bucket.
  void Operation(std::string_view command, std::string_view key,
                 std::initializer_list<std::string_view> arguments);
  void Operation(std::string_view command, std::string_view key,
                 const std::vector<std::string_view>& arguments);
  // EVALSHA digest numkeys keys… arguments…; valid until the next change.
  const std::vector<std::string_view>& Arguments();
  [[nodiscard]] std::size_t operations() const { return operations_; }

 private:
  void Push(std::string_view argument);
  void Start(std::string_view command, std::string_view key, std::size_t count);
  std::size_t KeyIndex(std::string_view key);

  std::string digest_;
  std::string key_count_;
  std::string bytes_;
  std::vector<std::pair<std::size_t, std::size_t>> spans_;  // offset and size in bytes_
  std::vector<std::string> keys_;
  std::unordered_map<std::string, std::size_t> key_index_;
  std::vector<std::string_view> views_;
  std::size_t operations_ = 0;
};

}  // namespace kinward::projection
