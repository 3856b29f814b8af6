#include "libs/host/event_name.h"

#include <google/protobuf/descriptor.h>

#include <cctype>

#include "kinward/common/v1/options.pb.h"

namespace kinward::host {

std::string EventTypeOf(const std::string& message_name) {
  const auto* message =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(message_name);
  if (message == nullptr || !message->options().HasExtension(common::v1::event)) return "";
  const std::string& package = message->file()->package();  // kinward.<context>.v1
  const auto from = package.find('.') + 1;
  std::string type = "kinward." + package.substr(from, package.find('.', from) - from) + "." +
                     message->file()->options().GetExtension(common::v1::aggregate) + ".";
  const auto begin = type.size();
  for (const char letter : message->name()) {
    const auto byte = static_cast<unsigned char>(letter);
    if (std::isupper(byte) != 0 && type.size() > begin) type += '-';
    type += static_cast<char>(std::tolower(byte));
  }
  return type + ".v1";
}

}  // namespace kinward::host
