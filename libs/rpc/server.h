// One gRPC server for any service of the protos: methods come from the descriptors, requests and
// answers are bytes, so nothing has to be written or generated per RPC. Health is served;
// reflection in profile local only. Not here: parsing, authorisation, decisions (libs/host).
#pragma once

#include <google/protobuf/descriptor.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "libs/rpc/status.h"

namespace kinward::rpc {

// A unary call. `finish` may be called once, from any thread; `request` is the caller's to move.
struct Call {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::map<std::string, std::string> metadata;
  std::string request;
  std::chrono::system_clock::time_point deadline;
  std::function<void(const Status&, std::string&& response)> finish;
};

// A server-streaming call. `write` queues one message and answers false once the peer is gone or
// reads too slowly (more than 64 messages wait); `finish` ends it.
struct Stream {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::map<std::string, std::string> metadata;
  std::string request;
  std::function<bool(std::string&& message)> write;
  std::function<void(const Status&)> finish;
  std::function<bool()> cancelled;
};

struct ServerOptions {
  std::string listen;  // host:port
  bool reflection = false;
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  std::function<void(Call)> on_call;      // runs on a gRPC thread: must not block
  std::function<void(Stream)> on_stream;  // likewise
};

class Server {
 public:
  explicit Server(ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // False when the port cannot be had.
  bool Start();
  // Stops accepting, lets calls in flight finish until the deadline, then cancels them.
  void Drain(std::chrono::milliseconds deadline);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kinward::rpc
