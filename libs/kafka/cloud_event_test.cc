#include "libs/kafka/cloud_event.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "libs/kafka/producer.h"

namespace kinward::kafka {
namespace {

const CloudEvent kReceived = {
    .id = "01939a4e-0000-7000-8000-000000000001",
    .context = "intake",
    .type = "kinward.intake.referral.referral-received.v1",
    .time = "2026-11-02T09:15:00Z",
    .subject = "stream",
    .sequence = 3,
    .partition_key = "family",
    .correlation_id = "correlation",
    .causation_id = "cause",
    .traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    .data_schema = "urn:kinward:schema",
    .council = "wolverhampton",
    .generation = 2};

std::vector<Header> Encoded(CloudEventEncoder& encoder, const CloudEvent& event) {
  const std::span<const Header> headers = encoder.Encode(event);
  return {headers.begin(), headers.end()};
}
std::vector<Header> Without(std::vector<Header> headers, std::string_view name) {
  std::erase_if(headers, [&](const Header& header) { return header.name == name; });
  return headers;
}

TEST(CloudEventTest, WritesTheFifteenHeadersOfTheDesign) {
  CloudEventEncoder encoder;
  std::vector<std::string> names;
  for (const Header& header : encoder.Encode(kReceived)) names.emplace_back(header.name);
  const std::vector<std::string> wanted = {"ce_id",
                                           "ce_source",
                                           "ce_type",
                                           "ce_specversion",
                                           "ce_time",
                                           "ce_subject",
                                           "ce_sequence",
                                           "ce_partitionkey",
                                           "ce_correlationid",
                                           "ce_causationid",
                                           "ce_traceparent",
                                           "ce_dataschema",
                                           "ce_kinwardcouncil",
                                           "ce_kinwardgeneration",
                                           "content-type"};
  EXPECT_EQ(names, wanted);
}

TEST(CloudEventTest, ReadsWhatItWrote) {
  CloudEventEncoder encoder;
  const Result<CloudEvent> read = DecodeCloudEvent(encoder.Encode(kReceived));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, kReceived.id);
  EXPECT_EQ(read->context, "intake");
  EXPECT_EQ(read->sequence, 3);
  EXPECT_EQ(read->partition_key, "family");
  EXPECT_EQ(read->traceparent, kReceived.traceparent);
  EXPECT_EQ(read->council, "wolverhampton");
  EXPECT_EQ(read->generation, 2);
}

TEST(CloudEventTest, ReadsHeadersInAnyOrderAmongStrangers) {
  CloudEventEncoder encoder;
  std::vector<Header> headers = Encoded(encoder, kReceived);
  std::reverse(headers.begin(), headers.end());
  headers.insert(headers.begin() + 4, {"ce_somebodys", "word"});
  const Result<CloudEvent> read = DecodeCloudEvent(headers);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->type, kReceived.type);
}

TEST(CloudEventTest, LeavesOutWhatIsEmptyAndOptional) {
  CloudEvent bare = kReceived;
  bare.correlation_id = bare.causation_id = bare.traceparent = bare.data_schema = {};
  CloudEventEncoder encoder;
  EXPECT_EQ(encoder.Encode(bare).size(), 11U);
  EXPECT_TRUE(DecodeCloudEvent(encoder.Encode(bare)));
}

TEST(CloudEventTest, RefusesAnEventWithoutARequiredHeaderNamingIt) {
  CloudEventEncoder encoder;
  const std::vector<Header> headers = Encoded(encoder, kReceived);
  for (const char* name :
       {"ce_id", "ce_source", "ce_type", "ce_specversion", "ce_time", "ce_subject", "ce_sequence",
        "ce_partitionkey", "ce_kinwardcouncil", "ce_kinwardgeneration", "content-type"}) {
    const Result<CloudEvent> read = DecodeCloudEvent(Without(headers, name));
    ASSERT_FALSE(read) << name;
    EXPECT_EQ(read.error().kind, FailureKind::kCorrupt);
    EXPECT_NE(read.error().message.find(name), std::string::npos);
  }
}

TEST(CloudEventTest, RefusesWhatCannotBeRead) {
  CloudEventEncoder encoder;
  const std::vector<Header> good = Encoded(encoder, kReceived);
  for (const Header& bad :
       {Header{"ce_sequence", "3x"}, Header{"ce_sequence", "-1"},
        Header{"ce_source", "urn:else:intake"}, Header{"ce_source", "urn:kinward:"},
        Header{"ce_specversion", "0.3"}, Header{"content-type", "application/json"},
        Header{"ce_kinwardgeneration", ""}, Header{"ce_id", ""}}) {
    std::vector<Header> headers = Without(good, bad.name);
    headers.push_back(bad);
    EXPECT_FALSE(DecodeCloudEvent(headers)) << bad.name << "=" << bad.value;
  }
}

TEST(CloudEventTest, RefusesAHeaderThatIsThereTwice) {
  CloudEventEncoder encoder;
  std::vector<Header> headers = Encoded(encoder, kReceived);
  headers.push_back({"ce_id", "another"});
  EXPECT_FALSE(DecodeCloudEvent(headers));
}

// murmur2 as Java clients compute it: frozen, because keys would move to other partitions.
TEST(PartitionOfTest, IsMurmur2AsOtherClientsComputeIt) {
  EXPECT_EQ(PartitionOf("kafka", 1'000'000),
            static_cast<int>(0xd067cf64U & 0x7fffffffU) % 1'000'000);
  EXPECT_EQ(PartitionOf("giberish123456789", 1'000'000),
            static_cast<int>(0x8f552b0cU & 0x7fffffffU) % 1'000'000);
}

}  // namespace
}  // namespace kinward::kafka
