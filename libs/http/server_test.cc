#include "libs/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "libs/http/testing/loopback.h"

namespace kinward::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::Certificate;
using testing::Client;

// Three pieces, then the end.
class Countdown : public Stream {
 public:
  boost::asio::awaitable<std::optional<std::string>> Next() override {
    if (left_ == 0) co_return std::nullopt;
    co_return "data: " + std::to_string(left_--) + "\n\n";
  }
  void Close() override { left_ = 0; }

 private:
  int left_ = 3;
};

class Echo : public Handler {
 public:
  boost::asio::awaitable<Response> Handle(Request request) override {
    Response response;
    response.content_type = "text/plain";
    if (request.path == "/stream") {
      response.content_type = "text/event-stream";
      response.stream = std::make_shared<Countdown>();
    } else {
      response.body = request.method + " " + request.path + " " + request.body;
      if (!request.client_certificate.empty()) response.body += "known";
    }
    co_return response;
  }
  Response Refuse(const WireFault& fault) override {
    Response response;
    response.status = fault.status;
    response.body = fault.code;
    return response;
  }
  void HandshakeFailed(const std::string& why) override {
    const std::lock_guard lock{mutex};
    failures.push_back(why);
  }
  std::mutex mutex;
  std::vector<std::string> failures;
};

class ServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ServerConfig config;
    config.certificate_file = certificate_.certificate_file();
    config.key_file = certificate_.key_file();
    config.head_time_max = milliseconds{200};
    config.body_time_max = milliseconds{200};
    auto started = Server::Start(config, echo_);
    ASSERT_TRUE(started) << started.error().message;
    server_ = std::move(started).value();
  }
  Certificate certificate_;
  Echo echo_;
  std::unique_ptr<Server> server_;
};

std::string Post(const std::string& path, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

TEST_F(ServerTest, AnswersManyRequestsOnOneConnection) {
  Client client{server_->port()};
  for (int i = 0; i < 3; ++i) {
    const auto reply = client.Exchange(Post("/a", std::to_string(i)));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "POST /a " + std::to_string(i));
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  Client client{server_->port()};
  client.Send(Post("/a", "1") + Post("/b", "2"));
  EXPECT_EQ(client.Receive().body, "POST /a 1");
  EXPECT_EQ(client.Receive().body, "POST /b 2");
}

TEST_F(ServerTest, ReadsAChunkedBodyAfterAnInterimAnswer) {
  Client client{server_->port()};
  client.Send(
      "POST /c HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
      "Transfer-Encoding: chunked\r\n\r\n");
  client.Send("3\r\nabc\r\n0\r\n\r\n");
  EXPECT_EQ(client.Receive().body, "POST /c abc");
}

TEST_F(ServerTest, RefusesBadFramingAndCloses) {
  Client client{server_->port()};
  const auto reply = client.Exchange("GET / HTTP/1.1\n");
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.body, "http.framing");
  EXPECT_EQ(reply.Header("Connection"), "close");
  EXPECT_TRUE(client.IsClosed());
}

TEST_F(ServerTest, RefusesALargeBodyBeforeItIsSent) {
  Client client{server_->port()};
  const auto reply =
      client.Exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000000\r\n\r\n");
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(reply.body, "size.body");
}

TEST_F(ServerTest, TellsASlowBodyAndASlowHead) {
  Client body{server_->port()};
  EXPECT_EQ(body.Exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\na").status, 408);
  Client head{server_->port()};
  EXPECT_EQ(head.Exchange("POST / HT").body, "timeout.head");
}

TEST_F(ServerTest, SendsAStreamInChunks) {
  Client client{server_->port()};
  client.Send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string all = client.ReceiveUntil("\r\n0\r\n\r\n", seconds{5});
  EXPECT_NE(all.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
  EXPECT_NE(all.find("9\r\ndata: 3\n\n\r\n"), std::string::npos);
  EXPECT_NE(all.find("data: 1"), std::string::npos);
}

TEST_F(ServerTest, DrainsIdleConnections) {
  Client client{server_->port()};
  EXPECT_EQ(client.Exchange(Post("/a", "")).status, 200);
  server_->Drain(seconds{5});
  EXPECT_EQ(server_->connections(), 0);
}

// A server that asks its clients for a certificate; a self-signed one is its own authority.
class ClientCertificateTest : public ::testing::Test {
 protected:
  // The answer to one request of a client that shows `shown`; status 0: the handshake was refused.
  testing::Reply Ask(const Certificate& authority, const Certificate* shown, bool required) {
    ServerConfig config;
    config.certificate_file = own_.certificate_file();
    config.key_file = own_.key_file();
    config.client_authority_file = authority.certificate_file();
    config.client_certificate_required = required;
    auto server = Server::Start(config, echo_);
    EXPECT_TRUE(server) << server.error().message;
    testing::Reply reply = Client{(*server)->port(), shown}.Exchange(Post("/a", ""));
    (*server)->Drain(seconds{5});
    return reply;
  }
  Certificate own_;
  Certificate partners_;
  Echo echo_;
};

TEST_F(ClientCertificateTest, AGoodOneIsToldToTheHandler) {
  EXPECT_EQ(Ask(partners_, &partners_, false).body, "POST /a known");
  EXPECT_EQ(Ask(partners_, &partners_, true).body, "POST /a known");
  EXPECT_EQ(Ask(partners_, nullptr, false).body, "POST /a ");
  EXPECT_TRUE(echo_.failures.empty());
}

TEST_F(ClientCertificateTest, NoneOrAnotherAuthoritysOrAnExpiredOneIsRefusedAndTold) {
  const Certificate stranger;
  const Certificate expired{std::chrono::seconds{-30}};
  EXPECT_EQ(Ask(partners_, nullptr, true).status, 0);
  EXPECT_EQ(Ask(partners_, &stranger, false).status, 0);
  EXPECT_EQ(Ask(expired, &expired, false).status, 0);
  EXPECT_EQ(echo_.failures.size(), 3U);
}

}  // namespace
}  // namespace kinward::http
