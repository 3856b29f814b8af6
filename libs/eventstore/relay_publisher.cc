#include "libs/eventstore/relay_publisher.h"

#include "kinward/common/v1/common.pb.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "libs/eventstore/relay_database.h"
#include "libs/kafka/cloud_event.h"

namespace kinward::eventstore {
namespace {
constexpr std::string_view kSchemaPrefix = "urn:kinward:schema:";
}  // namespace

struct RelayPublisher::Encoding {
  common::v1::EventMetadata metadata;
  kafka::CloudEventEncoder encoder;
  std::string id;
  std::string time;
  std::string schema;
};

RelayPublisher::RelayPublisher(std::string context, std::string topic, std::int64_t generation,
                               std::unique_ptr<kafka::Producer> producer)
    : context_(std::move(context)),
      topic_(std::move(topic)),
      generation_(generation),
      encoding_(std::make_unique<Encoding>()),
      producer_(std::move(producer)) {}

RelayPublisher::~RelayPublisher() = default;

Result<void> RelayPublisher::Publish(const PgRows& page, const std::vector<int>& rows,
                                     kafka::Batch& batch) {
  for (const int row : rows) {
    if (Result<void> sent = PublishRow(page, row, batch); !sent) return sent;
  }
  return {};
}

Result<void> RelayPublisher::PublishRow(const PgRows& page, int row, kafka::Batch& batch) {
  const std::string_view stored = page.Text(row, kPageMetadata);
  common::v1::EventMetadata& metadata = encoding_->metadata;
  if (!metadata.ParseFromArray(stored.data(), static_cast<int>(stored.size())) ||
      metadata.partition_key().empty()) {
    return Failure{FailureKind::kCorrupt, "the event at position " +
                                              std::to_string(page.Number(row, kPagePosition)) +
                                              " has no partition key"};
  }
  const std::string_view type = page.Text(row, kPageType);
  encoding_->id = page.Id(row, kPageId).ToString();
  encoding_->time = FormatTime(page.Instant(row, kPageOccurred));
  encoding_->schema.assign(kSchemaPrefix).append(type);
  const kafka::CloudEvent event = {.id = encoding_->id,
                                   .context = context_,
                                   .type = type,
                                   .time = encoding_->time,
                                   .subject = page.Text(row, kPageStream),
                                   .sequence = page.Number(row, kPageVersion),
                                   .partition_key = metadata.partition_key(),
                                   .correlation_id = metadata.correlation_id(),
                                   .causation_id = metadata.causation_id(),
                                   .traceparent = metadata.traceparent(),
                                   .data_schema = encoding_->schema,
                                   .council = page.Text(row, kPageTenant),
                                   .generation = generation_};
  return producer_->Send(topic_,
                         {metadata.partition_key(), page.Text(row, kPageBody),
                          encoding_->encoder.Encode(event), page.Instant(row, kPageRecorded)},
                         batch);
}

}  // namespace kinward::eventstore
