#include "libs/redis/connection.h"

#include <gtest/gtest.h>

namespace kinward::redis {
namespace {

Reply ErrorSaying(const char* text) {
  Reply reply;
  reply.type = ReplyType::kError;
  reply.text = text;
  return reply;
}

TEST(ParseEndpointTest, ReadsHostAndPort) {
  const auto endpoint = ParseEndpoint("127.0.0.1:31379");
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(endpoint->host, "127.0.0.1");
  EXPECT_EQ(endpoint->port, 31379);
}

TEST(ParseEndpointTest, RefusesWhatIsNotAnAddress) {
  for (const char* text : {"", "localhost", "localhost:", "localhost:x", ":1", "localhost:1x"}) {
    EXPECT_FALSE(ParseEndpoint(text)) << text;
  }
}

TEST(FailureOfTest, ALoadingOrFullServerIsDownForNow) {
  Reply reply = ErrorSaying("LOADING Redis is loading the dataset in memory");
  EXPECT_EQ(FailureOf(reply).kind, FailureKind::kRetry);
  reply.text = "OOM command not allowed when used memory > 'maxmemory'.";
  EXPECT_EQ(FailureOf(reply).kind, FailureKind::kRetry);
}

TEST(FailureOfTest, NamesTheCodeAndNeverTheArguments) {
  const Reply reply = ErrorSaying("ERR unknown command 'secret'");
  EXPECT_EQ(FailureOf(reply).kind, FailureKind::kCorrupt);
  EXPECT_EQ(FailureOf(reply).message, "redis: ERR");
}

TEST(ConnectionTest, AnAbsentServerIsAFailureNotACrash) {
  Endpoint nowhere;
  nowhere.port = 1;
  Connection connection(nowhere);
  EXPECT_FALSE(connection.Reconnect());
  EXPECT_FALSE(connection.healthy());
  connection.Append({"PING"});
  EXPECT_FALSE(connection.Flush());
  EXPECT_FALSE(connection.Call({"PING"}));
}

}  // namespace
}  // namespace kinward::redis
