#include "services/projection/front.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "kinward/common/v1/operations.pb.h"
#include "kinward/common/v1/options.pb.h"
#include "kinward/intake/v1/person.pb.h"
#include "libs/rpc/access.h"
#include "services/projection/store/versions.h"

namespace kinward::projection {
namespace {

constexpr std::chrono::milliseconds kWatchWait{500};
constexpr int kWatchersMax = 32;

rpc::Status StatusOf(const Failure& failure) {
  switch (failure.kind) {
    case FailureKind::kNotFound:
      return {rpc::Code::kNotFound, failure.message, "VIEW_MUST_EXIST", ""};
    case FailureKind::kFatal:
      return {rpc::Code::kInvalidArgument, failure.message, "FIELDS_MUST_BE_RIGHT", ""};
    case FailureKind::kRetry:
      return {rpc::Code::kUnavailable, failure.message, "VIEWS_MUST_BE_THERE", ""};
    default:
      return {rpc::Code::kInternal, failure.message, "INTERNAL", ""};
  }
}

rpc::Status MayRead(const std::string& view, const rpc::Caller& caller) {
  return rpc::MayRead(*views::v1::View::descriptor(), view, caller);
}

Asker AskerOf(const rpc::Caller& caller) {
  Asker asker;
  asker.roles = caller.actor.roles;
  const auto& restricting =
      intake::v1::RestrictRecord::descriptor()->options().GetExtension(common::v1::command);
  asker.knows_restricted = rpc::HasOneOf(restricting.roles(), caller);
  asker.reads_intelligence = caller.actor.kind == "staff" && MayRead("intelligence", caller).ok();
  return asker;
}

rpc::Status IsOwn(const std::string& council, const rpc::Caller& caller) {
  if (caller.actor.kind == "system" || caller.council == council) return {};
  return {rpc::Code::kPermissionDenied, "not your council", "TENANT_MUST_MATCH", ""};
}

template <typename Request, typename Method>
void AnswerView(rpc::Call& call, const rpc::Caller& caller, Method method) {
  Request request;
  if (!request.ParseFromString(call.request)) {
    call.finish(
        {rpc::Code::kInvalidArgument, "the message cannot be read", "MESSAGE_MUST_BE_READABLE", ""},
        {});
    return;
  }
  if (const auto may = MayRead(request.view(), caller); !may.ok()) return call.finish(may, {});
  if (const auto own = IsOwn(request.council(), caller); !own.ok()) return call.finish(own, {});
  const auto view = method(request);
  if (!view) {
    call.finish(StatusOf(view.error()), {});
    return;
  }
  const bool another_partners = caller.actor.kind == "partner" && view->has_closed_loop() &&
                                view->closed_loop().source() != caller.actor.id;
  if (another_partners) return call.finish(StatusOf({FailureKind::kNotFound, "not yours"}), {});
  call.finish({}, view->SerializeAsString());
}

}  // namespace

Front::Front(FrontSettings settings, ViewServer& views)
    : settings_(std::move(settings)), views_(views) {}

void Front::Take(rpc::Call call) {
  rpc::Caller caller = rpc::CallerOf(call.metadata, settings_.internal_secret);
  if (!caller.trusted) {
    call.finish(
        {rpc::Code::kUnauthenticated, "calls come through the gateway", "CALLER_MUST_BE_KNOWN", ""},
        {});
    return;
  }
  boost::asio::post(workers_, [this, call = std::move(call), caller = std::move(caller)]() mutable {
    Answer(call, caller);
  });
}

void Front::Answer(rpc::Call& call, const rpc::Caller& caller) {
  const std::string& method = call.method->name();
  if (method == "Get") {
    AnswerView<views::v1::GetView>(call, caller, [this, &caller](const auto& request) {
      return views_.Get(request, AskerOf(caller));
    });
  } else if (method == "List") {
    AnswerView<views::v1::ListView>(call, caller, [this, &caller](const auto& request) {
      return views_.List(request, AskerOf(caller));
    });
  } else if (const auto may = rpc::MayAsk(*call.method, caller); !may.ok()) {
    call.finish(may, {});
  } else if (method == "Progress") {
    Progress(call);
  } else if (method == "ListParked") {
    ListParked(call);
  } else if (method == "RebuildViews") {
    RebuildViews(call);
  } else if (method == "ViewsStatus") {
    ViewsStatus(call);
  } else {
    call.finish(
        {rpc::Code::kUnimplemented, method + " is not served here", "METHOD_MUST_EXIST", ""}, {});
  }
}

// What the views have read, from Redis itself: what is there is visible.
void Front::Progress(rpc::Call& call) {
  ViewReader reader(settings_.redis, settings_.prefix, settings_.buckets);
  if (const auto pinned = reader.Pin(); !pinned) return call.finish(StatusOf(pinned.error()), {});
  const auto positions = reader.Offsets();
  if (!positions) return call.finish(StatusOf(positions.error()), {});
  const auto parked = reader.Parked();
  if (!parked) return call.finish(StatusOf(parked.error()), {});
  common::v1::ProgressResponse response;
  response.set_service("projection");
  response.set_parked(static_cast<std::int64_t>(parked->size()));
  response.set_relay_state("running");
  const auto topics = TopicsOf(settings_.topic_prefix);
  for (std::size_t bucket = 0; bucket < positions->size(); ++bucket) {
    for (std::size_t source = 0; source < kSources; ++source) {
      const Position& position = (*positions)[bucket].at(source);
      auto& heard = *response.add_heard();
      heard.set_topic(topics.at(source));
      heard.set_partition(static_cast<int>(bucket));
      heard.set_next(position.next);
      heard.set_generation(position.generation);
    }
  }
  call.finish({}, response.SerializeAsString());
}

// Streams that wait for their owner are asked for again by themselves; a record that names no
// stream waits until its topic is published again.
void Front::ListParked(rpc::Call& call) {
  ViewReader reader(settings_.redis, settings_.prefix, settings_.buckets);
  if (const auto pinned = reader.Pin(); !pinned) return call.finish(StatusOf(pinned.error()), {});
  const auto parked = reader.Parked();
  if (!parked) return call.finish(StatusOf(parked.error()), {});
  const auto topics = TopicsOf(settings_.topic_prefix);
  common::v1::ListParkedResponse response;
  for (const auto& waiting : *parked) {
    auto& entry = *response.add_entries();
    entry.set_id(response.entries_size());
    entry.set_partition(waiting.bucket);
    entry.set_key(waiting.parked.partition_key);
    entry.set_reason(waiting.name + ": " + waiting.parked.reason);
    const auto source = SourceNamed(waiting.name.substr(0, waiting.name.find('/')));
    if (source) entry.set_topic(topics.at(static_cast<std::size_t>(*source)));
    entry.set_offset(NamesRecord(waiting.name) ? OffsetOf(waiting.name) : 0);
  }
  call.finish({}, response.SerializeAsString());
}

// One that is under way goes on: asking twice builds once.
void Front::RebuildViews(rpc::Call& call) {
  auto redis = redis::Connection::Open(settings_.redis);
  if (!redis) return call.finish(StatusOf(redis.error()), {});
  const auto active = ActiveVersion(**redis, settings_.prefix);
  if (!active) return call.finish(StatusOf(active.error()), {});
  auto building = BuildingVersion(**redis, settings_.prefix);
  if (building && *building <= *active) building = AnnounceRebuild(**redis, settings_.prefix);
  if (!building) return call.finish(StatusOf(building.error()), {});
  common::v1::RebuildViewsResponse response;
  response.set_building(*building);
  call.finish({}, response.SerializeAsString());
}

void Front::ViewsStatus(rpc::Call& call) {
  auto redis = redis::Connection::Open(settings_.redis);
  if (!redis) return call.finish(StatusOf(redis.error()), {});
  const auto active = ActiveVersion(**redis, settings_.prefix);
  if (!active) return call.finish(StatusOf(active.error()), {});
  const auto building = BuildingVersion(**redis, settings_.prefix);
  if (!building) return call.finish(StatusOf(building.error()), {});
  const auto ready = ReadyBuckets(**redis, settings_.prefix, *building);
  if (!ready) return call.finish(StatusOf(ready.error()), {});
  const auto report = ReadReport(**redis, settings_.prefix, *active);
  if (!report) return call.finish(StatusOf(report.error()), {});
  common::v1::ViewsStatusResponse response;
  response.set_active(*active);
  response.set_building(*building > *active ? *building : 0);
  response.set_ready(response.building() == 0 ? 0 : *ready);
  response.set_buckets(settings_.buckets);
  response.set_documents(report->documents_new);
  response.set_different(report->different);
  for (const std::string& example : report->examples) response.add_examples(example);
  call.finish({}, response.SerializeAsString());
}

void Front::TakeStream(rpc::Stream stream) {
  rpc::Caller caller = rpc::CallerOf(stream.metadata, settings_.internal_secret);
  if (!caller.trusted) {
    return stream.finish({rpc::Code::kUnauthenticated, "calls come through the gateway",
                          "CALLER_MUST_BE_KNOWN", ""});
  }
  if (++watching_ > kWatchersMax) {
    --watching_;
    return stream.finish(
        {rpc::Code::kResourceExhausted, "too many watchers here", "WATCHERS_MUST_BE_FEWER", ""});
  }
  boost::asio::post(watchers_, [this, stream = std::move(stream), caller = std::move(caller)] {
    Follow(stream, caller);
    --watching_;
  });
}

void Front::Follow(const rpc::Stream& stream, const rpc::Caller& caller) {
  views::v1::WatchViews request;
  if (!request.ParseFromString(stream.request)) {
    return stream.finish({rpc::Code::kInvalidArgument, "the message cannot be read",
                          "MESSAGE_MUST_BE_READABLE", ""});
  }
  if (const auto own = IsOwn(request.council(), caller); !own.ok()) return stream.finish(own);
  if (caller.actor.kind == "partner") {  // whose referral it is is known only once it is read
    return stream.finish({rpc::Code::kPermissionDenied, "partners ask, they do not watch",
                          "CALLER_MUST_BE_STAFF", ""});
  }
  for (const auto& watched : request.views()) {
    if (const auto may = MayRead(watched.view(), caller); !may.ok()) return stream.finish(may);
  }
  const auto watch = views_.Watch(request, AskerOf(caller));
  while (!stopping_ && !stream.cancelled()) {
    auto changes = watch->Next(kWatchWait);
    if (!changes) return stream.finish(StatusOf(changes.error()));
    for (const auto& change : *changes) {
      if (!stream.write(change.SerializeAsString())) {
        return stream.finish({rpc::Code::kResourceExhausted, "the watcher reads too slowly",
                              "WATCHER_MUST_KEEP_UP", ""});
      }
    }
  }
  stream.finish({rpc::Code::kUnavailable, "this replica stops", "REPLICA_MUST_BE_UP", ""});
}

void Front::Stop() {
  stopping_ = true;
  watchers_.join();
  workers_.join();
}

}  // namespace kinward::projection
