#include "services/projection/store/versions.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>
#include <sstream>

#include "services/projection/store/layout.h"

namespace kinward::projection {
namespace {

constexpr std::string_view kStep = "500";
constexpr std::size_t kCompareStep = 250;
constexpr std::string_view kReportKey = "views:report:";

std::string Named(std::string_view prefix, std::string_view key) {
  return std::string(prefix).append(key);
}

int NumberIn(const redis::Reply& reply) {
  int number = 0;
  std::from_chars(reply.text.data(), reply.text.data() + reply.text.size(), number);
  return number;
}

Result<int> GetNumber(redis::Connection& connection, const std::string& key) {
  auto reply = connection.Call({"GET", key});
  if (!reply) return reply.error();
  return NumberIn(*reply);
}

// Calls `each` with every step of keys that begin with `base`.
Result<void> Scan(redis::Connection& connection, const std::string& pattern,
                  const std::function<Result<void>(const std::vector<std::string>&)>& each) {
  std::string cursor = "0";
  do {
    auto reply = connection.Call({"SCAN", cursor, "MATCH", pattern, "COUNT", kStep});
    if (!reply) return reply.error();
    if (reply->elements.size() != 2) return Failure{FailureKind::kCorrupt, "redis: SCAN"};
    cursor = reply->elements[0].text;
    std::vector<std::string> keys;
    for (auto& key : reply->elements[1].elements) keys.push_back(std::move(key.text));
    if (auto done = each(keys); !done) return done;
  } while (cursor != "0");
  return {};
}

// Documents, lists, indexes and versions: what a rebuild must repeat byte for byte.
bool IsContent(std::string_view name) {
  return name.find(":d:") != std::string_view::npos || name.find(":l:") != std::string_view::npos ||
         name.find(":i:") != std::string_view::npos || name.find(":ver:") != std::string_view::npos;
}

void AskFor(redis::Connection& connection, const std::string& key) {
  if (key.find(":l:") != std::string::npos) {
    connection.Append({"LRANGE", key, "0", "-1"});
  } else if (key.find(":i:") != std::string::npos) {
    connection.Append({"ZRANGE", key, "0", "-1", "WITHSCORES"});
  } else {
    connection.Append({"HGETALL", key});
  }
}

// A key's content in a comparable form. A hash has no order of its own.
std::vector<std::string> Comparable(const redis::Reply& reply, const std::string& name) {
  std::vector<std::string> texts;
  const bool ordered =
      name.find(":l:") != std::string::npos || name.find(":i:") != std::string::npos;
  for (std::size_t i = 0; i < reply.elements.size(); i += ordered ? 1 : 2) {
    texts.push_back(ordered ? reply.elements[i].text
                            : reply.elements[i].text + "\n" + reply.elements.at(i + 1).text);
  }
  if (!ordered) std::sort(texts.begin(), texts.end());
  return texts;
}

// Of these names, those whose content differs between the two versions. One pipeline.
Result<std::vector<std::string>> Differing(redis::Connection& connection,
                                           const std::string& old_base, const std::string& new_base,
                                           const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    AskFor(connection, old_base + name);
    AskFor(connection, new_base + name);
  }
  std::vector<std::string> differing;
  for (const std::string& name : names) {
    auto before = connection.Read();
    if (!before) return before.error();
    auto after = connection.Read();
    if (!after) return after.error();
    if (Comparable(*before, name) != Comparable(*after, name)) differing.push_back(name);
  }
  return differing;
}

}  // namespace

Result<int> ActiveVersion(redis::Connection& connection, std::string_view prefix) {
  return GetNumber(connection, Named(prefix, kActiveKey));
}

Result<int> InitActive(redis::Connection& connection, std::string_view prefix, int version) {
  const std::string key = Named(prefix, kActiveKey);
  auto reply = connection.Call({"SET", key, std::to_string(version), "NX"});
  if (!reply) return reply.error();
  return GetNumber(connection, key);
}

Result<int> BuildingVersion(redis::Connection& connection, std::string_view prefix) {
  return GetNumber(connection, Named(prefix, kBuildingKey));
}

Result<int> AnnounceRebuild(redis::Connection& connection, std::string_view prefix) {
  auto active = ActiveVersion(connection, prefix);
  if (!active) return active.error();
  auto reply = connection.Call({"SET", Named(prefix, kBuildingKey), std::to_string(*active + 1)});
  if (!reply) return reply.error();
  return *active + 1;
}

Result<int> ReportReady(redis::Connection& connection, std::string_view prefix, int version,
                        int bucket) {
  const std::string key = Named(prefix, "views:ready:") + std::to_string(version);
  auto added = connection.Call({"SADD", key, std::to_string(bucket)});
  if (!added) return added.error();
  auto ready = connection.Call({"SCARD", key});
  if (!ready) return ready.error();
  return static_cast<int>(ready->integer);
}

