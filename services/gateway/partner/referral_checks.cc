#include "services/gateway/partner/referral_checks.h"

#include <algorithm>

#include "libs/calendar/calendar.h"
#include "libs/rpc/checked_reader.h"
#include "libs/rpc/formats.h"

namespace kinward::gateway {
namespace {

using rpc::Below;
using rpc::FieldFault;

constexpr std::chrono::days kLateAfter{30};
constexpr std::chrono::minutes kAheadMax{5};

// Generic codes of the field rules that have a name of their own for partners.
void Rename(FieldFault& fault) {
  const auto& pointer = fault.pointer;
  if (pointer.ends_with("/narrative") && fault.code == "field.too_long") {
    fault.code = "narrative.too_long";
  } else if (fault.code == "date.format" &&
             (pointer.ends_with("/date_of_birth") || pointer.ends_with("/expected_delivery"))) {
    fault.code = "child.dob_format";
  } else if (fault.code == "field.too_many" && pointer.ends_with("/people")) {
    fault.code = "relation.too_many_people";
  }
}

std::vector<FieldFault> Read(const rpc::JsonValue& data, const std::string& pointer,
                             google::protobuf::Message& message) {
  auto faults = rpc::ReadChecked(data, rpc::JsonStyle::kKebab, pointer, message);
  for (FieldFault& fault : faults) Rename(fault);
  return faults;
}

bool IsBlank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

void CheckReference(const std::string& reference, const std::string& pointer,
                    std::vector<FieldFault>& faults) {
  const bool plain = std::all_of(reference.begin(), reference.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == ':' || c == '/';
  });
  if (!plain || reference.find("..") != std::string::npos) {
    faults.push_back({Below(pointer, "reference"), "id.charset",
                      "letters, digits and - _ . : / in a reference"});
  }
}

// What referrals and notifications share.
template <typename Message>
void CheckCommon(const Message& message, const std::string& pointer,
                 std::vector<FieldFault>& faults) {
  if (message.has_narrative() && IsBlank(message.narrative())) {
    faults.push_back({Below(pointer, "narrative"), "narrative.empty", "say why, in a few words"});
  }
  if (message.has_attachments()) {
    faults.push_back({Below(pointer, "attachments"), "attachment.not_allowed",
                      "nothing is attached or fetched here; use the upload route"});
  }
  CheckReference(message.reference(), pointer, faults);
}

bool IsPressing(partner::v1::Urgency urgency) {
  return urgency == partner::v1::URGENCY_URGENT || urgency == partner::v1::URGENCY_IMMEDIATE;
}

// A submission must state one; an amendment changes it or not.
template <typename Message>
void CheckLawfulBasis(const Message& message, const std::string& pointer, bool required,
                      Findings& findings) {
  const bool missing = required && message.lawful_basis() == partner::v1::LAWFUL_BASIS_UNSPECIFIED;
  const bool consent = message.lawful_basis() == partner::v1::LAWFUL_BASIS_CONSENT;
  const std::string at = Below(pointer, "lawful_basis");
  const bool reported = std::any_of(findings.faults.begin(), findings.faults.end(),
                                    [&](const FieldFault& fault) { return fault.pointer == at; });
  if ((!missing && !consent) || reported) return;
  if (IsPressing(message.urgency())) {
    findings.warnings.push_back(
        {"warning.lawful_basis", consent ? "consent is not the basis; recorded as consent to engage"
                                         : "no lawful basis was given; one will be asked for"});
  } else if (consent) {
    findings.faults.push_back({at, "lawful_basis.invalid", "consent is never enough alone"});
  } else {
    findings.faults.push_back({at, "lawful_basis.required", "must be given"});
  }
}

template <typename Message>
void Warn(const Message& message, const CheckedAs& as, Findings& findings) {
  const auto occurred = ParseTime(message.occurred_on() + "T00:00:00Z");
  if (occurred && as.on - *occurred > kLateAfter && message.late_reason().empty()) {
    findings.warnings.push_back({"warning.late", "more than 30 days ago: please give late_reason"});
  }
}

bool IsCareLeaver(const partner::v1::Person& person) {
  const auto found = person.facts().fields().find("legal_status");
  return found != person.facts().fields().end() && found->second.string_value() == "care-leaver";
}
// Special needs and leaving care reach to the 25th birthday.
template <typename Message>
bool ReachesTo25(const Message& message) {
  const auto& reasons = message.reasons();
  if (std::find(reasons.begin(), reasons.end(), "special-needs") != reasons.end()) return true;
  return std::any_of(message.people().begin(), message.people().end(), IsCareLeaver);
}

// A day, and perhaps a time of it, that the sender says has come. `on` and `at` are well formed or
// have been told of.
void CheckHasHappened(const std::string& on, const std::string& at, const std::string& pointer,
                      const char* field, const CheckedAs& as, std::vector<FieldFault>& faults) {
  const auto day = ParseDate(on);
  const auto time = ParseLocalTime(at);
  if (!day) return;
  if (time && !Exists(*day, *time)) {
    faults.push_back({Below(pointer, "at"), "time.skipped", "the clocks skip that hour that day"});
  }
  if (At(*day, time.value_or(std::chrono::minutes{0})) > as.on + kAheadMax) {
    faults.push_back({Below(pointer, time ? "at" : field), "date.future", "it has not come yet"});
  }
}

}  // namespace

