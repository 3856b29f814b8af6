#include "services/projection/server/reader.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>
#include <utility>

#include "services/projection/limits.h"
#include "services/projection/store/layout.h"
#include "services/projection/store/versions.h"

namespace kinward::projection {
namespace {

std::int64_t NumberIn(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string Bound(std::int64_t score) {
  if (score == INT64_MIN) return "-inf";
  if (score == INT64_MAX) return "+inf";
  return std::to_string(score);
}

}  // namespace

ViewReader::ViewReader(redis::Endpoint endpoint, std::string prefix, int buckets)
    : connection_(std::move(endpoint)), prefix_(std::move(prefix)), buckets_(buckets) {}

Result<int> ViewReader::Pin() {
  auto active = connection_.healthy()
                    ? ActiveVersion(connection_, prefix_)
                    : Result<int>(Failure{FailureKind::kRetry, "redis: not connected"});
  if (!active) {  // once more on a new connection: an idle one may have been closed
    if (auto connected = connection_.Reconnect(); !connected) return connected.error();
    active = ActiveVersion(connection_, prefix_);
    if (!active) return active.error();
  }
  if (*active == 0) return Failure{FailureKind::kRetry, "the views are being rebuilt"};
  version_ = *active;
  return version_;
}

Result<std::vector<redis::Reply>> ViewReader::Replies(std::size_t count) {
  std::vector<redis::Reply> replies;
  replies.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto reply = connection_.Read();
    if (!reply) return reply.error();
    if (reply->IsError()) {
      (void)connection_.Reconnect();  // the rest of the pipeline is of no use
      return FailureOf(*reply);
    }
    replies.push_back(std::move(*reply));
  }
  return replies;
}

Result<std::vector<Document>> ViewReader::Documents(std::string_view council,
                                                    std::string_view collection,
                                                    const std::vector<Place>& places) {
  std::vector<std::size_t> owners;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const int first = places[i].bucket == kAnyBucket ? 0 : places[i].bucket;
    const int last = places[i].bucket == kAnyBucket ? buckets_ - 1 : places[i].bucket;
    for (int bucket = first; bucket <= last; ++bucket) {
      connection_.Append(
          {"HGETALL",
           Layout(prefix_, bucket, version_).Document(council, collection, places[i].id)});
      owners.push_back(i);
    }
  }
  auto replies = Replies(owners.size());
  if (!replies) return replies.error();
  std::vector<Document> documents(places.size());
  for (std::size_t i = 0; i < owners.size(); ++i) {
    auto& elements = (*replies)[i].elements;
    for (std::size_t field = 0; field + 1 < elements.size(); field += 2) {
      documents[owners[i]][elements[field].text] = std::move(elements[field + 1].text);
    }
  }
  return documents;
}

Result<std::vector<IndexEntry>> ViewReader::Index(std::string_view council, std::string_view index,
                                                  std::int64_t min, std::int64_t max) {
  for (int bucket = 0; bucket < buckets_; ++bucket) {
    connection_.Append({"ZRANGEBYSCORE", Layout(prefix_, bucket, version_).Index(council, index),
                        Bound(min), Bound(max), "WITHSCORES"});
  }
  auto replies = Replies(static_cast<std::size_t>(buckets_));
  if (!replies) return replies.error();
  std::vector<IndexEntry> entries;
  for (int bucket = 0; bucket < buckets_; ++bucket) {
    auto& elements = (*replies)[static_cast<std::size_t>(bucket)].elements;
    for (std::size_t i = 0; i + 1 < elements.size(); i += 2) {
      entries.push_back({std::move(elements[i].text), NumberIn(elements[i + 1].text), bucket});
    }
  }
  std::sort(entries.begin(), entries.end(), [](const IndexEntry& left, const IndexEntry& right) {
    return std::tie(left.score, left.id) < std::tie(right.score, right.id);
  });
  return entries;
}

Result<std::vector<std::string>> ViewReader::List(std::string_view council, std::string_view name) {
  for (int bucket = 0; bucket < buckets_; ++bucket) {
    for (const std::string_view context : kSourceNames) {
      connection_.Append(
          {"LRANGE", Layout(prefix_, bucket, version_).List(council, name, context), "0", "-1"});
    }
  }
  auto replies = Replies(static_cast<std::size_t>(buckets_) * kSources);
  if (!replies) return replies.error();
  std::vector<std::string> entries;
  for (auto& reply : *replies) {
    for (auto& element : reply.elements) entries.push_back(std::move(element.text));
  }
  return entries;
}

