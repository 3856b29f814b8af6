#include "services/referral-intake/domain/person_facts.h"

#include <gtest/gtest.h>

namespace kinward::intake {
namespace {

using Events = std::vector<Person::Messages::Event>;

const LocalDate kNovember = DateFrom(2016, 11, 12);

v1::PersonRegistered Registered() {
  v1::PersonRegistered event;
  event.set_person_id("child");
  event.set_family_id("family");
  event.set_sex("female");
  event.mutable_identity()->set_date_of_birth("2003-05-01");
  return event;
}
v1::LegalStatusRecorded Status(const std::string& status, const std::string& from) {
  v1::LegalStatusRecorded event;
  event.set_status(status);
  event.set_from(from);
  return event;
}
v1::FactRecorded Recorded(bool flag, const std::string& on) {
  v1::FactRecorded event;
  event.mutable_fact()->set_name("edge_of_care");
  event.mutable_fact()->set_flag(flag);
  event.set_on(on);
  return event;
}
// The value of a fact, in words; empty when nobody has told it.
std::string ValueOf(const Events& events, const std::string& name, LocalDate on = kNovember) {
  const auto reply = PersonFactsOf(events, on);
  for (const auto& fact : reply.facts().facts()) {
    if (fact.name() != name) continue;
    if (fact.has_number()) return std::to_string(fact.number());
    if (fact.has_flag()) return fact.flag() ? "yes" : "no";
    return fact.code();
  }
  return "";
}

TEST(PersonFactsTest, CountsTheAgeOnTheDay) {
  EXPECT_EQ(ValueOf({Registered()}, "age_years"), "13");
  EXPECT_EQ(ValueOf({Registered()}, "age_years", DateFrom(2016, 4, 30)), "12");
  EXPECT_EQ(ValueOf({Registered()}, "sex"), "female");
}
TEST(PersonFactsTest, TakesTheStatusThatHadBegun) {
  const Events events{Registered(), Status("looked-after", "2016-12-01"),
                      Status("cpp", "2016-06-01"), Status("cin", "2016-01-01")};
  EXPECT_EQ(ValueOf(events, "legal_status"), "cpp");
  EXPECT_EQ(ValueOf(events, "legal_status", DateFrom(2016, 12, 1)), "looked-after");
  EXPECT_EQ(ValueOf(events, "legal_status", DateFrom(2015, 1, 1)), "");
}
TEST(PersonFactsTest, LeavesOutWhatWasRecordedLater) {
  const Events events{Registered(), Recorded(true, "2016-11-01"), Recorded(false, "2016-11-13")};
  EXPECT_EQ(ValueOf(events, "edge_of_care"), "yes");
  EXPECT_EQ(ValueOf(events, "edge_of_care", DateFrom(2016, 11, 13)), "no");
}
TEST(PersonFactsTest, NamesFamilyReferralsAndVersion) {
  v1::PersonReferred referred;
  referred.set_referral_id("referral");
  const auto reply = PersonFactsOf({Registered(), referred}, kNovember);
  EXPECT_EQ(reply.family_id(), "family");
  EXPECT_EQ(reply.referral_ids(0), "referral");
  EXPECT_EQ(reply.version(), 2);
}
TEST(PersonFactsTest, HasNoAgeOfSomebodyErasedOrSealed) {
  EXPECT_EQ(ValueOf({Registered(), v1::SubjectErased{}}, "age_years"), "");
  auto sealed = Registered();
  sealed.mutable_identity()->clear_date_of_birth();
  EXPECT_EQ(ValueOf({sealed}, "age_years"), "");
}

}  // namespace
}  // namespace kinward::intake
