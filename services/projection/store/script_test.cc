#include "services/projection/store/script.h"

#include <gtest/gtest.h>

#include "services/projection/store/bucket.h"

namespace kinward::projection {
namespace {

TEST(ApplyCallTest, PutsOffsetsFirstAndTellsLikeOperationsOnce) {
  ApplyCall call;
  call.Reset("digest");
  call.Begin("epoch", "broken", "offsets", "1:me", {{"intake", "1:4", "1:6"}});
  call.Operation("HSET", "document", {"intake", std::string_view("\0\1", 2)});
  call.Operation("HSET", "other", {"scheduling", "x"});
  call.Operation("ZADD", "index", {"1", "id"});
  const std::vector<std::string_view> expected = {"EVALSHA",
                                                  "digest",
                                                  "6",
                                                  "epoch",
                                                  "broken",
                                                  "offsets",
                                                  "document",
                                                  "other",
                                                  "index",
                                                  "1:me",
                                                  "1",
                                                  "intake",
                                                  "1:4",
                                                  "1:6",
                                                  "HSET",
                                                  "2",
                                                  "2",
                                                  "intake",
                                                  std::string_view("\0\1", 2),
                                                  "scheduling",
                                                  "x",
                                                  "ZADD",
                                                  "2",
                                                  "1",
                                                  "1",
                                                  "id"};
  EXPECT_EQ(call.Arguments(), expected);
}

TEST(LayoutTest, EveryKeyOfABucketCarriesItsHashTag) {
  const Layout layout("test.", 7, 3);
  EXPECT_EQ(layout.Epoch(), "test.{b07}:v3:epoch");
  EXPECT_EQ(layout.Document("wolverhampton", "case", "r"), "test.{b07}:v3:wolverhampton:d:case:r");
  EXPECT_EQ(layout.List("wolverhampton", "chronology:f", "intake"),
            "test.{b07}:v3:wolverhampton:l:chronology:f:intake");
}

TEST(VersionFieldTest, PacksUuidsAndKeepsContextsApart) {
  const std::string id = "0193a5c4-0000-7000-8000-000000000001";
  EXPECT_EQ(VersionFieldOf(0, id).field.size(), 17U);
  EXPECT_NE(VersionFieldOf(0, id).field, VersionFieldOf(1, id).field);
  EXPECT_EQ(VersionFieldOf(2, "upper-pendeford").field, "Cupper-pendeford");
  EXPECT_LT(VersionFieldOf(0, id).shard, static_cast<std::uint32_t>(kVersionShards));
}

TEST(PositionTest, ReadsBackWhatItWrites) {
  Position position;
  ASSERT_TRUE(ParsePosition("2:1234", position));
  EXPECT_EQ(position.generation, 2);
  EXPECT_EQ(position.next, 1234);
  EXPECT_EQ(FormatPosition(position), "2:1234");
  EXPECT_FALSE(ParsePosition("1234", position));
  EXPECT_FALSE(ParsePosition("2:12x", position));
}

TEST(ParkedTest, ReadsBackWhatItWrites) {
  const ParkedStream parked =
      ParseParked(FormatParked({7, "family-1", "kinward.x.y.z.v1", "a hole"}));
  EXPECT_EQ(parked.version, 7);
  EXPECT_EQ(parked.partition_key, "family-1");
  EXPECT_EQ(parked.type, "kinward.x.y.z.v1");
  EXPECT_EQ(parked.reason, "a hole");
}

TEST(LruTest, ForgetsWhatWasUsedLongestAgo) {
  Lru<int> cache(2);
  cache.Put("a", 1);
  cache.Put("b", 2);
  cache.Put("c", 3);
  EXPECT_NE(cache.Find("a"), nullptr);  // still there until Trim, and now the newest
  EXPECT_TRUE(cache.Trim());
  EXPECT_EQ(cache.Find("b"), nullptr);
  EXPECT_NE(cache.Find("a"), nullptr);
  EXPECT_FALSE(cache.Trim());
}

}  // namespace
}  // namespace kinward::projection
