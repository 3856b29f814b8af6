#include "services/eligibility/what_if/one_programme.h"

#include <google/protobuf/io/coded_stream.h>

#include <string>

namespace kinward::eligibility {
namespace {

using google::protobuf::io::CodedInputStream;

// How the encoding says of which kind a value is, in a tag's three lowest bits.
enum Wire : std::uint32_t { kVarint = 0, kEightBytes = 1, kSized = 2, kFourBytes = 5 };

constexpr std::uint32_t SizedTag(int number) {
  return static_cast<std::uint32_t>(number) << 3U | kSized;
}
constexpr std::uint32_t kProgrammes = SizedTag(v1::EligibilityDecided::kProgrammesFieldNumber);
constexpr std::uint32_t kProgrammeId = SizedTag(v1::ProgrammeOutcome::kProgrammeIdFieldNumber);

CodedInputStream Over(std::string_view bytes) {
  return CodedInputStream(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                          static_cast<int>(bytes.size()));
}

// Leaves the stream behind the value; a sized one begins at `begins`. False: there is none.
bool SkipValue(CodedInputStream& in, std::uint32_t tag, std::size_t& begins) {
  std::uint64_t number = 0;
  std::uint32_t size = 0;
  switch (tag & 7U) {
    case kVarint:
      return in.ReadVarint64(&number);
    case kEightBytes:
      return in.Skip(8);
    case kFourBytes:
      return in.Skip(4);
    case kSized:
      if (!in.ReadVarint32(&size)) return false;
      begins = static_cast<std::size_t>(in.CurrentPosition());
      return in.Skip(static_cast<int>(size));
    default:
      return false;
  }
}

// Fields are written in the order of their numbers, so the id comes first; one that does not is
// taken for the one that is wanted, and read.
bool IsOther(std::string_view outcome, std::string_view programme_id) {
  CodedInputStream in = Over(outcome);
  std::string id;
  std::uint32_t size = 0;
  if (in.ReadTag() != kProgrammeId || !in.ReadVarint32(&size)) return false;
  return in.ReadString(&id, static_cast<int>(size)) && id != programme_id;
}

}  // namespace

std::optional<v1::EligibilityDecided> ReadOneProgramme(std::string_view body,
                                                       std::string_view programme_id) {
  std::string kept;
  CodedInputStream in = Over(body);
  while (true) {
    const auto from = static_cast<std::size_t>(in.CurrentPosition());
    const std::uint32_t tag = in.ReadTag();
    if (tag == 0) break;
    std::size_t begins = 0;
    if (!SkipValue(in, tag, begins)) return std::nullopt;
    const auto until = static_cast<std::size_t>(in.CurrentPosition());
    const bool other =
        tag == kProgrammes && IsOther(body.substr(begins, until - begins), programme_id);
    if (!other) kept.append(body, from, until - from);
  }
  v1::EligibilityDecided event;
  if (!in.ConsumedEntireMessage() || !event.ParseFromString(kept)) return std::nullopt;
  return event;
}

}  // namespace kinward::eligibility
