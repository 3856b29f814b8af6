#include "libs/eventstore/pg_append.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <string_view>

#include "libs/base/check.h"

namespace kinward::eventstore {
namespace {

using Views = std::vector<std::string_view>;
using Numbers = std::vector<std::int64_t>;

// FNV-1a over the parts: all replicas and versions must agree on it, so it is spelt out here.
std::int64_t LockOf(std::string_view tenant, const ClaimTake& claim) {
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  for (const std::string_view part :
       {tenant, std::string_view(claim.kind), std::string_view(claim.resource)}) {
    for (const char byte : part) {
      hash = (hash ^ static_cast<unsigned char>(byte)) * 1'099'511'628'211U;
    }
    hash = (hash ^ 0xffU) * 1'099'511'628'211U;  // a border: not a byte of UTF-8
  }
  return static_cast<std::int64_t>(hash);
}

// Sorted, so that no two appends each hold what the other waits for.
Numbers LocksOf(const AppendRequest& request) {
  Numbers locks;
  for (const ClaimTake& claim : request.claims) locks.push_back(LockOf(request.tenant, claim));
  std::sort(locks.begin(), locks.end());
  locks.erase(std::unique(locks.begin(), locks.end()), locks.end());
  return locks;
}

void EncodeCommand(const AppendRequest& request, PgParams& params) {
  params.Text(request.tenant).Id(request.command_id).Text(request.method).Text(request.actor);
  params.Text(request.request_hmac).Text(request.reply);
}

// Streams in the order they are locked: by name. The events keep the order written.
void EncodeStreams(const AppendRequest& request, PgParams& params) {
  std::vector<const StreamWrite*> sorted;
  for (const StreamWrite& write : request.writes) sorted.push_back(&write);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* left, const auto* right) { return left->stream < right->stream; });
  params.Texts(sorted, &StreamWrite::stream).Texts(sorted, &StreamWrite::aggregate);
  params.Numbers(sorted, &StreamWrite::expected_version);
  params.Numbers(sorted, [](const StreamWrite* write) {
    return static_cast<std::int64_t>(write->events.size());
  });
  params.Texts(sorted, &StreamWrite::partition_key);
}

void EncodeEvents(const AppendRequest& request, PgParams& params) {
  Views streams;
  Numbers versions;
  std::vector<const NewEvent*> events;
  for (const StreamWrite& write : request.writes) {
    std::int64_t version = write.expected_version;
    for (const NewEvent& event : write.events) {
      streams.push_back(write.stream);
      versions.push_back(++version);
      events.push_back(&event);
    }
  }
  params.Texts(streams).Numbers(versions).Texts(events, &NewEvent::type);
  params.Ids(events, &NewEvent::id).Bytes(events, &NewEvent::body);
  params.Bytes(events, &NewEvent::metadata).Instants(events, &NewEvent::occurred_time);
}

void EncodeClaims(const AppendRequest& request, PgParams& params) {
  params.Texts(request.releases, &ClaimRelease::kind);
  params.Texts(request.releases, &ClaimRelease::holder);
  const auto& claims = request.claims;
  params.Texts(claims, &ClaimTake::kind).Texts(claims, &ClaimTake::resource);
  params.Instants(claims, &ClaimTake::from).Instants(claims, &ClaimTake::until);
  params.Texts(claims, &ClaimTake::holder);
}

void EncodeTimers(const AppendRequest& request, PgParams& params) {
  std::vector<std::string> causes;  // of what is cancelled; empty: whatever set it
  for (const TimerRef& timer : request.cancelled)
    causes.push_back(timer.cause ? timer.cause->ToString() : std::string());
  params.Texts(request.cancelled, &TimerRef::stream).Texts(request.cancelled, &TimerRef::name);
  params.Texts(Views(causes.begin(), causes.end()));
  const auto& timers = request.timers;
  params.Texts(timers, &TimerSet::stream).Texts(timers, &TimerSet::name);
  params.Instants(timers, &TimerSet::due).Texts(timers, &TimerSet::command_type);
  params.Bytes(timers, &TimerSet::command).Ids(timers, &TimerSet::cause);
}

