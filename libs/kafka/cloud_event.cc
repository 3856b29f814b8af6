#include "libs/kafka/cloud_event.h"

#include <charconv>
#include <cstddef>

#include "libs/base/check.h"

namespace kinward::kafka {
namespace {

constexpr std::string_view kProtobuf = "application/protobuf";
constexpr std::string_view kSpecVersion = "1.0";

// In the order they are written. The bit of each says whether it was met.
enum class Attribute : std::size_t {
  kId,
  kSource,
  kType,
  kVersion,
  kTime,
  kSubject,
  kSequence,
  kPartitionKey,
  kCorrelationId,
  kCausationId,
  kTraceparent,
  kDataSchema,
  kCouncil,
  kGeneration,
  kContentType,
};
constexpr std::array<std::string_view, 15> kNames = {"ce_id",
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
static_assert(kNames.size() <= kHeadersMax);

constexpr bool IsRequired(Attribute attribute) {
  return attribute != Attribute::kCorrelationId && attribute != Attribute::kCausationId &&
         attribute != Attribute::kTraceparent && attribute != Attribute::kDataSchema;
}

Failure Fault(std::size_t attribute, const char* what) {
  return {FailureKind::kCorrupt, std::string("header ") + std::string(kNames[attribute]) + what};
}

bool ReadNumber(std::string_view text, std::int64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number >= 0;
}

bool ReadContext(std::string_view source, std::string_view& context) {
  if (!source.starts_with(kSourcePrefix)) return false;
  context = source.substr(kSourcePrefix.size());
  return !context.empty();
}

bool Read(Attribute attribute, std::string_view value, CloudEvent& event) {
  const auto take = [&](std::string_view& field) {
    field = value;
    return !value.empty() || !IsRequired(attribute);
  };
  switch (attribute) {
    case Attribute::kId:
      return take(event.id);
    case Attribute::kSource:
      return ReadContext(value, event.context);
    case Attribute::kType:
      return take(event.type);
    case Attribute::kVersion:
      return value == kSpecVersion;
    case Attribute::kTime:
      return take(event.time);
    case Attribute::kSubject:
      return take(event.subject);
    case Attribute::kSequence:
      return ReadNumber(value, event.sequence);
    case Attribute::kPartitionKey:
      return take(event.partition_key);
    case Attribute::kCorrelationId:
      return take(event.correlation_id);
    case Attribute::kCausationId:
      return take(event.causation_id);
    case Attribute::kTraceparent:
      return take(event.traceparent);
    case Attribute::kDataSchema:
      return take(event.data_schema);
    case Attribute::kCouncil:
      return take(event.council);
    case Attribute::kGeneration:
      return ReadNumber(value, event.generation);
    case Attribute::kContentType:
      return value == kProtobuf;
  }
  return false;
}

// Kinward writes headers in one order, so the next name is nearly always the expected one.
std::size_t Find(std::string_view name, std::size_t expected) {
  for (std::size_t step = 0; step < kNames.size(); ++step) {
    const std::size_t at = (expected + step) % kNames.size();
    if (kNames[at] == name) return at;
  }
  return kNames.size();
}

}  // namespace

std::span<const Header> CloudEventEncoder::Encode(const CloudEvent& event) {
  CHECK(!event.id.empty());
  CHECK(!event.partition_key.empty());
  source_.assign(kSourcePrefix).append(event.context);
  sequence_ = std::to_string(event.sequence);
  generation_ = std::to_string(event.generation);
  const std::array<std::string_view, kNames.size()> values = {event.id,
                                                              source_,
                                                              event.type,
                                                              kSpecVersion,
                                                              event.time,
                                                              event.subject,
                                                              sequence_,
                                                              event.partition_key,
                                                              event.correlation_id,
                                                              event.causation_id,
                                                              event.traceparent,
                                                              event.data_schema,
                                                              event.council,
                                                              generation_,
                                                              kProtobuf};
  std::size_t count = 0;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (!values[i].empty()) headers_[count++] = {kNames[i], values[i]};
  }
  return std::span<const Header>(headers_).first(count);
}

Result<CloudEvent> DecodeCloudEvent(std::span<const Header> headers) {
  CloudEvent event;
  std::array<bool, kNames.size()> met{};
  std::size_t expected = 0;
  for (const Header& header : headers) {
    const std::size_t at = Find(header.name, expected);
    if (at == kNames.size()) continue;  // an extension that somebody added
    expected = at + 1;
    if (met[at]) return Fault(at, " is there twice");
    met[at] = true;
    if (!Read(static_cast<Attribute>(at), header.value, event)) {
      return Fault(at, " cannot be read");
    }
  }
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (!met[i] && IsRequired(static_cast<Attribute>(i))) return Fault(i, " is missing");
  }
  return event;
}

}  // namespace kinward::kafka
