#include "libs/host/heard_record.h"

#include "libs/base/time.h"
#include "libs/kafka/cloud_event.h"

namespace kinward::host {

Result<common::v1::StoredEvent> EventOf(const kafka::Record& record) {
  std::vector<kafka::Header> headers;
  for (const auto& [name, value] : record.headers) headers.push_back({name, value});
  auto decoded = kafka::DecodeCloudEvent(headers);
  common::v1::StoredEvent event;
  event.set_body(record.value);
  event.mutable_metadata()->set_partition_key(record.key);
  if (!decoded) return decoded.error();
  const auto time = ParseTime(decoded->time);
  if (!time) return Failure{FailureKind::kCorrupt, "ce_time"};
  event.set_council(std::string(decoded->council));
  event.set_stream(std::string(decoded->subject));
  event.set_version(decoded->sequence);
  event.set_type(std::string(decoded->type));
  event.set_id(std::string(decoded->id));
  event.mutable_metadata()->set_correlation_id(std::string(decoded->correlation_id));
  event.mutable_metadata()->set_causation_id(std::string(decoded->causation_id));
  event.mutable_metadata()->set_traceparent(std::string(decoded->traceparent));
  *event.mutable_occurred_time() = ToTimestamp(*time);
  return event;
}

std::int64_t GenerationOf(const kafka::Record& record) {
  const std::string_view text = record.header("ce_kinwardgeneration");
  return text.empty() ? 0 : std::strtoll(std::string(text).c_str(), nullptr, 10);
}

}  // namespace kinward::host
