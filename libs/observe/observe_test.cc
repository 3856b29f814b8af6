#include <gtest/gtest.h>

#include "libs/observe/log.h"
#include "libs/observe/metrics.h"
#include "libs/observe/trace.h"

namespace kinward::observe {
namespace {

TEST(LogTest, WritesOneLineOfJsonWhateverComesIn) {
  EXPECT_EQ(FormatLine(Level::kWarning, "intake", "parked",
                       {{"reason", "bad\r\n\x1b[31m\"quote\""}, {"count", 3}, {"held", true}}),
            "\"level\":\"warning\",\"service\":\"intake\",\"event\":\"parked\",\"reason\":"
            "\"bad\\u000d\\u000a\\u001b[31m\\\"quote\\\"\",\"count\":3,\"held\":true}");
}

TEST(LogTest, CutsLongText) {
  const std::string longer(5000, 'x');
  EXPECT_LT(FormatLine(Level::kInfo, "intake", "e", {{"text", longer}}).size(), 600U);
}

TEST(MetricsTest, ShowsWhatWasCounted) {
  MakeCounter("kinward_test_total", "A test.", {{"outcome", "accepted"}}).Add(2);
  MakeGauge("kinward_test_seconds", "A test.").Set(1.5);
  const std::string text = MetricsText();
  EXPECT_NE(text.find("kinward_test_total{outcome=\"accepted\"} 2"), std::string::npos) << text;
  EXPECT_NE(text.find("kinward_test_seconds 1.5"), std::string::npos);
  EXPECT_NE(text.find("process_resident_memory_bytes"), std::string::npos);
}

TEST(TraceTest, KeepsTheTraceAndChangesTheSpan) {
  const std::string parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const std::string child = ChildTraceparent(parent);
  EXPECT_TRUE(IsTraceparent(child)) << child;
  EXPECT_EQ(child.substr(0, 36), parent.substr(0, 36));
  EXPECT_NE(child, parent);
}

TEST(TraceTest, ReplacesWhatIsNoTraceContext) {
  for (const char* text :
       {"", "00-0-0-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "01"}) {
    EXPECT_FALSE(IsTraceparent(text));
    EXPECT_TRUE(IsTraceparent(ChildTraceparent(text)));
  }
}

}  // namespace
}  // namespace kinward::observe
