// One child's schooling as the council must follow it (W-03, W-11): attendance, provision,
// enforcement and the education, health and care plan. Not the duties that an exclusion brings:
// those are obligations.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "kinward/intake/v1/education.domain.h"
#include "kinward/intake/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::intake {

// One stream a person: the id follows from the person's.
std::string EducationIdOf(const std::string& person_id);

struct Education {
  using Messages = v1::EducationMessages;

  // What was told, by what names it: told again with other values it is corrected, never counted
  // twice.
  using Period = std::tuple<std::string, std::string, std::string>;  // school, first day, last day
  using KindAndDay = std::pair<std::string, std::string>;
  struct Sessions {
    int possible = 0;
    int attended = 0;
    int unauthorised = 0;
    bool operator==(const Sessions&) const = default;
  };
  struct Provision {
    int hours = 0;
    std::string provider;
    std::string until;
    bool operator==(const Provision&) const = default;
  };
  struct Plan {
    std::string from;
    std::string review_on;
    bool operator==(const Plan&) const = default;
  };

  std::string person_id;  // empty: nothing is known yet
  std::string family_id;
  std::map<Period, Sessions> attendance;
  std::map<KindAndDay, Provision> provision;
  std::map<KindAndDay, std::string> enforcement;  // outcome; empty: not yet
  std::map<std::string, Plan> plans;

  static Companions CompanionsOf(const v1::ProvisionRecorded& event);
};
using EducationAnswer = Decision<Education::Messages::Event, v1::Rejection>;

[[nodiscard]] EducationAnswer Decide(const Education& education,
                                     const v1::RecordSchoolAttendance& command,
                                     const Context& context);
[[nodiscard]] EducationAnswer Decide(const Education& education, const v1::RecordProvision& command,
                                     const Context& context);
[[nodiscard]] EducationAnswer Decide(const Education& education,
                                     const v1::RecordEnforcement& command, const Context& context);
[[nodiscard]] EducationAnswer Decide(const Education& education, const v1::LinkEhcPlan& command,
                                     const Context& context);

void Apply(Education& education, const v1::SchoolAttendanceRecorded& event);
void Apply(Education& education, const v1::ProvisionRecorded& event);
void Apply(Education& education, const v1::EnforcementRecorded& event);
void Apply(Education& education, const v1::EhcPlanLinked& event);

}  // namespace kinward::intake