Result<std::vector<Positions>> ViewReader::Offsets() {
  for (int bucket = 0; bucket < buckets_; ++bucket) {
    connection_.Append({"HGETALL", Layout(prefix_, bucket, version_).Offsets()});
  }
  auto replies = Replies(static_cast<std::size_t>(buckets_));
  if (!replies) return replies.error();
  std::vector<Positions> positions(static_cast<std::size_t>(buckets_));
  for (std::size_t bucket = 0; bucket < positions.size(); ++bucket) {
    const auto& elements = (*replies)[bucket].elements;
    for (std::size_t i = 0; i + 1 < elements.size(); i += 2) {
      if (const auto source = SourceNamed(elements[i].text)) {
        (void)ParsePosition(elements[i + 1].text,
                            positions[bucket][static_cast<std::size_t>(*source)]);
      }
    }
  }
  return positions;
}

Result<std::vector<ViewReader::Waiting>> ViewReader::Parked() {
  for (int bucket = 0; bucket < buckets_; ++bucket)
    connection_.Append({"HGETALL", Layout(prefix_, bucket, version_).Parked()});
  auto replies = Replies(static_cast<std::size_t>(buckets_));
  if (!replies) return replies.error();
  std::vector<Waiting> waiting;
  for (int bucket = 0; bucket < buckets_; ++bucket) {
    const auto& elements = (*replies)[static_cast<std::size_t>(bucket)].elements;
    for (std::size_t i = 0; i + 1 < elements.size(); i += 2)
      waiting.push_back({bucket, elements[i].text, ParseParked(elements[i + 1].text)});
  }
  return waiting;
}

Result<std::int64_t> ViewReader::StreamVersion(int bucket, Source source, std::string_view council,
                                               std::string_view stream) {
  const Layout layout(prefix_, bucket, version_);
  const VersionField field = VersionFieldOf(static_cast<std::uint8_t>(source), stream);
  connection_.Append({"HGET", layout.Versions(council, field.shard), field.field});
  for (const std::string_view home : HomesOf(source)) {
    connection_.Append(
        {"HGET", layout.Document(council, home, stream), HomeVersionField(NameOf(source))});
  }
  auto replies = Replies(1 + HomesOf(source).size());
  if (!replies) return replies.error();
  std::int64_t version = 0;
  for (const auto& reply : *replies) version = std::max(version, NumberIn(reply.text));
  return version;
}

Result<std::optional<std::vector<std::string>>> ViewReader::ChangedSince(int bucket,
                                                                         const std::string& last) {
  using Names = std::optional<std::vector<std::string>>;
  const std::string key = Layout(prefix_, bucket, version_).Changes();
  const std::string limit = std::to_string(kWatchPendingMax);
  connection_.Append({"XRANGE", key, "-", "+", "COUNT", "1"});
  connection_.Append({"XRANGE", key, "(" + last, "+", "COUNT", limit});
  auto replies = Replies(2);
  if (!replies) return replies.error();
  const auto& first = (*replies)[0].elements;
  const auto number = [](std::string_view id) {
    return std::pair(NumberIn(id), NumberIn(id.substr(std::min(id.size(), id.find('-') + 1))));
  };
  // What lay between `last` and the first entry kept is not known any more.
  if (!first.empty() && last != "0-0" && number(first[0].elements[0].text) > number(last))
    return Names{};
  if ((*replies)[1].elements.size() >= kWatchPendingMax) return Names{};
  std::vector<std::string> names;
  for (const auto& entry : (*replies)[1].elements) {
    const std::string_view text = entry.elements.at(1).elements.at(1).text;
    for (std::size_t from = 0; from < text.size();) {
      const auto end = text.find('\n', from);
      names.emplace_back(text.substr(from, end - from));
      from = end + 1;
    }
  }
  return Names{std::move(names)};
}

Result<std::vector<CaseParts>> ViewReader::Cases(std::string_view council,
                                                 const std::vector<Place>& places, bool all) {
  auto documents = Documents(council, kCaseCollection, places);
  if (!documents) return documents.error();
  std::vector<CaseParts> cases;
  std::vector<Place> help_places;
  std::vector<std::size_t> owners;
  for (std::size_t i = 0; i < places.size(); ++i) {
    CaseParts parts;
    parts.intake = PartOf<views::v1::CaseIntakePart>((*documents)[i], Source::kIntake);
    if (!all && parts.intake.referral_id().empty()) continue;
    parts.eligibility =
        PartOf<views::v1::CaseEligibilityPart>((*documents)[i], Source::kEligibility);
    parts.scheduling = PartOf<views::v1::CaseSchedulingPart>((*documents)[i], Source::kScheduling);
    const auto outcomes = PartOf<views::v1::CaseOutcomesPart>((*documents)[i], Source::kOutcomes);
    for (const std::string& id : outcomes.case_ids()) {
      help_places.push_back({id, places[i].bucket});
      owners.push_back(cases.size());
    }
    cases.push_back(std::move(parts));
  }
  auto helps = Documents(council, kHelpCollection, help_places);
  if (!helps) return helps.error();
  for (std::size_t i = 0; i < owners.size(); ++i) {
    cases[owners[i]].help.push_back(PartOf<views::v1::CaseHelp>((*helps)[i], Source::kOutcomes));
  }
  return cases;
}

}  // namespace kinward::projection
