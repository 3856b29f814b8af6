// The world fails: Result<T> carries a value or a Failure whose kind says what the caller may do.
// Not for business refusals (Refusal, decision.h) nor for our own mistakes (CHECK).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "libs/base/check.h"

namespace kinward {

enum class FailureKind {
  kRetry,          // nothing happened; the same call may succeed later
  kConflict,       // somebody else was first; reload and decide again
  kIndeterminate,  // it may or may not have happened; only the same command id resolves it
  kFenced,         // another owner took over; give the work back
  kCorrupt,        // what was read cannot be right
  kNotFound,       // there is no such thing
  kFatal,          // will not succeed without a person
};

struct Failure {
  FailureKind kind = FailureKind::kFatal;
  std::string message;  // for operators; never holds personal data
};

template <typename T>
class [[nodiscard]] Result {
 public:
  // What asio needs to carry a result through a future; never read.
  Result() : content_(Failure{FailureKind::kFatal, "no result"}) {}
  Result(T value) : content_(std::move(value)) {}            // NOLINT: a value is a result
  Result(Failure failure) : content_(std::move(failure)) {}  // NOLINT: so is a failure
  [[nodiscard]] bool has_value() const { return std::holds_alternative<T>(content_); }
  explicit operator bool() const { return has_value(); }
  T& value() & {
    CHECK(has_value());
    return std::get<T>(content_);
  }
  const T& value() const& {
    CHECK(has_value());
    return std::get<T>(content_);
  }
  T&& value() && {
    CHECK(has_value());
    return std::get<T>(std::move(content_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  [[nodiscard]] const Failure& error() const {
    CHECK(!has_value());
    return std::get<Failure>(content_);
  }

 private:
  std::variant<T, Failure> content_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Failure failure) : failure_(std::move(failure)) {}  // NOLINT: a failure is a result
  [[nodiscard]] bool has_value() const { return !failure_; }
  explicit operator bool() const { return has_value(); }
  [[nodiscard]] const Failure& error() const {
    CHECK(failure_.has_value());
    return *failure_;
  }

 private:
  std::optional<Failure> failure_;
};

}  // namespace kinward
