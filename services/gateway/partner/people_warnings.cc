#include "services/gateway/partner/people_warnings.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace kinward::gateway {
namespace {

using partner::v1::Person;

bool Has(const Person& person, partner::v1::Role role) {
  return std::find(person.roles().begin(), person.roles().end(), role) != person.roles().end();
}

enum class Script { kNone, kLatin, kGreek, kCyrillic, kOther };

// Letters of other scripts that are drawn as Latin ones (Unicode TR 39, those of names).
constexpr std::array<std::pair<char32_t, char>, 44> kLookAlikes{{
    {U'\u0391', 'a'}, {U'\u0392', 'b'}, {U'\u0395', 'e'}, {U'\u0396', 'z'}, {U'\u0397', 'h'},
    {U'\u0399', 'i'}, {U'\u039A', 'k'}, {U'\u039C', 'm'}, {U'\u039D', 'n'}, {U'\u039F', 'o'},
    {U'\u03A1', 'p'}, {U'\u03A4', 't'}, {U'\u03A5', 'y'}, {U'\u03A7', 'x'}, {U'\u03B1', 'a'},
    {U'\u03B9', 'i'}, {U'\u03BD', 'v'}, {U'\u03BF', 'o'}, {U'\u03C1', 'p'}, {U'\u0405', 's'},
    {U'\u0406', 'i'}, {U'\u0408', 'j'}, {U'\u0410', 'a'}, {U'\u0412', 'b'}, {U'\u0415', 'e'},
    {U'\u041A', 'k'}, {U'\u041C', 'm'}, {U'\u041D', 'h'}, {U'\u041E', 'o'}, {U'\u0420', 'p'},
    {U'\u0421', 'c'}, {U'\u0422', 't'}, {U'\u0423', 'y'}, {U'\u0425', 'x'}, {U'\u0430', 'a'},
    {U'\u0435', 'e'}, {U'\u043E', 'o'}, {U'\u0440', 'p'}, {U'\u0441', 'c'}, {U'\u0443', 'y'},
    {U'\u0445', 'x'}, {U'\u0455', 's'}, {U'\u0456', 'i'}, {U'\u0458', 'j'},
}};

// Of a text that is known to be UTF-8.
std::vector<char32_t> CodePoints(const std::string& text) {
  std::vector<char32_t> points;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    std::uint32_t point = size == 1 ? lead : lead & (0x7fU >> size);
    for (std::size_t k = 1; k < size && i + k < text.size(); ++k) {
      point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
    }
    points.push_back(point);
    i += size;
  }
  return points;
}

void Append(std::string& text, char32_t point) {
  const auto tail = [&text](char32_t bits) { text += static_cast<char>(0x80 | (bits & 0x3f)); };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xc0 | (point >> 6));
    tail(point);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xe0 | (point >> 12));
    tail(point >> 6);
    tail(point);
  } else {
    text += static_cast<char>(0xf0 | (point >> 18));
    tail(point >> 12);
    tail(point >> 6);
    tail(point);
  }
}

// The half-width form of a full-width letter; others as they are.
char32_t HalfWidth(char32_t point) {
  return point >= 0xff21 && point <= 0xff5a ? point - 0xfee0 : point;
}

Script ScriptOf(char32_t point) {
  const bool ascii = (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
  if (ascii || (point >= 0xc0 && point <= 0x24f) || (point >= 0x1e00 && point <= 0x1eff)) {
    return Script::kLatin;
  }
  if (point >= 0x370 && point <= 0x3ff) return Script::kGreek;
  if (point >= 0x400 && point <= 0x52f) return Script::kCyrillic;
  const bool punctuation = point >= 0x2000 && point <= 0x206f;
  return point < 0x370 || punctuation ? Script::kNone : Script::kOther;
}

bool MixesScripts(const std::string& name) {
  std::set<Script> of_word;
  for (const char32_t point : CodePoints(name)) {
    if (point == ' ' || point == '-' || point == '\'' || point == 0x2019) {
      of_word.clear();
      continue;
    }
    const bool full_width = HalfWidth(point) != point;
    if (ScriptOf(point) != Script::kNone) {
      of_word.insert(full_width ? Script::kOther : ScriptOf(point));
    }
    if (of_word.size() > 1) return true;
  }
  return false;
}

std::string NameOf(const Person& person) {
  return person.given_name() + " " + person.family_name();
}

}  // namespace

std::optional<Elsewhere> LivesElsewhere(const partner::v1::ReferralSubmitted& message,
                                        const Councils& councils, const std::string& council) {
  std::optional<Elsewhere> elsewhere;
  for (const Person& person : message.people()) {
    const bool asked_for =
        Has(person, partner::v1::ROLE_CHILD) || Has(person, partner::v1::ROLE_SUBJECT);
    if (!asked_for || person.postcode().empty()) continue;
    if (!councils.IsElsewhere(council, person.postcode())) return std::nullopt;
    if (!elsewhere) elsewhere = Elsewhere{councils.OwnerOf(person.postcode())};
  }
  return elsewhere;
}

std::string LooksLike(const std::string& name) {
  std::string looks;
  for (char32_t point : CodePoints(name)) {
    point = HalfWidth(point);
    const auto* const alike =
        std::find_if(kLookAlikes.begin(), kLookAlikes.end(),
                     [point](const auto& known) { return known.first == point; });
    if (alike != kLookAlikes.end()) {
      looks += alike->second;
    } else if (point >= 'A' && point <= 'Z') {
      looks += static_cast<char>(point - 'A' + 'a');
    } else {
      Append(looks, point);
    }
  }
  return looks;
}

bool HasConfusableName(const partner::v1::ReferralSubmitted& message) {
  std::map<std::string, std::string> by_looks;
  for (const Person& person : message.people()) {
    if (MixesScripts(person.given_name()) || MixesScripts(person.family_name())) return true;
    if (!Has(person, partner::v1::ROLE_CHILD) || NameOf(person) == " ") continue;
    std::string plain = NameOf(person);
    std::transform(plain.begin(), plain.end(), plain.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto [known, is_new] = by_looks.emplace(LooksLike(plain), plain);
    if (!is_new && known->second != plain) return true;
  }
  return false;
}

bool HasConflictedProfessional(const partner::v1::ReferralSubmitted& message) {
  std::set<std::string> professionals;
  for (const Person& person : message.people()) {
    if (Has(person, partner::v1::ROLE_PROFESSIONAL)) professionals.insert(person.key());
  }
  return std::any_of(
      message.relationships().begin(), message.relationships().end(),
      [&professionals](const auto& line) {
        return line.kind() != partner::v1::RELATIONSHIP_KIND_CARER &&
               (professionals.contains(line.from()) || professionals.contains(line.to()));
      });
}

}  // namespace kinward::gateway
