// For tests of what is read: views of their own in the real Redis, written as the projector writes.
#pragma once

#include <memory>
#include <string>

#include "libs/base/check.h"
#include "services/projection/store/versions.h"
#include "services/projection/store/writer.h"

namespace kinward::projection {

// The first version under this prefix, active and with every bucket open.
inline std::unique_ptr<Writer> WriterOn(const redis::Endpoint& endpoint, const std::string& prefix,
                                        int buckets) {
  const auto redis = redis::Connection::Open(endpoint);
  CHECK(redis.has_value() && InitActive(**redis, prefix, 1).has_value());
  WriterSettings settings;
  settings.redis = endpoint;
  settings.prefix = prefix;
  auto writer = std::make_unique<Writer>(settings, AllViews(), nullptr);
  CHECK(writer->Connect().has_value());
  for (int bucket = 0; bucket < buckets; ++bucket) CHECK(writer->Open(bucket, false).has_value());
  return writer;
}

}  // namespace kinward::projection
