#include "services/eligibility/domain/programme.h"

#include <gtest/gtest.h>

#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

v1::PublishVersion Publish(int number, const std::string& digest = "d",
                           const std::string& from = "2016-01-01") {
  v1::PublishVersion command;
  command.set_programme_id("T-01");
  *command.mutable_version() = testing::TestProgramme();
  command.mutable_version()->set_version(number);
  command.mutable_version()->set_digest(digest);
  command.mutable_version()->set_effective_from(from);
  return command;
}

v1::WithdrawProgramme Withdraw(const std::string& from) {
  v1::WithdrawProgramme command;
  command.set_programme_id("T-01");
  command.set_from(from);
  return command;
}

template <typename Command>
std::size_t Take(Programme& programme, const Command& command) {
  const auto decision = Decide(programme, command, Context{});
  const auto* events = std::get_if<0>(&decision);
  if (events == nullptr) return 99;
  for (const auto& event : *events) {
    std::visit([&programme](const auto& one) { Apply(programme, one); }, event);
  }
  return events->size();
}

template <typename Command>
v1::Rejection Refused(const Programme& programme, const Command& command) {
  const auto decision = Decide(programme, command, Context{});
  const auto* refusal = std::get_if<1>(&decision);
  return refusal == nullptr ? v1::REJECTION_UNSPECIFIED : refusal->rule;
}

TEST(Programme, PublishesVersionsOneAfterTheOther) {
  Programme programme;
  EXPECT_EQ(Take(programme, Publish(1)), 1U);
  EXPECT_EQ(Take(programme, Publish(2, "e", "2016-06-01")), 1U);
  EXPECT_EQ(programme.digests.size(), 2U);
}

TEST(Programme, StaysQuietWhenTheSameVersionIsPublishedAgain) {
  Programme programme;
  Take(programme, Publish(1));
  EXPECT_EQ(Take(programme, Publish(1)), 0U);
}

TEST(Programme, RefusesAVersionThatChanged) {
  Programme programme;
  Take(programme, Publish(1));
  EXPECT_EQ(Refused(programme, Publish(1, "other")),
            v1::REJECTION_PUBLISHED_VERSION_MUST_NOT_CHANGE);
}

TEST(Programme, RefusesAGapInTheNumbers) {
  EXPECT_EQ(Refused(Programme{}, Publish(2)), v1::REJECTION_VERSION_MUST_FOLLOW_THE_LAST);
}

TEST(Programme, RefusesALaterVersionThatBeginsEarlier) {
  Programme programme;
  Take(programme, Publish(1));
  EXPECT_EQ(Refused(programme, Publish(2, "e", "2015-12-31")),
            v1::REJECTION_EFFECTIVE_DATE_MUST_NOT_PRECEDE_THE_LAST);
}

TEST(Programme, RefusesAnotherProgrammesVersionAndAnIncompleteOne) {
  auto other = Publish(1);
  other.mutable_version()->set_programme_id("T-02");
  EXPECT_EQ(Refused(Programme{}, other), v1::REJECTION_VERSION_MUST_BE_OF_ITS_PROGRAMME);
  EXPECT_EQ(Refused(Programme{}, Publish(1, "")), v1::REJECTION_VERSION_MUST_BE_COMPLETE);
  EXPECT_EQ(Refused(Programme{}, Publish(1, "d", "2016-02-30")),
            v1::REJECTION_VERSION_MUST_BE_COMPLETE);
}

TEST(Programme, IsWithdrawnFromADayOn) {
  Programme programme;
  Take(programme, Publish(1));
  const auto decision = Decide(programme, Withdraw("2017-03-31"), Context{});
  const auto& events = std::get<0>(decision);
  ASSERT_EQ(events.size(), 1U);
  const auto& withdrawn = std::get<v1::ProgrammeWithdrawn>(events[0]);
  EXPECT_EQ(withdrawn.programme_id(), "T-01");
  EXPECT_EQ(withdrawn.from(), "2017-03-31");
}

TEST(Programme, StaysQuietWhenItIsWithdrawnAlikeAgain) {
  Programme programme;
  Take(programme, Publish(1));
  Take(programme, Withdraw("2017-03-31"));
  EXPECT_EQ(Take(programme, Withdraw("2017-03-31")), 0U);
}

TEST(Programme, RefusesToBeWithdrawnFromAnotherDay) {
  Programme programme;
  Take(programme, Publish(1));
  Take(programme, Withdraw("2017-03-31"));
  EXPECT_EQ(Refused(programme, Withdraw("2017-04-01")),
            v1::REJECTION_PROGRAMME_MUST_NOT_BE_WITHDRAWN);
}

TEST(Programme, RefusesToBeWithdrawnBeforeItIsPublished) {
  EXPECT_EQ(Refused(Programme{}, Withdraw("2017-03-31")),
            v1::REJECTION_PROGRAMME_MUST_BE_PUBLISHED);
}

TEST(Programme, PublishesNothingMoreOnceWithdrawnAndStaysQuietOnARepeat) {
  Programme programme;
  Take(programme, Publish(1));
  Take(programme, Withdraw("2017-03-31"));
  EXPECT_EQ(Refused(programme, Publish(2)), v1::REJECTION_PROGRAMME_MUST_NOT_BE_WITHDRAWN);
  EXPECT_EQ(Take(programme, Publish(1)), 0U);
}

TEST(Programme, TheRunningVersionStaysInForceWhenTheNextIsRefused) {
  Programme programme;
  Take(programme, Publish(1));
  const std::map<int, std::string> running = programme.digests;
  for (const auto& bad : {Publish(1, "other"), Publish(2, "", "2016-06-01"),
                          Publish(2, "e", "2015-12-31"), Publish(3, "e", "2016-06-01")}) {
    EXPECT_NE(Refused(programme, bad), v1::REJECTION_UNSPECIFIED);
    EXPECT_EQ(programme.digests, running);
    EXPECT_EQ(programme.last_effective_from, "2016-01-01");
  }
  EXPECT_EQ(Take(programme, Publish(1)), 0U);
  EXPECT_EQ(Take(programme, Publish(2, "e", "2016-06-01")), 1U);
}

TEST(ProgrammeCatalogue, TheVersionInForceIsTheNewestThatHasBegun) {
  ProgrammeCatalogue catalogue;
  catalogue.Publish("southwark", Publish(1).version());
  catalogue.Publish("southwark", Publish(2, "e", "2016-06-30").version());
  catalogue.Publish("leeds", Publish(1).version());
  EXPECT_TRUE(catalogue.InForce("southwark", "2015-12-31").empty());
  ASSERT_EQ(catalogue.InForce("southwark", "2016-06-29").size(), 1U);
  EXPECT_EQ(catalogue.InForce("southwark", "2016-06-29")[0]->version(), 1);
  EXPECT_EQ(catalogue.InForce("southwark", "2016-06-30")[0]->version(), 2);
  catalogue.Withdraw("southwark", "T-01", "2017-04-01");
  EXPECT_EQ(catalogue.InForce("southwark", "2017-03-31").size(), 1U);
  EXPECT_TRUE(catalogue.InForce("southwark", "2017-04-01").empty());
  EXPECT_EQ(catalogue.InForce("leeds", "2017-04-01").size(), 1U);
  EXPECT_NE(catalogue.Version("southwark", "T-01", 1), nullptr);
  EXPECT_EQ(catalogue.Version("southwark", "T-01", 3), nullptr);
}

}  // namespace
}  // namespace kinward::eligibility
