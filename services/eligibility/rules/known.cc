#include "services/eligibility/rules/known.h"

namespace kinward::eligibility {
namespace {

// Being in care follows from the legal status wherever that is known.
const Fact* InCare(const Fact& legal_status) {
  static const auto kMade = [](bool flag) {
    Fact fact;
    fact.set_name("in_care");
    fact.set_flag(flag);
    return fact;
  };
  static const Fact kYes = kMade(true);
  static const Fact kNo = kMade(false);
  const bool in_care =
      legal_status.code() == "looked-after" || legal_status.code() == "unaccompanied";
  return in_care ? &kYes : &kNo;
}

}  // namespace

const Fact* Find(const Known& known, const SubjectFacts* person, std::string_view name) {
  if (name == "in_care") {
    const Fact* legal_status = Find(known, person, "legal_status");
    if (legal_status != nullptr && legal_status->has_code()) return InCare(*legal_status);
  }
  for (const Fact* fact : known.sensitive) {
    if (fact->name() == name) return fact;
  }
  if (person != nullptr) {
    for (const Fact& fact : person->facts()) {
      if (fact.name() == name) return &fact;
    }
  }
  for (const Fact* fact : known.facts) {
    if (fact->name() == name) return fact;
  }
  return nullptr;
}

bool HasRole(const SubjectFacts& person, std::string_view role) {
  for (const std::string& held : person.roles()) {
    if (held == role) return true;
  }
  return false;
}

}  // namespace kinward::eligibility
