#include "libs/host/tenant_clock.h"

#include <utility>

namespace kinward::host {

boost::asio::awaitable<Result<Time>> TenantClock::Now(std::string tenant) {
  if (manual_allowed_) {
    auto known = manual_.find(tenant);
    if (known == manual_.end()) {
      auto stored = co_await store_->ManualClock(tenant);
      if (!stored) co_return stored.error();
      known = manual_.insert_or_assign(tenant, *stored).first;
    }
    if (known->second) co_return *known->second;
  }
  co_return std::chrono::time_point_cast<Time::duration>(std::chrono::system_clock::now());
}

bool TenantClock::IsManual(const std::string& tenant) const {
  const auto known = manual_.find(tenant);
  return known != manual_.end() && known->second.has_value();
}

boost::asio::awaitable<Result<bool>> TenantClock::Set(std::string tenant, Time now) {
  if (!manual_allowed_) {
    co_return Failure{FailureKind::kFatal, "a manual clock exists in profile local only"};
  }
  auto stored = co_await store_->SetManualClock(tenant, now);
  if (!stored) co_return stored.error();
  if (!*stored) co_return Failure{FailureKind::kFatal, "a clock only moves forward"};
  manual_[tenant] = now;
  co_return true;
}

}  // namespace kinward::host
