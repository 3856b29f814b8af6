#include "services/projection/store/rebuild.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "libs/kafka/admin.h"

namespace kinward::projection {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

}  // namespace

Rebuild::Rebuild(RebuildSettings settings, const Catalogue& catalogue, StreamReader* gaps)
    : settings_(std::move(settings)),
      topics_(TopicsOf(settings_.topic_prefix)),
      writer_(
          [this] {
            settings_.writer.announce = false;
            return settings_.writer;
          }(),
          catalogue, gaps),
      control_(settings_.writer.redis),
      round_(topics_) {}

Result<void> Rebuild::Begin() {
  if (auto connected = control_.Reconnect(); !connected) return connected;
  if (auto connected = writer_.Connect(); !connected) return connected;
  auto admin = kafka::Admin::Make(settings_.kafka);
  if (!admin) return admin.error();
  std::vector<kafka::TopicOffset> offsets;
  std::vector<std::vector<kafka::Watermarks>> marks;
  for (const std::string& topic : topics_) {
    auto found = (*admin)->AllWatermarksOf(topic);
    if (!found) return found.error();
    marks.push_back(std::move(*found));
  }
  ends_.assign(kSources, {});
  for (const int bucket : settings_.buckets) {
    auto positions = writer_.Open(bucket, false);
    if (!positions) return positions.error();
    for (std::size_t source = 0; source < kSources; ++source) {
      offsets.push_back({topics_[source], bucket, (*positions)[source].next});
      ends_[source].push_back(marks[source].at(static_cast<std::size_t>(bucket)).high);
    }
  }
  kafka::ConsumerSettings settings;
  settings.connection = settings_.kafka;
  settings.topics = topics_;
  kafka::ConsumerEvents events;
  events.on_assigned = [](const auto&) { return std::vector<kafka::TopicOffset>{}; };
  events.on_revoked = [](const auto&, bool) {};
  events.on_offset_lost = [this](const auto&, auto) { offset_lost_ = true; };
  events.on_error = [this](const Failure& failure) {
    offset_lost_ |= failure.kind == FailureKind::kFatal;
  };
  auto made = kafka::Consumer::Make(std::move(settings), std::move(events));
  if (!made) return made.error();
  consumer_ = std::move(*made);
  return consumer_->Reassign(offsets);
}

// One round in flight, and no more than the agreed rate: the live views share Redis and the cores.
void Rebuild::Pace(std::size_t events) {
  const auto now = steady_clock::now();
  const auto cost = std::chrono::microseconds{1'000'000LL * static_cast<long long>(events) /
                                              settings_.events_per_second};
  next_round_ = std::max(next_round_, now - milliseconds{20}) + cost;
  if (next_round_ > now) std::this_thread::sleep_for(next_round_ - now);
}

Result<bool> Rebuild::Step() {
  milliseconds wait{50};
  while (round_.size() < settings_.round_events) {
    kafka::Message message = consumer_->Poll(wait);
    if (!message) break;
    wait = milliseconds{0};
    const auto source = round_.SourceOf(message.topic());
    if (!source) continue;
    const Incoming incoming = round_.Decode(message, *source);
    round_.Add(std::move(message), incoming);
  }
  if (offset_lost_)
    return Failure{FailureKind::kRetry, "the log changed under the rebuild: begin again"};
  const std::size_t events = round_.size();
  if (events == 0) return true;
  auto written = writer_.Write(round_.Batches());
  if (!written) return written.error();
  auto drained = writer_.Drain();
  if (!drained) return drained.error();
  round_.Clear();
  if (!written->empty() || !drained->empty()) {
    return Failure{FailureKind::kFenced, "somebody else writes the version being built"};
  }
  events_ += static_cast<std::int64_t>(events);
  Pace(events);
  return events < settings_.round_events;
}

bool Rebuild::CaughtUp() const {
  for (std::size_t source = 0; source < kSources; ++source) {
    for (std::size_t i = 0; i < settings_.buckets.size(); ++i) {
      if (writer_.position(settings_.buckets[i], static_cast<Source>(source)).next <
          ends_[source][i])
        return false;
    }
  }
  return true;
}

Result<void> Rebuild::Ready(RebuildReport& report) {
  int ready = 0;
  for (const int bucket : settings_.buckets) {
    if (stopping_) return {};
    auto compared = Compare(control_, settings_.writer.prefix, bucket, settings_.from_version,
                            settings_.writer.version);
    if (!compared) return compared.error();
    if (auto kept = KeepReport(control_, settings_.writer.prefix, settings_.writer.version, bucket,
                               *compared);
        !kept) {
      return kept.error();
    }
    report.documents += compared->documents_new;
    report.different += compared->different;
    report.examples.insert(report.examples.end(), compared->examples.begin(),
                           compared->examples.end());
    auto reported =
        ReportReady(control_, settings_.writer.prefix, settings_.writer.version, bucket);
    if (!reported) return reported.error();
    ready = *reported;
  }
  if (ready < settings_.partitions) return {};
  auto flipped =
      Flip(control_, settings_.writer.prefix, settings_.from_version, settings_.writer.version);
  if (!flipped) return flipped.error();
  report.flipped = true;
  return {};
}

Result<RebuildReport> Rebuild::Run() {
  const auto started = steady_clock::now();
  RebuildReport report;
  if (auto begun = Begin(); !begun) return begun.error();
  bool reported = false;
  while (!stopping_ && settings_.go_on() && !report.flipped) {
    auto idle = Step();
    if (!idle && idle.error().kind == FailureKind::kFenced && reported) {
      report.flipped = true;  // the live projector has taken the new version over
      break;
    }
    if (!idle) return idle.error();
    if (!reported && *idle && CaughtUp()) {
      if (auto ready = Ready(report); !ready) return ready.error();
      reported = true;
    }
    if (reported && !report.flipped) {
      auto active = ActiveVersion(control_, settings_.writer.prefix);
      if (!active) return active.error();
      report.flipped = *active >= settings_.writer.version;
    }
  }
  (void)consumer_->Close(std::chrono::seconds{5});
  report.events = events_;
  report.took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - started);
  return report;
}

}  // namespace kinward::projection
