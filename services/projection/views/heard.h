// What a view function knows of an event besides its message, and what it may change besides its
// part. Pure: no Redis, no clock.
#pragma once

#include <google/protobuf/message.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/time.h"

namespace kinward::projection {

// Whose events: one topic each, and the one part of a document that they may change.
enum class Source : std::uint8_t { kIntake, kEligibility, kScheduling, kOutcomes };
inline constexpr std::array<std::string_view, 4> kSourceNames = {"intake", "eligibility",
                                                                 "scheduling", "outcomes"};
inline constexpr std::size_t kSources = kSourceNames.size();
inline std::string_view NameOf(Source source) {
  return kSourceNames[static_cast<std::size_t>(source)];
}
std::optional<Source> SourceNamed(std::string_view name);

// The views point into the event's record and live as long as it.
struct Heard {
  Source source = Source::kIntake;
  std::string_view council;
  std::string_view stream;
  std::int64_t version = 0;
  std::string_view partition_key;
  std::string_view event_id;
  std::string_view type;  // kinward.<context>.<aggregate>.<event>.v1
  Time occurred_time;
};

// A change to an index (ids ordered by a number) or to a list (entries in the order they came).
// Each index and list is changed by one context alone, so that no order between topics matters.
struct Mark {
  enum class Kind : std::uint8_t { kEnter, kLeave, kAppend };
  Kind kind = Kind::kEnter;
  std::string name;    // of the index, or "<collection>:<id>" of the list
  std::string member;  // id, or the entry's bytes
  std::int64_t score = 0;
};

class Marks {
 public:
  // Puts a member into an index, or moves it.
  void Enter(std::string index, std::string member, std::int64_t score) {
    all_.push_back({Mark::Kind::kEnter, std::move(index), std::move(member), score});
  }
  void Leave(std::string index, std::string member) {
    all_.push_back({Mark::Kind::kLeave, std::move(index), std::move(member), 0});
  }
  void Append(std::string list, const google::protobuf::Message& entry) {
    all_.push_back({Mark::Kind::kAppend, std::move(list), entry.SerializeAsString(), 0});
  }
  [[nodiscard]] const std::vector<Mark>& all() const { return all_; }
  std::vector<Mark>& all() { return all_; }
  void Clear() { all_.clear(); }

 private:
  std::vector<Mark> all_;
};

}  // namespace kinward::projection
