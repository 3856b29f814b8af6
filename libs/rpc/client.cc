#include "libs/rpc/client.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>

namespace kinward::rpc {
namespace {

struct Flight {
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
  std::function<void(Answer)> done;
};

Answer AnswerOf(const Flight& flight, const grpc::Status& status) {
  Answer answer;
  answer.status.code = static_cast<Code>(status.error_code());
  answer.status.message = status.error_message();
  for (const auto& [name, value] : flight.context.GetServerTrailingMetadata()) {
    const std::string text(value.data(), value.size());
    if (name == "kinward-reason") answer.status.reason = text;
    if (name == "kinward-detail-bin") answer.status.detail = text;
  }
  grpc::Slice slice;
  if (status.ok() && (flight.response.TrySingleSlice(&slice).ok() ||
                      flight.response.DumpToSingleSlice(&slice).ok())) {
    answer.response.assign(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return answer;
}

}  // namespace

struct Client::Parts {
  explicit Parts(const std::shared_ptr<grpc::Channel>& channel) : stub(channel) {}
  grpc::GenericStub stub;
};

Client::Client(const std::string& target) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);  // a ping beside each small message
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);   // ours are the same command once more
  parts_ = std::make_unique<Parts>(
      grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments));
}

Client::~Client() = default;

void Client::Call(const std::string& method, const Metadata& metadata, const std::string& request,
                  std::chrono::milliseconds deadline, std::function<void(Answer)> done) {
  auto* flight = new Flight;
  flight->done = std::move(done);
  flight->context.set_deadline(std::chrono::system_clock::now() + deadline);
  flight->context.set_wait_for_ready(true);
  for (const auto& [name, value] : metadata) flight->context.AddMetadata(name, value);
  const grpc::Slice slice(request);
  flight->request = grpc::ByteBuffer(&slice, 1);
  parts_->stub.UnaryCall(&flight->context, method, {}, &flight->request, &flight->response,
                         [flight](const grpc::Status& status) {
                           const std::unique_ptr<Flight> owned(flight);
                           owned->done(AnswerOf(*owned, status));
                         });
}

boost::asio::awaitable<Answer> Client::Call(std::string method, Metadata metadata,
                                            std::string request,
                                            std::chrono::milliseconds deadline) {
  auto executor = co_await boost::asio::this_coro::executor;
  auto start = [&](auto handler) {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    Call(method, metadata, request, deadline, [shared, executor](Answer answer) {
      boost::asio::post(executor, [shared, answer = std::move(answer)]() mutable {
        std::move (*shared)(std::move(answer));
      });
    });
  };
  co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>,
                                                 void(Answer)>(std::move(start),
                                                               boost::asio::use_awaitable);
}

Answer Client::CallAndWait(const std::string& method, const Metadata& metadata,
                           const std::string& request, std::chrono::milliseconds deadline) {
  std::promise<Answer> promise;
  auto future = promise.get_future();
  Call(method, metadata, request, deadline,
       [&promise](Answer answer) { promise.set_value(std::move(answer)); });
  return future.get();
}

}  // namespace kinward::rpc
