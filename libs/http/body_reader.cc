#include "libs/http/body_reader.h"

#include <algorithm>

namespace kinward::http {
namespace {

constexpr std::size_t kSizeDigitsMax = 8;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

BodyReader::BodyReader(const RequestHead& head, std::size_t limit)
    : limit_(limit),
      chunked_(head.chunked),
      remaining_(head.content_length.value_or(0)),
      part_(head.chunked ? Part::kSize : Part::kData) {
  if (chunked_) return;
  if (remaining_ == 0) state_ = State::kComplete;
  if (remaining_ > limit_) RefuseSize();
}

std::size_t BodyReader::Take(std::string_view received) {
  std::size_t taken = 0;
  while (taken < received.size() && state_ == State::kNeedsMore) {
    if (part_ == Part::kData) {
      taken += TakeData(received.substr(taken));
    } else {
      TakeChunkByte(received[taken++]);
    }
  }
  return taken;
}

std::size_t BodyReader::TakeData(std::string_view received) {
  const std::size_t count =
      std::min<std::size_t>(received.size(), static_cast<std::size_t>(remaining_));
  body_.append(received.substr(0, count));
  remaining_ -= count;
  if (remaining_ > 0) return count;
  if (chunked_) {
    part_ = Part::kDataReturn;
  } else {
    state_ = State::kComplete;
  }
  return count;
}

void BodyReader::TakeChunkByte(char c) {
  switch (part_) {
    case Part::kSize:
      return TakeSizeByte(c);
    case Part::kSizeEnd:
      return EndSize(c);
    case Part::kDataReturn:
      return Expect(c, '\r', Part::kDataEnd);
    case Part::kDataEnd:
      size_digits_ = 0;
      return Expect(c, '\n', Part::kSize);
    case Part::kLastReturn:
      // Anything else would be a trailer, and a trailer could smuggle a header.
      return Expect(c, '\r', Part::kLastEnd);
    case Part::kLastEnd:
      Expect(c, '\n', Part::kLastEnd);
      if (state_ == State::kNeedsMore) state_ = State::kComplete;
      return;
    case Part::kData:
      return;
  }
}

void BodyReader::TakeSizeByte(char c) {
  if (c == '\r' && size_digits_ > 0) {
    part_ = Part::kSizeEnd;
    return;
  }
  const int digit = HexValue(c);
  if (digit < 0 || ++size_digits_ > kSizeDigitsMax) {
    return RefuseFraming("a chunk begins with its size in hexadecimal, and nothing else");
  }
  remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(digit);
  if (body_.size() + remaining_ > limit_) RefuseSize();
}

void BodyReader::EndSize(char c) {
  Expect(c, '\n', remaining_ == 0 ? Part::kLastReturn : Part::kData);
}

void BodyReader::Expect(char c, char expected, Part next) {
  if (c != expected) return RefuseFraming("chunks end in CR LF and carry no trailers");
  part_ = next;
}

void BodyReader::RefuseFraming(std::string detail) {
  state_ = State::kRefused;
  fault_ = {400, "http.framing", std::move(detail)};
}
void BodyReader::RefuseSize() {
  state_ = State::kRefused;
  fault_ = {413, "size.body", "a body has at most " + std::to_string(limit_ / 1024) + " KB"};
}

}  // namespace kinward::http
