#include "libs/eventstore/pg_params.h"

#include <limits>
#include <utility>

#include "libs/base/check.h"

namespace kinward::eventstore {
namespace {

constexpr std::int64_t kMicrosecondsFrom1970To2000 = 946'684'800'000'000;

// The numbers PostgreSQL gave its own types, in pg_type.dat.
enum Oid : std::int32_t { kBytea = 17, kInt8 = 20, kText = 25, kTimestamptz = 1184, kUuid = 2950 };

template <typename Integer>
void PutBigEndian(char* to, Integer value) {
  auto bits = static_cast<std::make_unsigned_t<Integer>>(value);
  for (std::size_t i = sizeof(Integer); i-- > 0; bits = static_cast<decltype(bits)>(bits >> 8U)) {
    to[i] = static_cast<char>(bits & 0xffU);
  }
}

class ArrayEncoder {
 public:
  ArrayEncoder(Oid element, std::size_t count) {
    Put(std::int32_t{count == 0 ? 0 : 1});  // dimensions
    Put(std::int32_t{0});                   // no nulls
    Put(static_cast<std::int32_t>(element));
    if (count == 0) return;
    Put(static_cast<std::int32_t>(count));
    Put(std::int32_t{1});  // the first subscript
  }
  void Element(std::string_view value) {
    Put(static_cast<std::int32_t>(value.size()));
    out_.append(value);
  }
  void Element(std::int64_t value) {
    Put(std::int32_t{sizeof(value)});
    Put(value);
  }
  std::string Take() { return std::move(out_); }

 private:
  template <typename Integer>
  void Put(Integer value) {
    std::array<char, sizeof(Integer)> bytes{};
    PutBigEndian(bytes.data(), value);
    out_.append(bytes.data(), bytes.size());
  }
  std::string out_;
};

std::string Encode(Oid element, const std::vector<std::string_view>& values) {
  ArrayEncoder encoder(element, values.size());
  for (const std::string_view value : values) encoder.Element(value);
  return encoder.Take();
}

std::string_view BytesOf(const Uuid& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

}  // namespace

std::int64_t ToPgTime(Time time) {
  if (time == Time::max()) return std::numeric_limits<std::int64_t>::max();
  if (time == Time::min()) return std::numeric_limits<std::int64_t>::min();
  return time.time_since_epoch().count() - kMicrosecondsFrom1970To2000;
}

Time FromPgTime(std::int64_t time) {
  if (time == std::numeric_limits<std::int64_t>::max()) return Time::max();
  if (time == std::numeric_limits<std::int64_t>::min()) return Time::min();
  return Time{std::chrono::microseconds{time + kMicrosecondsFrom1970To2000}};
}

PgParams& PgParams::Add(const char* data, std::size_t length) {
  CHECK(count_ < kCountMax);
  CHECK(length <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  values_[count_] = data;
  lengths_[count_] = static_cast<int>(length);
  ++count_;
  return *this;
}

PgParams& PgParams::Keep(std::string encoded) {
  const std::string& kept = arrays_.emplace_back(std::move(encoded));
  return Add(kept.data(), kept.size());
}

// A null pointer would be NULL, so empty text points at something.
PgParams& PgParams::Text(std::string_view value) {
  return Add(value.data() == nullptr ? "" : value.data(), value.size());
}

PgParams& PgParams::Number(std::int64_t value) {
  CHECK(count_ < kCountMax);
  PutBigEndian(scalars_[count_].data(), value);
  return Add(scalars_[count_].data(), sizeof(value));
}

PgParams& PgParams::Integer(std::int32_t value) {
  CHECK(count_ < kCountMax);
  PutBigEndian(scalars_[count_].data(), value);
  return Add(scalars_[count_].data(), sizeof(value));
}

PgParams& PgParams::Instant(Time value) { return Number(ToPgTime(value)); }

PgParams& PgParams::Id(const Uuid& value) {
  const std::string_view bytes = BytesOf(value);
  return Add(bytes.data(), bytes.size());
}

PgParams& PgParams::Texts(const std::vector<std::string_view>& values) {
  return Keep(Encode(kText, values));
}

PgParams& PgParams::Bytes(const std::vector<std::string_view>& values) {
  return Keep(Encode(kBytea, values));
}

PgParams& PgParams::Numbers(const std::vector<std::int64_t>& values) {
  ArrayEncoder encoder(kInt8, values.size());
  for (const std::int64_t value : values) encoder.Element(value);
  return Keep(encoder.Take());
}

PgParams& PgParams::Instants(const std::vector<Time>& values) {
  ArrayEncoder encoder(kTimestamptz, values.size());
  for (const Time value : values) encoder.Element(ToPgTime(value));
  return Keep(encoder.Take());
}

PgParams& PgParams::Ids(const std::vector<Uuid>& values) {
  ArrayEncoder encoder(kUuid, values.size());
  for (const Uuid& value : values) encoder.Element(BytesOf(value));
  return Keep(encoder.Take());
}

const int* PgParams::formats() const {
  static constexpr auto kBinary = [] {
    std::array<int, kCountMax> formats{};
    formats.fill(1);
    return formats;
  }();
  return kBinary.data();
}

}  // namespace kinward::eventstore
