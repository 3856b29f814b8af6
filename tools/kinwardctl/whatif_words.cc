#include "tools/kinwardctl/whatif_words.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>

#include "services/eligibility/describe/words.h"

namespace kinward::ctl {
namespace {

// As something was, or would be.
std::string OutcomeWord(eligibility::v1::Outcome outcome) {
  switch (outcome) {
    case eligibility::v1::OUTCOME_ELIGIBLE:
      return "eligible";
    case eligibility::v1::OUTCOME_NOT_ELIGIBLE:
      return "not eligible";
    case eligibility::v1::OUTCOME_NEEDS_INFORMATION:
      return "open, for want of information";
    default:
      return "not checked for it";
  }
}

// "age (child: age is 9 years, must be at least 11 years)".
std::string InWords(const eligibility::v1::ClauseOutcome& clause) {
  if (clause.because().empty()) return clause.clause_id();
  return clause.clause_id() + " (" + clause.because() + ")";
}

// The clauses and options of one kind, by id.
template <typename Part>
void Compare(const google::protobuf::RepeatedPtrField<Part>& was,
             const google::protobuf::RepeatedPtrField<Part>& is,
             const std::string& (Part::*id)() const, std::vector<std::string>& changed) {
  for (const Part& part : is) {
    const auto old = std::ranges::find(was, (part.*id)(), id);
    const bool same = old != was.end() &&
                      google::protobuf::util::MessageDifferencer::Equals(old->rule(), part.rule());
    if (!same) changed.push_back((part.*id)());
  }
  for (const Part& part : was) {
    if (std::ranges::find(is, (part.*id)(), id) == is.end()) changed.push_back((part.*id)());
  }
}

}  // namespace

std::string Counts(const eligibility::v1::WhatIfResponse& answer) {
  std::string text = describe::Counted(answer.checked(), "referral") +
                     " checked: " + std::to_string(answer.eligible()) + " would be eligible, " +
                     std::to_string(answer.not_eligible()) + " not, " +
                     std::to_string(answer.needs_information()) + " would need information";
  if (answer.cannot_say() > 0) {
    text += ", of " + std::to_string(answer.cannot_say()) +
            " it cannot be said: what they stand on is sealed";
  }
  return text + "\n" + std::to_string(answer.newly_eligible()) + " newly eligible, " +
         std::to_string(answer.no_longer_eligible()) + " no longer eligible";
}

std::string Changed(const eligibility::v1::WhatIfChange& change,
                    const std::vector<std::string>& clauses_changed) {
  const bool newly = change.would_be() == eligibility::v1::OUTCOME_ELIGIBLE;
  std::vector<std::string> because;
  for (const auto& clause : change.because()) {
    const bool changed =
        std::ranges::find(clauses_changed, clause.clause_id()) != clauses_changed.end();
    if (!newly || changed) because.push_back(InWords(clause));
  }
  std::string text = change.referral_id() + ": ";
  text += newly ? "newly eligible, was " + OutcomeWord(change.was())
                : "no longer eligible, would be " + OutcomeWord(change.would_be());
  return because.empty() ? text : text + ": " + describe::Listed(because);
}

std::vector<std::string> ClausesChanged(const common::v1::ProgrammeVersion& was,
                                        const common::v1::ProgrammeVersion& draft) {
  std::vector<std::string> changed;
  Compare(was.clauses(), draft.clauses(), &common::v1::Clause::id, changed);
  Compare(was.options(), draft.options(), &common::v1::Option::option_id, changed);
  return changed;
}

}  // namespace kinward::ctl
