#include "libs/base/uuid.h"

#include <gtest/gtest.h>

namespace kinward {
namespace {

TEST(UuidTest, NewIdsSortInTheOrderTheyWereMade) {
  Uuid last = NewUuid();
  for (int i = 0; i < 10000; ++i) {
    const Uuid next = NewUuid();
    EXPECT_LT(last, next);
    last = next;
  }
}

TEST(UuidTest, TheSameCauseAndNameGiveTheSameId) {
  // RFC 9562, appendix A.4: version 5 of www.example.com in the DNS namespace.
  const auto dns = Uuid::Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  ASSERT_TRUE(dns);
  EXPECT_EQ(UuidFrom(*dns, "www.example.com").ToString(), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST(UuidTest, ReadsWhatItWrites) {
  const Uuid id = NewUuid();
  EXPECT_EQ(Uuid::Parse(id.ToString()), id);
  EXPECT_EQ(id.ToString()[14], '7');
}

TEST(UuidTest, RefusesWhatIsNotAUuid) {
  EXPECT_FALSE(Uuid::Parse(""));
  EXPECT_FALSE(Uuid::Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c"));
  EXPECT_FALSE(Uuid::Parse("6ba7b810x9dad-11d1-80b4-00c04fd430c8"));
  EXPECT_FALSE(Uuid::Parse("6ba7b810-9dad-11d1-80b4-00c04fd430cg"));
}

}  // namespace
}  // namespace kinward
