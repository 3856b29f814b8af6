// A-ISLINGTON as the catalogue has it: a risk recorded as very high brings the family therapist,
// whatever is heard first, though the programme takes no referrals.
#include <gtest/gtest.h>

#include <string>

#include "libs/base/programmes.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/both_orders.h"
#include "services/eligibility/aggregates.h"
#include "services/eligibility/catalogue/catalogue_path.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/reactions/reactions.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using ::kinward::testing::Flow;

const ProgrammeCatalogue& Programmes() {
  static const ProgrammeCatalogue kShipped = [] {
    ProgrammeCatalogue published;
    for (const auto& version : catalogue::VersionsFor(catalogue::Shipped(), "islington")) {
      published.Publish("wolverhampton", version);
    }
    return published;
  }();
  return kShipped;
}
Flow Here() {
  Flow flow(Aggregates(), At(DateFrom(2016, 11, 12), "10:00"));
  flow.Know(&Programmes());
  return flow;
}
intake::v1::ReferralReceived Received() {
  intake::v1::ReferralReceived event;
  event.set_referral_id("r");
  event.set_family_id("f");
  *event.add_subjects() = testing::Person("c", "child", {testing::Number("age_years", 13)});
  return event;
}
intake::v1::RiskLevelRecorded Risk(const std::string& level) {
  intake::v1::RiskLevelRecorded event;
  event.set_person_id("c");
  event.set_family_id("f");
  event.set_of("exploitation");
  event.set_level(level);
  event.add_referral_ids("r");
  return event;
}

TEST(IslingtonTest, AFamilyTherapistIsProposedAtVeryHighRisk) {
  Flow flow = Here();
  flow.Hear(Reactions(), Received());
  flow.Hear(Reactions(), Risk("high"));
  EXPECT_TRUE(flow.All<v1::SpecialistProposed>().empty());
  flow.Hear(Reactions(), Risk("very-high"));
  flow.Hear(Reactions(), Risk("very-high"));
  const auto proposed = flow.All<v1::SpecialistProposed>();
  ASSERT_EQ(proposed.size(), 1U);
  const auto& decided = flow.StateOf<EligibilityCheck>("r").programmes;
  for (const auto& programme : decided) {
    EXPECT_NE(programme.programme_id(), proposed.at(0).programme_id());
  }
  EXPECT_EQ(proposed.at(0).role(), "family-therapist");
  EXPECT_TRUE(proposed.at(0).by_rule());
  EXPECT_NE(proposed.at(0).because(), "");
}
TEST(IslingtonTest, ItMayBeHeardBeforeTheReferral) {
  Flow flow = Here();
  flow.Hear(Reactions(), Risk("very-high"));
  flow.Hear(Reactions(), Received());
  EXPECT_EQ(flow.All<v1::SpecialistProposed>().size(), 1U);
}

}  // namespace
}  // namespace kinward::eligibility
