#include "services/projection/server/view_server.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <thread>
#include <utility>

#include "libs/kafka/producer.h"  // PartitionOf: which bucket a key lies in
#include "libs/rpc/token.h"
#include "services/projection/limits.h"

namespace kinward::projection {
namespace {

// Twice as long each time: many who wait must not be what Redis is busy with.
constexpr std::chrono::milliseconds kTokenPollFirst{2};
constexpr std::chrono::milliseconds kTokenPollMax{16};

// Of the document alone: the same content answers the same tag, whenever it is asked.
std::string EtagOf(views::v1::View view) {
  view.clear_as_of();
  view.clear_stale();
  view.clear_etag();
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char byte : view.SerializeAsString())
    hash = (hash ^ static_cast<std::uint8_t>(byte)) * 1099511628211ULL;
  std::array<char, 24> text{};
  const int size =
      std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
  return {text.data(), static_cast<std::size_t>(size)};
}

template <typename Request>
ViewRequest RequestOf(const Request& request, const Asker& asker, Time now) {
  ViewRequest wanted;
  wanted.asker = asker;
  wanted.view = request.view();
  wanted.id = request.id();
  wanted.council = request.council();
  wanted.params = {request.params().begin(), request.params().end()};
  wanted.now = now;
  if (request.has_as_at()) wanted.as_at = ToTime(request.as_at());
  return wanted;
}

bool Touches(const std::vector<std::string>& depends_on, std::string_view name) {
  return std::any_of(depends_on.begin(), depends_on.end(), [&](const std::string& interest) {
    if (interest.ends_with('*'))
      return name.starts_with(std::string_view(interest).substr(0, interest.size() - 1));
    return name == interest;
  });
}

}  // namespace

