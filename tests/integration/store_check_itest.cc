// Verifying a store on the real PostgreSQL: silent on what commands leave behind, and naming what
// somebody spoilt.
#include <gmock/gmock.h>

#include <thread>

#include "tests/integration/intake_store.h"

namespace kinward {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Claims held and released, timers waiting, cancelled and fired.
class StoreCheckTest : public ::testing::Test {
 protected:
  StoreCheckTest() : intake_(MigratedDatabase()) {
    intake_.SetClock(kMorning);
    intake_.Run(Referral(referral_, family_));
    const std::string withdrawn = NewUuid().ToString();
    intake_.Run(Referral(withdrawn, NewUuid().ToString()));
    intake_.Run(Withdraw(withdrawn));
    intake_.Run(Consent(consent_, "2027-01-31"));
    const std::string cancelled = NewUuid().ToString();
    intake_.Run(Consent(cancelled, "2026-12-24"));
    intake_.Run(WithdrawnConsent(cancelled));
    intake_.Run(Consent(NewUuid().ToString(), "2026-11-05"));
    intake_.SetClock(kMorning + std::chrono::days{7});
    EXPECT_EQ(intake_.FireDue(), 1);
  }
  void Spoil(const std::string& sql) { Execute(intake_.database(), sql); }
  std::vector<std::string> Differences() { return intake_.Verify().differences; }

  std::string referral_ = NewUuid().ToString();
  std::string family_ = NewUuid().ToString();
  std::string consent_ = NewUuid().ToString();
  IntakeStore intake_;
};

TEST_F(StoreCheckTest, IsSilentOnWhatCommandsLeaveBehind) {
  const host::StoreReport report = intake_.Verify();
  EXPECT_THAT(report.differences, ElementsAre());
  EXPECT_EQ(report.differing, 0);
  EXPECT_GE(report.events, 9);
}

TEST_F(StoreCheckTest, NamesAClaimThatIsMissing) {
  Spoil("DELETE FROM claim");
  EXPECT_THAT(Differences(), ElementsAre(AllOf(HasSubstr("stream " + referral_),
                                               HasSubstr("claim open-referral on " + family_),
                                               HasSubstr("missing"))));
}

TEST_F(StoreCheckTest, NamesAClaimThatFollowsFromNoEvent) {
  Spoil(
      "INSERT INTO claim (tenant, kind, resource, during, holder) VALUES"
      " ('wolverhampton', 'open-referral', 'nobody/W-01', tstzrange(now(), NULL), 'left-over')");
  EXPECT_THAT(Differences(), ElementsAre(AllOf(HasSubstr("nobody/W-01"), HasSubstr("left-over"),
                                               HasSubstr("no event"))));
}

TEST_F(StoreCheckTest, NamesATimerThatIsMissingMovedOrLeftOver) {
  Spoil("UPDATE timer SET due_time = due_time + interval '1 day'");
  EXPECT_THAT(Differences(),
              ElementsAre(AllOf(HasSubstr("stream " + consent_), HasSubstr("another time"))));
  Spoil("UPDATE timer SET name = 'left-over'");
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("is missing"), HasSubstr("left-over")));
}

TEST_F(StoreCheckTest, NamesAStreamWhoseVersionIsNotItsEvents) {
  Spoil("UPDATE stream SET version = 7 WHERE id = '" + consent_ + "'");
  EXPECT_THAT(Differences(), ElementsAre(AllOf(HasSubstr("stream " + consent_),
                                               HasSubstr("says version 7; its last event is 1"))));
}

TEST_F(StoreCheckTest, NamesAGapAStrangerAndAnEmptyStream) {
  Spoil("UPDATE event SET version = 3 WHERE stream = '" + consent_ +
        "';"
        "INSERT INTO stream VALUES ('wolverhampton', 'zz-empty', 'consent', 1, 'key')");
  EXPECT_THAT(Differences(),
              ElementsAre(HasSubstr("event 3 follows event 0"), HasSubstr("says version 1"),
                          HasSubstr("zz-empty of wolverhampton is listed and has no events")));
  Spoil(
      "UPDATE event SET type = 'kinward.intake.other.unheard-of.v1', version = 1"
      " WHERE stream = '" +
      consent_ + "'");
  EXPECT_THAT(Differences(), ::testing::Contains(HasSubstr("cannot be read")));
}

TEST_F(StoreCheckTest, SaysHowManyThereAreBeyondTheFirstHundred) {
  Spoil(
      "INSERT INTO timer SELECT 'wolverhampton', 's' || n, 't', now(), 'c', '', gen_random_uuid()"
      " FROM generate_series(1, 150) n");
  const host::StoreReport report = intake_.Verify();
  EXPECT_EQ(report.differing, 150);
  EXPECT_EQ(report.differences.size(), 100U);
}

TEST_F(StoreCheckTest, FindsNothingWhileCommandsRun) {
  std::atomic<bool> enough{false};
  std::thread verifying([&] {
    const std::atomic<bool> stopping{false};
    for (int i = 0; i < 20; ++i) {
      const auto audit = intake_.store().OpenAudit();
      const auto report = host::VerifyStore(intake_.registry(), *audit, stopping);
      ASSERT_TRUE(report.has_value());
      EXPECT_THAT(report->differences, ElementsAre());
    }
    enough = true;
  });
  while (!enough) {
    const std::string id = NewUuid().ToString();
    intake_.Run(Referral(id, NewUuid().ToString()));
    intake_.Run(Withdraw(id));
    intake_.Run(Consent(NewUuid().ToString(), "2027-01-31"));
  }
  verifying.join();
}

}  // namespace
}  // namespace kinward
