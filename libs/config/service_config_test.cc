#include "libs/config/service_config.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace kinward::config {
namespace {

class ServiceConfigTest : public testing::Test {
 protected:
  ServiceConfigTest()
      : folder_(std::filesystem::temp_directory_path() /
                ("kinward-config-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
    Write("secret", "quiet\n");
  }
  ~ServiceConfigTest() override { std::filesystem::remove_all(folder_); }
  std::string Write(const std::string& name, const std::string& content) {
    std::ofstream(folder_ / name) << content;
    return (folder_ / name).string();
  }
  std::string Projection(const std::string& more = "") {
    return Write("projection.yaml",
                 "service: projection\nprofile: local\nlisten: {grpc: \"127.0.0.1:1\", admin: "
                 "\"127.0.0.1:2\"}\n"
                 "kafka: {brokers: \"127.0.0.1:3\"}\nsecrets: {internal_file: " +
                     (folder_ / "secret").string() +
                     "}\npeers: {intake: \"127.0.0.1:4\"}\nredis: \"127.0.0.1:5\"\n" + more);
  }
  // A gateway's file whose section `gateway` ends in `more`; it begins on line 6.
  std::string GatewayFile(const std::string& more, const std::string& profile = "production") {
    return Write("gateway.yaml",
                 "service: gateway\nprofile: " + profile +
                     "\nlisten: {admin: \"127.0.0.1:2\"}\nsecrets: {internal_file: " +
                     (folder_ / "secret").string() +
                     "}\npeers: {intake: \"127.0.0.1:4\"}\ngateway:\n"
                     "  listen: \"127.0.0.1:1\"\n  certificate_file: c\n  key_file: k\n"
                     "  token_key_file: t\n  partners_file: p\n" +
                     more);
  }
  std::filesystem::path folder_;
};

TEST_F(ServiceConfigTest, ReadsWhatIsWritten) {
  const auto service = Load(Projection());
  ASSERT_TRUE(service) << service.error().message;
  EXPECT_EQ(service->redis, "127.0.0.1:5");
  EXPECT_EQ(service->internal_secret, "quiet");
  EXPECT_EQ(service->kafka_partitions, 12);
}

TEST_F(ServiceConfigTest, AnEnvironmentVariableOverridesAValue) {
  ::setenv("KINWARD__KAFKA__BROKERS", "elsewhere:9", 1);
  const auto service = Load(Projection());
  ::unsetenv("KINWARD__KAFKA__BROKERS");
  ASSERT_TRUE(service);
  EXPECT_EQ(service->kafka_brokers, "elsewhere:9");
}

TEST_F(ServiceConfigTest, TellsEveryFaultWithFileLineAndKey) {
  const auto service = Load(Projection("colour: blue\nlog: {level: info, shout: yes}\n"));
  ASSERT_FALSE(service);
  EXPECT_NE(service.error().message.find("projection.yaml:8: colour: is not a known key"),
            std::string::npos)
      << service.error().message;
  EXPECT_NE(service.error().message.find("projection.yaml:9: log.shout: is not a known key"),
            std::string::npos);
}

TEST_F(ServiceConfigTest, AMissingSectionAndAWrongNumberAreFaults) {
  const auto service =
      Load(Write("bad.yaml", "service: projection\nkafka: {brokers: b, partitions: many}\n"));
  ASSERT_FALSE(service);
  for (const char* fault : {"listen: is missing", "secrets: is missing", "redis: is missing",
                            "kafka.partitions: must be a whole number from 1 to 1000"}) {
    EXPECT_NE(service.error().message.find(fault), std::string::npos) << fault;
  }
}

const std::string kGateway =
    "  catalogue_folder: catalogue\n  councils:\n"
    "    wolverhampton: {telephone: \"01632 960001\", postcode_areas: [WV1, WV2], test: true}\n"
    "    southwark: {telephone: \"01632 960002\"}\n";

TEST_F(ServiceConfigTest, TheGatewaySectionNamesCouncilsAndLimits) {
  const auto service = Load(GatewayFile(kGateway + "  limits: {partner_per_second: 7}\n"));
  ASSERT_TRUE(service) << service.error().message;
  const auto& gateway = service->gateway;
  EXPECT_EQ(gateway.catalogue_folder, "catalogue");
  EXPECT_EQ(gateway.councils.at("wolverhampton").telephone, "01632 960001");
  EXPECT_EQ(gateway.councils.at("wolverhampton").postcode_areas.size(), 2U);
  EXPECT_TRUE(gateway.councils.at("wolverhampton").test);
  EXPECT_FALSE(gateway.councils.at("southwark").test);
  EXPECT_EQ(gateway.limits.partner_per_second, 7);
  EXPECT_EQ(gateway.limits.partner_burst, 100);
  EXPECT_EQ(gateway.limits.user_per_second, 20);
}

TEST_F(ServiceConfigTest, LimitsAreLiftedInProfileLocalUnlessTheyAreStated) {
  const auto lifted = Load(GatewayFile(kGateway, "local"));
  ASSERT_TRUE(lifted) << lifted.error().message;
  EXPECT_EQ(lifted->gateway.limits.partner_per_second, 0);
  EXPECT_EQ(lifted->gateway.limits.in_flight_max, 1024);
  const auto stated = Load(GatewayFile(kGateway + "  limits: {user_per_second: 3}\n", "local"));
  ASSERT_TRUE(stated);
  EXPECT_EQ(stated->gateway.limits.user_per_second, 3);
}

TEST_F(ServiceConfigTest, TheEnvironmentOverridesTheCatalogueFolderAndALimit) {
  ::setenv("KINWARD__GATEWAY__CATALOGUE_FOLDER", "/elsewhere", 1);
  ::setenv("KINWARD__GATEWAY__LIMITS__PARTNER_BURST", "9", 1);
  const auto service = Load(GatewayFile(kGateway));
  ::unsetenv("KINWARD__GATEWAY__CATALOGUE_FOLDER");
  ::unsetenv("KINWARD__GATEWAY__LIMITS__PARTNER_BURST");
  ASSERT_TRUE(service) << service.error().message;
  EXPECT_EQ(service->gateway.catalogue_folder, "/elsewhere");
  EXPECT_EQ(service->gateway.limits.partner_burst, 9);
}

TEST_F(ServiceConfigTest, FaultsOfTheGatewaySectionAreToldWithLineAndKey) {
  const auto service = Load(GatewayFile(
      "  councils:\n    wolverhampton: {postcode_areas: WV1, test: perhaps}\n"
      "  limits: {partner_per_second: many, per_day: 3}\n  listen_mutual: \"127.0.0.1:9\"\n"));
  ASSERT_FALSE(service);
  for (const char* fault :
       {"gateway.yaml:7: gateway.catalogue_folder: is missing",
        "gateway.yaml:13: gateway.councils.wolverhampton.telephone: is missing",
        "gateway.yaml:13: gateway.councils.wolverhampton.postcode_areas: must be a list",
        "gateway.yaml:13: gateway.councils.wolverhampton.test: must be true or false",
        "gateway.yaml:14: gateway.limits.partner_per_second: must be a whole number",
        "gateway.yaml:14: gateway.limits.per_day: is not a known key",
        "gateway.client_authority_file: is missing, and listen_mutual needs it"}) {
    EXPECT_NE(service.error().message.find(fault), std::string::npos) << fault << "\n"
                                                                      << service.error().message;
  }
}

TEST_F(ServiceConfigTest, WhatIsNotYamlIsAFaultWithItsLine) {
  const auto service = Load(Write("broken.yaml", "service: [\n"));
  ASSERT_FALSE(service);
  EXPECT_NE(service.error().message.find("broken.yaml:"), std::string::npos);
}

}  // namespace
}  // namespace kinward::config
