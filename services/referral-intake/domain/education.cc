#include "services/referral-intake/domain/education.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "libs/base/check.h"
#include "libs/base/uuid.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"
#include "services/referral-intake/domain/strands.h"

namespace kinward::intake {
namespace {

constexpr std::array<std::string_view, 6> kProvisionKinds = {
    "school", "alternative-provision", "home-tuition", "home-education", "hospital", "residence"};
constexpr std::array<std::string_view, 6> kEnforcementKinds = {
    "penalty-notice",          "parenting-contract",          "parenting-order",
    "school-attendance-order", "education-supervision-order", "prosecution"};

template <std::size_t N>
bool IsListed(const std::array<std::string_view, N>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Two streams for one person would each know half.
bool IsOfThisPerson(const Education& education, const auto& command) {
  const bool same = education.person_id.empty() || education.person_id == command.person_id();
  return same && command.education_id() == EducationIdOf(command.person_id());
}

bool IsAfterToday(const std::string& date, const Context& context) {
  return date > FormatDate(DateOf(context.now));  // ISO dates sort as they are
}

template <typename Event>
Event Start(const Education& education, const auto& command) {
  Event event;
  event.set_education_id(command.education_id());
  event.set_person_id(command.person_id());
  // A person keeps its first family's key.
  event.set_family_id(education.family_id.empty() ? command.family_id() : education.family_id);
  return event;
}

void Know(Education& education, const auto& event) {
  CHECK(education.person_id.empty() || education.person_id == event.person_id());
  education.person_id = event.person_id();
  education.family_id = event.family_id();
}

// Part of it was told with another period: its sessions would be counted twice.
bool OverlapsAnother(const Education& education, const Education::Period& period) {
  const auto overlaps = [&period](const auto& told) {
    const auto& [school, from, until] = told.first;
    return told.first != period && school == std::get<0>(period) && from <= std::get<2>(period) &&
           std::get<1>(period) <= until;
  };
  return std::any_of(education.attendance.begin(), education.attendance.end(), overlaps);
}

// The last sanction up to that day; empty: none.
std::string EnforcedBy(const Education& education, const std::string& day) {
  std::string last;
  for (const auto& [kind_and_day, outcome] : education.enforcement) {
    if (kind_and_day.second <= day) last = std::max(last, kind_and_day.second);
  }
  return last;
}

}  // namespace

std::string EducationIdOf(const std::string& person_id) {
  return UuidFrom(person_id, "education").ToString();
}

EducationAnswer Decide(const Education& education, const v1::RecordSchoolAttendance& command,
                       const Context& context) {
  if (!IsOfThisPerson(education, command)) return v1::REJECTION_EDUCATION_MUST_BE_OF_ONE_PERSON;
  if (context.actor.kind == "partner" && command.source() != context.actor.id) {
    return v1::REJECTION_ATTENDANCE_MUST_NOT_BE_SENT_FOR_ANOTHER;
  }
  const Education::Period period{command.school(), command.from(), command.until()};
  const Education::Sessions sessions{command.sessions_possible(), command.sessions_attended(),
                                     command.sessions_unauthorised()};
  const auto told = education.attendance.find(period);
  const bool replaced = told != education.attendance.end();
  if (replaced && told->second == sessions) return NothingToDo<EducationAnswer>();
  if (command.until() < command.from()) return v1::REJECTION_PERIOD_MUST_NOT_END_BEFORE_IT_BEGINS;
  if (IsAfterToday(command.until(), context)) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  if (sessions.attended + sessions.unauthorised > sessions.possible) {
    return v1::REJECTION_ATTENDANCE_MUST_NOT_EXCEED_WHAT_WAS_POSSIBLE;
  }
  if (OverlapsAnother(education, period)) return v1::REJECTION_PERIOD_MUST_NOT_OVERLAP_ANOTHER;
  auto event = Start<v1::SchoolAttendanceRecorded>(education, command);
  event.set_from(command.from());
  event.set_until(command.until());
  event.set_sessions_possible(sessions.possible);
  event.set_sessions_attended(sessions.attended);
  event.set_sessions_unauthorised(sessions.unauthorised);
  event.set_school(command.school());
  event.set_source(command.source());
  event.set_replaced(replaced);
  event.set_last_enforcement_on(EnforcedBy(education, command.from()));
  return Accept<EducationAnswer>(std::move(event));
}

EducationAnswer Decide(const Education& education, const v1::RecordProvision& command,
                       const Context& context) {
  if (!IsOfThisPerson(education, command)) return v1::REJECTION_EDUCATION_MUST_BE_OF_ONE_PERSON;
  const Education::Provision provision{command.hours(), command.provider(), command.until()};
  const auto told = education.provision.find({command.kind(), command.on()});
  const bool replaced = told != education.provision.end();
  if (replaced && told->second == provision) return NothingToDo<EducationAnswer>();
  if (!IsListed(kProvisionKinds, command.kind())) {
    return Refusal<v1::Rejection>{v1::REJECTION_PROVISION_KIND_MUST_BE_LISTED,
                                  {kProvisionKinds.begin(), kProvisionKinds.end()}};
  }
  if (command.has_until() && command.until() < command.on()) {
    return v1::REJECTION_PERIOD_MUST_NOT_END_BEFORE_IT_BEGINS;
  }
  if (IsAfterToday(command.on(), context)) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  auto event = Start<v1::ProvisionRecorded>(education, command);
  event.set_kind(command.kind());
  event.set_on(command.on());
  event.set_hours(command.hours());
  event.set_provider(command.provider());
  event.set_until(command.until());
  event.set_replaced(replaced);
  return Accept<EducationAnswer>(std::move(event));
}

EducationAnswer Decide(const Education& education, const v1::RecordEnforcement& command,
                       const Context& context) {
  if (!IsOfThisPerson(education, command)) return v1::REJECTION_EDUCATION_MUST_BE_OF_ONE_PERSON;
  const auto told = education.enforcement.find({command.kind(), command.on()});
  const bool replaced = told != education.enforcement.end();
  // A step told again without an outcome is the retry of its first telling, whatever came of it.
  if (replaced && (!command.has_outcome() || told->second == command.outcome())) {
    return NothingToDo<EducationAnswer>();
  }
  if (!IsListed(kEnforcementKinds, command.kind())) {
    return Refusal<v1::Rejection>{v1::REJECTION_ENFORCEMENT_KIND_MUST_BE_LISTED,
                                  {kEnforcementKinds.begin(), kEnforcementKinds.end()}};
  }
  if (IsAfterToday(command.on(), context)) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  auto event = Start<v1::EnforcementRecorded>(education, command);
  event.set_kind(command.kind());
  event.set_on(command.on());
  event.set_outcome(command.outcome());
  event.set_replaced(replaced);
  return Accept<EducationAnswer>(std::move(event));
}

EducationAnswer Decide(const Education& education, const v1::LinkEhcPlan& command,
                       const Context& /*context*/) {
  if (!IsOfThisPerson(education, command)) return v1::REJECTION_EDUCATION_MUST_BE_OF_ONE_PERSON;
  const Education::Plan plan{command.from(), command.review_on()};
  const auto linked = education.plans.find(command.plan_id());
  if (linked != education.plans.end()) {
    if (linked->second == plan) return NothingToDo<EducationAnswer>();
    return v1::REJECTION_EHC_PLAN_ID_MUST_NOT_BE_REUSED;
  }
  if (command.has_review_on() && command.review_on() < command.from()) {
    return v1::REJECTION_PERIOD_MUST_NOT_END_BEFORE_IT_BEGINS;
  }
  auto event = Start<v1::EhcPlanLinked>(education, command);
  event.set_plan_id(command.plan_id());
  event.set_from(command.from());
  event.set_review_on(command.review_on());
  if (command.has_plan()) *event.mutable_plan() = command.plan();
  return Accept<EducationAnswer>(std::move(event));
}

// No hours are no provision: an exclusion's duty is not met by them.
Companions Education::CompanionsOf(const v1::ProvisionRecorded& event) {
  if (event.hours() == 0) return {};
  v1::NoteProvision command;
  command.set_strands_id(StrandsIdOf(event.person_id()));
  command.set_family_id(event.family_id());
  command.set_person_id(event.person_id());
  command.set_on(event.on());
  return {std::move(command)};
}

void Apply(Education& education, const v1::SchoolAttendanceRecorded& event) {
  Know(education, event);
  education.attendance[{event.school(), event.from(), event.until()}] = {
      event.sessions_possible(), event.sessions_attended(), event.sessions_unauthorised()};
}
void Apply(Education& education, const v1::ProvisionRecorded& event) {
  Know(education, event);
  education.provision[{event.kind(), event.on()}] = {event.hours(), event.provider(),
                                                     event.until()};
}
void Apply(Education& education, const v1::EnforcementRecorded& event) {
  Know(education, event);
  education.enforcement[{event.kind(), event.on()}] = event.outcome();
}
void Apply(Education& education, const v1::EhcPlanLinked& event) {
  Know(education, event);
  education.plans[event.plan_id()] = {event.from(), event.review_on()};
}

}  // namespace kinward::intake
