// What the verbs do without a stack: files, words, the wire.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/kinwardctl/https.h"
#include "tools/kinwardctl/partner_file.h"

namespace kinward::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const NewPartner kPolice{"police-example", "wolverhampton", "quiet"};

TEST(PartnerFileTest, AddsOneAndKeepsTheOthers) {
  const std::string one = WithPartner("", kPolice).value();
  EXPECT_THAT(one, AllOf(HasSubstr("urn:kinward:partner:police-example"), HasSubstr("quiet")));
  const std::string two = WithPartner(one, {"school-example", "southwark", "other"}).value();
  EXPECT_THAT(two, AllOf(HasSubstr("police-example"), HasSubstr("school-example")));
}
TEST(PartnerFileTest, RefusesASecondOfTheSameNameAndWhatIsNoList) {
  EXPECT_EQ(WithPartner(WithPartner("", kPolice).value(), kPolice).error().kind,
            FailureKind::kConflict);
  EXPECT_EQ(WithPartner("{}", kPolice).error().kind, FailureKind::kFatal);
}
TEST(PartnerFileTest, EndsAnAgreementAndChangesASecret) {
  const std::string one = WithPartner("", kPolice).value();
  EXPECT_THAT(WithPartnerUntil(one, "police-example", "2026-11-01").value(),
              HasSubstr("\"until\": \"2026-11-01\""));
  EXPECT_THAT(WithSecret(one, "police-example", "newer").value(),
              AllOf(HasSubstr("newer"), Not(HasSubstr("quiet"))));
  EXPECT_EQ(WithSecret(one, "nobody", "newer").error().kind, FailureKind::kNotFound);
}

TEST(HttpsTest, ReadsChunksAsFarAsTheyHaveCome) {
  EXPECT_EQ(Unchunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), "hello world");
  EXPECT_EQ(Unchunked("5\r\nhello\r\n6\r\n wo"), "hello wo");
  EXPECT_EQ(Unchunked("5\r\nhello\r\n6"), "hello");
  EXPECT_EQ(Unchunked("5\r\n"), "");
}
TEST(HttpsTest, EncodesWhatIsNotUnreserved) {
  EXPECT_EQ(PercentEncoded("W-01/a b~"), "W-01%2Fa%20b~");
}
TEST(HttpsTest, RefusesWhatIsNoAddress) {
  EXPECT_FALSE(Https::To("http://127.0.0.1:80", "ca.pem").has_value());
  EXPECT_FALSE(Https::To("https://", "ca.pem").has_value());
}

}  // namespace
}  // namespace kinward::ctl
