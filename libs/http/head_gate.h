// Reads the head of one HTTP/1.1 request, strictly: every form that two parsers could read in two
// ways is refused as its bytes arrive (reference/measured-gateway.md, traps). What passes has
// exactly one Host and exactly one length. Not here: bodies (body_reader.h), what a header means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kinward::http {

// Why a request is refused before any handler sees it; the connection is closed after it.
struct WireFault {
  int status = 400;
  std::string code;    // of bad-input.md: http.framing, size.head, …
  std::string detail;  // never a value that was sent
};

// A request's head. Header names are lower case, values without the space around them.
struct RequestHead {
  std::string method;
  std::string target;  // origin-form: starts with '/', no fragment
  bool is_http_1_0 = false;
  std::vector<std::pair<std::string, std::string>> headers;
  bool chunked = false;
  std::optional<std::uint64_t> content_length;
  bool keep_alive = true;
  bool expects_continue = false;
};

class HeadGate {
 public:
  enum class State { kNeedsMore, kComplete, kRefused };

  // Scans what arrived since the last call. `received` is all bytes of this request so far.
  State Scan(std::string_view received);
  // After kComplete: bytes of the head, its empty line included.
  [[nodiscard]] std::size_t size() const { return scanned_; }
  [[nodiscard]] RequestHead& head() { return head_; }
  [[nodiscard]] const WireFault& fault() const { return fault_; }

 private:
  State Refuse(int status, std::string code, std::string detail);
  State RefuseFraming(std::string detail) { return Refuse(400, "http.framing", std::move(detail)); }
  State TakeLine(std::string_view line);
  State TakeRequestLine(std::string_view line);
  State TakeHeader(std::string_view line);
  State TakeFramingHeader(const std::string& name, std::string_view value);
  State Finish();

  std::size_t scanned_ = 0;
  std::size_t line_start_ = 0;
  bool first_line_ = true;
  int hosts_ = 0;
  int transfer_encodings_ = 0;
  RequestHead head_;
  WireFault fault_;
};

}  // namespace kinward::http
