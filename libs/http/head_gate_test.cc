#include "libs/http/head_gate.h"

#include <gtest/gtest.h>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "libs/http/body_reader.h"
#include "libs/http/limits.h"

namespace kinward::http {
namespace {

using State = HeadGate::State;

const std::string kLine = "POST /v1/events HTTP/1.1\r\n";
const std::string kHost = "Host: council.example\r\n";

struct Case {
  const char* name;
  std::string head;
};

// Forms that Boost.Beast 1.81 lets through, and those that it does not: all refused with 400.
const std::vector<Case> kRefused = {
    {"an unknown coding that ends in chunked",
     kLine + kHost + "Transfer-Encoding: xchunked\r\n\r\n"},
    {"chunked and identity", kLine + kHost + "Transfer-Encoding: chunked, identity\r\n\r\n"},
    {"identity", kLine + kHost + "Transfer-Encoding: identity\r\n\r\n"},
    {"an empty coding", kLine + kHost + "Transfer-Encoding:\r\n\r\n"},
    {"a quoted coding", kLine + kHost + "Transfer-Encoding: \"chunked\"\r\n\r\n"},
    {"chunked twice", kLine + kHost + "Transfer-Encoding: chunked, chunked\r\n\r\n"},
    {"chunked in two headers",
     kLine + kHost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"},
    {"gzip before chunked", kLine + kHost + "Transfer-Encoding: gzip, chunked\r\n\r\n"},
    {"a weighted coding", kLine + kHost + "Transfer-Encoding: chunked;q=1\r\n\r\n"},
    {"a coding on HTTP/1.0", "POST / HTTP/1.0\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n"},
    {"two hosts", kLine + kHost + "Host: other.example\r\n\r\n"},
    {"the same host twice", kLine + kHost + kHost + "\r\n"},
    {"no host", kLine + "Accept: */*\r\n\r\n"},
    {"an empty host", kLine + "Host:\r\n\r\n"},
    {"a host with a path", kLine + "Host: council.example/x\r\n\r\n"},
    {"a folded header", kLine + kHost + "Accept: a\r\n b\r\n\r\n"},
    {"a folded first header", kLine + " " + kHost + "\r\n"},
    {"a list of lengths", kLine + kHost + "Content-Length: 4, 4\r\n\r\n"},
    {"a length with zeros in front", kLine + kHost + "Content-Length: 0004\r\n\r\n"},
    {"two equal lengths", kLine + kHost + "Content-Length: 4\r\nContent-Length: 4\r\n\r\n"},
    {"two lengths", kLine + kHost + "Content-Length: 4\r\nContent-Length: 5\r\n\r\n"},
    {"a signed length", kLine + kHost + "Content-Length: +4\r\n\r\n"},
    {"a negative length", kLine + kHost + "Content-Length: -1\r\n\r\n"},
    {"a hexadecimal length", kLine + kHost + "Content-Length: 0x1\r\n\r\n"},
    {"an empty length", kLine + kHost + "Content-Length:\r\n\r\n"},
    {"a length that overflows", kLine + kHost + "Content-Length: 99999999999999999999\r\n\r\n"},
    {"a length and chunks",
     kLine + kHost + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"},
    {"the absolute form", "POST https://council.example/ HTTP/1.1\r\n" + kHost + "\r\n"},
    {"the asterisk form", "OPTIONS * HTTP/1.1\r\n" + kHost + "\r\n"},
    {"a fragment", "GET /a#b HTTP/1.1\r\n" + kHost + "\r\n"},
    {"a raw byte in the target", "GET /\xc3\xab HTTP/1.1\r\n" + kHost + "\r\n"},
    {"a space before the colon", kLine + kHost + "Accept : a\r\n\r\n"},
    {"a header without a colon", kLine + kHost + "Accept\r\n\r\n"},
    {"a header without a name", kLine + kHost + ": a\r\n\r\n"},
    {"a bare line feed", "GET / HTTP/1.1\n"},
    {"a bare line feed later", kLine + "Host: council.example\n"},
    {"a bare carriage return", kLine + kHost + "Accept: a\rb"},
    {"a NUL", kLine + kHost + std::string{"Accept: a\0b", 11}},
    {"an escape sequence", kLine + kHost + "Accept: \x1b[2J"},
    {"two spaces", "GET  / HTTP/1.1\r\n" + kHost + "\r\n"},
    {"another version", "GET / HTTP/2.0\r\n" + kHost + "\r\n"},
    {"HTTP/0.9", "GET /\r\n"},
    {"an empty line first", "\r\n"},
    {"a method that is no token", "GE(T / HTTP/1.1\r\n" + kHost + "\r\n"},
};

TEST(HeadGateTest, RefusesEveryAmbiguousForm) {
  for (const auto& [name, head] : kRefused) {
    SCOPED_TRACE(name);
    HeadGate gate;
    EXPECT_EQ(gate.Scan(head), State::kRefused);
    EXPECT_EQ(gate.fault().status, 400);
    EXPECT_EQ(gate.fault().code, "http.framing");
  }
}

TEST(HeadGateTest, RefusesTheSameByteByByte) {
  for (const auto& [name, head] : kRefused) {
    SCOPED_TRACE(name);
    HeadGate gate;
    State state = State::kNeedsMore;
    for (std::size_t size = 1; size <= head.size() && state == State::kNeedsMore; ++size) {
      state = gate.Scan(std::string_view{head}.substr(0, size));
    }
    EXPECT_EQ(state, State::kRefused);
  }
}

TEST(HeadGateTest, RefusesWhatIsTooLarge) {
  HeadGate url;
  url.Scan("GET /" + std::string(kTargetBytesMax, 'a') + " HTTP/1.1\r\n");
  EXPECT_EQ(url.fault().status, 414);
  HeadGate endless_url;
  EXPECT_EQ(endless_url.Scan("GET /" + std::string(4096, 'a')), State::kRefused);
  HeadGate many;
  std::string headers = kLine + kHost;
  for (int i = 0; i < 100; ++i) headers += "A: b\r\n";
  EXPECT_EQ(many.Scan(headers), State::kRefused);
  EXPECT_EQ(many.fault().status, 431);
  HeadGate large;
  EXPECT_EQ(large.Scan(kLine + kHost + "A: " + std::string(kHeadBytesMax, 'a')), State::kRefused);
  EXPECT_EQ(large.fault().status, 431);
}

TEST(HeadGateTest, ReadsAHead) {
  const std::string head =
      "POST /v1/events?a=b HTTP/1.1\r\nhost: [::1]:8443\r\n"
      "ce-Subject:  Zo\xc3\xab \r\nContent-Length: 4\r\nConnection: Close\r\n\r\n";
  HeadGate gate;
  ASSERT_EQ(gate.Scan(head + "body"), State::kComplete);
  EXPECT_EQ(gate.size(), head.size());
  EXPECT_EQ(gate.head().method, "POST");
  EXPECT_EQ(gate.head().target, "/v1/events?a=b");
  EXPECT_EQ(gate.head().content_length, 4U);
  EXPECT_FALSE(gate.head().keep_alive);
  EXPECT_EQ(gate.head().headers[1],
            (std::pair<std::string, std::string>{"ce-subject", "Zo\xc3\xab"}));
}

// Whatever the gate takes, Boost.Beast's parser reads in the same way.
TEST(HeadGateTest, AgreesWithASecondParser) {
  namespace beast = boost::beast::http;
  const std::vector<std::string> heads = {
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
      kLine + kHost + "Content-Length: 0\r\n\r\n",
      kLine + kHost + "Content-Length: 17\r\nX-Empty:\r\nX-Tab:\ta\t\r\n\r\n",
      kLine + kHost + "Transfer-Encoding: Chunked\r\n\r\n",
      "DELETE /a?b=%20&c HTTP/1.0\r\nHost: a:1\r\n\r\n",
  };
  for (const std::string& head : heads) {
    SCOPED_TRACE(head);
    HeadGate gate;
    ASSERT_EQ(gate.Scan(head), State::kComplete);
    beast::request_parser<beast::string_body> parser;
    parser.eager(false);
    boost::system::error_code error;
    EXPECT_EQ(parser.put(boost::asio::buffer(head), error), head.size());
    ASSERT_TRUE(parser.is_header_done());
    EXPECT_EQ(parser.get().method_string(), gate.head().method);
    EXPECT_EQ(parser.get().target(), gate.head().target);
    EXPECT_EQ(parser.chunked(), gate.head().chunked);
    EXPECT_EQ(parser.keep_alive(), gate.head().keep_alive);
    for (const auto& [name, value] : gate.head().headers) EXPECT_EQ(parser.get()[name], value);
  }
}

RequestHead Chunked() {
  RequestHead head;
  head.chunked = true;
  return head;
}

TEST(BodyReaderTest, ReadsChunksByteByByteAndLeavesWhatFollows) {
  const std::string sent = "4\r\nbody\r\nA\r\n and more!\r\n0\r\n\r\nGET";
  BodyReader reader{Chunked(), 64};
  std::size_t taken = 0;
  while (reader.state() == BodyReader::State::kNeedsMore) {
    taken += reader.Take(std::string_view{sent}.substr(taken, 1));
  }
  EXPECT_EQ(reader.state(), BodyReader::State::kComplete);
  EXPECT_EQ(reader.body(), "body and more!");
  EXPECT_EQ(sent.substr(taken), "GET");
}

TEST(BodyReaderTest, RefusesEveryLaxChunk) {
  for (const std::string sent :
       {"4;name=value\r\nbody\r\n", "4\nbody\n", "0x4\r\n", " 4\r\n", "4 \r\n", "\r\n", "+4\r\n",
        "4\r\nbodyX", "0\r\nAuthorization: a\r\n\r\n", "000000004\r\n", "4\r\nbody\n", "g\r\n"}) {
    SCOPED_TRACE(sent);
    BodyReader reader{Chunked(), 64};
    reader.Take(sent);
    EXPECT_EQ(reader.state(), BodyReader::State::kRefused);
    EXPECT_EQ(reader.fault().code, "http.framing");
  }
}

TEST(BodyReaderTest, RefusesALengthOverTheLimitBeforeTheBodyArrives) {
  RequestHead head;
  head.content_length = 65;
  EXPECT_EQ((BodyReader{head, 64}.state()), BodyReader::State::kRefused);
  BodyReader chunks{Chunked(), 64};
  chunks.Take("41\r\n");
  EXPECT_EQ(chunks.fault().status, 413);
  EXPECT_EQ(chunks.fault().code, "size.body");
}

}  // namespace
}  // namespace kinward::http
