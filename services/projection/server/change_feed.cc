#include "services/projection/server/change_feed.h"

#include <algorithm>
#include <charconv>
#include <thread>
#include <utility>

#include "services/projection/limits.h"
#include "services/projection/store/layout.h"
#include "services/projection/store/versions.h"

namespace kinward::projection {
namespace {

constexpr std::string_view kBlockMs = "500";  // also how soon a flip is noticed

bool IsEntryId(std::string_view text) {
  const auto dash = text.find('-');
  return dash != std::string_view::npos && dash > 0 && dash + 1 < text.size() &&
         text.find_first_not_of("0123456789-") == std::string_view::npos;
}

}  // namespace

std::string FormatPosition(const FeedPosition& position) {
  std::string text = "v" + std::to_string(position.version) + ";";
  for (const std::string& last : position.last)
    text.append(text.back() == ';' ? "" : ",").append(last);
  return text;
}

bool ParseFeedPosition(const std::string& text, int buckets, FeedPosition& position) {
  const auto semicolon = text.find(';');
  if (text.empty() || text[0] != 'v' || semicolon == std::string::npos) return false;
  const auto [end, error] =
      std::from_chars(text.data() + 1, text.data() + semicolon, position.version);
  if (error != std::errc{} || end != text.data() + semicolon) return false;
  position.last.clear();
  for (std::size_t from = semicolon + 1; from < text.size();) {
    const auto comma = std::min(text.size(), text.find(',', from));
    position.last.push_back(text.substr(from, comma - from));
    if (!IsEntryId(position.last.back())) return false;
    from = comma + 1;
  }
  return position.last.size() == static_cast<std::size_t>(buckets);
}

Subscription::News Subscription::Take(std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, wait, [this] { return !pending_.names.empty() || pending_.everything; });
  News news = std::move(pending_);
  pending_ = {};
  pending_.position = news.position;
  return news;
}

ChangeFeed::ChangeFeed(redis::Endpoint endpoint, std::string prefix, int buckets)
    : connection_(std::move(endpoint)), prefix_(std::move(prefix)), buckets_(buckets) {}

std::shared_ptr<Subscription> ChangeFeed::Subscribe(const std::string& council) {
  auto subscription = std::make_shared<Subscription>();
  const std::lock_guard lock(mutex_);
  subscription->council_ = council;
  subscription->pending_.position = position_;
  subscriptions_.push_back(subscription);
  return subscription;
}

void ChangeFeed::Tell(const std::set<std::string>& names, bool everything) {
  const std::lock_guard lock(mutex_);
  std::erase_if(subscriptions_, [](const auto& subscription) { return subscription.expired(); });
  for (const auto& weak : subscriptions_) {
    const auto subscription = weak.lock();
    if (subscription == nullptr) continue;
    const std::lock_guard pending_lock(subscription->mutex_);
    auto& pending = subscription->pending_;
    pending.position = position_;
    pending.everything |= everything;
    const std::string own = subscription->council_ + " ";
    for (auto name = names.lower_bound(own); name != names.end() && name->starts_with(own);
         ++name) {
      pending.names.insert(*name);
    }
    if (pending.names.size() > kWatchPendingMax) {  // a watcher this slow is better served whole
      pending.names.clear();
      pending.everything = true;
    }
    if (!pending.names.empty() || pending.everything) subscription->changed_.notify_one();
  }
}

// Starts at the end of every bucket's stream; whoever watched before takes a snapshot.
bool ChangeFeed::Connect() {
  if (!connection_.Reconnect()) return false;
  const auto active = ActiveVersion(connection_, prefix_);
  if (!active || *active == 0) return false;
  FeedPosition position;
  position.version = *active;
  for (int bucket = 0; bucket < buckets_; ++bucket) {
    auto last = connection_.Call(
        {"XREVRANGE", Layout(prefix_, bucket, *active).Changes(), "+", "-", "COUNT", "1"});
    if (!last) return false;
    position.last.push_back(last->elements.empty() ? "0-0" : last->elements[0].elements.at(0).text);
  }
  {
    const std::lock_guard lock(mutex_);
    position_ = std::move(position);
  }
  Tell({}, true);
  return true;
}

Result<void> ChangeFeed::Step() {
  const auto active = ActiveVersion(connection_, prefix_);
  if (!active) return active.error();
  if (*active != position_.version) return Failure{FailureKind::kRetry, "the version changed"};
  std::vector<std::string> keys;
  std::vector<std::string_view> command = {"XREAD", "COUNT", "500", "BLOCK", kBlockMs, "STREAMS"};
  for (int bucket = 0; bucket < buckets_; ++bucket)
    keys.push_back(Layout(prefix_, bucket, *active).Changes());
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), position_.last.begin(), position_.last.end());
  auto reply = connection_.Call(command);
  if (!reply) return reply.error();
  std::set<std::string> names;
  std::vector<std::string> last = position_.last;
  for (const auto& stream : reply->elements) {
    const auto key = std::find(keys.begin(), keys.end(), stream.elements.at(0).text);
    if (key == keys.end()) continue;
    for (const auto& entry : stream.elements.at(1).elements) {
      last[static_cast<std::size_t>(key - keys.begin())] = entry.elements.at(0).text;
      const std::string_view text = entry.elements.at(1).elements.at(1).text;
      for (std::size_t from = 0; from < text.size();) {
        const auto end = text.find('\n', from);
        names.emplace(text.substr(from, end - from));
        from = end + 1;
      }
    }
  }
  if (names.empty()) return {};
  {
    const std::lock_guard lock(mutex_);
    position_.last = std::move(last);
  }
  Tell(names, false);
  return {};
}

void ChangeFeed::Run() {
  bool connected = false;
  while (!stopping_) {
    if (!connected) connected = Connect();
    if (connected) {
      connected = Step().has_value();
    } else {
      std::this_thread::sleep_for(kReconnectPause);
    }
  }
}

}  // namespace kinward::projection
