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
  Views streams;
  Views aggregates;
  Numbers expected;
  Numbers counts;
  Views keys;
  for (const StreamWrite* write : sorted) {
    streams.push_back(write->stream);
    aggregates.push_back(write->aggregate);
    expected.push_back(write->expected_version);
    counts.push_back(static_cast<std::int64_t>(write->events.size()));
    keys.push_back(write->partition_key);
  }
  params.Texts(streams).Texts(aggregates).Numbers(expected).Numbers(counts).Texts(keys);
}

void EncodeEvents(const AppendRequest& request, PgParams& params) {
  Views streams;
  Numbers versions;
  Views types;
  std::vector<Uuid> ids;
  Views bodies;
  Views metadata;
  std::vector<Time> occurred;
  for (const StreamWrite& write : request.writes) {
    std::int64_t version = write.expected_version;
    for (const NewEvent& event : write.events) {
      streams.push_back(write.stream);
      versions.push_back(++version);
      types.push_back(event.type);
      ids.push_back(event.id);
      bodies.push_back(event.body);
      metadata.push_back(event.metadata);
      occurred.push_back(event.occurred_time);
    }
  }
  params.Texts(streams).Numbers(versions).Texts(types).Ids(ids);
  params.Bytes(bodies).Bytes(metadata).Instants(occurred);
}

void EncodeClaims(const AppendRequest& request, PgParams& params) {
  Views kinds;
  Views holders;
  for (const ClaimRelease& release : request.releases) {
    kinds.push_back(release.kind);
    holders.push_back(release.holder);
  }
  params.Texts(kinds).Texts(holders);
  kinds.clear();
  holders.clear();
  Views resources;
  std::vector<Time> from;
  std::vector<Time> until;
  for (const ClaimTake& claim : request.claims) {
    kinds.push_back(claim.kind);
    resources.push_back(claim.resource);
    from.push_back(claim.from);
    until.push_back(claim.until);
    holders.push_back(claim.holder);
  }
  params.Texts(kinds).Texts(resources).Instants(from).Instants(until).Texts(holders);
}

void EncodeTimers(const AppendRequest& request, PgParams& params) {
  Views streams;
  Views names;
  std::vector<std::string> cause_texts;
  for (const TimerRef& timer : request.cancelled) {
    streams.push_back(timer.stream);
    names.push_back(timer.name);
    cause_texts.push_back(timer.cause ? timer.cause->ToString() : std::string());
  }
  params.Texts(streams).Texts(names).Texts(Views(cause_texts.begin(), cause_texts.end()));
  streams.clear();
  names.clear();
  std::vector<Time> due;
  Views types;
  Views commands;
  std::vector<Uuid> causes;
  for (const TimerSet& timer : request.timers) {
    streams.push_back(timer.stream);
    names.push_back(timer.name);
    due.push_back(timer.due);
    types.push_back(timer.command_type);
    commands.push_back(timer.command);
    causes.push_back(timer.cause);
  }
  params.Texts(streams).Texts(names).Instants(due).Texts(types).Bytes(commands).Ids(causes);
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
