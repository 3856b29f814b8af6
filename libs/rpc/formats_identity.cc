// The numbers and codes by which England knows a person: NHS number, UPN, postcode, ethnicity.
#include <algorithm>
#include <array>

#include "libs/rpc/formats.h"

namespace kinward::rpc {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// 'A' a letter, '9' a digit, everything else itself.
bool Matches(std::string_view text, std::string_view shape) {
  return text.size() == shape.size() &&
         std::equal(text.begin(), text.end(), shape.begin(), [](char c, char s) {
           if (s == 'A') return IsUpper(c);
           if (s == '9') return IsDigit(c);
           return c == s;
         });
}

std::string WithoutSpaces(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (c != ' ') kept += c;
  }
  return kept;
}

// Three-digit codes of England's local authorities (DfE, as of 2023), as inclusive ranges.
constexpr std::array<std::array<int, 2>, 33> kAuthorities{{
    {201, 213}, {301, 320}, {330, 336}, {340, 344}, {350, 359}, {370, 373}, {380, 384},
    {390, 394}, {420, 420}, {800, 803}, {805, 808}, {810, 813}, {815, 816}, {820, 823},
    {825, 826}, {830, 831}, {835, 841}, {845, 846}, {850, 852}, {855, 857}, {860, 861},
    {865, 874}, {876, 896}, {908, 909}, {916, 916}, {919, 919}, {921, 921}, {925, 926},
    {928, 929}, {931, 931}, {933, 933}, {935, 938}, {940, 943},
}};

constexpr std::array<std::string_view, 23> kEthnicities{
    "WBRI", "WIRI", "WIRT", "WOTH", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN",
    "AOTH", "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT", "WGYP", "WRO",  "OARA"};

}  // namespace

FormatVerdict CheckNhsNumber(std::string_view text, bool test_range_allowed) {
  const std::string digits = WithoutSpaces(text);
  const FormatFault format{"nhs.format", "expected ten digits of an NHS number; may be left out"};
  if (digits.size() != 10 || !std::all_of(digits.begin(), digits.end(), IsDigit)) return format;
  if (std::all_of(digits.begin(), digits.end(), [&](char c) { return c == digits[0]; })) {
    return FormatFault{"nhs.placeholder", "a placeholder; leave the number out"};
  }
  int sum = 0;
  for (std::size_t i = 0; i < 9; ++i) sum += (digits[i] - '0') * static_cast<int>(10 - i);
  const int check = (11 - sum % 11) % 11;
  if (check == 10) return format;  // no such number is ever issued
  if (check != digits[9] - '0') {
    return FormatFault{"nhs.checksum", "the check digit is wrong; check the number again"};
  }
  if (digits.starts_with("999") && !test_range_allowed) {
    return FormatFault{"nhs.test_range", "the 999 range is for tests"};
  }
  return std::nullopt;
}

FormatVerdict CheckUpn(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRTUVWXYZ";
  const FormatFault fault{"upn.code", "expected a unique pupil number with its check letter"};
  // A temporary number ends in a letter.
  if (!Matches(text, "A999999999999") && !Matches(text, "A99999999999A")) return fault;
  std::size_t sum = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const std::size_t value =
        IsDigit(text[i]) ? static_cast<std::size_t>(text[i] - '0') : kLetters.find(text[i]);
    if (value == std::string_view::npos) return fault;
    sum += value * (i + 1);
  }
  if (kLetters[sum % kLetters.size()] != text[0]) return fault;
  const int authority = (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
  for (const auto& [first, last] : kAuthorities) {
    if (authority >= first && authority <= last) return std::nullopt;
  }
  return FormatFault{"upn.code", "no local authority of England has this number (list of 2023)"};
}

FormatVerdict CheckPostcode(std::string_view text) {
  std::string upper{text};
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  const std::string packed = WithoutSpaces(upper);
  const bool spaced =
      packed.size() == upper.size() ||
      (upper.size() == packed.size() + 1 && upper.size() > 4 && upper[upper.size() - 4] == ' ');
  const FormatFault fault{"postcode.format", "expected a postcode; ZZ99 3VZ for no fixed abode"};
  if (!spaced || packed.size() < 5) return fault;
  if (packed == "GIR0AA") return std::nullopt;
  const std::string_view outward = std::string_view{packed}.substr(0, packed.size() - 3);
  const std::string_view inward = std::string_view{packed}.substr(packed.size() - 3);
  constexpr std::array<std::string_view, 6> kShapes{"A9", "A99", "AA9", "AA99", "A9A", "AA9A"};
  const bool good = Matches(inward, "9AA") &&
                    std::any_of(kShapes.begin(), kShapes.end(),
                                [&](std::string_view shape) { return Matches(outward, shape); });
  if (good) return std::nullopt;
  return fault;
}

FormatVerdict CheckEthnicity(std::string_view text) {
  if (std::find(kEthnicities.begin(), kEthnicities.end(), text) != kEthnicities.end()) {
    return std::nullopt;
  }
  return FormatFault{"ethnicity.code", "expected a code of the DfE list (2023), such as WBRI"};
}

}  // namespace kinward::rpc
