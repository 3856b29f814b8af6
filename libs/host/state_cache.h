// Folded states of streams, the most recently used. Sealed fields stay sealed in it. One thread.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>

#include "libs/host/aggregate.h"

namespace kinward::host {

struct CachedStream {
  const Aggregate* aggregate = nullptr;
  Aggregate::State state;
  std::int64_t version = 0;
  std::string partition_key;
};

class StateCache {
 public:
  explicit StateCache(std::size_t capacity) : capacity_(capacity) {}
  [[nodiscard]] std::optional<CachedStream> Find(const std::string& tenant,
                                                 const std::string& stream);
  void Store(const std::string& tenant, const std::string& stream, CachedStream content);
  void Drop(const std::string& tenant, const std::string& stream);

 private:
  struct Entry {
    std::string key;
    CachedStream content;
  };
  static std::string KeyOf(const std::string& tenant, const std::string& stream) {
    return tenant + '\n' + stream;
  }
  std::size_t capacity_;
  std::list<Entry> entries_;  // the most recently used first
  std::unordered_map<std::string, std::list<Entry>::iterator> index_;
};

}  // namespace kinward::host
