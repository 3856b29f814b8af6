#include "services/referral-intake/matches.h"

#include <algorithm>
#include <utility>

#include "kinward/common/v1/options.pb.h"
#include "libs/rpc/access.h"
#include "services/referral-intake/person_reader.h"

namespace kinward::intake {
namespace {

using boost::asio::awaitable;
using google::protobuf::Message;

constexpr std::size_t kCandidatesMax = 50;  // of one person asked for

// The identity that an event of a person tells, while it is in clear; null: none.
const common::v1::IdentityDetails* IdentityIn(const Message& event, std::string& person_id) {
  const auto of = [&](const auto& told) {
    person_id = told.person_id();
    return told.has_identity() ? &told.identity() : nullptr;
  };
  const auto* type = event.GetDescriptor();
  if (type == v1::PersonRegistered::descriptor())
    return of(static_cast<const v1::PersonRegistered&>(event));
  if (type == v1::DetailsCorrected::descriptor())
    return of(static_cast<const v1::DetailsCorrected&>(event));
  if (type == v1::BirthRecorded::descriptor())
    return of(static_cast<const v1::BirthRecorded&>(event));
  return nullptr;
}

// Whoever may restrict a record may know of it; to everybody else there is none, and a partner's
// warning (the gateway asks as itself) says nothing of it either.
bool MayKnowOfRestricted(const rpc::Caller& caller) {
  const auto& rule = v1::RestrictRecord::descriptor()->options().GetExtension(common::v1::command);
  return rpc::HasOneOf(rule.roles(), caller);
}

// One line for each person asked for and person found: of several merged records the best.
void AddMatch(const v1::MatchCandidate& asked, const KnownPerson& known, const KnownPerson& shown,
              v1::FindMatchesReply& reply) {
  MatchScore score = ScoreOf(asked, known);
  if (score.score == 0) return;
  auto& all = *reply.mutable_matches();
  const auto there = std::find_if(all.begin(), all.end(), [&](const v1::PersonMatch& match) {
    return match.key() == asked.key() && match.person_id() == shown.person_id;
  });
  if (there != all.end() && there->score() >= score.score) return;
  v1::PersonMatch& match = there == all.end() ? *reply.add_matches() : *there;
  match.Clear();
  match.set_key(asked.key());
  match.set_person_id(shown.person_id);
  match.set_family_id(shown.family_id);
  match.set_score(score.score);
  match.mutable_agrees()->Assign(score.agrees.begin(), score.agrees.end());
  match.mutable_disagrees()->Assign(score.disagrees.begin(), score.disagrees.end());
}

}  // namespace

// What is corrected or told at a birth is a part: the rest is what is stored.
awaitable<Result<bool>> Matches::Index(std::string council, std::vector<const Message*> events) {
  std::vector<vault::SubjectClue> clues;
  for (const Message* event : events) {
    std::string person_id;
    const auto* told = IdentityIn(*event, person_id);
    if (told == nullptr) continue;
    common::v1::IdentityDetails identity;
    if (event->GetDescriptor() != v1::PersonRegistered::descriptor()) {
      std::set<std::string> ids{person_id};
      auto known = co_await Known(council, std::move(ids), true);
      if (!known) co_return known.error();
      identity = (*known)[person_id].identity;
    }
    identity.MergeFrom(*told);
    for (auto& clue : CluesOf(identity)) clues.push_back({person_id, std::move(clue)});
  }
  if (clues.empty()) co_return true;
  co_return co_await subjects_->Index(std::move(council), std::move(clues));
}

// For each person asked for, whom to look at, the most telling first.
awaitable<Result<std::vector<std::vector<std::string>>>> Matches::Candidates(
    const v1::FindMatchesRequest& request) {
  std::vector<vault::Clue> clues;
  std::vector<int> whose;
  for (int i = 0; i < request.people_size(); ++i) {
    const auto& identity = request.people(i).identity();
    for (auto& clue : request.exact_only() ? ExactCluesOf(identity) : CluesOf(identity)) {
      clues.push_back(std::move(clue));
      whose.push_back(i);
    }
  }
  std::vector<std::vector<std::string>> candidates(static_cast<std::size_t>(request.people_size()));
  if (clues.empty()) co_return candidates;
  auto found = co_await subjects_->Find(request.council(), std::move(clues), kCandidatesMax);
  if (!found) co_return found.error();
  for (std::size_t i = 0; i < found->size(); ++i) {
    auto& mine = candidates[static_cast<std::size_t>(whose[i])];
    for (std::string& id : (*found)[i]) {
      const bool is_new = std::find(mine.begin(), mine.end(), id) == mine.end();
      if (is_new && mine.size() < kCandidatesMax) mine.push_back(std::move(id));
    }
  }
  co_return candidates;
}

// Those that are there. An index row without a person is what an append left that failed.
awaitable<Result<Matches::KnownPeople>> Matches::Known(std::string council,
                                                       std::set<std::string> ids, bool opened) {
  std::map<std::string, host::Events> read;
  std::vector<Message*> sealed;
  for (const std::string& id : ids) {
    auto events = co_await ReadPerson(parts_, council, id);
    if (!events) co_return events.error();
    if (events->empty()) continue;
    std::string unused;
    for (const auto& event : *events) {
      if (opened && IdentityIn(*event, unused) != nullptr) sealed.push_back(event.get());
    }
    read.emplace(id, std::move(*events));
  }
  const auto done = co_await OpenAll(parts_, std::move(council), std::move(sealed));
  if (!done) co_return done.error();
  KnownPeople known;
  for (const auto& [id, events] : read) known[id] = KnownPersonOf(TypedOf(events));
  co_return known;
}

awaitable<host::QueryAnswer> Matches::Find(rpc::Caller caller, v1::FindMatchesRequest request) {
  const auto candidates = co_await Candidates(request);
  if (!candidates) co_return host::StatusOf(candidates.error());
  std::set<std::string> ids;
  for (const auto& of_one : *candidates) ids.insert(of_one.begin(), of_one.end());
  auto known = co_await Known(request.council(), std::move(ids), true);
  if (!known) co_return host::StatusOf(known.error());
  std::set<std::string> survivors;
  for (const auto& [id, person] : *known) {
    if (!person.merged_into.empty()) survivors.insert(person.merged_into);
  }
  const auto standing = co_await Known(request.council(), std::move(survivors), false);
  if (!standing) co_return host::StatusOf(standing.error());

  const bool all_shown = MayKnowOfRestricted(caller);
  v1::FindMatchesReply reply;
  for (int i = 0; i < request.people_size(); ++i) {
    for (const std::string& id : (*candidates)[static_cast<std::size_t>(i)]) {
      const auto person = known->find(id);
      if (person == known->end()) continue;
      const auto survivor = standing->find(person->second.merged_into);
      const KnownPerson& shown = survivor == standing->end() ? person->second : survivor->second;
      if (!all_shown && (person->second.restricted || shown.restricted)) continue;
      AddMatch(request.people(i), person->second, shown, reply);
    }
  }
  std::stable_sort(reply.mutable_matches()->begin(), reply.mutable_matches()->end(),
                   [](const auto& one, const auto& other) { return one.score() > other.score(); });
  co_return host::AnswerWith(std::move(reply));
}

}  // namespace kinward::intake
