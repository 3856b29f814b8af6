// Partners that are registered with a certificate or a key of their own (bad-input.md rows 15, 18,
// 29).
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "libs/rpc/jws.h"
#include "services/gateway/testing_gateway.h"

namespace kinward::gateway {
namespace {

using http::testing::Certificate;

std::string ThumbprintOf(const Certificate& certificate) {
  FILE* const file = std::fopen(certificate.certificate_file().c_str(), "r");
  X509* const read = PEM_read_X509(file, nullptr, nullptr, nullptr);
  std::fclose(file);
  unsigned char digest[32] = {};
  EXPECT_EQ(X509_digest(read, EVP_sha256(), digest, nullptr), 1);
  X509_free(read);
  return rpc::Base64UrlEncode({reinterpret_cast<const char*>(digest), sizeof digest});
}

class MutualTest : public GatewayTest {
 protected:
  // A gateway that knows police-wmp by `more` members of its registration.
  void StartWith(const std::string& more, bool required) {
    std::string partners = kPartners;
    partners.insert(partners.rfind('}'), "," + more);
    mutual_ = std::make_unique<Gateway>(GatewayParts{upstream_,
                                                     key_,
                                                     Partners::Parse(partners).value(),
                                                     FactBook{},
                                                     Councils{CouncilsOf()},
                                                     "secret",
                                                     {}});
    http::ServerConfig config;
    config.certificate_file = certificate_.certificate_file();
    config.key_file = certificate_.key_file();
    config.client_authority_file = partners_own_.certificate_file();
    config.client_certificate_required = required;
    mutual_server_ = std::move(http::Server::Start(config, *mutual_)).value();
  }
  Reply GrantTo(const Certificate* shown) {
    client_ = std::make_unique<Client>(mutual_server_->port(), shown);
    return Send("POST", "/oauth/token",
                "Content-Type: application/x-www-form-urlencoded\r\n"
                "Authorization: Basic cG9saWNlOnN5bnRoZXRpYw==\r\n",
                "grant_type=client_credentials");
  }
  Certificate partners_own_;
  std::unique_ptr<Gateway> mutual_;
  std::unique_ptr<http::Server> mutual_server_;
};

TEST_F(MutualTest, Row15EndsTheHandshakeOfAClientWithoutAGoodCertificate) {
  StartWith("\"certificate\":\"" + ThumbprintOf(partners_own_) + "\"", true);
  const Certificate stranger;
  EXPECT_EQ(GrantTo(nullptr).status, 0);
  EXPECT_EQ(GrantTo(&stranger).status, 0);
  EXPECT_EQ(GrantTo(&partners_own_).status, 200);
}

TEST_F(MutualTest, Row18RefusesATokenBesideAnotherCertificate) {
  StartWith("\"certificate\":\"" + ThumbprintOf(partners_own_) + "\"", false);
  const Reply without = GrantTo(nullptr);
  EXPECT_EQ(without.status, 401);
  EXPECT_EQ(Text(without, "code"), "token.binding");
  const Reply granted = GrantTo(&partners_own_);
  ASSERT_EQ(granted.status, 200) << granted.body;
  token_ = Text(granted, "access_token");
  EXPECT_EQ(Post(Event(Data())).status, 202);
  client_ = std::make_unique<Client>(mutual_server_->port());
  const Reply stolen = Post(Event(Data(), "e-2"));
  EXPECT_EQ(stolen.status, 401);
  EXPECT_EQ(Text(stolen, "code"), "token.binding");
}

std::string Pem(EVP_PKEY* key) {
  BIO* const bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(bio, key);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string pem(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  for (std::size_t at = pem.find('\n'); at != std::string::npos; at = pem.find('\n', at + 2)) {
    pem.replace(at, 1, "\\n");
  }
  return pem;
}

TEST_F(MutualTest, Row29RefusesAnAssertionThatWasUsedBefore) {
  EVP_PKEY* const key = EVP_EC_gen("P-256");
  StartWith("\"public_key\":\"" + Pem(key) + "\"", false);
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(WallNow().time_since_epoch()).count();
  const std::string assertion = rpc::SignEs256(
      R"({"alg":"ES256","typ":"JWT"})",
      R"({"iss":"police","sub":"police","aud":"urn:kinward:gateway","jti":"a-1","exp":)" +
          std::to_string(now + 60) + "}",
      key);
  EVP_PKEY_free(key);
  client_ = std::make_unique<Client>(mutual_server_->port());
  const std::string form =
      "grant_type=client_credentials&client_assertion_type="
      "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=" +
      assertion;
  const std::string type = "Content-Type: application/x-www-form-urlencoded\r\n";
  const Reply first = Send("POST", "/oauth/token", type, form);
  EXPECT_EQ(first.status, 200) << first.body;
  const Reply replayed = Send("POST", "/oauth/token", type, form);
  EXPECT_EQ(replayed.status, 401);
  EXPECT_EQ(Text(replayed, "code"), "replay");
  const Reply altered = Send("POST", "/oauth/token", type, form + "A");
  EXPECT_EQ(altered.status, 401);
  EXPECT_EQ(Text(altered, "code"), "token.invalid");
}

}  // namespace
}  // namespace kinward::gateway
