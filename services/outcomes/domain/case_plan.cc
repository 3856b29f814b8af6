#include "services/outcomes/domain/case_plan.h"

#include <algorithm>
#include <string>

#include "kinward/common/v1/programme.pb.h"
#include "libs/base/check.h"
#include "libs/base/uuid.h"

namespace kinward::outcomes {
namespace {

using Rules = google::protobuf::RepeatedPtrField<common::v1::FollowUpRule>;

v1::PlannedFollowUp Planned(const std::string& case_id, const std::string& check, int months) {
  const auto cause = Uuid::Parse(case_id);
  CHECK(cause);
  v1::PlannedFollowUp planned;
  planned.set_follow_up_id(
      UuidFrom(*cause, "follow-up/" + check + "/" + std::to_string(months)).ToString());
  planned.set_check(check);
  planned.set_months(months);
  return planned;
}
// The checks of a rule, so many months after a day.
template <typename Checks>
void AddDated(const std::string& case_id, const common::v1::FollowUpRule& rule, LocalDate from,
              Checks* checks) {
  for (const int months : rule.after_months()) {
    v1::PlannedFollowUp planned = Planned(case_id, rule.check(), months);
    const LocalDate due = AddMonths(from, months);
    planned.set_due_on(FormatDate(due));
    *planned.mutable_due_time() = ToTimestamp(StartOf(due));
    *checks->Add() = std::move(planned);
  }
}
// Else from its close. The case opens with the assessment.
bool CountsFromAssessment(const common::v1::FollowUpRule& rule) {
  return rule.counted_from() == "assessment";
}
bool IsThe(const common::v1::ProgrammeVersion* programme, const v1::CaseOpened& opened) {
  return programme != nullptr && programme->programme_id() == opened.programme_id();
}

}  // namespace

int ChildrenAmong(const google::protobuf::RepeatedPtrField<common::v1::SubjectFacts>& subjects) {
  return static_cast<int>(std::count_if(subjects.begin(), subjects.end(), [](const auto& subject) {
    return std::find(subject.roles().begin(), subject.roles().end(), "child") !=
           subject.roles().end();
  }));
}

void PinProgramme(v1::CaseOpened& event, const common::v1::ProgrammeVersion* programme,
                  LocalDate opened_on) {
  if (!IsThe(programme, event)) return;
  if (event.programme_version() == 0) event.set_programme_version(programme->version());
  const int days = programme->episode().expected_days_max();
  if (days > 0) {
    event.set_expected_days(days);
    // The day after the last expected one begins.
    *event.mutable_expected_end_time() = ToTimestamp(StartOf(AddDays(opened_on, days + 1)));
  }
  *event.mutable_close_outcomes() = programme->episode().close_outcomes();
  for (const auto& rule : programme->follow_ups()) {
    auto& pinned = *event.add_follow_up_rules();
    pinned = rule;
    pinned.clear_source();  // stands in the version that is pinned
    if (rule.while_open()) *event.add_follow_ups() = Planned(event.case_id(), rule.check(), 0);
    if (CountsFromAssessment(rule)) {
      AddDated(event.case_id(), rule, opened_on, event.mutable_follow_ups());
    }
  }
}

google::protobuf::RepeatedPtrField<v1::PlannedFollowUp> ChecksAfterClose(
    const v1::CaseOpened& opened, const common::v1::ProgrammeVersion* programme,
    LocalDate closed_on) {
  const bool pinned = !opened.follow_up_rules().empty();
  const Rules& rules =
      !pinned && IsThe(programme, opened) ? programme->follow_ups() : opened.follow_up_rules();
  google::protobuf::RepeatedPtrField<v1::PlannedFollowUp> checks;
  for (const auto& rule : rules) {
    if (!CountsFromAssessment(rule)) {
      AddDated(opened.case_id(), rule, closed_on, &checks);
    } else if (!pinned) {
      AddDated(opened.case_id(), rule, ParseDate(opened.opened_on()).value(), &checks);
    }
  }
  return checks;
}

}  // namespace kinward::outcomes
