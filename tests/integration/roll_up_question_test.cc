// RollUpTotals with real aggregates on the in-memory event store: councils as tenants of one store.
#include <gtest/gtest.h>

#include "kinward/eligibility/v1/check.pb.h"
#include "kinward/eligibility/v1/service.pb.h"
#include "libs/eventstore/memory_store.h"
#include "libs/host/service.h"
#include "libs/testing/make.h"
#include "libs/testing/messages.h"
#include "services/eligibility/roll_up_question.h"
#include "tests/integration/eligibility_replica.h"

namespace kinward {
namespace {

namespace v1 = eligibility::v1;
using eligibility::testing::Flag;
using eligibility::testing::Number;
using testing::Make;

class RollUpQuestionTest : public ::testing::Test {
 protected:
  RollUpQuestionTest() {
    host::ServiceParts parts;
    parts.io = &io_;
    parts.registry = &replica_.registry;
    parts.store = &store_;
    parts.runner = &replica_.runner;
    parts.clock = &replica_.clock;
    parts.programmes = &replica_.programmes;
    eligibility::AddRollUpQuestion(parts, queries_);
  }
  void Publish(const std::string& council) { replica_.Run(council, PublishVersionOf(1)); }
  // In the stream of the council that says it.
  void Grant(const std::string& by, const std::string& asker, int below = 5) {
    auto grant = Make<v1::GrantRollUp>("programme_id: 'T-01' members: 'hull'");
    grant.set_council(asker);
    grant.set_suppress_below(below);
    replica_.Run(by, grant);
  }
  // A child of this age: of thirteen it needs information, of three it is not eligible.
  void Check(const std::string& council, int age, int times = 1,
             const std::string& on = "2016-07-12") {
    for (int time = 0; time < times; ++time) {
      auto check = Make<v1::CheckEligibility>("programme: 'T-01'");
      last_ = NewUuid().ToString();
      check.set_referral_id(last_);
      check.set_family_id(NewUuid().ToString());
      check.set_on(on);
      *check.add_subjects() =
          eligibility::testing::Person("c", "child", {Number("age_years", age)});
      replica_.Run(council, check);
    }
  }
  host::QueryAnswer Ask(const std::string& from = "2016-07-01",
                        const std::string& until = "2016-07-31",
                        const std::string& programme = "T-01") {
    v1::RollUpTotalsRequest request;
    request.set_council("leeds");
    request.set_programme(programme);
    request.set_from(from);
    request.set_until(until);
    const auto& query = queries_.at("kinward.eligibility.v1.EligibilityService/RollUpTotals");
    const rpc::Caller caller;
    return replica_.Await(query(caller, request));
  }
  v1::RollUpTotalsResponse Totals() {
    const auto answer = Ask();
    const auto* message = std::get_if<std::shared_ptr<google::protobuf::Message>>(&answer);
    EXPECT_NE(message, nullptr) << Reason(answer);
    return message == nullptr ? v1::RollUpTotalsResponse()
                              : static_cast<const v1::RollUpTotalsResponse&>(**message);
  }
  static std::string Reason(const host::QueryAnswer& answer) {
    const auto* refused = std::get_if<rpc::Status>(&answer);
    return refused == nullptr ? "" : refused->reason;
  }

  boost::asio::io_context io_;
  eventstore::MemoryStore store_;
  EligibilityReplica replica_{io_, store_};
  host::Queries queries_;
  std::string last_;  // referral checked
};

TEST_F(RollUpQuestionTest, CountsTheReferralsOfWhoGrantedItAndItsOwn) {
  for (const char* council : {"bath", "hull", "leeds", "york"}) Publish(council);
  Grant("hull", "leeds", 7);
  Check("leeds", 13, 10);
  Check("leeds", 3, 20);
  Check("hull", 13, 30);
  Check("hull", 3, 40);
  Check("hull", 3, 50, "2016-08-01");
  Check("bath", 3, 11);
  Check("york", 3, 11);
  EXPECT_EQ(Totals(), Make<v1::RollUpTotalsResponse>(R"(
    members { council: 'hull' counts {
      checked: 70 eligible: 0 not_eligible: 40 needs_information: 30 } }
    members { council: 'leeds' counts {
      checked: 30 eligible: 0 not_eligible: 20 needs_information: 10 } }
    total { checked: 100 eligible: 0 not_eligible: 60 needs_information: 40 }
    suppressed_below: 7)"));
}
TEST_F(RollUpQuestionTest, HidesWhatIsSmall) {
  Publish("hull");
  Publish("leeds");
  Grant("hull", "leeds");
  Check("leeds", 13, 10);
  Check("hull", 13, 3);
  const auto totals = Totals();
  EXPECT_FALSE(totals.members(0).counts().has_needs_information());
  EXPECT_FALSE(totals.members(0).counts().has_checked());
  EXPECT_FALSE(totals.total().has_checked());
}
TEST_F(RollUpQuestionTest, CountsThePresentDecisionOfAReferralOnce) {
  Publish("hull");
  Publish("leeds");
  Grant("hull", "leeds");
  Check("hull", 3, 10);
  Check("hull", 13, 10);
  auto overridden = Make<v1::OverrideDecision>(
      "programme_id: 'T-01' outcome: OUTCOME_ELIGIBLE authority: 'panel'");
  overridden.set_referral_id(last_);
  replica_.Run("hull", overridden);
  EXPECT_EQ(Totals().total().checked(), 20);
  EXPECT_FALSE(Totals().total().has_eligible());
}
TEST_F(RollUpQuestionTest, WhoOnlyGrantsItselfSeesNobody) {
  Publish("hull");
  Publish("leeds");
  Grant("leeds", "leeds");
  const auto answer = Ask();
  EXPECT_EQ(Reason(answer), "ROLL_UP_MUST_BE_GRANTED");
  EXPECT_EQ(std::get<rpc::Status>(answer).code, rpc::Code::kPermissionDenied);
}
TEST_F(RollUpQuestionTest, AProgrammeMustBePublishedByTheAsker) {
  Publish("hull");
  Grant("hull", "leeds");
  const auto answer = Ask();
  EXPECT_EQ(Reason(answer), "PROGRAMME_MUST_BE_PUBLISHED");
  EXPECT_EQ(std::get<rpc::Status>(answer).code, rpc::Code::kNotFound);
}
TEST_F(RollUpQuestionTest, AsksForAPeriodOfFiveYearsAtMost) {
  EXPECT_EQ(Reason(Ask("2016-07-02", "2016-07-01")), "PERIOD_MUST_END_AFTER_IT_BEGINS");
  EXPECT_EQ(Reason(Ask("2012-01-01", "2017-01-01")), "PERIOD_MUST_BE_FIVE_YEARS_AT_MOST");
  EXPECT_EQ(Reason(Ask("2012-01-01", "2016-12-31")), "PROGRAMME_MUST_BE_PUBLISHED");
}

}  // namespace
}  // namespace kinward
