// CloudEvents 1.0 over HTTP in its three modes (edge.md §2): from a request to envelopes. Not here:
// who may send what, what the data means.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "libs/base/time.h"
#include "libs/http/message.h"
#include "libs/rpc/json_value.h"
#include "services/gateway/problem.h"

namespace kinward::gateway {

inline constexpr std::size_t kEventBytesMax = 64 * 1024;
inline constexpr std::size_t kBatchItemsMax = 20;
inline constexpr std::size_t kEventIdLengthMax = 128;

struct CloudEvent {
  std::string id;
  std::string source;
  std::string type;
  std::string subject;
  Time time;
  rpc::JsonValue data;
  std::string data_pointer;  // where `data` stands in what was sent: "", "/data" or "/3/data"
  std::string pointer;       // where the envelope stands: "" or "/3"
};

using EventOrProblem = std::variant<CloudEvent, Problem>;

struct Delivery {
  bool batch = false;
  std::vector<EventOrProblem> events;  // one unless a batch
};

// Order: encoding, media type, sizes, syntax, envelope. A Problem is about the whole request.
std::variant<Delivery, Problem> ReadDelivery(const http::Request& request);

}  // namespace kinward::gateway
