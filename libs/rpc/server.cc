#include "libs/rpc/server.h"

#include <absl/synchronization/mutex.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/service_type.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <deque>
#include <mutex>
#include <utility>

namespace kinward::rpc {
namespace {

constexpr int kRequestBytesMax = 1 << 20;
constexpr std::size_t kQueuedMessagesMax = 64;

std::string Bytes(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.TrySingleSlice(&slice).ok() && !buffer.DumpToSingleSlice(&slice).ok()) return {};
  return {reinterpret_cast<const char*>(slice.begin()), slice.size()};
}

grpc::ByteBuffer Buffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

std::map<std::string, std::string> MetadataOf(const grpc::CallbackServerContext& context) {
  std::map<std::string, std::string> metadata;
  for (const auto& [name, value] : context.client_metadata()) {
    metadata.emplace(std::string(name.data(), name.size()),
                     std::string(value.data(), value.size()));
  }
  return metadata;
}

grpc::Status ToGrpc(grpc::CallbackServerContext& context, const Status& status) {
  if (status.ok()) return grpc::Status::OK;
  if (!status.reason.empty()) context.AddTrailingMetadata("kinward-reason", status.reason);
  if (!status.detail.empty()) context.AddTrailingMetadata("kinward-detail-bin", status.detail);
  return {static_cast<grpc::StatusCode>(status.code), status.message};
}

// Keeps its own queue, because gRPC takes one write at a time; deletes itself when gRPC is done
// with it.
class StreamReactor : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  // What the handler holds may outlive the reactor; the shared half says whether it still lives.
  struct Shared {
    std::mutex mutex;
    StreamReactor* reactor = nullptr;
    grpc::CallbackServerContext* context = nullptr;
    std::deque<grpc::ByteBuffer> queue;
    bool writing = false;
    bool finishing = false;
    bool gone = false;
    grpc::Status status;
  };

  explicit StreamReactor(grpc::CallbackServerContext* context)
      : shared_(std::make_shared<Shared>()) {
    shared_->reactor = this;
    shared_->context = context;
  }
  [[nodiscard]] std::shared_ptr<Shared> shared() const { return shared_; }

  static bool Write(const std::shared_ptr<Shared>& shared, const std::string& message) {
    const std::lock_guard lock(shared->mutex);
    if (shared->gone || shared->finishing || shared->queue.size() >= kQueuedMessagesMax)
      return false;
    shared->queue.push_back(Buffer(message));
    if (!shared->writing) {
      shared->writing = true;
      shared->reactor->StartWrite(&shared->queue.front());
    }
    return true;
  }
  static void End(const std::shared_ptr<Shared>& shared, const Status& status) {
    const std::lock_guard lock(shared->mutex);
    if (shared->gone || shared->finishing) return;
    shared->finishing = true;
    shared->status = ToGrpc(*shared->context, status);
    if (!shared->writing) shared->reactor->Finish(shared->status);
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(shared_->mutex);
    shared_->queue.pop_front();
    if (ok && !shared_->queue.empty()) {
      StartWrite(&shared_->queue.front());
      return;
    }
    shared_->writing = false;
    if (shared_->finishing) Finish(shared_->status);
    if (!ok && !shared_->finishing) {
      shared_->finishing = true;
      Finish(grpc::Status::CANCELLED);
    }
  }
  void OnCancel() override {
    const std::lock_guard lock(shared_->mutex);
    if (shared_->finishing) return;
    shared_->finishing = true;
    shared_->status = grpc::Status::CANCELLED;
    if (!shared_->writing) Finish(shared_->status);
  }
  void OnDone() override {
    {
      const std::lock_guard lock(shared_->mutex);
      shared_->gone = true;
    }
    delete this;
  }

 private:
  std::shared_ptr<Shared> shared_;
};

// Registers every method of a descriptor with gRPC, as generated code would.
class DescriptorService : public grpc::Service {
 public:
  DescriptorService(const google::protobuf::ServiceDescriptor& service,
                    const ServerOptions& options)
      : options_(options) {
    names_.reserve(static_cast<std::size_t>(service.method_count()));
    for (int i = 0; i < service.method_count(); ++i) {
      const auto* method = service.method(i);
      names_.push_back("/" + service.full_name() + "/" + method->name());
      method->server_streaming() ? AddStream(i, method) : AddUnary(i, method);
    }
  }

 private:
  void AddUnary(int index, const google::protobuf::MethodDescriptor* method) {
    AddMethod(new grpc::internal::RpcServiceMethod(names_.back().c_str(),
                                                   grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(
        index,
        new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [this, method](grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                           grpc::ByteBuffer* response) {
              auto* reactor = context->DefaultReactor();
              Call call{method, MetadataOf(*context), Bytes(*request), context->deadline(), {}};
              call.finish = [context, response, reactor](const Status& status,
                                                         std::string&& bytes) {
                if (status.ok()) *response = Buffer(bytes);
                reactor->Finish(ToGrpc(*context, status));
              };
              options_.on_call(std::move(call));
              return reactor;
            }));
  }

  void AddStream(int index, const google::protobuf::MethodDescriptor* method) {
    AddMethod(new grpc::internal::RpcServiceMethod(
        names_.back().c_str(), grpc::internal::RpcMethod::SERVER_STREAMING, nullptr));
    MarkMethodRawCallback(
        index,
        new grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [this, method](grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
              auto* reactor = new StreamReactor(context);
              const auto shared = reactor->shared();
              Stream stream{method, MetadataOf(*context), Bytes(*request), {}, {}, {}};
              stream.write = [shared](std::string&& message) {
                return StreamReactor::Write(shared, message);
              };
              stream.finish = [shared](const Status& status) {
                StreamReactor::End(shared, status);
              };
              stream.cancelled = [shared] {
                const std::lock_guard lock(shared->mutex);
                return shared->gone || shared->finishing;
              };
              options_.on_stream(std::move(stream));
              return reactor;
            }));
  }

  const ServerOptions& options_;
  std::vector<std::string> names_;
};

}  // namespace

struct Server::Parts {
  ServerOptions options;
  std::vector<std::unique_ptr<DescriptorService>> services;
  std::unique_ptr<grpc::Server> server;
};

Server::Server(ServerOptions options) : parts_(std::make_unique<Parts>()) {
  parts_->options = std::move(options);
}

Server::~Server() {
  if (parts_->server) Drain(std::chrono::milliseconds{100});
}

bool Server::Start() {
  // Debian's build of absl looks for deadlocks in gRPC at each lock; that is not ours to pay for.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  grpc::EnableDefaultHealthCheckService(true);
  if (parts_->options.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(kRequestBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 8 << 10);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 200);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);  // a ping beside each small message
  int port = 0;
  builder.AddListeningPort(parts_->options.listen, grpc::InsecureServerCredentials(), &port);
  for (const auto* service : parts_->options.services) {
    parts_->services.push_back(std::make_unique<DescriptorService>(*service, parts_->options));
    builder.RegisterService(parts_->services.back().get());
  }
  parts_->server = builder.BuildAndStart();
  return parts_->server != nullptr && port != 0;
}

void Server::Drain(std::chrono::milliseconds deadline) {
  if (!parts_->server) return;
  parts_->server->Shutdown(std::chrono::system_clock::now() + deadline);
  parts_->server->Wait();
  parts_->server.reset();
}

}  // namespace kinward::rpc
