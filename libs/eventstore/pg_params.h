// The parameters of one prepared statement in PostgreSQL's binary form, by position. Text and bytes
// are pointed at, not copied: they must outlive the call. Not here: what the parameters mean.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/time.h"
#include "libs/base/uuid.h"

namespace kinward::eventstore {

// timestamptz counts microseconds from 2000; Time::max() and Time::min() are its two infinities.
std::int64_t ToPgTime(Time time);
Time FromPgTime(std::int64_t time);

class PgParams {
 public:
  static constexpr std::size_t kCountMax = 40;

  PgParams() = default;
  PgParams(const PgParams&) = delete;
  PgParams& operator=(const PgParams&) = delete;

  PgParams& Text(std::string_view value);  // text and bytea
  PgParams& Number(std::int64_t value);    // bigint
  PgParams& Integer(std::int32_t value);   // integer
  PgParams& Instant(Time value);           // timestamptz
  PgParams& Id(const Uuid& value);         // uuid

  PgParams& Texts(const std::vector<std::string_view>& values);
  PgParams& Bytes(const std::vector<std::string_view>& values);
  PgParams& Numbers(const std::vector<std::int64_t>& values);
  PgParams& Instants(const std::vector<Time>& values);
  PgParams& Ids(const std::vector<Uuid>& values);

  [[nodiscard]] int count() const { return static_cast<int>(count_); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const;

 private:
  PgParams& Add(const char* data, std::size_t length);
  PgParams& Keep(std::string encoded);

  std::size_t count_ = 0;
  std::array<const char*, kCountMax> values_{};
  std::array<int, kCountMax> lengths_{};
  std::array<std::array<char, 8>, kCountMax> scalars_{};
  std::deque<std::string> arrays_;
};

}  // namespace kinward::eventstore
