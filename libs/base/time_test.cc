#include "libs/base/time.h"

#include <gtest/gtest.h>

namespace kinward {
namespace {

TEST(TimeTest, ReadsWhatItWrites) {
  for (const char* text : {"2016-11-12T22:40:00Z", "1969-12-31T23:59:59.500000Z"}) {
    const auto time = ParseTime(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(FormatTime(*time), text);
    EXPECT_EQ(ToTime(ToTimestamp(*time)), *time);
  }
}

TEST(TimeTest, TakesAnOffsetIntoAccount) {
  EXPECT_EQ(ParseTime("2026-07-01T10:15:00+01:00"), ParseTime("2026-07-01T09:15:00Z"));
}

TEST(TimeTest, RefusesInstantsThatDoNotExist) {
  for (const char* text : {"", "2026-02-30T10:00:00Z", "2026-01-01T24:00:00Z",
                           "2026-01-01T10:00:60Z", "2026-01-01T10:00:00", "2026-01-01 10:00:00Z",
                           "2026-01-01T10:00:00.Z", "2026-01-01T10:00:00+1:00"}) {
    EXPECT_FALSE(ParseTime(text)) << text;
  }
}

}  // namespace
}  // namespace kinward
