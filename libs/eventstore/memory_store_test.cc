#include "libs/eventstore/memory_store.h"

#include "libs/eventstore/store_contract_tests.h"

namespace kinward::eventstore {
namespace {

std::unique_ptr<StoreUnderTest> MakeMemoryStore() {
  auto made = std::make_unique<StoreUnderTest>();
  made->store = std::make_unique<MemoryStore>();
  return made;
}

INSTANTIATE_TEST_SUITE_P(Memory, StoreContract, testing::Values(&MakeMemoryStore));

TEST(MemoryStoreTest, HandsALeasedTimerOutAgainWhenTheLeaseHasRunOut) {
  boost::asio::io_context context;
  Time wall = kMonday;
  MemoryStore store([&] { return wall; });
  AppendRequest request = One("hold", 0);
  request.timers = {TimerAt("hold", "expiry", kMonday)};
  ASSERT_TRUE(Await(context, store.Append(request)));

  EXPECT_EQ(Await(context, store.LeaseDueTimers(kTenant, kMonday, 10))->size(), 1U);
  wall += std::chrono::seconds{29};
  EXPECT_EQ(Await(context, store.LeaseDueTimers(kTenant, kMonday, 10))->size(), 0U);
  wall += std::chrono::seconds{1};
  EXPECT_EQ(Await(context, store.LeaseDueTimers(kTenant, kMonday, 10))->size(), 1U);
}

}  // namespace
}  // namespace kinward::eventstore
