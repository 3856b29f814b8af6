// The contract of the port, as tests that run alike on every adapter: derive from StoreContract,
// give MakeStore, and instantiate. Not here: what only PostgreSQL can show (concurrency, lost
// answers).
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/eventstore/event_store.h"

namespace kinward::eventstore {

inline constexpr Time kMonday{std::chrono::hours{24 * 20'000}};
inline constexpr std::chrono::hours kHour{1};
inline const std::string kTenant = "wolverhampton";

// Runs one call to its end on the caller's thread.
template <typename T>
Result<T> Await(boost::asio::io_context& context, boost::asio::awaitable<Result<T>> call) {
  std::optional<Result<T>> answer;
  boost::asio::co_spawn(context, std::move(call),
                        [&](const std::exception_ptr& thrown, Result<T> result) {
                          CHECK(!thrown);
                          answer.emplace(std::move(result));
                        });
  context.restart();
  while (!answer) context.run_one();
  return *std::move(answer);
}

inline NewEvent Event(const std::string& type, const std::string& body = "body") {
  return {NewUuid(), type, body, "metadata", kMonday};
}
inline StreamWrite Write(const std::string& stream, std::int64_t expected,
                         std::vector<NewEvent> events) {
  return {stream, "thing", expected, "key-of-" + stream, std::move(events)};
}
inline AppendRequest Request(std::vector<StreamWrite> writes) {
  AppendRequest request;
  request.tenant = kTenant;
  request.command_id = NewUuid();
  request.method = "kinward.test.v1.Test/Do";
  request.actor = "staff:zoe-example";
  request.request_hmac = std::string(32, 'h');
  request.reply = std::string("reply\0of bytes", 14);
  request.writes = std::move(writes);
  return request;
}
inline AppendRequest One(const std::string& stream, std::int64_t expected) {
  return Request({Write(stream, expected, {Event("done")})});
}
inline ClaimTake Night(const std::string& child, Time from, const std::string& holder) {
  return {"child-night", child, from, from + 24 * kHour, holder};
}
inline TimerSet TimerAt(const std::string& stream, const std::string& name, Time due) {
  return {
      stream, name, due, "kinward.test.v1.Expire", "command-of-" + name, UuidFrom(stream, name)};
}

// One for each adapter: what a contract test needs of it.
struct StoreUnderTest {
  boost::asio::io_context context{1};
  std::unique_ptr<EventStore> store;
};
using MakeStore = std::unique_ptr<StoreUnderTest> (*)();

class StoreContract : public testing::TestWithParam<MakeStore> {
 protected:
  StoreContract() : under_test_(GetParam()()) {}

  AppendOutcome Append(AppendRequest request) { return Call(store().Append(std::move(request))); }
  template <typename T>
  T Call(boost::asio::awaitable<Result<T>> call) {
    Result<T> result = Await(under_test_->context, std::move(call));
    CHECK(result.has_value());
    return std::move(result).value();
  }
  EventStore& store() { return *under_test_->store; }
  std::vector<std::string> TimerNames() {
    std::vector<std::string> names;
    for (const DueTimer& timer : Call(store().ListTimers(kTenant, 100)))
      names.push_back(timer.name);
    return names;
  }
  // Nothing of the command may be left behind.
  void ExpectNoTrace(const AppendRequest& request) {
    EXPECT_FALSE(Call(store().FindCommand(request.tenant, request.command_id)).has_value());
    for (const StreamWrite& write : request.writes) {
      EXPECT_EQ(Call(store().Version(request.tenant, write.stream)), write.expected_version);
    }
    EXPECT_TRUE(TimerNames().empty());
  }

 private:
  std::unique_ptr<StoreUnderTest> under_test_;
};

}  // namespace kinward::eventstore
