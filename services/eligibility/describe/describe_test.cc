#include "services/eligibility/describe/describe.h"

#include <algorithm>

#include "services/eligibility/describe/index.h"
#include "services/eligibility/describe/render.h"
#include "services/eligibility/describe/response.h"
#include "services/eligibility/describe/test_version.h"

namespace kinward::describe {
namespace {

using testing::Parsed;
using testing::TestVersion;

// Does the text hold this, and is it told where it should stand?
bool Says(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

std::string PageOf(const ProgrammeVersion& version, const Around& around = {}) {
  return Markdown(Describe(version, around));
}

TEST(Description, TellsWhoMayHaveItWithTheRuleAndItsSource) {
  const std::string page = PageOf(TestVersion());
  EXPECT_TRUE(Says(page, "- **Age** (must be so): A young person of 10 to 18. *(assumed)*[^"));
  EXPECT_TRUE(Says(page, "  - a child: age is from 10 to 18 years\n"));
  EXPECT_TRUE(Says(page, "]: 999 §2. Assumed: both included\n"));
}

TEST(Description, TellsHowOneGetsIt) {
  const std::string page = PageOf(TestVersion());
  EXPECT_TRUE(Says(page, "A panel decides: Farm panel, Wednesdays at 10:00."));
  EXPECT_TRUE(Says(page, "the referring worker must attend"));
  EXPECT_TRUE(Says(page, "Monday to Friday, 18:00 to 08:00 the next day"));
  EXPECT_TRUE(Says(page, "s1 --> s2"));
}

TEST(Description, FindsThePanelOfAnotherProgrammeOfTheSameCouncil) {
  auto version = TestVersion();
  auto other = TestVersion();
  version.clear_panels();
  EXPECT_TRUE(Says(PageOf(version, {{}, {&other}}), "Farm panel, Wednesdays"));
  other.set_host_council("elsewhere");
  EXPECT_FALSE(Says(PageOf(version, {{}, {&other}}), "Farm panel, Wednesdays"));
}

TEST(Description, TellsHowMuchHowLongAndForWhom) {
  const std::string page = PageOf(TestVersion());
  EXPECT_TRUE(Says(page, "**Farm places**: room for 20 young people at a time."));
  EXPECT_TRUE(Says(page, "2 beds, ages 10 to 18, regulated by Ofsted"));
  EXPECT_TRUE(
      Says(page, "It begins with the first stay. Expected to last 84 days (12 weeks) at most."));
  EXPECT_TRUE(Says(page, "3 and 6 months after it closed, and while it is open"));
}

TEST(Description, TellsWhatOutsideEventsObligeWithTheirTerm) {
  EXPECT_TRUE(
      Says(PageOf(TestVersion()),
           "return interview: must be done, by a person independent of the case | 72 hours"));
}

TEST(Description, TellsMoneyMeasuresAndSitesWithTheirOwnValues) {
  const std::string page = PageOf(TestVersion());
  EXPECT_TRUE(Says(page, "£300,000 for each year"));
  EXPECT_TRUE(Says(page, "| nights | 62 per cent | 53 |"));
  EXPECT_TRUE(Says(page, "| pilot | from 1 May 2016 | Lowest age: 12 |"));
}

TEST(Description, AsksSensitiveQuestionsLastAndStaleOnesAgain) {
  const std::string page = PageOf(TestVersion());
  EXPECT_LT(page.find("How old?"), page.find("Do they agree?"));
  EXPECT_TRUE(Says(page, "asked again after 365 days"));
}

TEST(Description, TellsEachVersionAndWhatItChanged) {
  const auto first = TestVersion();
  auto second = first;
  second.set_version(2);
  second.set_effective_from("2017-02-27");
  second.mutable_pools(0)->set_capacity(22);
  const std::string page = PageOf(second, {{&first, &second}, {}});
  EXPECT_TRUE(Says(page, "Version 1, from 18 April 2016: the first."));
  EXPECT_TRUE(Says(page, "Version 2, from 27 February 2017:"));
  EXPECT_TRUE(Says(page, "capacity of farm-places was 20 and is 22"));
}

TEST(Description, LeavesOutWhatTheProgrammeDoesNotHave) {
  const auto page =
      PageOf(Parsed<ProgrammeVersion>(R"(programme_id: "T-02" version: 1 name: "Toolkit")"));
  EXPECT_TRUE(Says(page, "It takes no referrals of families."));
  EXPECT_FALSE(Says(page, "## Money"));
  EXPECT_FALSE(Says(page, "## Who may have it"));
  EXPECT_FALSE(Says(page, "mermaid"));
}

TEST(Description, CountsWhatIsStatedAndWhatIsAssumed) {
  Description description{
      "", "", {{"A", {}, {Told("x", "999 §1"), Told("y", "assumed: why")}, {}}}};
  const auto count = CountSources(description);
  EXPECT_EQ(count.stated, 1);
  EXPECT_EQ(count.assumed, 1);
}

TEST(PlainText, SaysTheSameWithinTheWidthOfATerminal) {
  const std::string text = PlainText(Describe(TestVersion()));
  EXPECT_TRUE(Says(text, "  - Age (must be so): A young person of 10 to 18. (assumed) ["));
  EXPECT_TRUE(Says(text, "Referral, or an event that obliges → Eligibility check → Farm panel"));
  EXPECT_FALSE(Says(text, "**"));
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = text.find('\n', from);
    const std::string line = text.substr(from, end - from);
    // What continues a letter of several bytes takes no column.
    EXPECT_LE(std::ranges::count_if(line, [](char byte) { return (byte & 0xC0) != 0x80; }), 100)
        << line;
    from = end + 1;
  }
}

TEST(Markdown, ShowsSignsOfMarkdownAsTheyAre) {
  EXPECT_EQ(Escaped("a|b <c> *d* [1] e_f"), "a\\|b \\<c\\> \\*d\\* \\[1\\] e\\_f");
}

TEST(ResponseOf, HoldsThePageAndItsSections) {
  const auto version = TestVersion();
  const auto response = ResponseOf(version, {});
  EXPECT_EQ(response.text(), PageOf(version));
  EXPECT_EQ(response.name(), "Test Farm");
  const auto who = std::ranges::find(response.sections(), "Who may have it",
                                     &eligibility::v1::DescribedSection::title);
  ASSERT_NE(who, response.sections().end());
  EXPECT_EQ(who->lines(0).source(), "999 §2");
  EXPECT_EQ(who->lines(0).assumed(), "both included");
  EXPECT_EQ(who->lines(1).depth(), 1);
}

TEST(IndexPage, ListsEachProgrammeBelowItsTheme) {
  const auto version = TestVersion();
  const std::string page = IndexPage({{&version, "T-01-test-farm.md", 1}});
  EXPECT_TRUE(Says(page, "## Testshire\n"));
  EXPECT_TRUE(Says(page,
                   "[T-01 Test Farm](T-01-test-farm.md) | Short breaks for young people. | "
                   "a panel decides | Testshire and Upton |"));
}

}  // namespace
}  // namespace kinward::describe
