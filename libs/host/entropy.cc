#include "libs/host/entropy.h"

#include <openssl/rand.h>

#include <array>
#include <string>

#include "libs/base/check.h"

namespace kinward::host {

std::shared_ptr<const google::protobuf::Message> WithEntropy(
    std::shared_ptr<const google::protobuf::Message> command) {
  const auto* entropy = command->GetDescriptor()->FindFieldByName("entropy");
  if (entropy == nullptr || entropy->is_repeated() ||
      entropy->type() != google::protobuf::FieldDescriptor::TYPE_BYTES) {
    return command;
  }
  std::array<unsigned char, kEntropyBytes> bytes{};
  CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
  const std::shared_ptr<google::protobuf::Message> filled(command->New());
  filled->CopyFrom(*command);
  filled->GetReflection()->SetString(filled.get(), entropy,
                                     std::string(bytes.begin(), bytes.end()));
  return filled;
}

}  // namespace kinward::host
