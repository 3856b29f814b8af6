// Which duties an event raises on its day: by programmes in force, while their triggers stand.
#include "services/referral-intake/domain/triggers.h"

#include <gtest/gtest.h>

#include "services/referral-intake/domain/notification.h"
#include "services/referral-intake/domain/notification_fixture.h"

namespace kinward::intake::notification_test {
namespace {

using testing::Make;
using Story = testing::Story<Notification>;

// A duty that a statute brings on an appointed day, and that another ends.
std::size_t DutiesOfALetterOn(const std::string& on) {
  auto offer = TriggerOf("pre-proceedings-letter", "family-group-conference-offer", 0,
                         common::v1::CLOCK_KIND_UNSPECIFIED);
  offer.set_from("2027-04-01");
  offer.set_until("2031-03-31");
  ProgrammeCatalogue programmes;
  programmes.Publish("wolverhampton", Programme("T-01", {offer}));
  Context context;
  context.council = "wolverhampton";
  context.programmes = &programmes;
  return TriggeredBy({kFirst, "pre-proceedings-letter", on}, {}, context).size();
}

TEST(TriggersTest, ADatedSwitchObligesFromItsFirstDayToItsLast) {
  EXPECT_EQ(DutiesOfALetterOn("2027-03-31"), 0U);
  EXPECT_EQ(DutiesOfALetterOn("2027-04-01"), 1U);
  EXPECT_EQ(DutiesOfALetterOn("2031-03-31"), 1U);
  EXPECT_EQ(DutiesOfALetterOn("2031-04-01"), 0U);
}

Story Unknown() {
  Context context{kNow, {"staff", "duty.worker", {}}, "wolverhampton"};
  context.programmes = &Programmes();
  return Story(context);
}
v1::ReviewTriggers Review() { return Make<v1::ReviewTriggers>(Field("notification_id", kFirst)); }

TEST(ReviewTriggersTest, FindsWhatWasNotKnownOfBefore) {
  Story story = Unknown();
  story.context.programmes = nullptr;
  story.Then(Raise(kFirst, "pre-proceedings-letter", "2016-11-11"));
  story.context.programmes = &Programmes();
  EXPECT_EQ(story.Then(Review()).Only<v1::ObligationsTriggered>().on(), "2016-11-11");
}
TEST(ReviewTriggersTest, StaysQuietWhereNothingIsNew) {
  EXPECT_TRUE(
      Unknown().Then(Raise(kFirst, "pre-proceedings-letter", "2016-11-11")).IsQuietOn(Review()));
}
TEST(ReviewTriggersTest, StaysQuietAboutTheDead) {
  Story story = Unknown();
  story.context.programmes = nullptr;
  story.Then(Raise(kFirst, "pre-proceedings-letter", "2016-11-11"));
  story.Then(Make<v1::QuietNotification>(Field("notification_id", kFirst)));
  story.context.programmes = &Programmes();
  EXPECT_TRUE(story.IsQuietOn(Review()));
}
TEST(ReviewTriggersTest, RefusesWhatIsNotKnown) {
  EXPECT_EQ(Unknown().RuleAgainst(Review()), v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN);
}

}  // namespace
}  // namespace kinward::intake::notification_test
