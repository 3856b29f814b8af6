#include "libs/http/head_gate.h"

#include <algorithm>

#include "libs/http/limits.h"

namespace kinward::http {
namespace {

constexpr std::size_t kLengthDigitsMax = 18;  // fits std::uint64_t with room

bool IsTokenChar(char c) {
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}
bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenChar);
}
bool IsTargetChar(char c) { return c > 0x20 && c < 0x7f && c != '#'; }
bool IsHostChar(char c) {
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return c == '.' || c == '-' || c == ':' || c == '[' || c == ']' || c == '_';
}
// Control characters but the tab; bytes from 0x80 pass: CloudEvents SDKs send raw UTF-8 values.
bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7f;
}
std::string Lower(std::string_view text) {
  std::string lower{text};
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}
std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

HeadGate::State HeadGate::Refuse(int status, std::string code, std::string detail) {
  fault_ = {status, std::move(code), std::move(detail)};
  return State::kRefused;
}

HeadGate::State HeadGate::Scan(std::string_view received) {
  while (scanned_ < received.size()) {
    const char c = received[scanned_];
    if (scanned_ >= kHeadBytesMax) {
      return Refuse(431, "size.head", "the head of a request has at most 16 KB");
    }
    if (first_line_ && scanned_ > kTargetBytesMax + 32) {
      return Refuse(414, "size.url", "a URL has at most 2 KB");
    }
    const bool after_return = scanned_ > line_start_ && received[scanned_ - 1] == '\r';
    ++scanned_;
    if (after_return != (c == '\n')) return RefuseFraming("lines end in CR LF, and only lines do");
    if (c == '\r') continue;
    if (c != '\n') {
      if (IsControl(c)) return RefuseFraming("a control character in the head");
      continue;
    }
    const std::string_view line = received.substr(line_start_, scanned_ - 2 - line_start_);
    line_start_ = scanned_;
    if (line.empty() && !first_line_) return Finish();
    if (const State state = TakeLine(line); state == State::kRefused) return state;
  }
  return State::kNeedsMore;
}

HeadGate::State HeadGate::TakeLine(std::string_view line) {
  if (!first_line_) return TakeHeader(line);
  first_line_ = false;
  return TakeRequestLine(line);
}

HeadGate::State HeadGate::TakeRequestLine(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return RefuseFraming("the request line is not METHOD TARGET VERSION");
  }
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!IsToken(line.substr(0, first))) return RefuseFraming("the method is not a token");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return RefuseFraming("the version is neither HTTP/1.1 nor HTTP/1.0");
  }
  if (target.size() > kTargetBytesMax) return Refuse(414, "size.url", "a URL has at most 2 KB");
  if (!target.starts_with('/')) return RefuseFraming("the target must begin with a slash");
  if (!std::all_of(target.begin(), target.end(), IsTargetChar)) {
    return RefuseFraming("the target holds a character that must be percent-encoded");
  }
  head_.method = line.substr(0, first);
  head_.target = target;
  head_.is_http_1_0 = version == "HTTP/1.0";
  head_.keep_alive = !head_.is_http_1_0;
  return State::kNeedsMore;
}

HeadGate::State HeadGate::TakeHeader(std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') return RefuseFraming("a folded header line");
  if (head_.headers.size() >= kHeadersMax) {
    return Refuse(431, "size.head", "a request has at most 100 headers");
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !IsToken(line.substr(0, colon))) {
    return RefuseFraming("a header line is not NAME: VALUE");
  }
  const std::string name = Lower(line.substr(0, colon));
  const std::string_view value = Trim(line.substr(colon + 1));
  if (const State state = TakeFramingHeader(name, value); state == State::kRefused) return state;
  head_.headers.emplace_back(name, value);
  return State::kNeedsMore;
}

HeadGate::State HeadGate::TakeFramingHeader(const std::string& name, std::string_view value) {
  if (name == "host") {
    if (++hosts_ > 1 || value.empty()) return RefuseFraming("exactly one Host is needed");
    if (!std::all_of(value.begin(), value.end(), IsHostChar)) {
      return RefuseFraming("the Host is not a host name and port");
    }
  } else if (name == "content-length") {
    const bool canonical =
        !value.empty() && value.size() <= kLengthDigitsMax &&
        (value.size() == 1 || value.front() != '0') &&
        std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!canonical || head_.content_length) {
      return RefuseFraming("exactly one plain Content-Length is allowed");
    }
    head_.content_length = std::stoull(std::string{value});
  } else if (name == "transfer-encoding") {
    if (++transfer_encodings_ > 1 || Lower(value) != "chunked") {
      return RefuseFraming("the only Transfer-Encoding is chunked");
    }
    head_.chunked = true;
  } else if (name == "connection") {
    const std::string options = Lower(value);
    if (options.find("close") != std::string::npos) head_.keep_alive = false;
  } else if (name == "expect") {
    if (Lower(value) != "100-continue") return Refuse(417, "http.expect", "only 100-continue");
    head_.expects_continue = true;
  }
  return State::kNeedsMore;
}

HeadGate::State HeadGate::Finish() {
  if (hosts_ != 1) return RefuseFraming("exactly one Host is needed");
  if (head_.chunked && head_.content_length) {
    return RefuseFraming("Content-Length and Transfer-Encoding exclude each other");
  }
  if (head_.chunked && head_.is_http_1_0) return RefuseFraming("HTTP/1.0 knows no chunks");
  return State::kComplete;
}

}  // namespace kinward::http
