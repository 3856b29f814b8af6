#include "libs/rpc/client_assertion.h"

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>

#include "libs/rpc/jws.h"

namespace kinward::rpc {
namespace {

class ClientAssertionTest : public ::testing::Test {
 protected:
  ClientAssertionTest() : key_(EVP_EC_gen("P-256")) {
    BIO* const bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PUBKEY(bio, key_);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    public_key_.assign(data, static_cast<std::size_t>(size));
    BIO_free(bio);
  }
  ~ClientAssertionTest() override { EVP_PKEY_free(key_); }
  ClientAssertionTest(const ClientAssertionTest&) = delete;
  ClientAssertionTest& operator=(const ClientAssertionTest&) = delete;

  std::string Signed(const std::string& claims,
                     const std::string& header = R"({"alg":"ES256","typ":"JWT"})") const {
    return SignEs256(header, claims, key_);
  }
  static std::string Claims(const std::string& client = "police",
                            const std::string& audience = "urn:kinward:gateway", int life = 60) {
    return R"({"iss":")" + client + R"(","sub":")" + client + R"(","aud":")" + audience +
           R"(","jti":"a-1","exp":)" + std::to_string(1'000'000 + life) + "}";
  }
  std::string Verdict(const std::string& assertion) const {
    const auto verified = VerifyAssertion(assertion, public_key_, "police", now_);
    const auto* fault = std::get_if<TokenFault>(&verified);
    return fault == nullptr ? "good" : fault->code;
  }
  EVP_PKEY* key_;
  std::string public_key_;
  Time now_{std::chrono::seconds{1'000'000}};
};

TEST_F(ClientAssertionTest, ASignedOneOfTheClientIsGood) {
  EXPECT_EQ(Verdict(Signed(Claims())), "good");
  EXPECT_EQ(ClaimedClient(Signed(Claims())), "police");
}

TEST_F(ClientAssertionTest, RefusesAnothersAnExpiredALongLivedAndAnAlteredOne) {
  EXPECT_EQ(Verdict(Signed(Claims("school"))), "token.invalid");
  EXPECT_EQ(Verdict(Signed(Claims("police", "urn:other"))), "token.audience");
  EXPECT_EQ(Verdict(Signed(Claims("police", "urn:kinward:gateway", -61))), "token.expired");
  EXPECT_EQ(Verdict(Signed(Claims("police", "urn:kinward:gateway", 3600))), "token.invalid");
  std::string altered = Signed(Claims());
  altered[altered.size() / 2] = altered[altered.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(Verdict(altered), "token.invalid");
  EXPECT_EQ(Verdict("nothing"), "token.invalid");
}

TEST_F(ClientAssertionTest, RefusesOtherAlgorithmsAndKeysOfTheSendersChoice) {
  EXPECT_EQ(Verdict(Signed(Claims(), R"({"alg":"none"})")), "token.invalid");
  EXPECT_EQ(Verdict(Signed(Claims(), R"({"alg":"HS256"})")), "token.invalid");
  EXPECT_EQ(Verdict(Signed(Claims(), R"({"alg":"ES256","jku":"https://a"})")), "token.invalid");
}

TEST_F(ClientAssertionTest, IsUsedOnce) {
  UsedAssertions used;
  const Assertion one{"a-1", now_ + std::chrono::seconds{60}};
  EXPECT_TRUE(used.Use("police", one, now_));
  EXPECT_FALSE(used.Use("police", one, now_));
  EXPECT_TRUE(used.Use("school", one, now_));
  EXPECT_FALSE(used.Use("police", one, now_ + std::chrono::seconds{119}));  // still accepted then
}

}  // namespace
}  // namespace kinward::rpc
