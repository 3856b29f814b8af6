// An answer of Redis, owned.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kinward::redis {

enum class ReplyType { kNil, kStatus, kError, kInteger, kString, kArray };

struct Reply {
  ReplyType type = ReplyType::kNil;
  std::int64_t integer = 0;
  std::string text;  // of a status, error or string; may hold any bytes
  std::vector<Reply> elements;

  [[nodiscard]] bool IsNil() const { return type == ReplyType::kNil; }
  [[nodiscard]] bool IsError() const { return type == ReplyType::kError; }
  [[nodiscard]] bool IsString() const { return type == ReplyType::kString; }
};

}  // namespace kinward::redis
