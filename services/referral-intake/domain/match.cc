#include "services/referral-intake/domain/match.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "services/referral-intake/domain/name_sound.h"

namespace kinward::intake {
namespace {

using common::v1::IdentityDetails;
using Clues = std::vector<std::pair<std::string, std::string>>;

constexpr int kScoreMax = 100;
constexpr std::size_t kYearSize = 4;

// Capital letters and digits alone: spaces say nothing in numbers and postcodes.
std::string Compact(const std::string& text) {
  std::string compact;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') compact += static_cast<char>(c - 'a' + 'A');
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) compact += c;
  }
  return compact;
}

// Nothing: one side does not tell.
std::optional<bool> SameText(const std::string& one, const std::string& other) {
  const std::string left = Compact(one);
  const std::string right = Compact(other);
  if (left.empty() || right.empty()) return std::nullopt;
  return left == right;
}
std::optional<bool> SameSound(const std::string& one, const std::string& other) {
  const auto left = SoundsOf(one);
  const auto right = SoundsOf(other);
  if (left.empty() || right.empty()) return std::nullopt;
  return std::find_first_of(left.begin(), left.end(), right.begin(), right.end()) != left.end();
}

// Reads one event after another; what it does not know of says nothing here.
class Reader {
 public:
  void Read(const auto& /*event*/) {}
  void Read(const v1::PersonRegistered& event) {
    known_.person_id = event.person_id();
    known_.family_id = event.family_id();
    known_.identity = event.identity();
    known_.location = event.location();
  }
  void Read(const v1::DetailsCorrected& event) {
    known_.identity.MergeFrom(event.identity());
    known_.location.MergeFrom(event.location());
  }
  void Read(const v1::BirthRecorded& event) { known_.identity.MergeFrom(event.identity()); }
  void Read(const v1::PersonMergedInto& event) { known_.merged_into = event.into_person_id(); }
  void Read(const v1::PersonUnmergedFrom& /*event*/) { known_.merged_into.clear(); }
  void Read(const v1::RecordRestricted& event) { restrictions_.insert(event.category()); }
  void Read(const v1::RestrictionLifted& event) { restrictions_.erase(event.category()); }
  void Read(const v1::SubjectErased& /*event*/) { known_.erased = true; }

  [[nodiscard]] KnownPerson Take() {
    known_.restricted = !restrictions_.empty();
    if (known_.erased) {
      known_.identity.Clear();
      known_.location.Clear();
    }
    return std::move(known_);
  }

 private:
  KnownPerson known_;
  std::set<std::string> restrictions_;
};

}  // namespace

Clues ExactCluesOf(const IdentityDetails& identity) {
  Clues clues;
  const std::string nhs_number = Compact(identity.nhs_number());
  if (!nhs_number.empty()) clues.emplace_back("nhs-number", nhs_number);
  const std::string upn = Compact(identity.upn());
  if (!upn.empty()) clues.emplace_back("upn", upn);
  return clues;
}

Clues CluesOf(const IdentityDetails& identity) {
  Clues clues = ExactCluesOf(identity);
  const std::string& born = identity.date_of_birth();
  if (born.size() < kYearSize) return clues;
  const auto sounds = SoundsOf(identity.family_name());
  const auto add = [&](const char* kind, const std::string& date) {
    for (std::string clue : sounds) {
      clue.append("|").append(date);
      clues.emplace_back(kind, std::move(clue));
    }
  };
  add("sound-and-birthday", born);
  add("sound-and-birth-year", born.substr(0, kYearSize));
  return clues;
}

KnownPerson KnownPersonOf(const std::vector<Person::Messages::Event>& events) {
  Reader reader;
  for (const auto& event : events) {
    std::visit([&reader](const auto& one) { reader.Read(one); }, event);
  }
  return reader.Take();
}

// The weights are ours: an identifier outweighs what is told without one, and of people without one
// only those with the same birthday, or with much else alike, are shown. Twins differ in a given
// name; people move, so another postcode says nothing.
MatchScore ScoreOf(const v1::MatchCandidate& asked, const KnownPerson& known) {
  const auto& left = asked.identity();
  const auto& right = known.identity;
  MatchScore match;
  const auto weigh = [&match](std::string_view name, std::optional<bool> same, int for_it,
                              int against_it) {
    if (!same) return false;
    match.score += *same ? for_it : -against_it;
    if (*same) match.agrees.emplace_back(name);
    if (!*same && against_it > 0) match.disagrees.emplace_back(name);
    return *same;
  };
  bool exact = weigh("nhs-number", SameText(left.nhs_number(), right.nhs_number()), 60, 40);
  exact = weigh("upn", SameText(left.upn(), right.upn()), 60, 40) || exact;
  weigh("date-of-birth", SameText(left.date_of_birth(), right.date_of_birth()), 30, 20);
  weigh("family-name-sound", SameSound(left.family_name(), right.family_name()), 20, 10);
  weigh("given-name-sound", SameSound(left.given_name(), right.given_name()), 15, 15);
  weigh("postcode", SameText(asked.location().postcode(), known.location.postcode()), 15, 0);
  match.score =
      exact && match.disagrees.empty() ? kScoreMax : std::clamp(match.score, 0, kScoreMax - 1);
  if (exact) match.score = std::max(match.score, 1);  // somebody has this number: never passed over
  return match;
}

}  // namespace kinward::intake
