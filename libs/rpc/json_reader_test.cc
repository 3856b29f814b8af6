#include "libs/rpc/json_reader.h"

#include <gtest/gtest.h>

#include "kinward/intake/v1/referral.pb.h"
#include "kinward/partner/v1/referral.pb.h"
#include "libs/rpc/field_rules.h"
#include "libs/rpc/json_parse.h"
#include "libs/rpc/json_writer.h"

namespace kinward::rpc {
namespace {

std::string CodeOf(std::string_view text) {
  const auto parsed = ParseJson(text);
  const auto* fault = std::get_if<FieldFault>(&parsed);
  return fault == nullptr ? "" : fault->code;
}
std::string PointerOf(std::string_view text) {
  const auto parsed = ParseJson(text);
  const auto* fault = std::get_if<FieldFault>(&parsed);
  return fault == nullptr ? "none" : fault->pointer;
}

TEST(JsonParseTest, RefusesWhatOtherParsersTake) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{\"a\":1", "json.malformed"},
      {"{\"a\":1,}", "json.malformed"},
      {"{'a':1}", "json.malformed"},
      {"{} {}", "json.malformed"},
      {"", "json.not_object"},
      {" \n", "json.not_object"},
      {R"({"id":1,"id":2})", "json.duplicate_key"},
      {R"({"council":1,"\u0063ouncil":2})", "json.duplicate_key"},
      {"{\"a\":1e400}", "json.number_range"},
      {"{\"a\":12345678901234567890123}", "json.number_range"},
      {"{\"a\":NaN}", "json.number_range"},
      {"{\"a\":-Infinity}", "json.number_range"},
      {"\xef\xbb\xbf{}", "json.encoding"},
      {"{\"a\":\"\xc0\xa0\"}", "json.encoding"},
      {R"({"a":"\ud800"})", "json.encoding"},
      {R"({"a":"\udc00x"})", "json.encoding"},
      {std::string(33, '[') + std::string(33, ']'), "json.too_deep"},
      {std::string(100000, '['), "json.too_deep"},
      {std::string(32, '[') + std::string(32, ']'), ""},
      {R"({"a":"\\ud800 is text","b":"\ud83d\ude00"})", ""},
  };
  for (const auto& [text, code] : cases) {
    SCOPED_TRACE(text.substr(0, 40));
    EXPECT_EQ(CodeOf(text), code);
  }
}

TEST(JsonParseTest, PointsAtTheFault) {
  EXPECT_EQ(PointerOf(R"({"data":{"people":[{},{"a/b":1,"a/b":2}]}})"), "/data/people/1/a~1b");
  EXPECT_EQ(PointerOf(R"({"data":[0,{"n":1e999}]})"), "/data/1/n");
}

std::vector<FieldFault> ReadText(std::string_view text, JsonStyle style,
                                 google::protobuf::Message& message) {
  return ReadMessage(std::get<JsonValue>(ParseJson(text)), style, "", message);
}

TEST(JsonReaderTest, CollectsEveryFaultWithItsPointer) {
  partner::v1::ReferralSubmitted message;
  const auto faults = ReadText(R"({"council":1,"urgency":"Routine","extra":true,)"
                               R"("people":[{"key":"a","sex":1,"x":0}],"reasons":"a"})",
                               JsonStyle::kKebab, message);
  std::vector<std::string> seen;
  for (const auto& fault : faults) seen.push_back(fault.pointer + " " + fault.code);
  EXPECT_EQ(seen, (std::vector<std::string>{"/council field.type", "/urgency field.type",
                                            "/extra field.unknown", "/people/0/sex field.type",
                                            "/people/0/x field.unknown", "/reasons field.type"}));
}

TEST(JsonReaderTest, ReadsBothStylesAndWritesThemBack) {
  partner::v1::ReferralSubmitted kebab;
  const std::string text = R"({"lawful_basis":"public-task-safeguarding",)"
                           R"("facts":{"a":1,"b":[true,null,"x"]},"upn":null})";
  EXPECT_EQ(ReadText(text, JsonStyle::kKebab, kebab).size(), 1U);  // upn is a person's
  EXPECT_EQ(kebab.lawful_basis(), partner::v1::LAWFUL_BASIS_PUBLIC_TASK_SAFEGUARDING);
  EXPECT_NE(WriteMessage(kebab, JsonStyle::kKebab).find(R"("facts":{"a":1,"b":[true,null,"x"]})"),
            std::string::npos);
  intake::v1::ReceiveReferral connect;
  EXPECT_TRUE(ReadText(R"({"kind":"FRONT_DOOR","urgency":"IMMEDIATE","one_open_per_family":true})",
                       JsonStyle::kConnect, connect)
                  .empty());
  EXPECT_NE(WriteMessage(connect, JsonStyle::kConnect).find("\"kind\":\"FRONT_DOOR\""),
            std::string::npos);
  intake::v1::ReceiveReferral refused;
  EXPECT_EQ(ReadText(R"({"kind":"UNSPECIFIED","urgency":3})", JsonStyle::kConnect, refused).size(),
            2U);
}

TEST(FieldRulesTest, ChecksNestedFieldsAllAtOnce) {
  intake::v1::ReceiveReferral command;
  command.set_referral_id("not-a-uuid");
  command.set_source("../../");
  command.add_people();
  std::vector<std::string> seen;
  for (const auto& fault : CheckFields(command)) seen.push_back(fault.pointer + " " + fault.code);
  EXPECT_EQ(seen, (std::vector<std::string>{
                      "/referral_id id.charset", "/family_id field.required",
                      "/kind field.required", "/urgency field.required", "/source id.charset",
                      "/people/0/person_id field.required", "/people/0/roles field.too_few"}));
}

}  // namespace
}  // namespace kinward::rpc
