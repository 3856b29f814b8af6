#include "libs/vault/postgres_keys.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "libs/testing/servers.h"
#include "libs/vault/cached_keys.h"
#include "libs/vault/postgres_subjects.h"

namespace kinward::vault {
namespace {

const std::string kCouncil = "wolverhampton";
const KeyName kIdentity{"person-1", common::v1::SEAL_CLASS_IDENTITY};
const KeyName kLocation{"person-1", common::v1::SEAL_CLASS_LOCATION};

class PostgresKeysTest : public ::testing::Test {
 protected:
  PostgresKeysTest()
      : conninfo_(testing::PostgresConninfo(testing::FreshDatabase())),
        keys_(conninfo_, "master"),
        subjects_(conninfo_, "master") {
    EXPECT_TRUE(keys_.Migrate());
  }
  template <typename Awaitable>
  auto Await(Awaitable awaitable) {
    auto future = boost::asio::co_spawn(io_, std::move(awaitable), boost::asio::use_future);
    io_.restart();
    io_.run();
    return future.get();
  }
  std::string conninfo_;
  PostgresKeys keys_;
  PostgresSubjects subjects_;
  boost::asio::io_context io_;
};

TEST_F(PostgresKeysTest, GivesTheSameKeyToWhoeverAsks) {
  const auto first = Await(keys_.Fetch(kCouncil, {kIdentity, kLocation}, true));
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_EQ(first->size(), 2U);
  PostgresKeys again(conninfo_, "master");
  const auto second = Await(again.Fetch(kCouncil, {kIdentity}, true));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->at(0).id(),
            first->at(0).name() == kIdentity ? first->at(0).id() : first->at(1).id());
}

TEST_F(PostgresKeysTest, MakesNoKeyUnlessAsked) {
  const auto none = Await(keys_.Fetch(kCouncil, {kIdentity}, false));
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
}

TEST_F(PostgresKeysTest, SaysThatADestroyedKeyIsErased) {
  ASSERT_TRUE(Await(keys_.Fetch(kCouncil, {kIdentity}, true)));
  ASSERT_TRUE(Await(subjects_.Destroy(kCouncil, "person-1")));
  const auto erased = Await(keys_.Fetch(kCouncil, {kIdentity}, true));
  ASSERT_TRUE(erased);
  EXPECT_TRUE(erased->at(0).erased());
}

TEST_F(PostgresKeysTest, AnotherMasterKeyOpensNothing) {
  ASSERT_TRUE(Await(keys_.Fetch(kCouncil, {kIdentity}, true)));
  PostgresKeys stranger(conninfo_, "another");
  EXPECT_EQ(Await(stranger.Fetch(kCouncil, {kIdentity}, true)).error().kind, FailureKind::kCorrupt);
}

TEST_F(PostgresKeysTest, ACacheAsksOnce) {
  CachedKeys cached(keys_);
  const auto first = Await(cached.Fetch(kCouncil, {kIdentity}, true));
  ASSERT_TRUE(Await(subjects_.Destroy(kCouncil, "person-1")));
  const auto second = Await(cached.Fetch(kCouncil, {kIdentity}, true));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->at(0).id(), second->at(0).id());  // for at most a minute
}

}  // namespace
}  // namespace kinward::vault
