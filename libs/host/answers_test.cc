#include "libs/host/answers.h"

#include <gtest/gtest.h>

#include "kinward/common/v1/error.pb.h"

namespace kinward::host {
namespace {

TEST(AnswersTest, AStaleVersionIsToldTheCurrentOne) {
  const RunOutcome outcome = StaleVersion(7);
  EXPECT_EQ(outcome.status.reason, "VERSION_MUST_BE_CURRENT");
  common::v1::ErrorDetail detail;
  ASSERT_TRUE(detail.ParseFromString(outcome.status.detail));
  ASSERT_EQ(detail.instead_size(), 1);
  EXPECT_EQ(detail.instead(0), "7");
}

TEST(AnswersTest, WhatNobodyTracesGetsATraceThatFollowsFromItsIds) {
  const Uuid command = Uuid::Parse("0193a5c4-0000-7000-8000-000000000001").value();
  const std::string trace = TraceparentOf("0193a5c4-0000-7000-8000-000000000002", command);
  EXPECT_EQ(trace.size(), 55U);
  EXPECT_TRUE(trace.starts_with("00-0193a5c4000070008000000000000002-")) << trace;
  EXPECT_TRUE(trace.ends_with("-01")) << trace;
  EXPECT_EQ(trace, TraceparentOf("0193a5c4-0000-7000-8000-000000000002", command));
}

}  // namespace
}  // namespace kinward::host
