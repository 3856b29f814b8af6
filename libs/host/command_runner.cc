#include "libs/host/command_runner.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <utility>

#include "kinward/common/v1/outcome.pb.h"
#include "libs/host/answers.h"
#include "libs/rpc/token.h"

namespace kinward::host {
namespace {

constexpr std::size_t kCachedStreamsMax = 20000;
constexpr std::size_t kCompanionsMax = 256;  // of one command, directly and through others
constexpr std::int32_t kReadPage = 500;

}  // namespace

void HearProgramme(ProgrammeCatalogue& programmes, const std::string& council,
                   const Message& event) {
  const auto* descriptor = event.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (field->is_repeated() || field->message_type() != common::v1::ProgrammeVersion::descriptor())
      continue;
    programmes.Publish(council, static_cast<const common::v1::ProgrammeVersion&>(
                                    event.GetReflection()->GetMessage(event, field)));
  }
}

// One attempt: the streams it touches, as they would be after it, and what it would write.
struct CommandRunner::Work {
  struct Stream {
    const Aggregate* aggregate = nullptr;
    Aggregate::State state;
    std::int64_t version = 0;  // before this command
    std::string partition_key;
    Events events;
    std::vector<Uuid> event_ids;  // of each: by the order in which all were decided
  };
  Time now;
  std::map<std::string, Stream> streams;
  std::vector<std::string> order;  // in which they were first written
  std::string first;               // the command's own stream
  Effects effects;
  std::vector<eventstore::TimerSet> timers;
  std::vector<eventstore::TimerRef> cancelled;
  std::size_t event_count = 0;
  std::optional<Rejected> rejected;
  std::string reply;
  common::v1::CommandReply message;
};

CommandRunner::CommandRunner(RunnerParts parts)
    : parts_(std::move(parts)), cache_(kCachedStreamsMax) {}

boost::asio::awaitable<RunOutcome> CommandRunner::Run(RunRequest request) {
  const CommandType* type = parts_.registry->FindCommand(request.command->GetDescriptor());
  CHECK(type != nullptr);
  if (!parts_.may_write()) {
    co_return RunOutcome{{rpc::Code::kUnavailable,
                          "not received: the store is not known to hold all that Kafka holds",
                          "STORE_MUST_BE_WHOLE", ""},
                         {},
                         false};
  }
  ++in_flight_;
  struct Landing {
    std::int64_t* count;
    ~Landing() { --*count; }
  } const landing{&in_flight_};
  const auto turn =
      co_await queue_.Enter(request.tenant, TextField(*request.command, type->stream));
  while (std::chrono::steady_clock::now() < request.deadline) {
    if (auto outcome = co_await Attempt(request)) co_return std::move(*outcome);
  }
  co_return RunOutcome{
      {rpc::Code::kDeadlineExceeded,
       "others kept changing the same stream: retry with the same command id", "CONTENTION", ""},
      {},
      false};
}

// Nothing: somebody else was faster, try again.
boost::asio::awaitable<std::optional<RunOutcome>> CommandRunner::Attempt(
    const RunRequest& request) {
  Work work;
  auto now = co_await parts_.clock->Now(request.tenant);
  if (!now) co_return Failed(now.error());
  work.now = *now;
  if (auto failure = co_await DecideAll(request, work)) co_return Failed(*failure);
  if (work.rejected) co_return co_await Refuse(request, work);
  const auto& own = work.streams.at(work.first);
  if (request.if_match && *request.if_match != own.version) {
    auto current = co_await StatesAreCurrent(request, work);
    if (!current) co_return Failed(current.error());
    if (!*current) co_return std::nullopt;
    co_return StaleVersion(own.version);
  }
  if (work.event_count == 0) {
    // "Nothing to do" stands only on the present, like a refusal.
    auto current = co_await StatesAreCurrent(request, work);
    if (!current) co_return Failed(current.error());
    if (!*current) co_return std::nullopt;
  }
  co_return co_await Append(request, work);
}

