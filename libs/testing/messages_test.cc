#include "libs/testing/messages.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <gtest/gtest.h>

#include <variant>
#include <vector>

namespace kinward {
namespace {

using google::protobuf::Duration;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::Timestamp;
using Event = std::variant<Duration, Timestamp>;
using SomeDecision = Decision<Event, FieldDescriptorProto::Type>;

Duration Seconds(int seconds) {
  Duration duration;
  duration.set_seconds(seconds);
  return duration;
}

TEST(MessagesTest, ComparesMessagesByTheirFields) {
  EXPECT_EQ(Seconds(1), Seconds(1));
  EXPECT_NE(Seconds(1), Seconds(2));
}

TEST(MessagesTest, TellsMessagesOfTwoTypesApart) {
  const google::protobuf::Message& duration = Duration::default_instance();
  const google::protobuf::Message& timestamp = Timestamp::default_instance();
  EXPECT_FALSE(duration == timestamp);
}

TEST(MessagesTest, ComparesDecisions) {
  EXPECT_EQ(SomeDecision(std::vector<Event>{Seconds(1)}),
            SomeDecision(std::vector<Event>{Seconds(1)}));
  EXPECT_NE(SomeDecision(std::vector<Event>{Seconds(1)}), SomeDecision(std::vector<Event>{}));
  EXPECT_NE(SomeDecision(std::vector<Event>{}),
            SomeDecision(Refusal{FieldDescriptorProto::TYPE_BOOL}));
}

TEST(MessagesTest, PrintsARefusalByTheNameOfItsRule) {
  const SomeDecision refused = Refusal{FieldDescriptorProto::TYPE_BOOL};
  EXPECT_NE(testing::PrintToString(refused).find("TYPE_BOOL"), std::string::npos);
}

}  // namespace
}  // namespace kinward
