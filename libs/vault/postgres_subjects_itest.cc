#include "libs/vault/postgres_subjects.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "libs/testing/servers.h"
#include "libs/vault/postgres.h"
#include "libs/vault/postgres_keys.h"

namespace kinward::vault {
namespace {

using Found = std::vector<std::vector<std::string>>;

const std::string kCouncil = "wolverhampton";
const std::string kChild = "person-1";
const std::string kTwin = "person-2";
const Clue kNumber{"nhs-number", "9434765919"};
const Clue kSound{"sound-and-birth-year", "E251|2013"};

class PostgresSubjectsTest : public ::testing::Test {
 protected:
  PostgresSubjectsTest()
      : conninfo_(testing::PostgresConninfo(testing::FreshDatabase())),
        keys_(conninfo_, "master"),
        subjects_(conninfo_, "master") {
    EXPECT_TRUE(keys_.Migrate());
    for (const std::string& person : {kChild, kTwin}) MakeKey(person);
  }
  template <typename Awaitable>
  auto Await(Awaitable awaitable) {
    auto future = boost::asio::co_spawn(io_, std::move(awaitable), boost::asio::use_future);
    io_.restart();
    io_.run();
    return future.get();
  }
  void MakeKey(const std::string& subject) {
    std::vector<KeyName> names{{subject, common::v1::SEAL_CLASS_IDENTITY}};
    EXPECT_TRUE(Await(keys_.Fetch(kCouncil, std::move(names), true)));
  }
  void Index(std::vector<SubjectClue> clues) {
    EXPECT_TRUE(Await(subjects_.Index(kCouncil, std::move(clues))));
  }
  Found Find(std::vector<Clue> clues, int most = 50, const std::string& council = kCouncil) {
    auto found = Await(subjects_.Find(council, std::move(clues), most));
    EXPECT_TRUE(found);
    return found ? *found : Found{};
  }
  std::string conninfo_;
  PostgresKeys keys_;
  PostgresSubjects subjects_;
  boost::asio::io_context io_;
};

TEST_F(PostgresSubjectsTest, FindsWhomAClueWasKeptOf) {
  Index({{kChild, kNumber}, {kChild, kSound}, {kTwin, kSound}});
  Index({{kChild, kNumber}});  // again: once
  EXPECT_EQ(Find({kSound, {"upn", "A1"}, kNumber}), (Found{{kChild, kTwin}, {}, {kChild}}));
}

TEST_F(PostgresSubjectsTest, FindsNobodyOfAnotherCouncilKindOrKey) {
  Index({{kChild, kNumber}});
  EXPECT_EQ(Find({kNumber}, 50, "southwark"), Found{{}});
  EXPECT_EQ(Find({{"upn", kNumber.second}}), Found{{}});
  PostgresSubjects stranger(conninfo_, "another");
  EXPECT_EQ(Await(stranger.Find(kCouncil, {kNumber}, 50)).value(), Found{{}});
}

TEST_F(PostgresSubjectsTest, GivesNoMoreThanAskedFor) {
  Index({{kChild, kSound}, {kTwin, kSound}});
  EXPECT_EQ(Find({kSound}, 1), Found{{kChild}});
}

TEST_F(PostgresSubjectsTest, KeepsNoClearValue) {
  Index({{kChild, kNumber}, {kChild, kSound}});
  auto rows = Postgres(conninfo_).Run("SELECT string_agg(b::text, ' ') FROM blind_index b", {});
  ASSERT_TRUE(rows);
  const std::string all = PQgetvalue(rows->get(), 0, 0);
  EXPECT_NE(all.find(kChild), std::string::npos);
  for (const std::string& clear : {kNumber.second, kSound.second, Hex(kNumber.second)}) {
    EXPECT_EQ(all.find(clear), std::string::npos) << all;
  }
}

TEST_F(PostgresSubjectsTest, ForgetsTheIndexWithTheKeys) {
  Index({{kChild, kSound}, {kTwin, kSound}});
  ASSERT_TRUE(Await(subjects_.Destroy(kCouncil, kChild)));
  EXPECT_EQ(Find({kSound}), Found{{kTwin}});
  Index({{kChild, kSound}, {"person-without-a-key", kSound}});
  EXPECT_EQ(Find({kSound}), Found{{kTwin}});
}

TEST_F(PostgresSubjectsTest, ErasesEveryClassAlsoOneThatNeverHadAKey) {
  ASSERT_TRUE(Await(subjects_.Destroy(kCouncil, kChild)));
  std::vector<KeyName> names{{kChild, common::v1::SEAL_CLASS_HEALTH}};
  const auto keys = Await(keys_.Fetch(kCouncil, std::move(names), true));
  ASSERT_TRUE(keys);
  EXPECT_TRUE(keys->at(0).erased());
}

TEST_F(PostgresSubjectsTest, RemembersAnAskedErasureUntilItIsDoneOrDropped) {
  ASSERT_TRUE(Await(subjects_.AskErasure(kCouncil, {kChild, kTwin})));
  ASSERT_TRUE(Await(subjects_.AskErasure(kCouncil, {kChild})));
  auto asked = Await(subjects_.AskedErasures());
  ASSERT_TRUE(asked);
  ASSERT_EQ(asked->size(), 2U);
  EXPECT_EQ(asked->at(0).tenant, kCouncil);
  EXPECT_FALSE(asked->at(0).old);
  std::vector<KeyName> names{{kTwin, common::v1::SEAL_CLASS_IDENTITY}};
  EXPECT_FALSE(Await(keys_.Fetch(kCouncil, std::move(names), false)).value().at(0).erased());
  ASSERT_TRUE(Await(subjects_.Destroy(kCouncil, kChild)));
  ASSERT_TRUE(Await(subjects_.DropErasure(kCouncil, kTwin)));
  EXPECT_TRUE(Await(subjects_.AskedErasures()).value().empty());
}

}  // namespace
}  // namespace kinward::vault