boost::asio::awaitable<std::optional<Failure>> CommandRunner::DecideAll(const RunRequest& request,
                                                                        Work& work) {
  std::deque<Companion> waiting;
  std::shared_ptr<const Message> command = request.command;
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
    const auto* aggregate = parts_.registry->FindCommand(next.message().GetDescriptor())->aggregate;
    const auto& stream = work.streams.at(TextField(
        next.message(), parts_.registry->FindCommand(next.message().GetDescriptor())->stream));
    const std::size_t added = work.event_count - before;
    for (std::size_t i = stream.events.size() - added; i < stream.events.size(); ++i) {
      for (Companion& companion : aggregate->CompanionsOf(*stream.events[i])) {
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
    Work::Stream stream{
        loaded->aggregate, loaded->state, loaded->version, loaded->partition_key, {}, {}};
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
  Context context;
  context.now = work.now;
  context.actor = request.actor;
  context.council = request.tenant;
  context.programmes = parts_.programmes;
  if (parts_.programmes != nullptr) {
    std::string programme = TextField(command, "programme_id");
    if (programme.empty()) programme = TextField(command, "programme");
    context.programme = parts_.programmes->Newest(request.tenant, programme);
    const auto* pinned = command.GetDescriptor()->FindFieldByName("programme_version");
    if (pinned != nullptr && command.GetReflection()->GetInt32(command, pinned) != 0) {
      context.programme = parts_.programmes->Version(
          request.tenant, programme, command.GetReflection()->GetInt32(command, pinned));
    }
  }
  Decided decided = type->aggregate->Decide(stream.state, command, context);
  if (auto* rejected = std::get_if<Rejected>(&decided)) {
    work.rejected = std::move(*rejected);
    co_return std::nullopt;
  }
  auto& events = std::get<Events>(decided);
  if (events.empty()) co_return std::nullopt;
  stream.state = type->aggregate->Fold(stream.state, events);
  if (stream.events.empty()) work.order.push_back(name);
  for (auto& event : events) {
    Effects effects = type->aggregate->EffectsOf(*event);
    const Uuid cause = UuidFrom(request.command_id, "event/" + std::to_string(work.event_count));
    // One Append releases before it claims: what an earlier event of this command claimed is
    // dropped here.
    for (const Release& release : effects.releases) {
      std::erase_if(work.effects.claims, [&](const Claim& claim) {
        return claim.kind == release.kind && claim.holder == release.holder;
      });
    }
    std::move(effects.claims.begin(), effects.claims.end(),
              std::back_inserter(work.effects.claims));
    std::move(effects.releases.begin(), effects.releases.end(),
              std::back_inserter(work.effects.releases));
    for (const std::string& cancelled : effects.cancelled_timers) {
      std::erase_if(work.timers,
                    [&](const auto& set) { return set.stream == name && set.name == cancelled; });
      work.cancelled.push_back({name, cancelled});
    }
    for (const Timer& timer : effects.timers) {
      std::erase_if(work.timers,
                    [&](const auto& set) { return set.stream == name && set.name == timer.name; });
      work.timers.push_back({name, timer.name, timer.due, timer.command.message().GetTypeName(),
                             timer.command.message().SerializeAsString(), cause});
    }
    stream.events.push_back(std::move(event));
    stream.event_ids.push_back(cause);
    ++work.event_count;
  }
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
    loaded.state = loaded.aggregate->Fold(loaded.state, events);
    loaded.partition_key = slice->partition_key;
    if (loaded.version >= slice->version || slice->events.empty()) break;
  }
  cache_.Store(tenant, stream, loaded);
  co_return loaded;
}

boost::asio::awaitable<Result<bool>> CommandRunner::StatesAreCurrent(const RunRequest& request,
                                                                     const Work& work) {
  bool current = true;
  for (const auto& [name, stream] : work.streams) {
    auto version = co_await parts_.store->Version(request.tenant, name);
    if (!version) co_return version.error();
    if (*version == stream.version) continue;
    current = false;
    auto fresh = co_await Confirmed(request.tenant, name, stream.aggregate);
    if (!fresh) co_return fresh.error();
  }
  co_return current;
}

// A refusal stands only on the present: first the same command's earlier answer, then the versions.
boost::asio::awaitable<std::optional<RunOutcome>> CommandRunner::Refuse(const RunRequest& request,
                                                                        Work& work) {
  auto stored = co_await parts_.store->FindCommand(request.tenant, request.command_id);
  if (!stored) co_return Failed(stored.error());
  if (*stored) {
    const auto& first = **stored;
    const bool same =
        first.request_hmac.empty() ||
        (first.request_hmac == HashOf(*request.command) && first.method == request.method &&
         first.actor == request.actor.kind + ":" + request.actor.id);
    co_return same ? ReplyOf(first.reply) : IdReused();
  }
  auto current = co_await StatesAreCurrent(request, work);
  if (!current) co_return Failed(current.error());
  if (!*current) co_return std::nullopt;
  if (!request.keep_refusal) co_return RefusedBy(*work.rejected);

  const Rejected rejected = *work.rejected;
  common::v1::StoredOutcome outcome;
  outcome.set_rejection(rejected.rule);
  for (const std::string& instead : rejected.instead) outcome.add_instead(instead);
  Work nothing;
  nothing.reply = outcome.SerializeAsString();
  auto appended = co_await parts_.store->Append(RequestOf(request, nothing));
  if (!appended) co_return Failed(appended.error());
  if (const auto* duplicate = std::get_if<eventstore::Duplicate>(&*appended))
    co_return ReplyOf(duplicate->reply);
  co_return RefusedBy(rejected);
}

eventstore::AppendRequest CommandRunner::RequestOf(const RunRequest& request, Work& work) const {
  eventstore::AppendRequest append;
  append.tenant = request.tenant;
  append.command_id = request.command_id;
  append.method = request.method;
  append.actor = request.actor.kind + ":" + request.actor.id;
  append.request_hmac = HashOf(*request.command);
  append.reply = work.reply;
  common::v1::EventMetadata metadata;
  const std::string own_id = request.command_id.ToString();
  metadata.set_correlation_id(request.correlation_id.empty() ? own_id : request.correlation_id);
  metadata.set_causation_id(request.causation_id.empty() ? own_id : request.causation_id);
  metadata.set_traceparent(request.traceparent.empty()
                               ? TraceparentOf(metadata.correlation_id(), request.command_id)
                               : request.traceparent);
  metadata.set_actor_kind(request.actor.kind);
  metadata.set_actor_id(request.actor.id);
  for (const std::string& role : request.actor.roles) metadata.add_actor_roles(role);
  for (const std::string& name : work.order) {
    auto& stream = work.streams.at(name);
    metadata.set_partition_key(stream.partition_key);
    const std::string stored_metadata = metadata.SerializeAsString();
    eventstore::StreamWrite write{
        name, std::string(stream.aggregate->name()), stream.version, stream.partition_key, {}};
    for (std::size_t i = 0; i < stream.events.size(); ++i) {
      const Message& event = *stream.events[i];
      write.events.push_back({stream.event_ids[i], parts_.registry->TypeOf(event),
                              event.SerializeAsString(), stored_metadata, work.now});
    }
    append.writes.push_back(std::move(write));
  }
  for (Claim& claim : work.effects.claims) {
    append.claims.push_back({std::move(claim.kind), std::move(claim.resource), claim.from,
                             claim.until, std::move(claim.holder)});
  }
  for (Release& release : work.effects.releases) {
    append.releases.push_back({std::move(release.kind), std::move(release.holder)});
  }
  append.cancelled = std::move(work.cancelled);
  if (request.fired) append.cancelled.push_back(*request.fired);
  append.timers = std::move(work.timers);
  return append;
}

boost::asio::awaitable<std::optional<RunOutcome>> CommandRunner::Append(const RunRequest& request,
                                                                        Work& work) {
  const auto& own = work.streams.at(work.first);
  work.message.set_stream(work.first);
  work.message.set_version(own.version + static_cast<std::int64_t>(own.events.size()));
  common::v1::ConsistencyToken token;
  token.set_context(std::string(own.aggregate->context()));
  token.set_council(request.tenant);
  token.set_partition_key(own.partition_key);
  std::vector<Message*> to_seal;
  for (std::size_t i = 0; i < work.event_count; ++i) {
    work.message.add_event_ids(
        UuidFrom(request.command_id, "event/" + std::to_string(i)).ToString());
  }
  for (const std::string& name : work.order) {
    const auto& stream = work.streams.at(name);
    for (const auto& event : stream.events) to_seal.push_back(event.get());
    if (stream.partition_key != own.partition_key) continue;
    auto& version = *token.add_streams();
    version.set_stream(name);
    version.set_version(stream.version + static_cast<std::int64_t>(stream.events.size()));
  }
  work.message.set_token(rpc::EncodeToken(token));
  common::v1::StoredOutcome outcome;
  *outcome.mutable_reply() = work.message;
  work.reply = outcome.SerializeAsString();
  if (parts_.sealing != nullptr && !to_seal.empty()) {
    const auto sealed = co_await parts_.sealing->Seal(request.tenant, std::move(to_seal));
    if (!sealed) co_return Failed(sealed.error());
  }
  auto appended = co_await parts_.store->Append(RequestOf(request, work));
  if (!appended) {
    Forget(request, work);
    co_return Failed(appended.error());
  }
  if (const auto* written = std::get_if<eventstore::Appended>(&*appended)) {
    for (const std::int64_t position : written->positions)
      newest_position_ = std::max(newest_position_, position);
    Remember(request, work);
    if (work.event_count > 0) parts_.appended();
    co_return RunOutcome{{}, std::move(work.message), false};
  }
  Forget(request, work);
  if (const auto* duplicate = std::get_if<eventstore::Duplicate>(&*appended))
    co_return ReplyOf(duplicate->reply);
  if (std::holds_alternative<eventstore::CommandIdReused>(*appended)) co_return IdReused();
  if (const auto* taken = std::get_if<eventstore::ClaimTaken>(&*appended)) {
    work.rejected = Rejected{RuleOfClaim(taken->kind), {}};
    co_return co_await Refuse(request, work);
  }
  // Conflict: what was assumed or cached is old; read it before deciding again.
  for (const auto& [name, stream] : work.streams) {
    auto fresh = co_await Confirmed(request.tenant, name, stream.aggregate);
    if (!fresh) co_return Failed(fresh.error());
  }
  co_return std::nullopt;
}

void CommandRunner::Remember(const RunRequest& request, const Work& work) {
  for (const std::string& name : work.order) {
    const auto& stream = work.streams.at(name);
    cache_.Store(
        request.tenant, name,
        {stream.aggregate, stream.state,
         stream.version + static_cast<std::int64_t>(stream.events.size()), stream.partition_key});
    if (parts_.programmes == nullptr) continue;
    for (const auto& event : stream.events)
      HearProgramme(*parts_.programmes, request.tenant, *event);
  }
}

void CommandRunner::Forget(const RunRequest& request, const Work& work) {
  for (const auto& [name, stream] : work.streams) cache_.Drop(request.tenant, name);
}

// Deterministic serialisation: commands hold no maps, so equal requests give equal bytes.
std::string CommandRunner::HashOf(const Message& command) const {
  std::string bytes = command.GetTypeName() + "\n";
  {
    google::protobuf::io::StringOutputStream output(&bytes);
    google::protobuf::io::CodedOutputStream coded(&output);
    coded.SetSerializationDeterministic(true);
    command.SerializeToCodedStream(&coded);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), parts_.hash_key.data(), static_cast<int>(parts_.hash_key.size()),
       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace kinward::host
