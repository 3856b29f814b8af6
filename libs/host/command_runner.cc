#include "libs/host/command_runner.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <utility>

#include "kinward/common/v1/outcome.pb.h"
#include "libs/host/answers.h"
#include "libs/host/work.h"
#include "libs/rpc/token.h"

namespace kinward::host {
namespace {

constexpr std::size_t kCachedStreamsMax = 20000;

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
  work.WriteTo(append, std::move(metadata), *parts_.registry);
  if (request.fired) append.cancelled.push_back(*request.fired);
  return append;
}

boost::asio::awaitable<std::optional<RunOutcome>> CommandRunner::Append(const RunRequest& request,
                                                                        Work& work) {
  const auto& own = work.streams.at(work.first);
  work.message.set_stream(work.first);
  work.message.set_version(own.VersionAfter());
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
    version.set_version(stream.VersionAfter());
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

// Folded in place, unless somebody else still reads the state: its cost is the events', however
// much the stream has gathered.
void CommandRunner::Remember(const RunRequest& request, Work& work) {
  for (const std::string& name : work.order) {
    auto& stream = work.streams.at(name);
    cache_.Drop(request.tenant, name);
    stream.now.reset();
    auto state = stream.aggregate->Fold(std::move(stream.base), stream.events);
    cache_.Store(request.tenant, name,
                 {stream.aggregate, std::move(state), stream.VersionAfter(), stream.partition_key});
    if (parts_.committed) {
      parts_.committed({request.tenant, name, stream.version}, *stream.aggregate, stream.events);
    } else if (parts_.programmes != nullptr) {
      for (const auto& event : stream.events)
        HearProgramme(*parts_.programmes, request.tenant, *event);
    }
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