AppendOutcome DecodeReply(std::string_view reply) {
  CHECK(!reply.empty());
  const char kind = reply.front();
  reply.remove_prefix(1);
  if (kind != '\0') return Duplicate{std::string(reply)};
  Appended appended;
  for (; !reply.empty(); reply.remove_prefix(8)) {
    appended.positions.push_back(BigEndianNumber(reply.substr(0, 8)));
  }
  return appended;
}

ClaimTaken DecodeClaimTaken(const AppendRequest& request, const PgAnswer& answer) {
  std::size_t number = 0;
  std::from_chars(answer.detail.data(), answer.detail.data() + answer.detail.size(), number);
  CHECK(number >= 1);
  CHECK(number <= request.claims.size());
  const ClaimTake& claim = request.claims[number - 1];
  return {claim.kind, claim.resource, answer.hint};
}

// Classes of refusals that pass by themselves: rolled back for want of a lock, of room, of a
// primary, or because the statement took too long.
bool MayPass(std::string_view sqlstate) {
  const std::string_view kind = sqlstate.substr(0, 2);
  return kind == "08" || kind == "25" || kind == "40" || kind == "53" || kind == "55" ||
         kind == "57" || kind == "58" || sqlstate == "23P01" || sqlstate == "23505" ||
         sqlstate == "26000" || sqlstate == "0A000";
}

}  // namespace

bool IsOneEvent(const AppendRequest& request) {
  return request.writes.size() == 1 && request.writes.front().events.size() == 1 &&
         request.releases.empty() && request.claims.empty() && request.cancelled.empty() &&
         request.timers.empty();
}

void EncodeOne(const AppendRequest& request, PgParams& params) {
  const StreamWrite& write = request.writes.front();
  const NewEvent& event = write.events.front();
  EncodeCommand(request, params);
  params.Text(write.stream).Text(write.aggregate).Number(write.expected_version);
  params.Text(write.partition_key).Text(event.type).Id(event.id).Text(event.body);
  params.Text(event.metadata).Instant(event.occurred_time);
}

void EncodeAll(const AppendRequest& request, PgParams& params) {
  EncodeCommand(request, params);
  params.Numbers(LocksOf(request));
  EncodeStreams(request, params);
  EncodeEvents(request, params);
  EncodeClaims(request, params);
  EncodeTimers(request, params);
}

Result<AppendOutcome> DecodeAppend(const AppendRequest& request, const PgAnswer& answer) {
  if (answer.kind == PgAnswer::Kind::kRows) {
    CHECK(answer.rows.count() == 1);
    return DecodeReply(answer.rows.Text(0, 0));
  }
  if (answer.kind == PgAnswer::Kind::kRefused) {
    if (answer.sqlstate == "KW001") return AppendOutcome(Conflict{answer.detail});
    if (answer.sqlstate == "KW002") return AppendOutcome(DecodeClaimTaken(request, answer));
    if (answer.sqlstate == "KW003") return AppendOutcome(CommandIdReused{});
  }
  return FailureOf("append", answer, true);
}

// Only the code is told: PostgreSQL's words may quote a value.
Failure FailureOf(const char* statement, const PgAnswer& answer, bool writes) {
  const std::string where = std::string("PostgreSQL, ") + statement + ": ";
  switch (answer.kind) {
    case PgAnswer::Kind::kNotSent:
      return {FailureKind::kRetry, where + "no connection"};
    case PgAnswer::Kind::kLost:
      return {writes ? FailureKind::kIndeterminate : FailureKind::kRetry,
              where + "no answer " + answer.sqlstate};
    case PgAnswer::Kind::kRefused:
      return {MayPass(answer.sqlstate) ? FailureKind::kRetry : FailureKind::kFatal,
              where + "refused " + answer.sqlstate};
    case PgAnswer::Kind::kRows:
      break;
  }
  return {FailureKind::kCorrupt, where + "not an error"};
}

}  // namespace kinward::eventstore
