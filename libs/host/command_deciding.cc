// The deciding half of CommandRunner: a command's stream as it stands, its decision, and those of
// its companions on theirs.
#include <deque>
#include <utility>

#include "libs/host/command_runner.h"
#include "libs/host/entropy.h"
#include "libs/host/work.h"

namespace kinward::host {
namespace {

constexpr std::size_t kCompanionsMax = 256;  // of one command, directly and through others
constexpr std::int32_t kReadPage = 500;

Context ContextOf(const RunnerParts& parts, const RunRequest& request, const Message& command,
                  Time now) {
  Context context;
  context.now = now;
  context.actor = request.actor;
  context.council = request.tenant;
  context.programmes = parts.programmes;
  if (parts.programmes == nullptr) return context;
  std::string programme = TextField(command, "programme_id");
  if (programme.empty()) programme = TextField(command, "programme");
  context.programme = parts.programmes->Newest(request.tenant, programme);
  const auto* pinned = command.GetDescriptor()->FindFieldByName("programme_version");
  if (pinned != nullptr && command.GetReflection()->GetInt32(command, pinned) != 0) {
    context.programme = parts.programmes->Version(
        request.tenant, programme, command.GetReflection()->GetInt32(command, pinned));
  }
  return context;
}

}  // namespace

boost::asio::awaitable<std::optional<Failure>> CommandRunner::DecideAll(const RunRequest& request,
                                                                        Work& work) {
  std::deque<Companion> waiting;
  std::shared_ptr<const Message> command = WithEntropy(request.command);
  const CommandType* type = parts_.registry->FindCommand(command->GetDescriptor());
  if (type->rule->open_details() && parts_.sealing != nullptr) {
    const std::shared_ptr<Message> opened(command->New());
    opened->CopyFrom(*command);
    std::vector<Message*> messages{opened.get()};
    const auto done = co_await parts_.sealing->Open(request.tenant, std::move(messages));
    if (!done) co_return done.error();
    command = opened;
  }
  waiting.emplace_back(command);
  std::size_t decided = 0;
  while (!waiting.empty() && !work.rejected) {
    if (++decided > kCompanionsMax) {
      co_return Failure{FailureKind::kFatal, "a command has too many companions"};
    }
    const Companion next = std::move(waiting.front());
    waiting.pop_front();
    const std::size_t before = work.event_count;
    if (auto failure = co_await DecideOne(request, next.message(), work)) co_return failure;
    if (work.rejected || work.event_count == before) continue;
    const CommandType* decided_type = parts_.registry->FindCommand(next.message().GetDescriptor());
    const auto& stream = work.streams.at(TextField(next.message(), decided_type->stream));
    const std::size_t added = work.event_count - before;
    for (std::size_t i = stream.events.size() - added; i < stream.events.size(); ++i) {
      for (Companion& companion : stream.aggregate->CompanionsOf(*stream.events[i])) {
        waiting.push_back(std::move(companion));
      }
    }
  }
  co_return std::nullopt;
}

boost::asio::awaitable<std::optional<Failure>> CommandRunner::DecideOne(const RunRequest& request,
                                                                        const Message& command,
                                                                        Work& work) {
  const CommandType* type = parts_.registry->FindCommand(command.GetDescriptor());
  if (type == nullptr) {
    co_return Failure{FailureKind::kFatal,
                      "no aggregate takes " + command.GetDescriptor()->full_name()};
  }
  const std::string name = TextField(command, type->stream);
  if (work.first.empty()) work.first = name;
  if (!work.streams.contains(name)) {
    auto loaded = co_await Load(request.tenant, name, type->aggregate, type->key != nullptr);
    if (!loaded) co_return loaded.error();
    Work::Stream stream;
    stream.aggregate = loaded->aggregate;
    stream.base = std::move(loaded->state);
    stream.version = loaded->version;
    stream.partition_key = std::move(loaded->partition_key);
    if (stream.version == 0 && stream.partition_key.empty()) {
      stream.partition_key = type->key == nullptr ? name : TextField(command, type->key);
    }
    work.streams.emplace(name, std::move(stream));
  }
  Work::Stream& stream = work.streams.at(name);
  if (stream.aggregate != type->aggregate) {
    work.rejected = Rejected{"STREAM_MUST_BE_OF_THIS_KIND", {}};
    co_return std::nullopt;
  }
  const Context context = ContextOf(parts_, request, command, work.now);
  Decided decided = type->aggregate->Decide(stream.Now(), command, context);
  if (auto* rejected = std::get_if<Rejected>(&decided)) {
    work.rejected = std::move(*rejected);
    co_return std::nullopt;
  }
  auto& events = std::get<Events>(decided);
  if (events.empty()) co_return std::nullopt;
  work.Take(name, std::move(events), request.command_id);
  co_return std::nullopt;
}

boost::asio::awaitable<Result<CachedStream>> CommandRunner::Load(std::string tenant,
                                                                 std::string stream,
                                                                 const Aggregate* aggregate,
                                                                 bool may_be_new) {
  if (auto cached = cache_.Find(tenant, stream)) co_return std::move(*cached);
  CachedStream loaded{aggregate, aggregate->Empty(), 0, ""};
  // A command that can open its stream mostly does: assume so, and let the store say otherwise (a
  // conflict remembers the stream, and the next attempt reads it).
  if (may_be_new) co_return loaded;
  co_return co_await Confirmed(std::move(tenant), std::move(stream), aggregate);
}

boost::asio::awaitable<Result<CachedStream>> CommandRunner::Confirmed(std::string tenant,
                                                                      std::string stream,
                                                                      const Aggregate* aggregate) {
  CachedStream loaded{aggregate, aggregate->Empty(), 0, ""};
  if (auto cached = cache_.Find(tenant, stream)) loaded = std::move(*cached);
  while (true) {
    auto slice = co_await parts_.store->Read(tenant, stream, loaded.version, kReadPage);
    if (!slice) co_return slice.error();
    if (slice->version == 0) co_return loaded;
    if (slice->aggregate != loaded.aggregate->name()) {
      // Another aggregate's stream: its state is not asked for, its kind is what matters.
      const Aggregate* owner = parts_.registry->FindAggregate(slice->aggregate);
      if (owner == nullptr) co_return Failure{FailureKind::kCorrupt, "a stream of an unknown kind"};
      loaded = {owner, owner->Empty(), 0, ""};
      if (owner != aggregate)
        co_return CachedStream{owner, owner->Empty(), slice->version, slice->partition_key};
    }
    Events events;
    for (const auto& recorded : slice->events) {
      auto event = parts_.registry->ParseEvent(recorded.type, recorded.body);
      if (event == nullptr)
        co_return Failure{FailureKind::kCorrupt, "an event that cannot be read: " + recorded.type};
      events.push_back(std::move(event));
      loaded.version = recorded.version;
    }
    loaded.state = loaded.aggregate->Fold(std::move(loaded.state), events);
    loaded.partition_key = slice->partition_key;
    if (loaded.version >= slice->version || slice->events.empty()) break;
  }
  cache_.Store(tenant, stream, loaded);
  co_return loaded;
}

}  // namespace kinward::host
