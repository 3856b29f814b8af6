#include "services/eligibility/domain/candidates.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "services/eligibility/domain/knowledge.h"
#include "services/eligibility/domain/programme_terms.h"
#include "services/eligibility/domain/reassessment.h"

namespace kinward::eligibility {
namespace {

constexpr int kCandidates = 100;

// Clauses that decide with this result; preferences do not.
int Deciding(const common::v1::ProgrammeVersion& version, const v1::Candidate& candidate,
             v1::ClauseResult result) {
  int count = 0;
  for (int at = 0; at < version.clauses_size(); ++at) {
    const bool decides = version.clauses(at).kind() != common::v1::CLAUSE_KIND_PREFERENCE;
    if (decides && candidate.clauses(at).result() == result) ++count;
  }
  return count;
}

}  // namespace

// The fewest undecided clauses, then what is known latest.
bool CandidateSearch::Before(const v1::Candidate& left, const v1::Candidate& right) const {
  const int open_left = Deciding(*version_, left, v1::CLAUSE_RESULT_UNDECIDED);
  const int open_right = Deciding(*version_, right, v1::CLAUSE_RESULT_UNDECIDED);
  if (open_left != open_right) return open_left < open_right;
  return std::tie(right.known_on(), left.referral_id()) <
         std::tie(left.known_on(), right.referral_id());
}

CandidateSearch::CandidateSearch(const v1::FindCandidatesRequest& request,
                                 const common::v1::ProgrammeVersion& version,
                                 const ProgrammeCatalogue& programmes, std::string on)
    : request_(&request), version_(&version), programmes_(&programmes), on_(std::move(on)) {}

void CandidateSearch::LookAt(const std::string& referral_id, const EligibilityCheck& check) {
  if (!check.checked) return;
  const std::string& id = version_->programme_id();
  if (check.asked_programme == id || FindOutcome(check.programmes, id) != nullptr)
    looked_at_before_.insert(check.family_id);
  if (request_->has_from() && check.on < request_->from()) return;
  if (request_->has_until() && request_->until() < check.on) return;
  ++looked_at_;
  if (!check.erased.empty()) {
    ++cannot_say_;
    return;
  }
  Knowledge knowledge = Remembered(check);
  knowledge.on = on_;
  v1::ProgrammeOutcome outcome = Assess(*version_, knowledge.View(request_->council()));
  TakeTerms(*version_, programmes_, request_->council(), on_, outcome);
  v1::Candidate candidate;
  candidate.set_family_id(check.family_id);
  candidate.set_referral_id(referral_id);
  for (const auto& person : check.subjects) candidate.add_person_ids(person.person_id());
  candidate.set_known_on(check.on);
  candidate.set_outcome(outcome.outcome());
  *candidate.mutable_clauses() = std::move(*outcome.mutable_clauses());
  *candidate.mutable_questions() = std::move(*outcome.mutable_questions());
  // A family of whom nothing speaks for it is no candidate.
  if (candidate.outcome() == v1::OUTCOME_NOT_ELIGIBLE ||
      Deciding(*version_, candidate, v1::CLAUSE_RESULT_PASSED) == 0) {
    return;
  }
  const auto [held, is_new] = by_family_.try_emplace(check.family_id, candidate);
  if (!is_new && Before(candidate, held->second)) held->second = std::move(candidate);
}

v1::FindCandidatesResponse CandidateSearch::Found() const {
  v1::FindCandidatesResponse response;
  response.set_on(on_);
  response.set_version(version_->version());
  response.set_looked_at(looked_at_);
  response.set_cannot_say(cannot_say_);
  std::vector<const v1::Candidate*> found;
  for (const auto& [family, candidate] : by_family_) {
    if (!looked_at_before_.contains(family)) found.push_back(&candidate);
  }
  std::ranges::sort(found,
                    [this](const auto* left, const auto* right) { return Before(*left, *right); });
  const auto limit =
      static_cast<std::size_t>(request_->has_limit() ? request_->limit() : kCandidates);
  for (std::size_t at = 0; at < std::min(limit, found.size()); ++at)
    *response.add_candidates() = *found[at];
  response.set_left_off(static_cast<int>(found.size()) - response.candidates_size());
  return response;
}

}  // namespace kinward::eligibility
