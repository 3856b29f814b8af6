#include "libs/rpc/token.h"

#include <gtest/gtest.h>

namespace kinward::rpc {
namespace {

TEST(TokenTest, ReadsWhatItWrites) {
  common::v1::ConsistencyToken token;
  for (const char* context : {"intake", "scheduling", "outcomes", ""}) {
    token.set_context(context);
    token.set_partition_key("family");
    auto& stream = *token.add_streams();
    stream.set_stream("request");
    stream.set_version(7);
    const auto read = DecodeToken(EncodeToken(token));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->SerializeAsString(), token.SerializeAsString());
  }
}

TEST(TokenTest, RefusesWhatItDidNotMake) {
  EXPECT_FALSE(DecodeToken(""));
  EXPECT_FALSE(DecodeToken("not a token!"));
  EXPECT_FALSE(DecodeToken("____"));
}

}  // namespace
}  // namespace kinward::rpc
