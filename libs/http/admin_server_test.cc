#include "libs/http/admin_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>

namespace kinward::http {
namespace {

std::string Get(std::uint16_t port, const std::string& head) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(::send(socket, head.data(), head.size(), 0), static_cast<ssize_t>(head.size()));
  std::string reply;
  char chunk[1024];
  for (ssize_t count = 0; (count = ::recv(socket, chunk, sizeof chunk, 0)) > 0;) {
    reply.append(chunk, static_cast<std::size_t>(count));
  }
  ::close(socket);
  return reply;
}
std::string GetPath(std::uint16_t port, const std::string& path) {
  return Get(port, "GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
}

TEST(AdminServerTest, AnswersProbesAndMetrics) {
  std::atomic<bool> ready{false};
  AdminCallbacks callbacks;
  callbacks.not_ready_because = [&] { return ready ? std::string{} : std::string{"no peer"}; };
  callbacks.metrics = [] { return std::string{"kinward_up 1\n"}; };
  callbacks.more["/echo"] = [](const std::string& query) { return query; };
  auto server = AdminServer::Start("127.0.0.1", 0, callbacks);
  ASSERT_TRUE(server);
  const std::uint16_t port = server.value()->port();
  EXPECT_TRUE(GetPath(port, "/livez").starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(GetPath(port, "/readyz").starts_with("HTTP/1.1 503 "));
  ready = true;
  EXPECT_TRUE(GetPath(port, "/readyz").starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(GetPath(port, "/metrics").ends_with("\r\n\r\nkinward_up 1\n"));
  EXPECT_TRUE(GetPath(port, "/echo?a=b").ends_with("\r\n\r\na=b"));
  EXPECT_TRUE(GetPath(port, "/other").starts_with("HTTP/1.1 404 "));
}

TEST(AdminServerTest, RefusesWhatIsNotAStrictGet) {
  auto server = AdminServer::Start("127.0.0.1", 0, {});
  ASSERT_TRUE(server);
  const std::uint16_t port = server.value()->port();
  EXPECT_TRUE(Get(port, "POST /livez HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 405 "));
  EXPECT_TRUE(Get(port, "GET /livez HTTP/1.1\n").starts_with("HTTP/1.1 400 "));
}

TEST(AdminServerTest, ReportsAPortInUse) {
  auto first = AdminServer::Start("127.0.0.1", 0, {});
  ASSERT_TRUE(first);
  EXPECT_FALSE(AdminServer::Start("127.0.0.1", first.value()->port(), {}));
}

}  // namespace
}  // namespace kinward::http
