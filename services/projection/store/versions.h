// Which version of the views is read, which is being built, and how the change is made.
//
//   none ─InitActive─▶ active N ─Announce─▶ active N, building N+1 ─every bucket ready─▶ Flip ─▶
//   active N+1
//                                                                   old N removed slowly ◀──┘
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libs/redis/connection.h"

namespace kinward::projection {

// The version being read; 0 when there is none (Redis is new or was emptied).
Result<int> ActiveVersion(redis::Connection& connection, std::string_view prefix);
// Makes `version` the active one if there is none; answers the active one.
Result<int> InitActive(redis::Connection& connection, std::string_view prefix, int version);
// The version being built; 0 when none is.
Result<int> BuildingVersion(redis::Connection& connection, std::string_view prefix);
// Asks every projection to build the next version; answers its number.
Result<int> AnnounceRebuild(redis::Connection& connection, std::string_view prefix);

// This bucket of the version being built has caught up. Answers how many have.
Result<int> ReportReady(redis::Connection& connection, std::string_view prefix, int version,
                        int bucket);
// What two versions hold in one bucket.
struct Comparison {
  std::int64_t documents_old = 0;
  std::int64_t documents_new = 0;
  std::int64_t different = 0;  // absent on one side, or with other bytes, when looked at twice
  std::vector<std::string> examples;  // at most ten names, without their version
};
// What a bucket's comparison found, kept beside the version; and all buckets' together.
Result<void> KeepReport(redis::Connection& connection, std::string_view prefix, int version,
                        int bucket, const Comparison& comparison);
Result<Comparison> ReadReport(redis::Connection& connection, std::string_view prefix, int version);
// How many buckets of the version being built have caught up.
Result<int> ReadyBuckets(redis::Connection& connection, std::string_view prefix, int version);
// The pointer moves if it still says `from`; false when somebody else moved it.
Result<bool> Flip(redis::Connection& connection, std::string_view prefix, int from, int to);

// Compares documents, lists and indexes; not epochs, offsets or changes. Pipelined, 500 keys a
// step.
Result<Comparison> Compare(redis::Connection& connection, std::string_view prefix, int bucket,
                           int old_version, int new_version);
// Removes a version's bucket, 500 keys a step; answers how many keys went.
Result<std::int64_t> RemoveVersion(redis::Connection& connection, std::string_view prefix,
                                   int bucket, int version);

}  // namespace kinward::projection
