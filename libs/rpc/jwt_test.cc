#include "libs/rpc/jwt.h"

#include <gtest/gtest.h>

namespace kinward::rpc {
namespace {

const Time kNow{std::chrono::hours{480'000}};

Claims SomeClaims() {
  Claims claims;
  claims.kind = "staff";
  claims.subject = "worker-1";
  claims.roles = {"duty-worker", "panel-chair"};
  claims.council = "wolverhampton";
  claims.id = "1";
  claims.issued = kNow;
  claims.expires = kNow + kTokenLifeMax;
  return claims;
}
std::string CodeOf(const TokenKey& key, const std::string& token, Time now = kNow) {
  const auto verified = key.Verify(token, now);
  const auto* fault = std::get_if<TokenFault>(&verified);
  return fault == nullptr ? "" : fault->code;
}
const TokenKey& Key() {
  static const TokenKey kKey = TokenKey::Parse(TokenKey::Generate()).value();
  return kKey;
}
std::string Replace(const std::string& token, int part, const std::string& with) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  if (part == 0) return with + token.substr(first);
  if (part == 1) return token.substr(0, first + 1) + with + token.substr(second);
  return token.substr(0, second + 1) + with;
}

TEST(TokenTest, GivesBackWhatWasSigned) {
  const auto verified = Key().Verify(Key().Sign(SomeClaims()), kNow);
  const auto& claims = std::get<Claims>(verified);
  EXPECT_EQ(claims.subject, "worker-1");
  EXPECT_EQ(claims.roles, SomeClaims().roles);
}

TEST(TokenTest, RefusesEveryOtherHeader) {
  const std::string token = Key().Sign(SomeClaims());
  for (const std::string header :
       {R"({"alg":"none"})", R"({"alg":"HS256","typ":"at+jwt","kid":"a"})", R"({"alg":"ES256"})",
        R"({"alg":"ES256","typ":"at+jwt","kid":"other"})",
        R"({"alg":"ES256","alg":"ES256","typ":"at+jwt","kid":"a"})",
        R"({"alg":"ES256","typ":"at+jwt","kid":"a","jku":"https://example.org"})",
        R"({"alg":"ES256","typ":"at+jwt","kid":"a","crit":["b64"],"b64":false})"}) {
    SCOPED_TRACE(header);
    EXPECT_EQ(CodeOf(Key(), Replace(token, 0, Base64UrlEncode(header))), "token.invalid");
  }
}

TEST(TokenTest, RefusesAlteredPartsAndOtherKeys) {
  const std::string token = Key().Sign(SomeClaims());
  EXPECT_EQ(CodeOf(Key(), Replace(token, 1, Base64UrlEncode("{\"sub\":\"a\"}"))), "token.invalid");
  EXPECT_EQ(CodeOf(Key(), token + "="), "token.invalid");
  EXPECT_EQ(CodeOf(Key(), token + "A"), "token.invalid");
  EXPECT_EQ(CodeOf(Key(), "a.b"), "token.invalid");
  EXPECT_EQ(CodeOf(Key(), ""), "token.invalid");
  const TokenKey other = TokenKey::Parse(TokenKey::Generate()).value();
  EXPECT_EQ(CodeOf(other, token), "token.invalid");
}

TEST(TokenTest, ChecksTimesIssuerAndAudience) {
  const std::string token = Key().Sign(SomeClaims());
  EXPECT_EQ(CodeOf(Key(), token, kNow + kTokenLifeMax + std::chrono::seconds{59}), "");
  EXPECT_EQ(CodeOf(Key(), token, kNow + kTokenLifeMax + std::chrono::seconds{61}), "token.expired");
  EXPECT_EQ(CodeOf(Key(), token, kNow - std::chrono::seconds{61}), "token.not_yet_valid");
  Claims long_life = SomeClaims();
  long_life.expires += std::chrono::seconds{1};
  EXPECT_EQ(CodeOf(Key(), Key().Sign(long_life)), "token.invalid");
  Claims issuer = SomeClaims();
  issuer.issuer = "urn:other";
  EXPECT_EQ(CodeOf(Key(), Key().Sign(issuer)), "token.issuer");
  Claims audience = SomeClaims();
  audience.audience = "urn:other";
  EXPECT_EQ(CodeOf(Key(), Key().Sign(audience)), "token.audience");
}

TEST(TokenTest, RefusesLaxBase64) {
  EXPECT_EQ(Base64UrlDecode("YQ"), "a");
  EXPECT_EQ(Base64UrlDecode("YR"), std::nullopt);  // non-zero trailing bits
  EXPECT_EQ(Base64UrlDecode("YQ=="), std::nullopt);
  EXPECT_EQ(Base64UrlDecode("Y"), std::nullopt);
  EXPECT_EQ(Base64UrlDecode("a+/b"), std::nullopt);
}

}  // namespace
}  // namespace kinward::rpc
