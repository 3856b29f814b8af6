#include "services/projection/store/layout.h"

#include <array>
#include <cstdio>

#include "libs/base/uuid.h"

namespace kinward::projection {
namespace {

// FNV-1a: spreads names over shards. Nothing depends on collisions being rare.
std::uint32_t Spread(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char letter : text) hash = (hash ^ static_cast<std::uint8_t>(letter)) * 16777619U;
  return hash ^ (hash >> 15U);
}

}  // namespace

Layout::Layout(std::string_view prefix, int bucket, int version) {
  std::array<char, 48> text{};
  const int size = std::snprintf(text.data(), text.size(), "{b%02d}:v%d:", bucket, version);
  base_.assign(prefix).append(text.data(), static_cast<std::size_t>(size));
}

std::string Layout::Versions(std::string_view council, std::uint32_t shard) const {
  std::string key;
  AppendVersions(key, council, shard);
  return key;
}

void Layout::AppendVersions(std::string& key, std::string_view council, std::uint32_t shard) const {
  key.append(base_).append(council).append(":ver:").append(std::to_string(shard));
}

std::string Layout::Document(std::string_view council, std::string_view collection,
                             std::string_view id) const {
  std::string key;
  AppendDocument(key, council, collection, id);
  return key;
}

void Layout::AppendDocument(std::string& key, std::string_view council, std::string_view collection,
                            std::string_view id) const {
  key.append(base_).append(council).append(":d:").append(collection).append(":").append(id);
}

std::string Layout::List(std::string_view council, std::string_view name,
                         std::string_view context) const {
  return std::string(base_).append(council).append(":l:").append(name).append(":").append(context);
}

std::string Layout::Index(std::string_view council, std::string_view index) const {
  return std::string(base_).append(council).append(":i:").append(index);
}

std::string HomeVersionField(std::string_view context) { return std::string(context).append(":v"); }

VersionField VersionFieldOf(std::uint8_t source, std::string_view stream) {
  VersionField field;
  // The first letter tells a packed name from a plain one, so that no two streams can share a
  // field.
  if (const auto uuid = Uuid::Parse(stream)) {
    field.field.push_back(static_cast<char>('a' + source));
    field.field.append(uuid->bytes.begin(), uuid->bytes.end());
  } else {
    field.field.push_back(static_cast<char>('A' + source));
    field.field.append(stream);
  }
  field.shard = Spread(field.field) % kVersionShards;
  return field;
}

}  // namespace kinward::projection
