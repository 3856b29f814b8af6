#include "services/projection/server/case_as_at.h"

#include <chrono>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "services/projection/limits.h"
#include "services/projection/views/case_past.h"
#include "services/projection/views/chronology_view.h"

namespace kinward::projection {
namespace {

using views::v1::ChronologyEntry;
using StreamName = std::pair<Source, std::string>;
// By version. An event that no entry names is not there.
using Streams = std::map<StreamName, std::map<std::int64_t, common::v1::StoredEvent>>;

Failure Missing() { return {FailureKind::kRetry, "an event of the past is not to be had now"}; }

// The family's entries, each context's in the order in which its events were heard: the order in
// which the live parts were made.
Result<std::vector<ChronologyEntry>> EntriesOf(ViewReader& reader, const std::string& council,
                                               const std::string& family) {
  auto stored = reader.List(council, std::string(kChronologyCollection) + ":" + family);
  if (!stored) return stored.error();
  std::vector<ChronologyEntry> entries;
  for (const std::string& bytes : *stored) {
    if (!entries.emplace_back().ParseFromString(bytes))
      return Failure{FailureKind::kCorrupt, "an entry cannot be read"};
  }
  return entries;
}

// A referral's check and request have its id; its cases and follow-ups are told apart when folded.
bool MayConcern(const std::string& referral_id, Source source, const std::string& stream) {
  return source == Source::kOutcomes || stream == referral_id;
}

// What had happened by then. Of a stream nothing that follows a later event, whatever its time: a
// clock may have been set back, and no event was decided without those before it.
Result<std::vector<ChronologyEntry>> EntriesBy(std::vector<ChronologyEntry> entries,
                                               const std::string& referral_id, Time as_at) {
  std::set<StreamName> ended;
  std::vector<ChronologyEntry> kept;
  for (ChronologyEntry& entry : entries) {
    const auto source = SourceNamed(entry.context());
    if (!source) return Failure{FailureKind::kCorrupt, "an entry of no context"};
    if (!MayConcern(referral_id, *source, entry.stream())) continue;
    if (ToTime(entry.time()) > as_at) ended.insert({*source, entry.stream()});
    if (!ended.contains({*source, entry.stream()})) kept.push_back(std::move(entry));
  }
  return kept;
}

// Each stream up to its last entry.
Result<Streams> Read(StreamReader& streams, const std::string& council,
                     const std::vector<ChronologyEntry>& entries) {
  std::map<StreamName, std::int64_t> last;
  for (const ChronologyEntry& entry : entries)
    last[{*SourceNamed(entry.context()), entry.stream()}] = entry.version();
  const auto deadline = std::chrono::steady_clock::now() + kPastWait;
  Streams read;
  for (const auto& [name, version] : last) {
    if (std::chrono::steady_clock::now() >= deadline) return Missing();
    auto events = streams.Read(name.first, council, name.second, 0, version);
    if (!events) return events.error();
    for (auto& event : *events) read[name].emplace(event.version(), std::move(event));
  }
  return read;
}

}  // namespace

Result<CaseParts> CaseAsAt(ViewReader& reader, StreamReader& streams, const std::string& council,
                           const std::string& referral_id, Time as_at) {
  const auto live = reader.Cases(council, {{referral_id}}, false);
  if (!live) return live.error();
  const Failure unknown{FailureKind::kNotFound, "there is no such document"};
  if (live->empty()) return unknown;
  const std::string& family = live->front().intake.family_id();
  auto all = EntriesOf(reader, council, family);
  if (!all) return all.error();
  const auto entries = EntriesBy(std::move(*all), referral_id, as_at);
  if (!entries) return entries.error();
  const auto read = Read(streams, council, *entries);
  if (!read) return read.error();
  CasePast past(referral_id);
  for (const ChronologyEntry& entry : *entries) {
    const Source source = *SourceNamed(entry.context());
    const auto stream = read->find({source, entry.stream()});
    if (stream == read->end() || !stream->second.contains(entry.version())) return Missing();
    const common::v1::StoredEvent& event = stream->second.at(entry.version());
    const Heard heard{source, council,    entry.stream(), entry.version(),
                      family, event.id(), event.type(),   ToTime(entry.time())};
    if (!past.Apply(AllViews(), heard, event.body()))
      return Failure{FailureKind::kCorrupt, "an event of the past cannot be read"};
  }
  CaseParts parts = past.Parts();
  if (parts.intake.referral_id().empty()) return unknown;
  return parts;
}

}  // namespace kinward::projection
