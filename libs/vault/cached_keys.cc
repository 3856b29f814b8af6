#include "libs/vault/cached_keys.h"

namespace kinward::vault {
namespace {

constexpr std::chrono::seconds kAgeMax{60};
constexpr std::size_t kEntriesMax = 50'000;

}  // namespace

boost::asio::awaitable<Result<std::vector<Key>>> CachedKeys::Fetch(std::string tenant,
                                                                   std::vector<KeyName> names,
                                                                   bool create) {
  const auto now = std::chrono::steady_clock::now();
  std::vector<Key> keys;
  std::vector<KeyName> missing;
  for (KeyName& name : names) {
    const auto found = entries_.find({tenant, name});
    if (found != entries_.end() && found->second.until > now) {
      keys.push_back(found->second.key);
    } else {
      missing.push_back(std::move(name));
    }
  }
  if (missing.empty()) co_return keys;
  auto fetched = co_await source_->Fetch(tenant, std::move(missing), create);
  if (!fetched) co_return fetched.error();
  Trim();
  for (Key& key : *fetched) {
    entries_.insert_or_assign({tenant, key.name()}, Entry{key, now + kAgeMax});
    keys.push_back(std::move(key));
  }
  co_return keys;
}

void CachedKeys::Trim() {
  if (entries_.size() < kEntriesMax) return;
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.until <= now; });
  if (entries_.size() >= kEntriesMax) entries_.clear();
}

}  // namespace kinward::vault
