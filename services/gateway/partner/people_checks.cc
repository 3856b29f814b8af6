#include "services/gateway/partner/people_checks.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>

#include "libs/rpc/formats.h"
#include "libs/rpc/json_value.h"

namespace kinward::gateway {
namespace {

using google::protobuf::RepeatedPtrField;
using partner::v1::Person;
using rpc::Below;
using rpc::FieldFault;
using std::chrono::year_month_day;

constexpr std::chrono::days kPregnancyMax{42 * 7};
constexpr int kAdultAge = 18;
constexpr int kAdultAgeWithNeeds = 25;

bool Has(const Person& person, partner::v1::Role role) {
  return std::find(person.roles().begin(), person.roles().end(), role) != person.roles().end();
}

// A date that CheckFields has passed.
std::optional<year_month_day> DateOf(const std::string& text) {
  if (rpc::CheckDate(text)) return std::nullopt;
  return year_month_day{std::chrono::year{std::stoi(text.substr(0, 4))},
                        std::chrono::month{static_cast<unsigned>(std::stoi(text.substr(5, 2)))},
                        std::chrono::day{static_cast<unsigned>(std::stoi(text.substr(8, 2)))}};
}

int AgeOn(const year_month_day& born, const year_month_day& on) {
  const int years = static_cast<int>(on.year()) - static_cast<int>(born.year());
  const bool before_birthday =
      std::pair{on.month(), on.day()} < std::pair{born.month(), born.day()};
  return years - (before_birthday ? 1 : 0);
}

class PersonCheck {
 public:
  PersonCheck(const Person& person, std::string pointer, const CheckedAs& as,
              std::vector<FieldFault>& faults)
      : person_(person), pointer_(std::move(pointer)), as_(as), faults_(faults) {}

  void Run() {
    CheckKey();
    CheckDates();
    CheckCodes();
    const bool alerts = person_.has_safe_contact() && (person_.safe_contact().has_telephone() ||
                                                       person_.safe_contact().has_email());
    if (alerts && Has(person_, partner::v1::ROLE_ALLEGED_PERPETRATOR)) {
      Fault("safe_contact", "contact.unsafe", "confirm a contact that is safe");
    }
  }

 private:
  void Fault(const char* field, std::string code, std::string detail) {
    faults_.push_back({Below(pointer_, field), std::move(code), std::move(detail)});
  }
  void CheckKey() {
    for (const char c : person_.key()) {
      const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '-' || c == '_';
      if (!good) return Fault("key", "id.charset", "letters, digits, hyphens and underscores");
    }
  }
  void CheckDates() {
    const auto today = std::chrono::floor<std::chrono::days>(as_.on);
    const auto born = DateOf(person_.date_of_birth());
    const bool child = Has(person_, partner::v1::ROLE_CHILD);
    if (born && std::chrono::sys_days{*born} > today) {
      Fault("date_of_birth", "child.dob_future", "of an unborn child give expected_delivery");
    } else if (born && child) {
      const int limit = as_.until_25 ? kAdultAgeWithNeeds : kAdultAge;
      if (AgeOn(*born, year_month_day{today}) >= limit) {
        Fault("date_of_birth", "child.age", "an adult: use the adults' route");
      }
    }
    if (person_.has_date_of_birth() && person_.has_expected_delivery()) {
      Fault("expected_delivery", "field.conflict", "in place of date_of_birth, not beside it");
    }
    const auto due = DateOf(person_.expected_delivery());
    if (due && std::chrono::sys_days{*due} > today + kPregnancyMax) {
      Fault("expected_delivery", "child.dob_future", "at most 42 weeks ahead");
    }
  }
  void CheckCodes() {
    if (person_.has_ethnicity()) {
      if (auto fault = rpc::CheckEthnicity(person_.ethnicity())) {
        Fault("ethnicity", fault->code, fault->detail);
      }
    }
    const bool plain = person_.has_nhs_number() && !rpc::CheckNhsNumber(person_.nhs_number(), true);
    if (plain && !as_.test_numbers_allowed) {
      if (auto fault = rpc::CheckNhsNumber(person_.nhs_number(), false)) {
        Fault("nhs_number", fault->code, fault->detail);
      }
    }
  }

