// The last decision of each referral, read through the store's audit.
#include "services/eligibility/what_if/recorded_checks.h"

#include <gtest/gtest.h>

#include "libs/eventstore/memory_audit.h"
#include "services/eligibility/what_if/one_programme.h"

namespace kinward::eligibility {
namespace {

constexpr const char* kDecided = "decided";

eventstore::AuditedEvent Recorded(const std::string& council, const std::string& referral,
                                  const std::string& type, const std::string& on) {
  v1::EligibilityDecided event;
  event.set_referral_id(referral);
  event.set_on(on);
  event.set_urgency("routine");
  for (const char* programme : {"T-01", "T-02", "T-03"}) {
    event.add_programmes()->set_programme_id(programme);
  }
  eventstore::AuditedEvent recorded;
  recorded.tenant = council;
  recorded.stream = referral;
  recorded.type = type;
  recorded.body = event.SerializeAsString();
  return recorded;
}

class RecordedChecksTest : public ::testing::Test {
 protected:
  std::vector<v1::EligibilityDecided> Read(AskedFor asked) {
    eventstore::MemoryHoldings holdings;
    holdings.events = events_;
    eventstore::MemoryAudit audit(std::move(holdings));
    RecordedChecks checks(audit, kDecided, std::move(asked));
    std::vector<v1::EligibilityDecided> all;
    while (true) {
      auto some = checks.Next();
      EXPECT_TRUE(some.has_value());
      if (!some || some->empty()) return all;
      all.insert(all.end(), some->begin(), some->end());
    }
  }

  std::vector<eventstore::AuditedEvent> events_;
};

TEST_F(RecordedChecksTest, ReadsTheLastDecisionOfEachReferralOfTheCouncil) {
  events_ = {Recorded("hackney", "a", kDecided, "2016-07-01"),
             Recorded("southwark", "b", kDecided, "2016-07-01"),
             Recorded("southwark", "b", kDecided, "2016-07-12"),
             Recorded("southwark", "b", "else", "2016-07-13"),
             Recorded("southwark", "c", "else", "2016-07-13"),
             Recorded("southwark", "d", kDecided, "2016-07-02"),
             Recorded("wolverhampton", "e", kDecided, "2016-07-01")};
  const auto decided = Read({"southwark", "T-02", {}, {}});
  ASSERT_EQ(decided.size(), 2U);
  EXPECT_EQ(decided[0].on(), "2016-07-12");
  EXPECT_EQ(decided[1].referral_id(), "d");
  EXPECT_TRUE(Read({"lambeth", "T-02", {}, {}}).empty());
}

TEST_F(RecordedChecksTest, ReadsThoseOfThePeriodItsEndsIncluded) {
  for (const char* day : {"2016-06-30", "2016-07-01", "2016-07-12", "2016-07-13"}) {
    events_.push_back(Recorded("southwark", day, kDecided, day));
  }
  const auto decided = Read({"southwark", "T-02", "2016-07-01", "2016-07-12"});
  ASSERT_EQ(decided.size(), 2U);
  EXPECT_EQ(decided[0].on(), "2016-07-01");
  EXPECT_EQ(decided[1].on(), "2016-07-12");
}

TEST_F(RecordedChecksTest, ReadsMoreThanOnePage) {
  for (int number = 10'000; number < 12'345; ++number) {
    events_.push_back(Recorded("southwark", std::to_string(number), kDecided, "2016-07-12"));
    events_.push_back(Recorded("southwark", std::to_string(number), "else", "2016-07-12"));
  }
  EXPECT_EQ(Read({"southwark", "T-02", {}, {}}).size(), 2'345U);
}

TEST_F(RecordedChecksTest, RefusesADecisionThatCannotBeRead) {
  events_ = {Recorded("southwark", "a", kDecided, "2016-07-01")};
  events_[0].body.resize(events_[0].body.size() - 1);
  eventstore::MemoryHoldings holdings;
  holdings.events = events_;
  eventstore::MemoryAudit audit(std::move(holdings));
  RecordedChecks checks(audit, kDecided, {"southwark", "T-02", {}, {}});
  const auto read = checks.Next();
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().kind, FailureKind::kCorrupt);
}

TEST(OneProgramme, LeavesOutTheOthersAlone) {
  v1::EligibilityDecided event;
  event.set_referral_id("r");
  event.set_on("2016-07-12");
  event.add_facts()->set_name("edge_of_care");
  event.mutable_sensitive_facts()->set_sealed("sealed");
  event.set_again(true);
  for (const char* programme : {"T-01", "T-02", "T-03"}) {
    auto& outcome = *event.add_programmes();
    outcome.set_programme_id(programme);
    outcome.add_clauses()->set_because("age is 13 years");
  }
  const auto read = ReadOneProgramme(event.SerializeAsString(), "T-02");
  ASSERT_TRUE(read.has_value());
  auto expected = event;
  expected.mutable_programmes()->DeleteSubrange(2, 1);
  expected.mutable_programmes()->DeleteSubrange(0, 1);
  EXPECT_EQ(read->SerializeAsString(), expected.SerializeAsString());
}

TEST(OneProgramme, RefusesWhatIsNoDecision) {
  EXPECT_FALSE(ReadOneProgramme("\x0a\x7fshort", "T-02").has_value());
  EXPECT_FALSE(ReadOneProgramme(std::string(3, '\xff'), "T-02").has_value());
  EXPECT_TRUE(ReadOneProgramme("", "T-02").has_value());
}

}  // namespace
}  // namespace kinward::eligibility
