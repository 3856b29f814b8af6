#include "services/eligibility/catalogue/school_calendars.h"

#include <gtest/gtest.h>

#include <fstream>

#ifndef KINWARD_CATALOGUE
#define KINWARD_CATALOGUE "services/eligibility/catalogue"
#endif

namespace kinward::catalogue {
namespace {

const std::map<std::string, Council> kCouncils = {{"wolverhampton", {}}, {"southwark", {}}};
const std::string kHead = "calendar: test\ncouncil: wolverhampton\nassumed: test\nyears:\n";
const std::string kYear = "  - {from: 2016-09-05, until: 2017-07-21}\n";

class SchoolCalendarsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_ / "school-calendars");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / "school-calendars" / (name + ".yaml")) << text;
  }
  std::map<std::string, SchoolCalendar> Load() {
    Faults faults;
    auto calendars = LoadSchoolCalendars(folder_, kCouncils, faults);
    faults_.clear();
    for (const Fault& fault : faults.all()) faults_ += fault.key + ": " + fault.message + "\n";
    return calendars;
  }
  std::string FaultsOf(const std::string& text) {
    Write("test", text);
    Load();
    return faults_;
  }

  std::filesystem::path folder_;
  std::string faults_;
};

TEST_F(SchoolCalendarsTest, ReadsYearsAndWhatIsClosedInThem) {
  Write("test", kHead +
                    "  - from: 2016-09-05\n    until: 2017-07-21\n    closed:\n"
                    "      - {from: 2016-10-24, until: 2016-10-28, says: half-term}\n");
  const auto calendars = Load();
  EXPECT_EQ(faults_, "");
  const auto& calendar = calendars.at("wolverhampton");
  EXPECT_EQ(calendar.name, "test");
  EXPECT_EQ(calendar.years.at(0).closed.at(0).until, "2016-10-28");
  EXPECT_EQ(calendar.years.at(0).closed.at(0).says, "half-term");
}
TEST_F(SchoolCalendarsTest, ReadsNothingWhereThereIsNone) {
  EXPECT_TRUE(Load().empty());
  EXPECT_EQ(faults_, "");
}
TEST_F(SchoolCalendarsTest, NamesAKeyThatNobodyAskedFor) {
  EXPECT_NE(FaultsOf(kHead + kYear + "terms: 3\n"), "");
}
TEST_F(SchoolCalendarsTest, RefusesYearsThatOverlapAreReversedOrAreMissing) {
  EXPECT_NE(FaultsOf(kHead + kYear + "  - {from: 2017-07-21, until: 2018-07-20}\n"), "");
  EXPECT_NE(FaultsOf(kHead + "  - {from: 2017-07-21, until: 2016-09-05}\n"), "");
  EXPECT_NE(FaultsOf("calendar: test\ncouncil: wolverhampton\nassumed: test\n"), "");
}
TEST_F(SchoolCalendarsTest, RefusesAClosureOutsideItsYear) {
  EXPECT_NE(FaultsOf(kHead + "  - from: 2016-09-05\n    until: 2017-07-21\n    closed:\n"
                             "      - {from: 2017-07-20, until: 2017-07-24, says: summer}\n"),
            "");
}
TEST_F(SchoolCalendarsTest, RefusesACouncilThatIsUnknownOrHasTwo) {
  EXPECT_NE(FaultsOf("calendar: test\ncouncil: nowhere\nassumed: test\nyears:\n" + kYear), "");
  EXPECT_EQ(FaultsOf(kHead + kYear), "");
  Write("other", "calendar: other\ncouncil: wolverhampton\nassumed: test\nyears:\n" + kYear);
  Load();
  EXPECT_NE(faults_, "");
}
TEST_F(SchoolCalendarsTest, TheShippedOnesHaveNoFault) {
  Faults faults;
  const Library library = LoadLibrary(KINWARD_CATALOGUE, faults);
  const auto calendars = LoadSchoolCalendars(KINWARD_CATALOGUE, library.councils, faults);
  EXPECT_TRUE(faults.all().empty());
  EXPECT_TRUE(calendars.contains("wolverhampton"));
}

}  // namespace
}  // namespace kinward::catalogue
