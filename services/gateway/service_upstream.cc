#include "services/gateway/service_upstream.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <mutex>
#include <utility>

namespace kinward::gateway {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

// Messages kept for a watcher that is slower than its views; the server coalesces beyond that.
constexpr std::size_t kWaitingMax = 64;

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}
std::string BytesOf(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.TrySingleSlice(&slice).ok() && !buffer.DumpToSingleSlice(&slice).ok()) return {};
  return {reinterpret_cast<const char*>(slice.begin()), slice.size()};
}

// Reads one message after the other; stops reading while too many wait, which pushes back on the
// peer.
class GrpcWatching : public Watching,
                     public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  static std::shared_ptr<GrpcWatching> Start(grpc::GenericStub& stub, const std::string& method,
                                             const rpc::Metadata& metadata,
                                             const std::string& request) {
    const auto watching = std::make_shared<GrpcWatching>();
    for (const auto& [name, value] : metadata) watching->context_.AddMetadata(name, value);
    watching->request_ = BufferOf(request);
    stub.PrepareBidiStreamingCall(&watching->context_, method, {}, watching.get());
    watching->self_ = watching;  // until OnDone
    watching->StartWriteLast(&watching->request_, grpc::WriteOptions());
    watching->StartRead(&watching->incoming_);
    watching->StartCall();
    return watching;
  }

  awaitable<std::optional<std::string>> Next(std::chrono::milliseconds at_most) override {
    const auto executor = co_await asio::this_coro::executor;
    auto timer = std::make_shared<asio::steady_timer>(executor, at_most);
    {
      const std::lock_guard lock{mutex_};
      if (auto ready = Take()) co_return std::move(*ready);
      if (done_) co_return std::nullopt;
      waiting_ = timer;
    }
    boost::system::error_code ignored;
    co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    const std::lock_guard lock{mutex_};
    waiting_.reset();
    if (auto ready = Take()) co_return std::move(*ready);
    if (done_) co_return std::nullopt;
    co_return std::string{};
  }
  void Cancel() override { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    const std::lock_guard lock{mutex_};
    if (!ok) return;
    messages_.push_back(BytesOf(incoming_));
    if (messages_.size() < kWaitingMax) {
      StartRead(&incoming_);
    } else {
      paused_ = true;
      AddHold();
    }
    Wake();
  }
  void OnDone(const grpc::Status&) override {
    std::shared_ptr<GrpcWatching> last;  // released after the lock
    const std::lock_guard lock{mutex_};
    done_ = true;
    Wake();
    last = std::move(self_);
  }

 private:
  std::optional<std::string> Take() {
    if (messages_.empty()) return std::nullopt;
    std::string message = std::move(messages_.front());
    messages_.pop_front();
    if (paused_ && !done_) {
      paused_ = false;
      StartRead(&incoming_);
      RemoveHold();
    }
    return message;
  }
  void Wake() {
    if (const auto timer = std::exchange(waiting_, nullptr)) {
      asio::post(timer->get_executor(), [timer] { timer->cancel(); });
    }
  }

  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer incoming_;
  std::mutex mutex_;
  std::deque<std::string> messages_;
  std::shared_ptr<asio::steady_timer> waiting_;
  bool paused_ = false;
  bool done_ = false;
  std::shared_ptr<GrpcWatching> self_;
};

// Cancels when the last user lets go: the reactor itself must live until gRPC is done with it.
class WatchingHandle : public Watching {
 public:
  explicit WatchingHandle(std::shared_ptr<GrpcWatching> watching)
      : watching_(std::move(watching)) {}
  ~WatchingHandle() override { watching_->Cancel(); }
  awaitable<std::optional<std::string>> Next(std::chrono::milliseconds at_most) override {
    return watching_->Next(at_most);
  }
  void Cancel() override { watching_->Cancel(); }

 private:
  std::shared_ptr<GrpcWatching> watching_;
};

}  // namespace

struct ServiceUpstream::Peer {
  explicit Peer(const std::string& target)
      : client(target), streams(grpc::CreateChannel(target, grpc::InsecureChannelCredentials())) {}
  rpc::Client client;
  grpc::GenericStub streams;
};

ServiceUpstream::ServiceUpstream(const std::map<std::string, std::string>& peers) {
  for (const auto& [service, target] : peers) peers_[service] = std::make_unique<Peer>(target);
}
ServiceUpstream::~ServiceUpstream() = default;

awaitable<rpc::Answer> ServiceUpstream::Call(std::string service, std::string method,
                                             rpc::Metadata metadata, std::string request,
                                             std::chrono::milliseconds deadline) {
  const auto peer = peers_.find(service);
  if (peer == peers_.end()) {
    rpc::Answer answer;
    answer.status.code = rpc::Code::kUnavailable;
    answer.status.message = "no such peer";
    co_return answer;
  }
  co_return co_await peer->second->client.Call(std::move(method), std::move(metadata),
                                               std::move(request), deadline);
}

std::shared_ptr<Watching> ServiceUpstream::Watch(const std::string& service,
                                                 const std::string& method,
                                                 const rpc::Metadata& metadata,
                                                 const std::string& request) {
  const auto peer = peers_.find(service);
  if (peer == peers_.end()) return nullptr;
  return std::make_shared<WatchingHandle>(
      GrpcWatching::Start(peer->second->streams, method, metadata, request));
}

}  // namespace kinward::gateway
