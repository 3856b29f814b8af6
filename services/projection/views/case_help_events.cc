// What outcomes changes in the case's parts.
#include <algorithm>

#include "kinward/outcomes/v1/case.pb.h"
#include "kinward/outcomes/v1/follow_up.pb.h"
#include "services/projection/views/case_view.h"
#include "services/projection/views/words.h"

namespace kinward::projection {
namespace {

using views::v1::CaseHelp;
using views::v1::CaseOutcomesPart;

void OnCaseOfReferral(CaseOutcomesPart& part, const outcomes::v1::CaseOpened& event,
                      const Heard& /*heard*/, Marks& /*marks*/) {
  part.add_case_ids(event.case_id());
}
void OnCaseOpened(CaseHelp& part, const outcomes::v1::CaseOpened& event, const Heard& /*heard*/,
                  Marks& /*marks*/) {
  part.set_case_id(event.case_id());
  part.set_programme(event.programme_id());
  part.set_version(event.programme_version());
  part.set_basis(event.basis());
  part.set_opened_on(event.opened_on());
  part.set_children(event.children());
}
void OnCounterfactual(CaseHelp& part, const outcomes::v1::CounterfactualStated& event,
                      const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_counterfactual(event.setting());
  part.set_counterfactual_by(event.by());
}
void OnWorkerAssigned(CaseHelp& part, const outcomes::v1::WorkerAssigned& event,
                      const Heard& /*heard*/, Marks& /*marks*/) {
  for (auto& worker : *part.mutable_workers()) {
    if (worker.role() != event.role() || worker.for_person_id() != event.for_person_id()) continue;
    if (worker.worker() != event.worker_id()) part.set_worker_changes(part.worker_changes() + 1);
    worker.set_worker(event.worker_id());
    return;
  }
  auto& worker = *part.add_workers();
  worker.set_worker(event.worker_id());
  worker.set_role(event.role());
  worker.set_for_person_id(event.for_person_id());
}
void OnSessionPlanned(CaseHelp& part, const outcomes::v1::SessionPlanned& /*event*/,
                      const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_sessions_planned(part.sessions_planned() + 1);
}
void OnSessionRecorded(CaseHelp& part, const outcomes::v1::SessionRecorded& event,
                       const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_sessions_held(part.sessions_held() + 1);
  if (event.attended()) part.set_sessions_attended(part.sessions_attended() + 1);
  part.set_minutes(part.minutes() + event.minutes());
}
void OnEscalation(CaseHelp& part, const outcomes::v1::EscalationRecorded& event,
                  const Heard& /*heard*/, Marks& /*marks*/) {
  auto& escalation = *part.add_escalations();
  escalation.set_person_id(event.person_id());
  escalation.set_to(event.to());
  escalation.set_on(event.on());
}
void OnLengthPassed(CaseHelp& part, const outcomes::v1::ExpectedLengthPassed& event,
                    const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_expected_days_passed(event.expected_days());
}
void OnCaseClosed(CaseHelp& part, const outcomes::v1::CaseClosed& event, const Heard& /*heard*/,
                  Marks& /*marks*/) {
  part.set_closed_on(event.closed_on());
  part.set_outcome(event.outcome());
}

void OnStatusChecked(CaseHelp& part, const outcomes::v1::StatusChecked& event,
                     const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_follow_ups_answered(part.follow_ups_answered() + 1);
  if (!event.became_looked_after()) return;
  if (part.became_looked_after_on().empty()) part.set_became_looked_after_on(event.on());
  const auto& known = part.became_looked_after();
  if (std::find(known.begin(), known.end(), event.person_id()) == known.end()) {
    part.add_became_looked_after(event.person_id());
  }
}
void OnFollowUpLost(CaseHelp& part, const outcomes::v1::FollowUpLost& /*event*/,
                    const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_follow_ups_lost(part.follow_ups_lost() + 1);
}

}  // namespace

void AddHelpEvents(Catalogue& catalogue) {
  namespace v1 = outcomes::v1;
  const std::string help(kHelpCollection);
  catalogue.On(std::string(kCaseCollection), &v1::CaseOpened::referral_id, OnCaseOfReferral);
  catalogue.On(help, &v1::CaseOpened::case_id, OnCaseOpened);
  catalogue.On(help, &v1::CounterfactualStated::case_id, OnCounterfactual);
  catalogue.On(help, &v1::WorkerAssigned::case_id, OnWorkerAssigned);
  catalogue.On(help, &v1::SessionPlanned::case_id, OnSessionPlanned);
  catalogue.On(help, &v1::SessionRecorded::case_id, OnSessionRecorded);
  catalogue.On(help, &v1::EscalationRecorded::case_id, OnEscalation);
  catalogue.On(help, &v1::ExpectedLengthPassed::case_id, OnLengthPassed);
  catalogue.On(help, &v1::CaseClosed::case_id, OnCaseClosed);
  catalogue.On(help, &v1::StatusChecked::case_id, OnStatusChecked);
  catalogue.On(help, &v1::FollowUpLost::case_id, OnFollowUpLost);
}

}  // namespace kinward::projection
