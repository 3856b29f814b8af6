// The parameters of one prepared statement in PostgreSQL's binary form, by position. Text and bytes
// are pointed at, not copied: they must outlive the call. Not here: what the parameters mean.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
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

  // The same, one column of a table: what `of` (a member, mostly) says of each item.
  template <typename Items, typename Of>
  PgParams& Texts(const Items& items, Of of) {
    return Texts(Column<std::string_view>(items, of));
  }
  template <typename Items, typename Of>
  PgParams& Bytes(const Items& items, Of of) {
    return Bytes(Column<std::string_view>(items, of));
  }
  template <typename Items, typename Of>
  PgParams& Numbers(const Items& items, Of of) {
    return Numbers(Column<std::int64_t>(items, of));
  }
  template <typename Items, typename Of>
  PgParams& Instants(const Items& items, Of of) {
    return Instants(Column<Time>(items, of));
  }
  template <typename Items, typename Of>
  PgParams& Ids(const Items& items, Of of) {
    return Ids(Column<Uuid>(items, of));
  }

  [[nodiscard]] int count() const { return static_cast<int>(count_); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const;

 private:
  template <typename Value, typename Items, typename Of>
  static std::vector<Value> Column(const Items& items, Of of) {
    std::vector<Value> column;
    column.reserve(items.size());
    for (const auto& item : items) {
      static_assert(!std::is_same_v<decltype(std::invoke(of, item)), std::string>, "a view of it");
      column.push_back(std::invoke(of, item));
    }
    return column;
  }

  PgParams& Add(const char* data, std::size_t length);
  PgParams& Keep(std::string encoded);

  std::size_t count_ = 0;
  std::array<const char*, kCountMax> values_{};
  std::array<int, kCountMax> lengths_{};
  std::array<std::array<char, 8>, kCountMax> scalars_{};
  std::deque<std::string> arrays_;
};

}  // namespace kinward::eventstore
