// Details are sealed before anything is stored, and opened for the decisions that ask for it. The
// vault does it; tests and the simulator may leave messages as they are.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "libs/base/result.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace kinward::host {

class Sealing {
 public:
  Sealing() = default;
  Sealing(const Sealing&) = delete;
  Sealing& operator=(const Sealing&) = delete;
  virtual ~Sealing() = default;
  // Seals every clear …Details in the messages. kRetry when keys cannot be had now.
  virtual boost::asio::awaitable<Result<void>> Seal(
      std::string tenant, std::vector<google::protobuf::Message*> messages) = 0;
  // Opens what can be opened; what was erased is left empty.
  virtual boost::asio::awaitable<Result<void>> Open(
      std::string tenant, std::vector<google::protobuf::Message*> messages) = 0;
};

}  // namespace kinward::host
