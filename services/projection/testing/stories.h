// Events for the store's tests: synthetic families and their referrals, as they would be heard.
#pragma once

#include <string>
#include <vector>

#include "services/projection/store/writer.h"

namespace kinward::projection {

// An event with bytes of its own, and where it stands in its topic.
struct TestEvent {
  Source source = Source::kIntake;
  std::string stream;
  std::int64_t version = 1;
  std::string family;
  std::string type;
  std::string body;
  std::string id;
  std::int64_t seconds = 0;  // when it occurred, since 1970
  std::int64_t offset = 0;   // in its topic and bucket
  std::int64_t generation = 1;

  [[nodiscard]] Incoming AsIncoming() const;
};

// The whole story of one referral over all four contexts: received, checked, requested, waiting,
// placed, a case with a session and its close. Offsets are not set.
std::vector<TestEvent> StoryOf(int number);
// The first child of the same family goes missing for nine days and comes back: who must talk with
// it by when, and what is known of it meanwhile. The record of every eighth is restricted;
// every third interview is held.
std::vector<TestEvent> MissingStoryOf(int number);
// Stories of `referrals` families, every fourth with a child that goes missing, with offsets set
// per topic, as one bucket would hold them.
std::vector<TestEvent> Stories(int referrals);
// The same events in another order between topics; each topic's own order is kept.
std::vector<TestEvent> Shuffled(const std::vector<TestEvent>& events, unsigned seed);

std::vector<Batch> BatchesOf(const std::vector<TestEvent>& events, int bucket, std::size_t size);

}  // namespace kinward::projection