  const Person& person_;
  std::string pointer_;
  const CheckedAs& as_;
  std::vector<FieldFault>& faults_;
};

bool IsIdentifiable(const Person& person) {
  return !person.given_name().empty() || !person.family_name().empty() ||
         !person.date_of_birth().empty() || !person.expected_delivery().empty() ||
         !person.nhs_number().empty() || !person.upn().empty();
}

// Contacts of an alleged perpetrator must not be given as anybody's safe contact.
void CheckSharedContacts(const RepeatedPtrField<Person>& people, const std::string& pointer,
                         std::vector<FieldFault>& faults) {
  std::set<std::string> unsafe;
  for (const Person& person : people) {
    if (!Has(person, partner::v1::ROLE_ALLEGED_PERPETRATOR)) continue;
    unsafe.insert(person.safe_contact().telephone());
    unsafe.insert(person.safe_contact().email());
  }
  unsafe.erase("");
  for (int i = 0; i < people.size(); ++i) {
    const auto& contact = people[i].safe_contact();
    if (Has(people[i], partner::v1::ROLE_ALLEGED_PERPETRATOR)) continue;
    if (unsafe.contains(contact.telephone()) || unsafe.contains(contact.email())) {
      faults.push_back({Below(Below(pointer, static_cast<std::size_t>(i)), "safe_contact"),
                        "contact.unsafe", "an alleged perpetrator has the same contact"});
    }
  }
}

}  // namespace

void CheckPeople(const RepeatedPtrField<Person>& people, const std::string& pointer,
                 const CheckedAs& as, std::vector<FieldFault>& faults) {
  std::set<std::string> keys;
  for (int i = 0; i < people.size(); ++i) {
    const std::string at = Below(pointer, static_cast<std::size_t>(i));
    PersonCheck{people[i], at, as, faults}.Run();
    if (!people[i].key().empty() && !keys.insert(people[i].key()).second) {
      faults.push_back({Below(at, "key"), "relation.duplicate_person", "a person is listed twice"});
    }
  }
  CheckSharedContacts(people, pointer, faults);
}

namespace {

void CheckIdentifiable(const Person& person, const std::string& pointer,
                       std::vector<FieldFault>& faults) {
  if (IsIdentifiable(person)) return;
  const std::string who = Has(person, partner::v1::ROLE_CHILD) ? "child" : "person";
  faults.push_back({pointer, who + ".unidentifiable",
                    "give a name, a date of birth or an identifier of the " + who});
}

}  // namespace

void CheckPerson(const Person& person, const std::string& pointer, const CheckedAs& as,
                 std::vector<FieldFault>& faults) {
  PersonCheck{person, pointer, as, faults}.Run();
  CheckIdentifiable(person, pointer, faults);
}

void CheckConcerned(const RepeatedPtrField<Person>& people, const std::string& pointer,
                    Concerned concerned, std::vector<FieldFault>& faults) {
  const bool child_will_do = concerned != Concerned::kAdult;
  const bool adult_will_do = concerned != Concerned::kChild;
  bool named = false;
  for (int i = 0; i < people.size(); ++i) {
    const bool child = Has(people[i], partner::v1::ROLE_CHILD);
    const bool adult = !child && Has(people[i], partner::v1::ROLE_SUBJECT);
    const bool asked_for = (child && child_will_do) || (adult && adult_will_do);
    named = named || asked_for;
    if (child || asked_for) {
      CheckIdentifiable(people[i], Below(pointer, static_cast<std::size_t>(i)), faults);
    }
  }
  if (named || people.empty()) return;
  if (child_will_do) {
    faults.push_back({pointer, "child.unidentifiable", "one person must have the role child"});
  } else {
    faults.push_back({pointer, "person.unidentifiable",
                      "one adult must have the role subject: this programme is for adults"});
  }
}

void CheckRelationships(const RepeatedPtrField<Person>& people,
                        const RepeatedPtrField<partner::v1::Relationship>& lines,
                        const std::string& pointer, std::vector<FieldFault>& faults) {
  std::set<std::string> keys;
  for (const Person& person : people) keys.insert(person.key());
  std::set<std::string> seen;
  for (int i = 0; i < lines.size(); ++i) {
    const auto& line = lines[i];
    const std::string at = Below(pointer, static_cast<std::size_t>(i));
    if (!line.from().empty() && line.from() == line.to()) {
      faults.push_back({at, "relation.self", "nobody is their own relative"});
    }
    if (!line.from().empty() && !keys.contains(line.from())) {
      faults.push_back({Below(at, "from"), "relation.unknown_person", "no person has this key"});
    }
    if (!line.to().empty() && !keys.contains(line.to())) {
      faults.push_back({Below(at, "to"), "relation.unknown_person", "no person has this key"});
    }
    if (!seen.insert(line.from() + '\n' + line.to() + '\n' + std::to_string(line.kind())).second) {
      faults.push_back({at, "relation.duplicate", "the same line is given twice"});
    }
  }
}

}  // namespace kinward::gateway
