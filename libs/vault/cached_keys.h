// Keeps keys for at most a minute: a destroyed key is gone everywhere soon after. One thread.
#pragma once

#include <chrono>
#include <map>
#include <utility>

#include "libs/vault/key_source.h"

namespace kinward::vault {

class CachedKeys final : public KeySource {
 public:
  explicit CachedKeys(KeySource& source) : source_(&source) {}
  boost::asio::awaitable<Result<std::vector<Key>>> Fetch(std::string tenant,
                                                         std::vector<KeyName> names,
                                                         bool create) override;

 private:
  struct Entry {
    Key key;
    std::chrono::steady_clock::time_point until;
  };
  void Trim();
  KeySource* source_;
  std::map<std::pair<std::string, KeyName>, Entry> entries_;
};

}  // namespace kinward::vault