Findings ReadSubmitted(const rpc::JsonValue& data, const std::string& pointer, CheckedAs as,
                       partner::v1::ReferralSubmitted& message) {
  Findings findings;
  findings.faults = Read(data, pointer, message);
  as.until_25 = ReachesTo25(message);
  CheckCommon(message, pointer, findings.faults);
  CheckLawfulBasis(message, pointer, true, findings);
  const std::string people = Below(pointer, "people");
  CheckPeople(message.people(), people, as, findings.faults);
  CheckRelationships(message.people(), message.relationships(), Below(pointer, "relationships"),
                     findings.faults);
  Warn(message, as, findings);
  return findings;
}

Findings ReadAmended(const rpc::JsonValue& data, const std::string& pointer, CheckedAs as,
                     partner::v1::ReferralAmended& message) {
  Findings findings;
  findings.faults = Read(data, pointer, message);
  as.until_25 = ReachesTo25(message);
  CheckCommon(message, pointer, findings.faults);
  CheckLawfulBasis(message, pointer, false, findings);
  CheckPeople(message.people(), Below(pointer, "people"), as, findings.faults);
  Warn(message, as, findings);
  return findings;
}

Findings ReadWithdrawn(const rpc::JsonValue& data, const std::string& pointer,
                       partner::v1::ReferralWithdrawn& message) {
  Findings findings;
  findings.faults = Read(data, pointer, message);
  return findings;
}

Findings ReadReported(const rpc::JsonValue& data, const std::string& pointer,
                      partner::v1::ProviderReported& message) {
  Findings findings;
  findings.faults = Read(data, pointer, message);
  return findings;
}

Findings ReadNotified(const rpc::JsonValue& data, const std::string& pointer, CheckedAs as,
                      partner::v1::NotificationRaised& message) {
  Findings findings;
  findings.faults = Read(data, pointer, message);
  CheckCommon(message, pointer, findings.faults);
  CheckHasHappened(message.on(), message.at(), pointer, "on", as, findings.faults);
  as.until_25 = IsCareLeaver(message.person());
  if (message.has_person())
    CheckPerson(message.person(), Below(pointer, "person"), as, findings.faults);
  const auto on = ParseTime(message.on() + "T00:00:00Z");
  if (on && as.on - *on > kLateAfter)
    findings.warnings.push_back({"warning.late", "more than 30 days ago"});
  return findings;
}

Findings ReadAttended(const rpc::JsonValue& data, const std::string& pointer, CheckedAs as,
                      partner::v1::SchoolAttendanceRecorded& message) {
  Findings findings;
  findings.faults = Read(data, pointer, message);
  CheckReference(message.reference(), pointer, findings.faults);
  CheckHasHappened(message.until(), "", pointer, "until", as, findings.faults);
  if (message.has_from() && message.has_until() && message.until() < message.from()) {
    findings.faults.push_back({Below(pointer, "until"), "date.order", "not before `from`"});
  }
  if (message.sessions_attended() + message.sessions_unauthorised() > message.sessions_possible()) {
    findings.faults.push_back({Below(pointer, "sessions_attended"), "sessions.too_many",
                               "attended and unauthorised are more than were possible"});
  }
  as.until_25 = true;  // a plan of education, health and care may reach so far
  if (message.has_person())
    CheckPerson(message.person(), Below(pointer, "person"), as, findings.faults);
  return findings;
}

Findings ReadLegalStatus(const rpc::JsonValue& data, const std::string& pointer, CheckedAs as,
                         partner::v1::LegalStatusChanged& message) {
  Findings findings;
  findings.faults = Read(data, pointer, message);
  CheckReference(message.reference(), pointer, findings.faults);
  CheckHasHappened(message.from(), "", pointer, "from", as, findings.faults);
  as.until_25 = message.status() == "care-leaver";
  if (message.has_person())
    CheckPerson(message.person(), Below(pointer, "person"), as, findings.faults);
  return findings;
}

Findings ReadPreview(const rpc::JsonValue& data, const std::string& pointer, CheckedAs as,
                     partner::v1::PreviewAsked& message) {
  Findings findings;
  findings.faults = Read(data, pointer, message);
  as.until_25 = true;  // a question stores nothing and refuses nobody
  CheckPeople(message.people(), Below(pointer, "people"), as, findings.faults);
  CheckRelationships(message.people(), message.relationships(), Below(pointer, "relationships"),
                     findings.faults);
  return findings;
}

}  // namespace kinward::gateway
