#include "libs/config/replica.h"

#include <gtest/gtest.h>

namespace kinward::config {
namespace {

TEST(ReplicaTest, IsThePodsOrdinal) {
  EXPECT_EQ(ReplicaOfHost("kinward-intake-0"), "0");
  EXPECT_EQ(ReplicaOfHost("kinward-intake-12"), "12");
}

TEST(ReplicaTest, IsTheHostsNameWhereThereIsNoOrdinal) {
  EXPECT_EQ(ReplicaOfHost("council-host"), "council-host");
  EXPECT_EQ(ReplicaOfHost("kinward-intake-6f9-x2b"), "kinward-intake-6f9-x2b");
  EXPECT_EQ(ReplicaOfHost("ends-in-"), "ends-in-");
  EXPECT_EQ(ReplicaOfHost(""), "0");
}

}  // namespace
}  // namespace kinward::config
