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

TEST_F(ServiceConfigTest, WhatIsNotYamlIsAFaultWithItsLine) {
  const auto service = Load(Write("broken.yaml", "service: [\n"));
  ASSERT_FALSE(service);
  EXPECT_NE(service.error().message.find("broken.yaml:"), std::string::npos);
}

}  // namespace
}  // namespace kinward::config
