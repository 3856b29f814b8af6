#include "services/projection/server/as_of.h"

#include <gtest/gtest.h>

namespace kinward::projection {
namespace {

Time At(int seconds) { return Time{std::chrono::seconds{seconds}}; }
std::vector<Positions> ReadUpTo(std::int64_t next) {
  Positions positions;
  for (Position& position : positions) position.next = next;
  return {positions};
}

TEST(AsOfTest, IsUnknownUntilEveryServiceHasBeenHeard) {
  AsOf as_of;
  as_of.Observe(Source::kIntake, {At(10), {{0, 5}}});
  as_of.Advance(ReadUpTo(5));
  EXPECT_FALSE(as_of.Value());
}

TEST(AsOfTest, IsTheOldestAndWaitsForTheViewsToReadThatFar) {
  AsOf as_of;
  for (const Source source :
       {Source::kIntake, Source::kEligibility, Source::kScheduling, Source::kOutcomes}) {
    as_of.Observe(source, {At(10), {{0, 5}}});
  }
  as_of.Observe(Source::kOutcomes, {At(20), {{0, 9}}});
  as_of.Advance(ReadUpTo(4));
  EXPECT_FALSE(as_of.Value());
  as_of.Advance(ReadUpTo(5));
  EXPECT_EQ(as_of.Value(), At(10));
  for (const Source source : {Source::kIntake, Source::kEligibility, Source::kScheduling}) {
    as_of.Observe(source, {At(30), {{0, 9}}});
  }
  as_of.Advance(ReadUpTo(9));
  EXPECT_EQ(as_of.Value(), At(20));  // outcomes has not been reached since: frozen
}

}  // namespace
}  // namespace kinward::projection