class ViewServer::Lease {
 public:
  explicit Lease(ViewServer& server) : server_(server) {
    const std::lock_guard lock(server_.mutex_);
    if (!server_.idle_.empty()) {
      reader_ = std::move(server_.idle_.back());
      server_.idle_.pop_back();
    }
    if (reader_ == nullptr) {
      reader_ = std::make_unique<ViewReader>(server_.settings_.redis, server_.settings_.prefix,
                                             server_.settings_.buckets);
    }
  }
  ~Lease() {
    const std::lock_guard lock(server_.mutex_);
    server_.idle_.push_back(std::move(reader_));
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ViewReader& operator*() { return *reader_; }
  ViewReader* operator->() { return reader_.get(); }

 private:
  ViewServer& server_;
  std::unique_ptr<ViewReader> reader_;
};

ViewServer::ViewServer(ViewServerSettings settings, std::function<Time(const std::string&)> now,
                       ChangeFeed& feed, AsOf& as_of, StreamReader& streams)
    : settings_(std::move(settings)),
      now_(std::move(now)),
      feed_(feed),
      as_of_(as_of),
      streams_(streams) {}

// True when everything the token names is in the views; false when it was not in time.
Result<bool> ViewServer::AwaitToken(ViewReader& reader, const std::string& after) {
  const auto token = rpc::DecodeToken(after);
  const auto source = token ? SourceNamed(token->context()) : std::nullopt;
  if (!source) return Failure{FailureKind::kFatal, "after"};
  const int bucket = kafka::PartitionOf(token->partition_key(), settings_.buckets);
  const auto deadline = std::chrono::steady_clock::now() + kTokenWait;
  auto pause = kTokenPollFirst;
  for (const auto& wanted : token->streams()) {
    for (;;) {
      auto version = reader.StreamVersion(bucket, *source, token->council(), wanted.stream());
      if (!version) return version.error();
      if (*version >= wanted.version()) break;
      if (std::chrono::steady_clock::now() >= deadline) return false;
      std::this_thread::sleep_for(pause);
      pause = std::min(2 * pause, kTokenPollMax);
    }
  }
  return true;
}

Result<Composed> ViewServer::ComposeWith(const ViewRequest& request, const std::string& after) {
  Lease reader(*this);
  auto version = reader->Pin();
  if (!version) return version.error();
  bool stale = false;
  if (!after.empty()) {
    auto there = AwaitToken(*reader, after);
    if (!there) return there.error();
    stale = !*there;
  }
  auto composed = Compose(*reader, streams_, request);
  if (!composed) return composed;
  Finish(*composed, stale, reader->version());
  return composed;
}

void ViewServer::Finish(Composed& composed, bool stale, int version) const {
  composed.view.set_etag(EtagOf(composed.view));
  composed.view.set_stale(stale);
  composed.view.set_version(version);
  if (const auto as_of = as_of_.Value()) *composed.view.mutable_as_of() = ToTimestamp(*as_of);
}

Result<views::v1::View> ViewServer::Get(const views::v1::GetView& request, const Asker& asker) {
  auto composed = ComposeWith(RequestOf(request, asker, now_(request.council())), request.after());
  if (!composed) return composed.error();
  return std::move(composed->view);
}

Result<views::v1::View> ViewServer::List(const views::v1::ListView& request, const Asker& asker) {
  ViewRequest wanted = RequestOf(request, asker, now_(request.council()));
  wanted.cursor = request.cursor();
  wanted.limit = static_cast<std::size_t>(std::max(0, request.limit()));
  auto composed = ComposeWith(wanted, request.after());
  if (!composed) return composed.error();
  return std::move(composed->view);
}

std::unique_ptr<ViewWatch> ViewServer::Watch(const views::v1::WatchViews& request,
                                             const Asker& asker) {
  return std::unique_ptr<ViewWatch>(new ViewWatch(*this, request, asker));
}

Result<void> ViewServer::AdvanceAsOf() {
  Lease reader(*this);
  if (auto version = reader->Pin(); !version) return version.error();
  auto offsets = reader->Offsets();
  if (!offsets) return offsets.error();
  as_of_.Advance(*offsets);
  return {};
}

// Subscribes before anything is read, so that no change falls between.
ViewWatch::ViewWatch(ViewServer& server, const views::v1::WatchViews& request, Asker asker)
    : server_(server),
      council_(request.council()),
      asker_(std::move(asker)),
      last_id_(request.last_id()),
      subscription_(server.feed_.Subscribe(request.council())) {
  for (const auto& view : request.views()) watched_.push_back({view, {}, ""});
}

// Which of the watched views changed since that place; false when it is too long ago or of another
// version.
Result<bool> ViewWatch::Resume(const std::string& last_id) {
  FeedPosition from;
  if (!ParseFeedPosition(last_id, server_.settings_.buckets, from)) return false;
  ViewServer::Lease reader(server_);
  auto version = reader->Pin();
  if (!version) return version.error();
  if (*version != from.version) return false;
  std::set<std::string> names;
  for (int bucket = 0; bucket < server_.settings_.buckets; ++bucket) {
    auto changed = reader->ChangedSince(bucket, from.last[static_cast<std::size_t>(bucket)]);
    if (!changed) return changed.error();
    if (!*changed) return false;
    names.insert((*changed)->begin(), (*changed)->end());
  }
  // What each view depends on is known only once it has been composed.
  for (std::size_t i = 0; i < watched_.size(); ++i) {
    std::vector<views::v1::WatchedChange> unused;
    if (auto answered = Answer(watched_[i], unused); !answered) return answered.error();
  }
  due_.clear();
  Mark(names);
  for (const std::size_t index : due_) watched_[index].etag.clear();
  return true;
}

void ViewWatch::Mark(const std::set<std::string>& names) {
  const std::string own = council_ + " ";
  for (const std::string& name : names) {
    if (!name.starts_with(own)) continue;
    for (std::size_t i = 0; i < watched_.size(); ++i) {
      if (Touches(watched_[i].depends_on, std::string_view(name).substr(own.size())))
        due_.insert(i);
    }
  }
}

Result<void> ViewWatch::Answer(Watched& watched, std::vector<views::v1::WatchedChange>& changes) {
  ViewRequest request;
  request.view = watched.view.view();
  request.id = watched.view.id();
  request.council = council_;
  request.asker = asker_;
  request.params = {watched.view.params().begin(), watched.view.params().end()};
  request.limit = kPageMax;  // a watcher cannot turn pages: what is new must not fall behind one
  request.now = server_.now_(council_);
  auto composed = server_.ComposeWith(request, "");
  if (!composed) {
    // Not there yet: told as soon as it is.
    if (composed.error().kind != FailureKind::kNotFound) return composed.error();
    watched.depends_on = {request.view + ":" + request.id, "case:" + request.id,
                          "session:" + request.id, "sessions:" + request.id,
                          "setting:" + request.id};
    return {};
  }
  watched.depends_on = std::move(composed->depends_on);
  if (composed->view.etag() == watched.etag) return {};  // changed in nothing that is shown
  watched.etag = composed->view.etag();
  auto& change = changes.emplace_back();
  *change.mutable_watched() = watched.view;
  *change.mutable_view() = std::move(composed->view);
  change.set_snapshot(snapshot_);
  return {};
}

Result<std::vector<views::v1::WatchedChange>> ViewWatch::Next(std::chrono::milliseconds wait) {
  Subscription::News news = subscription_->Take(started_ ? wait : std::chrono::milliseconds{0});
  if (!started_) {
    auto resumed = last_id_.empty() ? Result<bool>(false) : Resume(last_id_);
    if (!resumed) return resumed.error();
    snapshot_ = !*resumed;
    news.everything = snapshot_;
    started_ = true;
  }
  snapshot_ = news.everything;
  Mark(news.names);
  if (news.everything) {
    for (std::size_t i = 0; i < watched_.size(); ++i) {
      due_.insert(i);
      watched_[i].etag.clear();
    }
  }
  std::vector<views::v1::WatchedChange> changes;
  while (!due_.empty()) {
    auto next = due_.begin();
    if (auto answered = Answer(watched_[*next], changes); !answered) return answered.error();
    due_.erase(next);
  }
  for (auto& change : changes) change.set_id(FormatPosition(news.position));
  return changes;
}

}  // namespace kinward::projection
