#include "libs/redis/connection.h"

#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <initializer_list>
#include <utility>

namespace kinward::redis {
namespace {

timeval ToTimeval(std::chrono::milliseconds time) {
  timeval value{};
  value.tv_sec = time.count() / 1000;
  value.tv_usec = time.count() % 1000 * 1000;
  return value;
}

ReplyType TypeOf(int type) {
  switch (type) {
    case REDIS_REPLY_STRING:
      return ReplyType::kString;
    case REDIS_REPLY_ARRAY:
      return ReplyType::kArray;
    case REDIS_REPLY_INTEGER:
      return ReplyType::kInteger;
    case REDIS_REPLY_STATUS:
      return ReplyType::kStatus;
    case REDIS_REPLY_ERROR:
      return ReplyType::kError;
    default:
      return ReplyType::kNil;
  }
}

Reply Owned(const redisReply& reply) {
  Reply owned;
  owned.type = TypeOf(reply.type);
  owned.integer = reply.integer;
  if (reply.str != nullptr) owned.text.assign(reply.str, reply.len);
  owned.elements.reserve(reply.elements);
  for (std::size_t i = 0; i < reply.elements; ++i)
    owned.elements.push_back(Owned(*reply.element[i]));
  return owned;
}

std::span<const std::string_view> Span(std::initializer_list<std::string_view> list) {
  return {list.begin(), list.size()};
}

}  // namespace

Failure FailureOf(const Reply& error) {
  constexpr std::array kDown = {"LOADING",    "OOM",      "BUSY",        "MASTERDOWN", "READONLY",
                                "NOREPLICAS", "TRYAGAIN", "CLUSTERDOWN", "MISCONF"};
  for (const std::string_view code : kDown) {
    if (error.text.starts_with(code)) return {FailureKind::kRetry, "redis: " + std::string(code)};
  }
  // The code alone: a message may quote arguments.
  return {FailureKind::kCorrupt, "redis: " + error.text.substr(0, error.text.find(' '))};
}

Result<Endpoint> ParseEndpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  Endpoint endpoint;
  const std::string_view port = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
  if (port.empty() || error != std::errc{} || end != port.data() + port.size() || colon == 0) {
    return Failure{FailureKind::kFatal, "redis: the address must be host:port"};
  }
  endpoint.host = std::string(text.substr(0, colon));
  return endpoint;
}

void Connection::Closer::operator()(redisContext* context) const { redisFree(context); }

Connection::Connection(Endpoint endpoint) : endpoint_(std::move(endpoint)) {}
Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::Open(const Endpoint& endpoint) {
  auto connection = std::make_unique<Connection>(endpoint);
  if (auto connected = connection->Reconnect(); !connected) return connected.error();
  return connection;
}

Failure Connection::Broken(std::string_view what) {
  context_.reset();
  in_flight_ = 0;
  return {FailureKind::kRetry, "redis: " + std::string(what)};
}

Result<void> Connection::Reconnect() {
  in_flight_ = 0;
  const timeval timeout = ToTimeval(endpoint_.timeout);
  context_.reset(redisConnectWithTimeout(endpoint_.host.c_str(), endpoint_.port, timeout));
  if (context_ == nullptr || context_->err != 0) return Broken("cannot connect");
  const int on = 1;
  if (setsockopt(context_->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
      redisSetTimeout(context_.get(), timeout) != REDIS_OK) {
    return Broken("cannot set up the connection");
  }
  if (!endpoint_.password.empty()) {
    const auto admitted = endpoint_.user.empty()
                              ? Call({"AUTH", endpoint_.password})
                              : Call({"AUTH", endpoint_.user, endpoint_.password});
    if (!admitted) return Broken("not admitted");
  }
  if (auto pong = Call({"PING"}); !pong) return Broken(pong.error().message);
  return {};
}

void Connection::Append(Arguments arguments) {
  CHECK(!arguments.empty());
  if (!healthy()) return;  // Flush reports it
  values_.clear();
  lengths_.clear();
  for (const std::string_view argument : arguments) {
    values_.push_back(argument.data() == nullptr ? "" : argument.data());
    lengths_.push_back(argument.size());
  }
  const int status = redisAppendCommandArgv(context_.get(), static_cast<int>(values_.size()),
                                            values_.data(), lengths_.data());
  CHECK(status == REDIS_OK);  // only memory can fail here
  ++in_flight_;
}

void Connection::Append(std::initializer_list<std::string_view> arguments) {
  Append(Span(arguments));
}

Result<void> Connection::Flush() {
  if (!healthy()) return Broken("not connected");
  int done = 0;
  while (done == 0) {
    if (redisBufferWrite(context_.get(), &done) != REDIS_OK) return Broken("cannot write");
  }
  return {};
}

Result<Reply> Connection::Read() {
  if (!healthy()) return Broken("not connected");
  CHECK(in_flight_ > 0);
  void* raw = nullptr;
  if (redisGetReply(context_.get(), &raw) != REDIS_OK || raw == nullptr)
    return Broken("cannot read");
  --in_flight_;
  Reply reply = Owned(*static_cast<redisReply*>(raw));
  freeReplyObject(raw);
  return reply;
}

Result<bool> Connection::WaitReadable(std::chrono::milliseconds wait) {
  if (!healthy()) return Broken("not connected");
  pollfd waiting{context_->fd, POLLIN, 0};
  const int ready = poll(&waiting, 1, static_cast<int>(wait.count()));
  if (ready < 0) return false;
  return ready > 0;
}

Result<Reply> Connection::Call(Arguments arguments) {
  if (!healthy()) return Broken("not connected");
  CHECK(in_flight_ == 0);
  Append(arguments);
  auto reply = Read();
  if (!reply) return reply.error();
  if (reply->IsError()) return FailureOf(*reply);
  return reply;
}

Result<Reply> Connection::Call(std::initializer_list<std::string_view> arguments) {
  return Call(Span(arguments));
}

Result<std::string> Connection::LoadScript(std::string_view source) {
  auto reply = Call({"SCRIPT", "LOAD", source});
  if (!reply) return reply.error();
  return std::move(reply->text);
}

}  // namespace kinward::redis
