// The one script that changes views, the one that takes a bucket, and the call that carries a
// batch.
#pragma once

#include <google/protobuf/message_lite.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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
  // Then: any number of commands, words of this code, on keys of the bucket.
  void Operation(std::string_view command, std::string_view key,
                 std::initializer_list<std::string_view> arguments);
  void Operation(std::string_view command, std::string_view key,
                 const std::vector<std::string_view>& arguments);
  // The same in steps: Start with the number of arguments, then each of them.
  void Start(std::string_view command, std::string_view key, std::size_t count);
  void Push(std::string_view argument);
  void PushNumber(std::int64_t argument);
  void PushMessage(const google::protobuf::MessageLite& argument);
  // EVALSHA digest numkeys keys… arguments…; valid until the next change.
  const std::vector<std::string_view>& Arguments();

 private:
  using Span = std::pair<std::size_t, std::size_t>;  // offset and size in bytes_
  Span Store(std::string_view text);
  [[nodiscard]] std::string_view At(const Span& span) const {
    return std::string_view(bytes_).substr(span.first, span.second);
  }

  std::string digest_;
  std::string key_count_;
  std::string bytes_;
  std::vector<Span> spans_;
  std::vector<Span> keys_;  // three of the bucket's own, then one an operation
  struct Section {          // operations alike, one after the other: told once, with their number
    std::string_view command;
    std::size_t count = 0;
    std::size_t times_at = 0;  // in spans_
    std::size_t times = 0;
  };
  std::vector<Section> sections_;
  std::vector<std::string_view> views_;
};

}  // namespace kinward::projection
