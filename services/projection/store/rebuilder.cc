#include "services/projection/store/rebuilder.h"

#include <thread>
#include <utility>

#include "libs/observe/log.h"
#include "services/projection/store/layout.h"

namespace kinward::projection {
namespace {

constexpr std::chrono::milliseconds kLookEvery{500};

}  // namespace

Rebuilder::Rebuilder(RebuildSettings settings, const Catalogue& catalogue, StreamReader* gaps,
                     std::function<std::vector<int>()> buckets)
    : settings_(std::move(settings)),
      catalogue_(catalogue),
      gaps_(gaps),
      buckets_(std::move(buckets)),
      control_(settings_.writer.redis) {}

void Rebuilder::Run() {
  while (!stopping_) {
    if (!control_.healthy()) (void)control_.Reconnect();
    if (const auto looked = Look(); !looked && control_.healthy()) {
      observe::Log(observe::Level::kWarning, "views_rebuild_waits",
                   {{"why", looked.error().message}});
    }
    for (auto waited = kLookEvery; waited.count() > 0 && !stopping_; waited -= kReconnectPause)
      std::this_thread::sleep_for(kReconnectPause);
  }
}

Result<void> Rebuilder::Look() {
  const auto active = ActiveVersion(control_, settings_.writer.prefix);
  if (!active) return active.error();
  const std::vector<int> ours = buckets_();
  if (*active == 0 || ours.empty()) return {};
  auto building = BuildingVersion(control_, settings_.writer.prefix);
  if (!building) return building.error();
  if (*building <= *active) {
    const auto broken = AnyBroken(*active, ours);
    if (!broken) return broken.error();
    if (!*broken) return RemoveBefore(*active, ours);
    building = AnnounceRebuild(control_, settings_.writer.prefix);
    if (!building) return building.error();
  }
  return Build(*active, *building, ours);
}

Result<bool> Rebuilder::AnyBroken(int version, const std::vector<int>& ours) {
  for (const int bucket : ours) {
    const auto broken =
        control_.Call({"EXISTS", Layout(settings_.writer.prefix, bucket, version).Broken()});
    if (!broken) return broken.error();
    if (broken->integer == 1) return true;
  }
  return false;
}

Result<void> Rebuilder::Build(int active, int building, const std::vector<int>& ours) {
  RebuildSettings settings = settings_;
  settings.from_version = active;
  settings.writer.version = building;
  settings.buckets = ours;
  settings.go_on = [this, ours] { return !stopping_ && buckets_() == ours; };
  observe::LogInfo("views_rebuild_begins", {{"version", std::to_string(building)}});
  Rebuild rebuild(std::move(settings), catalogue_, gaps_);
  const auto report = rebuild.Run();
  if (!report) return report.error();
  if (!report->flipped) return {};
  counters_.rebuilds.fetch_add(1);
  counters_.different = report->different;
  observe::LogInfo("views_rebuilt", {{"version", std::to_string(building)},
                                     {"events", std::to_string(report->events)},
                                     {"documents", std::to_string(report->documents)},
                                     {"different", std::to_string(report->different)},
                                     {"ms", std::to_string(report->took.count())}});
  return {};
}

// Of what a rebuild left behind, also one that another process did not live to clean up.
Result<void> Rebuilder::RemoveBefore(int active, const std::vector<int>& ours) {
  if (cleaned_before_ == active) return {};
  for (const int bucket : ours) {
    if (stopping_) return {};
    const auto removed = RemoveVersion(control_, settings_.writer.prefix, bucket, active - 1);
    if (!removed) return removed.error();
  }
  cleaned_before_ = active;
  return {};
}

}  // namespace kinward::projection
