// Details are sealed before anything is stored, and opened for the decisions that ask for it. The
// vault does it; tests and the simulator may leave messages as they are.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <utility>
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
  // Sees the messages of every append while they are in clear: once the keys are there, before
  // anything is sealed or stored. Its failure is the append's; what it keeps must do no harm when
  // the append fails after it, and be the same when it is called again. Set before commands come.
  using BeforeSealing = std::function<boost::asio::awaitable<Result<bool>>(
      std::string tenant, std::vector<const google::protobuf::Message*> messages)>;
  void set_before_sealing(BeforeSealing look) { before_sealing_ = std::move(look); }
  // Opens what can be opened; what was erased is left empty.
  virtual boost::asio::awaitable<Result<void>> Open(
      std::string tenant, std::vector<google::protobuf::Message*> messages) = 0;

 protected:
  BeforeSealing before_sealing_;
};

}  // namespace kinward::host
