// Who might this be? What is known of a person beside what is asked: scored and explained. Pure.
// Nothing here merges anybody: a person decides.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kinward/common/v1/common.pb.h"
#include "kinward/intake/v1/service.pb.h"
#include "services/referral-intake/domain/person.h"

namespace kinward::intake {

// What somebody is looked up by: kind and normalised value, the most telling first. Exact
// identifiers, then each sound of the family name with the birthday and with the year of birth.
std::vector<std::pair<std::string, std::string>> CluesOf(
    const common::v1::IdentityDetails& identity);
// The exact identifiers among them.
std::vector<std::pair<std::string, std::string>> ExactCluesOf(
    const common::v1::IdentityDetails& identity);

// A person as told so far, folded from its events; Details are empty where they were not opened.
struct KnownPerson {
  std::string person_id;
  std::string family_id;
  std::string merged_into;  // empty: stands for itself
  bool restricted = false;
  bool erased = false;
  common::v1::IdentityDetails identity;
  common::v1::LocationDetails location;
};
KnownPerson KnownPersonOf(const std::vector<Person::Messages::Event>& events);

// 0 to 100. 100: an exact identifier agrees and nothing disagrees; 0: nobody to be shown. The names
// are those of PersonMatch (service.proto); what either side does not tell is in neither list.
struct MatchScore {
  int score = 0;
  std::vector<std::string> agrees;
  std::vector<std::string> disagrees;
};
MatchScore ScoreOf(const v1::MatchCandidate& asked, const KnownPerson& known);

}  // namespace kinward::intake
