#include "libs/testing/servers.h"

#include <gtest/gtest.h>

namespace kinward::testing {
namespace {

TEST(ServersTest, MakesADatabaseOfItsOwnForEachTest) {
  const std::string first = FreshDatabase();
  const std::string second = FreshDatabase();
  EXPECT_NE(first, second);
  EXPECT_NE(PostgresConninfo(first).find("dbname=" + first), std::string::npos);
}

TEST(ServersTest, KnowsTheBrokerAndTheCache) {
  EXPECT_EQ(Kafka().find("127.0.0.1:"), 0U);
  EXPECT_EQ(Redis().find("127.0.0.1:"), 0U);
}

TEST(ServersTest, NamesNothingTwice) { EXPECT_NE(UniqueName("topic"), UniqueName("topic")); }

}  // namespace
}  // namespace kinward::testing
