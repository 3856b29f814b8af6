#include "libs/host/store_check.h"

#include <algorithm>
#include <utility>

namespace kinward::host {
namespace {

using eventstore::AuditDifference;
using eventstore::AuditedEvent;
using eventstore::ExpectedClaim;
using eventstore::ExpectedTimer;
using Kind = AuditDifference::Kind;

constexpr std::int32_t kPage = 500;
constexpr std::size_t kExpectedMax = 2'000;  // told to the audit in portions

// What one stream's events entail so far.
class StreamFold {
 public:
  StreamFold(const AuditedEvent& first) : tenant_(first.tenant), stream_(first.stream) {}
  [[nodiscard]] bool Has(const AuditedEvent& event) const {
    return event.tenant == tenant_ && event.stream == stream_;
  }

  // As one Append does it: releases, then claims; cancels, then sets.
  void Take(const AuditedEvent& event, const Effects& effects) {
    for (const Release& release : effects.releases) {
      std::erase_if(claims_, [&](const ExpectedClaim& claim) {
        return claim.kind == release.kind && claim.holder == release.holder;
      });
    }
    for (const Claim& claim : effects.claims) {
      claims_.push_back(
          {tenant_, stream_, claim.kind, claim.resource, claim.from, claim.until, claim.holder});
    }
    for (const std::string& name : effects.cancelled_timers) Cancel(name);
    for (const Timer& timer : effects.timers) {
      Cancel(timer.name);
      timers_.push_back(
          {tenant_, stream_, timer.name, timer.due, timer.command.message().GetTypeName(),
           timer.command.message().SerializeAsString(), event.id, UuidFrom(event.id, timer.name)});
    }
  }
  void MoveTo(std::vector<ExpectedClaim>& claims, std::vector<ExpectedTimer>& timers) {
    std::move(claims_.begin(), claims_.end(), std::back_inserter(claims));
    std::move(timers_.begin(), timers_.end(), std::back_inserter(timers));
  }

 private:
  void Cancel(const std::string& name) {
    std::erase_if(timers_, [&](const ExpectedTimer& timer) { return timer.name == name; });
  }
  std::string tenant_;
  std::string stream_;
  std::vector<ExpectedClaim> claims_;
  std::vector<ExpectedTimer> timers_;
};

void Note(StoreReport& report, std::string sentence) {
  ++report.differing;
  if (report.differences.size() < StoreReport::kSentencesMax) {
    report.differences.push_back(std::move(sentence));
  }
}

std::string Named(const std::string& tenant, const std::string& stream) {
  return "stream " + stream + " of " + tenant;
}

class StoreFold {
 public:
  StoreFold(const Registry& registry, eventstore::StoreAudit& audit)
      : registry_(registry), audit_(audit) {}

  Result<void> Hear(const AuditedEvent& event) {
    if (fold_ && !fold_->Has(event)) {
      if (auto ended = EndStream(); !ended) return ended;
    }
    if (!fold_) {
      fold_.emplace(event);
      last_version_ = 0;
      if (event.aggregate.empty()) {
        Note(report_, Named(event.tenant, event.stream) + " has events and is not listed");
      }
    }
    if (event.version != last_version_ + 1) {
      Note(report_, Named(event.tenant, event.stream) + ": event " + std::to_string(event.version) +
                        " follows event " + std::to_string(last_version_));
    }
    last_version_ = event.version;
    last_ = {event.tenant, event.stream, event.aggregate, event.stream_version, {}, {}, {}, {}};
    ++report_.events;
    TakeEffects(event);
    return {};
  }

  Result<StoreReport> Finish() {
    if (fold_) {
      if (auto ended = EndStream(); !ended) return ended.error();
    }
    if (auto told = Tell(); !told) return told.error();
    return std::move(report_);
  }

 private:
  void TakeEffects(const AuditedEvent& event) {
    const auto message = registry_.ParseEvent(event.type, event.body);
    const Aggregate* aggregate = registry_.AggregateOfEvent(event.type);
    if (message == nullptr || aggregate == nullptr) {
      return Note(report_, Named(event.tenant, event.stream) + ": event " +
                               std::to_string(event.version) + " of type " + event.type +
                               " cannot be read");
    }
    if (!event.aggregate.empty() && aggregate->name() != event.aggregate) {
      Note(report_, Named(event.tenant, event.stream) + " is a " + event.aggregate +
                        " and has an event of type " + event.type);
    }
    fold_->Take(event, aggregate->EffectsOf(*message));
  }

  Result<void> EndStream() {
    if (!last_.aggregate.empty() && last_.stream_version != last_version_) {
      Note(report_, Named(last_.tenant, last_.stream) + " says version " +
                        std::to_string(last_.stream_version) + "; its last event is " +
                        std::to_string(last_version_));
    }
    fold_->MoveTo(claims_, timers_);
    fold_.reset();
    if (claims_.size() + timers_.size() < kExpectedMax) return {};
    return Tell();
  }

  Result<void> Tell() {
    const auto told = audit_.Expect(claims_, timers_);
    claims_.clear();
    timers_.clear();
    return told;
  }

  const Registry& registry_;
  eventstore::StoreAudit& audit_;
  StoreReport report_;
  std::optional<StreamFold> fold_;
  AuditedEvent last_;
  std::int64_t last_version_ = 0;
  std::vector<ExpectedClaim> claims_;
  std::vector<ExpectedTimer> timers_;
};

std::string SentenceOf(const AuditDifference& found) {
  const std::string claim =
      "claim " + found.name + " on " + found.resource + ", held by " + found.holder;
  switch (found.kind) {
    case Kind::kClaimMissing:
      return Named(found.tenant, found.stream) + ": " + claim + ", is missing or has other times";
    case Kind::kClaimUnexpected:
      return claim + " of " + found.tenant + ", follows from no event";
    case Kind::kTimerMissing:
      return Named(found.tenant, found.stream) + ": timer " + found.name + " is missing";
    case Kind::kTimerUnexpected:
      return Named(found.tenant, found.stream) + ": timer " + found.name +
             " follows from no event, or has fired";
    case Kind::kTimerDiffers:
      return Named(found.tenant, found.stream) + ": timer " + found.name +
             " has another time, command or cause than its event says";
    case Kind::kStreamWithoutEvents:
      return Named(found.tenant, found.stream) + " is listed and has no events";
  }
  return "an unknown difference";
}

}  // namespace

Result<StoreReport> ExpectFromEvents(const Registry& registry, eventstore::StoreAudit& audit,
                                     const std::atomic<bool>& stopping) {
  StoreFold fold(registry, audit);
  while (!stopping) {
    const auto page = audit.NextEvents(kPage);
    if (!page) return page.error();
    if (page->empty()) return fold.Finish();
    for (const AuditedEvent& event : *page) {
      if (auto heard = fold.Hear(event); !heard) return heard.error();
    }
  }
  return Failure{FailureKind::kRetry, "the service is ending"};
}

Result<StoreReport> VerifyStore(const Registry& registry, eventstore::StoreAudit& audit,
                                const std::atomic<bool>& stopping) {
  auto report = ExpectFromEvents(registry, audit, stopping);
  if (!report) return report;
  const auto found = audit.Differences(static_cast<std::int32_t>(StoreReport::kSentencesMax));
  if (!found) return found.error();
  for (const AuditDifference& difference : found->first) Note(*report, SentenceOf(difference));
  report->differing += found->count - static_cast<std::int64_t>(found->first.size());
  return report;
}

}  // namespace kinward::host
