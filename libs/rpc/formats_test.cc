#include "libs/rpc/formats.h"

#include <gtest/gtest.h>

namespace kinward::rpc {
namespace {

std::string Code(const FormatVerdict& verdict) { return verdict ? verdict->code : ""; }

TEST(FormatsTest, ChecksNhsNumbers) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"9434765919", ""},
      {"943 476 5919", ""},
      {"9434765918", "nhs.checksum"},
      {"943476591", "nhs.format"},
      {"94347659190", "nhs.format"},
      {"943476591A", "nhs.format"},
      {"0000000000", "nhs.placeholder"},
      {"1111111111", "nhs.placeholder"},
      {"2222222222", "nhs.placeholder"},
      {"9999999999", "nhs.placeholder"},
      {"9990000018", "nhs.test_range"},
  };
  for (const auto& [number, code] : cases) {
    SCOPED_TRACE(number);
    EXPECT_EQ(Code(CheckNhsNumber(number, false)), code);
  }
  EXPECT_EQ(Code(CheckNhsNumber("9990000018", true)), "");
}

TEST(FormatsTest, RefusesAnNhsNumberWhoseCheckValueIsTen) {
  // 10·1 + 2·1 = 12, and 11 − 12 mod 11 = 10: no such number is ever issued.
  for (const char last : std::string{"0123456789"}) {
    EXPECT_EQ(Code(CheckNhsNumber(std::string{"100000001"} + last, false)), "nhs.format");
  }
}

TEST(FormatsTest, ChecksPostcodes) {
  for (const char* good : {"WV1 1AA", "wv11aa", "SW1A 1AA", "ZZ99 3VZ", "GIR 0AA", "M1 1AE"}) {
    EXPECT_EQ(Code(CheckPostcode(good)), "") << good;
  }
  for (const char* bad : {"SW1A 1A", "", "WV1  1AA", "W V11AA", "1WV 1AA", "WV1 1A1"}) {
    EXPECT_EQ(Code(CheckPostcode(bad)), "postcode.format") << bad;
  }
}

TEST(FormatsTest, ChecksDates) {
  for (const char* good : {"2016-02-29", "1999-12-31"})
    EXPECT_EQ(Code(CheckDate(good)), "") << good;
  for (const char* bad :
       {"2015-02-29", "2015-02-31", "01/02/15", "0015-01-01", "2015-1-1", "2015-13-01"}) {
    EXPECT_EQ(Code(CheckDate(bad)), "date.format") << bad;
  }
}

TEST(FormatsTest, ChecksUpns) {
  // 1·2 + 2·3 + … by the published algorithm.
  EXPECT_EQ(Code(CheckUpn("A123456789012")).empty(), false);
  int good = 0;
  for (const char letter : std::string{"ABCDEFGHJKLMNPQRTUVWXYZ"}) {
    good += CheckUpn(letter + std::string{"336123456789"}) ? 0 : 1;
  }
  EXPECT_EQ(good, 1);  // exactly one check letter fits
  EXPECT_EQ(Code(CheckUpn("H99912345678")), "upn.code");
}

TEST(FormatsTest, TakesNamesOfEveryScriptAndRefusesWhatHides) {
  for (const char* good :
       {"O\u2019Neill", "李", "Ñandú", "Zoë", "می\u200cخواهم", "क्\u200dष", "two\r\nlines"}) {
    EXPECT_EQ(Code(CheckText(good)), "") << good;
  }
  for (const char* bad :
       {"a\u200bb", "a\u202eb", "a\u200db", "\ufeffa", "a\U000e0041", "a\u2066b"}) {
    EXPECT_EQ(Code(CheckText(bad)), "text.hidden_chars") << bad;
  }
  EXPECT_EQ(Code(CheckText(std::string{"a\0b", 3})), "text.control");
  EXPECT_EQ(Code(CheckText("a\x1b[2J")), "text.control");
  EXPECT_NE(CheckText("a\u202eb")->detail.find("U+202E"), std::string::npos);
}

TEST(FormatsTest, ChecksContactsAndWords) {
  EXPECT_EQ(Code(CheckTelephone("07700900123")), "");
  EXPECT_EQ(Code(CheckTelephone("+44 7700 900123")), "");
  EXPECT_EQ(Code(CheckTelephone("12345")), "contact.telephone");
  EXPECT_EQ(Code(CheckEmail("ana.example@example.org")), "");
  for (const char* bad :
       {"ana", "ana@", "@example.org", "a b@example.org", "ana@example", "a@b..c"}) {
    EXPECT_EQ(Code(CheckEmail(bad)), "contact.email") << bad;
  }
  EXPECT_EQ(Code(CheckSlug("upper-pendeford")), "");
  EXPECT_EQ(Code(CheckSlug("a--b")), "id.charset");
  EXPECT_EQ(Code(CheckCode("edge_of_care")), "");
  EXPECT_EQ(Code(CheckProgramme("W-01")), "");
  EXPECT_EQ(Code(CheckProgramme("A-ISLINGTON")), "");
  EXPECT_EQ(Code(CheckProgramme("w-01")), "id.charset");
  EXPECT_EQ(Code(CheckLocalTime("24:00")), "time.format");
  EXPECT_EQ(Code(CheckEthnicity("XXXX")), "ethnicity.code");
}

}  // namespace
}  // namespace kinward::rpc