Result<int> ReadyBuckets(redis::Connection& connection, std::string_view prefix, int version) {
  auto ready = connection.Call({"SCARD", Named(prefix, "views:ready:") + std::to_string(version)});
  if (!ready) return ready.error();
  return static_cast<int>(ready->integer);
}

// A field a bucket: "<documents> <different>", then a line an example.
Result<void> KeepReport(redis::Connection& connection, std::string_view prefix, int version,
                        int bucket, const Comparison& comparison) {
  std::string text =
      std::to_string(comparison.documents_new) + " " + std::to_string(comparison.different);
  for (const std::string& example : comparison.examples) text.append("\n").append(example);
  auto kept = connection.Call(
      {"HSET", Named(prefix, kReportKey) + std::to_string(version), std::to_string(bucket), text});
  if (!kept) return kept.error();
  return {};
}

Result<Comparison> ReadReport(redis::Connection& connection, std::string_view prefix, int version) {
  auto kept = connection.Call({"HVALS", Named(prefix, kReportKey) + std::to_string(version)});
  if (!kept) return kept.error();
  Comparison whole;
  for (const auto& bucket : kept->elements) {
    std::istringstream text(bucket.text);
    std::int64_t documents = 0;
    std::int64_t different = 0;
    text >> documents >> different;
    whole.documents_new += documents;
    whole.different += different;
    std::string example;
    std::getline(text, example);  // the end of the first line
    while (std::getline(text, example)) whole.examples.push_back(example);
  }
  return whole;
}

Result<bool> Flip(redis::Connection& connection, std::string_view prefix, int from, int to) {
  // Three keys of one deployment; in a cluster an environment's prefix carries a hash tag of its
  // own.
  static constexpr std::string_view kFlip =
      "if (redis.call('GET', KEYS[1]) or '0') ~= ARGV[1] then return 0 end "
      "redis.call('SET', KEYS[1], ARGV[2]) redis.call('DEL', KEYS[2], KEYS[3]) return 1";
  auto reply =
      connection.Call({"EVAL", kFlip, "3", Named(prefix, kActiveKey), Named(prefix, kBuildingKey),
                       Named(prefix, "views:ready:") + std::to_string(to), std::to_string(from),
                       std::to_string(to)});
  if (!reply) return reply.error();
  return reply->integer == 1;
}

Result<Comparison> Compare(redis::Connection& connection, std::string_view prefix, int bucket,
                           int old_version, int new_version) {
  const Layout old_names(prefix, bucket, old_version);
  const Layout new_names(prefix, bucket, new_version);
  Comparison comparison;
  std::set<std::string> names;
  const auto collect = [&](const Layout& layout, std::int64_t& count) {
    return Scan(connection, layout.Everything(),
                [&](const std::vector<std::string>& keys) -> Result<void> {
                  for (const std::string& key : keys) {
                    const std::string name = key.substr(layout.base().size());
                    if (!IsContent(name)) continue;
                    names.insert(name);
                    ++count;
                  }
                  return {};
                });
  };
  if (auto done = collect(old_names, comparison.documents_old); !done) return done.error();
  if (auto done = collect(new_names, comparison.documents_new); !done) return done.error();
  std::vector<std::string> step;
  for (auto name = names.begin(); name != names.end();) {
    step.clear();
    while (name != names.end() && step.size() < kCompareStep) step.push_back(*name++);
    for (int look = 0; look < 2 && !step.empty(); ++look) {  // live views move between two reads
      auto differing = Differing(connection, old_names.base(), new_names.base(), step);
      if (!differing) return differing.error();
      step = std::move(*differing);
    }
    comparison.different += static_cast<std::int64_t>(step.size());
    for (std::string& example : step) {
      if (comparison.examples.size() < 10) comparison.examples.push_back(std::move(example));
    }
  }
  return comparison;
}

Result<std::int64_t> RemoveVersion(redis::Connection& connection, std::string_view prefix,
                                   int bucket, int version) {
  std::int64_t removed = 0;
  auto done = Scan(connection, Layout(prefix, bucket, version).Everything(),
                   [&](const std::vector<std::string>& keys) -> Result<void> {
                     if (keys.empty()) return {};
                     std::vector<std::string_view> command = {"UNLINK"};
                     command.insert(command.end(), keys.begin(), keys.end());
                     auto reply = connection.Call(command);
                     if (!reply) return reply.error();
                     removed += reply->integer;
                     return {};
                   });
  if (!done) return done.error();
  return removed;
}

}  // namespace kinward::projection
