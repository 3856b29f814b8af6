// The gRPC side of a command service: parses, checks every field, knows the caller, authorises, and
// hands the command or the query to the service's thread. All bad fields are told at once.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>

#include "libs/host/command_runner.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/server.h"

namespace kinward::host {

// A query's answer, or why there is none.
using QueryAnswer = std::variant<std::shared_ptr<Message>, rpc::Status>;
using Query = std::function<boost::asio::awaitable<QueryAnswer>(const rpc::Caller& caller,
                                                                const Message& request)>;
using Queries = std::unordered_map<std::string, Query>;  // by "package.Service/Method"

// A query of one request type.
template <typename Request>
Query TypedQuery(
    std::function<boost::asio::awaitable<QueryAnswer>(const rpc::Caller&, const Request&)>
        handler) {
  return [handler = std::move(handler)](const rpc::Caller& caller, const Message& request) {
    return handler(caller, static_cast<const Request&>(request));
  };
}
template <typename Response>
QueryAnswer AnswerWith(Response response) {
  return std::shared_ptr<Message>(std::make_shared<Response>(std::move(response)));
}
// The world failed, in gRPC's words.
rpc::Status StatusOf(const Failure& failure);

class Front {
 public:
  Front(boost::asio::io_context& io, const Registry& registry, CommandRunner& runner,
        Queries queries, std::string internal_secret);
  // On a gRPC thread.
  void Take(rpc::Call call);

 private:
  boost::asio::awaitable<void> RunCommand(rpc::Call call, RunRequest request);
  boost::asio::awaitable<void> RunQuery(rpc::Call call, rpc::Caller caller,
                                        std::shared_ptr<Message> request);

  boost::asio::io_context* io_;
  const Registry* registry_;
  CommandRunner* runner_;
  Queries queries_;
  std::string internal_secret_;
};

}  // namespace kinward::host
