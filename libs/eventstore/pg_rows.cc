#include "libs/eventstore/pg_rows.h"

#include <libpq-fe.h>

#include <algorithm>

#include "libs/base/check.h"
#include "libs/eventstore/pg_params.h"

namespace kinward::eventstore {

void PgRows::Clear(pg_result* result) { PQclear(result); }

int PgRows::count() const { return result_ ? PQntuples(result_.get()) : 0; }

bool PgRows::IsNull(int row, int column) const {
  return PQgetisnull(result_.get(), row, column) == 1;
}

std::string_view PgRows::Text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t PgRows::Number(int row, int column) const {
  return BigEndianNumber(Text(row, column));
}

std::int32_t PgRows::Integer(int row, int column) const {
  const std::string_view bytes = Text(row, column);
  CHECK(bytes.size() == 4);
  std::uint32_t value = 0;
  for (const char byte : bytes) value = (value << 8U) | static_cast<unsigned char>(byte);
  return static_cast<std::int32_t>(value);
}

Time PgRows::Instant(int row, int column) const { return FromPgTime(Number(row, column)); }

Uuid PgRows::Id(int row, int column) const {
  const std::string_view bytes = Text(row, column);
  Uuid id;
  CHECK(bytes.size() == id.bytes.size());
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  return id;
}

std::int64_t BigEndianNumber(std::string_view eight_bytes) {
  CHECK(eight_bytes.size() == 8);
  std::uint64_t value = 0;
  for (const char byte : eight_bytes) value = (value << 8U) | static_cast<unsigned char>(byte);
  return static_cast<std::int64_t>(value);
}

}  // namespace kinward::eventstore
