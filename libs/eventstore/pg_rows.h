// The answer to one statement: rows in PostgreSQL's binary form, or how it failed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "libs/base/time.h"
#include "libs/base/uuid.h"

struct pg_result;

namespace kinward::eventstore {

class PgRows {
 public:
  PgRows() = default;
  explicit PgRows(pg_result* result) : result_(result, Clear) {}

  [[nodiscard]] int count() const;
  [[nodiscard]] bool IsNull(int row, int column) const;
  // The next CHECK the width: a statement and its reader are written together.
  [[nodiscard]] std::string_view Text(int row, int column) const;  // text and bytea
  [[nodiscard]] std::int64_t Number(int row, int column) const;
  [[nodiscard]] std::int32_t Integer(int row, int column) const;
  [[nodiscard]] Time Instant(int row, int column) const;
  [[nodiscard]] Uuid Id(int row, int column) const;

 private:
  static void Clear(pg_result* result);
  std::unique_ptr<pg_result, void (*)(pg_result*)> result_{nullptr, Clear};
};

std::int64_t BigEndianNumber(std::string_view eight_bytes);

struct PgAnswer {
  enum class Kind {
    kRows,
    kNotSent,  // nothing reached the server
    kRefused,  // the server said no and rolled back; the connection is good
    kLost,     // sent, and no certain answer came
  };
  Kind kind = Kind::kNotSent;
  PgRows rows;
  std::string sqlstate;  // of a refusal
  std::string detail;
  std::string hint;
};

}  // namespace kinward::eventstore
