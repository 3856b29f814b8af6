#include "libs/testing/messages.h"

#include <google/protobuf/util/message_differencer.h>

namespace google::protobuf {

bool operator==(const Message& left, const Message& right) {
  return left.GetDescriptor() == right.GetDescriptor() &&
         util::MessageDifferencer::Equals(left, right);
}

}  // namespace google::protobuf
