// Reads the one body that a head announced: so many bytes, or strict chunks (no extensions, no
// trailers, CR LF after every line). A form that two parsers could read in two ways is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "libs/http/head_gate.h"

namespace kinward::http {

class BodyReader {
 public:
  enum class State { kNeedsMore, kComplete, kRefused };

  // A body longer than `limit` is refused with 413 size.body as soon as that is known.
  BodyReader(const RequestHead& head, std::size_t limit);

  [[nodiscard]] State state() const { return state_; }
  // Takes from the front of `received` what belongs to the body; returns how much that was.
  std::size_t Take(std::string_view received);
  [[nodiscard]] std::string& body() { return body_; }
  [[nodiscard]] const WireFault& fault() const { return fault_; }

 private:
  enum class Part { kData, kSize, kSizeEnd, kDataReturn, kDataEnd, kLastReturn, kLastEnd };

  void TakeChunkByte(char c);
  void TakeSizeByte(char c);
  void EndSize(char c);
  void Expect(char c, char expected, Part next);
  std::size_t TakeData(std::string_view received);
  void RefuseFraming(std::string detail);
  void RefuseSize();

  std::size_t limit_;
  bool chunked_;
  std::uint64_t remaining_ = 0;  // of the body, or of the chunk
  std::size_t size_digits_ = 0;
  Part part_;
  State state_ = State::kNeedsMore;
  std::string body_;
  WireFault fault_;
};

}  // namespace kinward::http
