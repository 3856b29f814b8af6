// CloudEvents 1.0 in Kafka's binary mode (design 6): attributes are headers, the value is the
// protobuf message. Not here: what the types mean; sealed fields are bytes like any other.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "libs/base/result.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "libs/kafka/message.h"
#include "libs/kafka/record.h"

namespace kinward::kafka {

// The attributes of one event. Views: the text belongs to the message read or the row encoded.
struct CloudEvent {
  std::string_view id;              // ce_id: the event's UUID
  std::string_view context;         // of ce_source urn:kinward:<context>
  std::string_view type;            // ce_type: kinward.<context>.<aggregate>.<event>.v1
  std::string_view time;            // ce_time: when it occurred, RFC 3339 (ParseTime)
  std::string_view subject;         // ce_subject: the stream's id
  std::int64_t sequence = 0;        // ce_sequence: the stream's version
  std::string_view partition_key;   // ce_partitionkey, and the record's key
  std::string_view correlation_id;  // ce_correlationid; may be empty, like the next two
  std::string_view causation_id;    // ce_causationid
  std::string_view traceparent;     // ce_traceparent
  std::string_view data_schema;     // ce_dataschema
  std::string_view council;         // ce_kinwardcouncil: the tenant
  std::int64_t generation = 0;      // ce_kinwardgeneration: of the topic
};

inline constexpr std::string_view kSourcePrefix = "urn:kinward:";

// Encodes events into headers; owns the few bytes that are not views. One per thread, reused.
class CloudEventEncoder {
 public:
  // Valid until the next call. Empty optional attributes are left out.
  std::span<const Header> Encode(const CloudEvent& event);

 private:
  std::array<Header, kHeadersMax> headers_{};
  std::string source_;
  std::string sequence_;
  std::string generation_;
};

// kCorrupt, naming the header at fault, when a required one is missing or cannot be read. Required:
// id, source, type, specversion 1.0, time, subject, sequence, partitionkey, council, generation and
// content-type application/protobuf.
Result<CloudEvent> DecodeCloudEvent(std::span<const Header> headers);

}  // namespace kinward::kafka
