#include "tools/kinwardctl/report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace kinward::ctl {
namespace {

using ::testing::internal::CaptureStderr;
using ::testing::internal::CaptureStdout;
using ::testing::internal::GetCapturedStderr;
using ::testing::internal::GetCapturedStdout;

Options Json() {
  Options options;
  options.json = true;
  return options;
}

TEST(ReportTest, RowsAreLinesForPeopleAndOneValueForMachines) {
  CaptureStdout();
  Rows lines(Options{}, "parked");
  lines.Add("intake 1", {{"id", 1}});
  EXPECT_EQ(lines.End(kDegraded), kDegraded);
  EXPECT_EQ(GetCapturedStdout(), "intake 1\n");
  CaptureStdout();
  Rows value(Json(), "parked");
  value.Add("intake 1", {{"id", 1}});
  value.Add("intake 2", {{"id", 2}});
  EXPECT_EQ(value.End(kDegraded), kDegraded);
  EXPECT_EQ(GetCapturedStdout(), R"({"ok":false,"parked":[{"id":1},{"id":2}]})"
                                 "\n");
}

TEST(ReportTest, NoRowsAreAValueTooButNoLine) {
  CaptureStdout();
  EXPECT_EQ(Rows(Options{}, "timers").End(0), 0);
  EXPECT_EQ(Rows(Json(), "timers").End(0), 0);
  EXPECT_EQ(GetCapturedStdout(), "{\"ok\":true,\"timers\":[]}\n");
}

TEST(ReportTest, ABrokenTextDoesNotBreakTheAnswer) {
  CaptureStdout();
  Tell(Json(), "", {{"reason", "\xff"}});
  EXPECT_TRUE(nlohmann::json::accept(GetCapturedStdout()));
}

TEST(ReportTest, TellsApartWhatFailedAndWhatWasAskedWrongly) {
  CaptureStderr();
  EXPECT_EQ(Failed({FailureKind::kRetry, "no answer"}), 1);
  EXPECT_EQ(WrongUse("which council?"), 2);
  EXPECT_EQ(NotYet("erase"), 1);
  EXPECT_EQ(GetCapturedStderr(),
            "kinwardctl: no answer\nkinwardctl: which council?\n"
            "kinwardctl: erase is not there yet (docs/progress.md)\n");
}

}  // namespace
}  // namespace kinward::ctl
