// A message in a line, for tests: Make<v1::CloseContact>("contact_id: 'c' outcome: 'advised'").
#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

namespace kinward::testing {

// A field that the message does not have fails the test.
template <typename Message>
Message Make(const std::string& fields) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(fields, &message)) << fields;
  return message;
}

}  // namespace kinward::testing
