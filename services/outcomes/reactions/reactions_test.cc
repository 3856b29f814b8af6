#include "services/outcomes/reactions/reactions.h"

#include <gtest/gtest.h>

#include "kinward/outcomes/v1/case.pb.h"
#include "kinward/outcomes/v1/status_watch.pb.h"
#include "libs/base/uuid.h"

namespace kinward::outcomes {
namespace {

const std::string kReferral = "01930000-0000-7000-8000-000000000002";
const std::string kStay = "01930000-0000-7000-8000-000000000003";
const std::string kCase = UuidFrom(*Uuid::Parse(kReferral), "T-01").ToString();

TEST(OnPartPlacedTest, OpensTheCaseOfThatPart) {
  scheduling::v1::PartPlaced event;
  event.set_referral_id(kReferral);
  event.set_programme_id("T-01");
  event.set_basis(scheduling::v1::START_BASIS_CRISIS);
  const Commands commands = OnPartPlaced(event, {});
  const auto& open = dynamic_cast<const v1::OpenCase&>(commands.at(0).message());
  EXPECT_EQ(open.case_id(), kCase);
  EXPECT_EQ(open.basis(), "crisis");
}
TEST(OnStayDepartedTest, RecordsTheStayInItsCase) {
  scheduling::v1::StayDeparted event;
  event.mutable_stay()->set_stay_id(kStay);
  event.mutable_stay()->set_referral_id(kReferral);
  event.mutable_stay()->set_programme_id("T-01");
  event.set_nights_used(2);
  const Commands commands = OnStayDeparted(event, {});
  const auto& session = dynamic_cast<const v1::RecordSession&>(commands.at(0).message());
  EXPECT_EQ(session.case_id(), kCase);
  EXPECT_TRUE(session.attended());
}
TEST(OnStayDepartedTest, IsQuietForAContactsBed) {
  scheduling::v1::StayDeparted event;
  event.mutable_stay()->set_stay_id(kStay);
  EXPECT_TRUE(OnStayDeparted(event, {}).empty());
}
TEST(OnLegalStatusRecordedTest, ReachesThePersonsWatch) {
  intake::v1::LegalStatusRecorded event;
  event.set_person_id(kReferral);
  event.set_status("looked-after");
  event.set_from("2016-11-12");
  const Commands commands = OnLegalStatusRecorded(event, {});
  const auto& hear = dynamic_cast<const v1::HearStatus&>(commands.at(0).message());
  EXPECT_EQ(hear.from(), "2016-11-12");
}

}  // namespace
}  // namespace kinward::outcomes
