#include "libs/rpc/formats.h"

#include <algorithm>
#include <chrono>

#include "libs/base/uuid.h"

namespace kinward::rpc {
namespace {

constexpr std::size_t kSlugLengthMax = 64;
constexpr int kYearMin = 1900;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}
int Number(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}
FormatFault Charset(std::string detail) { return {"id.charset", std::move(detail)}; }

// Runs of lower-case letters and digits, joined by single characters of `joins`.
bool IsJoinedWord(std::string_view text, std::string_view joins) {
  if (text.empty() || text.size() > kSlugLengthMax) return false;
  bool joined = true;  // a join may not come first
  for (const char c : text) {
    const bool join = joins.find(c) != std::string_view::npos;
    if (join ? joined : !(IsLower(c) || IsDigit(c))) return false;
    joined = join;
  }
  return !joined;
}

}  // namespace

FormatVerdict CheckFormat(common::v1::Format format, std::string_view text) {
  switch (format) {
    case common::v1::FORMAT_UUID:
      return CheckUuid(text);
    case common::v1::FORMAT_SLUG:
      return CheckSlug(text);
    case common::v1::FORMAT_DATE:
      return CheckDate(text);
    case common::v1::FORMAT_PROGRAMME:
      return CheckProgramme(text);
    case common::v1::FORMAT_TEXT:
      return CheckText(text);
    case common::v1::FORMAT_NHS_NUMBER:
      return CheckNhsNumber(text, true);  // the partner edge knows which tenants are for tests
    case common::v1::FORMAT_UPN:
      return CheckUpn(text);
    case common::v1::FORMAT_POSTCODE:
      return CheckPostcode(text);
    case common::v1::FORMAT_TELEPHONE:
      return CheckTelephone(text);
    case common::v1::FORMAT_EMAIL:
      return CheckEmail(text);
    case common::v1::FORMAT_CODE:
      return CheckCode(text);
    case common::v1::FORMAT_LOCAL_TIME:
      return CheckLocalTime(text);
    default:
      return CheckPlain(text);
  }
}

FormatVerdict CheckUuid(std::string_view text) {
  if (Uuid::Parse(text)) return std::nullopt;
  return Charset("expected a UUID");
}

FormatVerdict CheckSlug(std::string_view text) {
  if (IsJoinedWord(text, "-")) return std::nullopt;
  return Charset("expected a-z, 0-9 and single hyphens, at most 64 characters");
}

FormatVerdict CheckCode(std::string_view text) {
  if (IsJoinedWord(text, "-_")) return std::nullopt;
  return Charset("expected a lower-case word of a closed list, at most 64 characters");
}

FormatVerdict CheckProgramme(std::string_view text) {
  const bool characters = std::all_of(text.begin(), text.end(),
                                      [](char c) { return IsUpper(c) || IsDigit(c) || c == '-'; });
  const bool good = characters && !text.empty() && text.size() <= 32 && IsUpper(text.front()) &&
                    text.back() != '-' && text.find("--") == std::string_view::npos;
  if (good) return std::nullopt;
  return Charset("expected a programme of the catalogue, such as W-01");
}

FormatVerdict CheckDate(std::string_view text) {
  const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                      AllDigits(text.substr(0, 4)) && AllDigits(text.substr(5, 2)) &&
                      AllDigits(text.substr(8, 2));
  if (shaped) {
    const std::chrono::year_month_day date{
        std::chrono::year{Number(text.substr(0, 4))},
        std::chrono::month{static_cast<unsigned>(Number(text.substr(5, 2)))},
        std::chrono::day{static_cast<unsigned>(Number(text.substr(8, 2)))}};
    if (date.ok() && static_cast<int>(date.year()) >= kYearMin) return std::nullopt;
  }
  return FormatFault{"date.format", "expected a date that exists, as YYYY-MM-DD"};
}

FormatVerdict CheckLocalTime(std::string_view text) {
  const bool good = text.size() == 5 && text[2] == ':' && AllDigits(text.substr(0, 2)) &&
                    AllDigits(text.substr(3, 2)) && Number(text.substr(0, 2)) < 24 &&
                    Number(text.substr(3, 2)) < 60;
  if (good) return std::nullopt;
  return FormatFault{"time.format", "expected HH:MM"};
}

FormatVerdict CheckTelephone(std::string_view text) {
  const FormatFault fault{"contact.telephone", "expected a telephone number of 10 to 15 digits"};
  const bool international = text.starts_with('+');
  std::string digits;
  for (const char c : text.substr(international ? 1 : 0)) {
    if (IsDigit(c)) {
      digits += c;
    } else if (c != ' ' && c != '-' && c != '(' && c != ')') {
      return fault;
    }
  }
  const bool national = digits.starts_with('0') && digits.size() >= 10 && digits.size() <= 11;
  const bool abroad = international && digits.size() >= 8 && digits.size() <= 15;
  if (international ? abroad : national) return std::nullopt;
  return fault;
}

FormatVerdict CheckEmail(std::string_view text) {
  const FormatFault fault{"contact.email", "expected an e-mail address"};
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return fault;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  const auto local_char = [](char c) {
    return IsDigit(c) || IsLower(c) || IsUpper(c) ||
           std::string_view{".!#$%&'*+/=?^_`{|}~-"}.find(c) != std::string_view::npos;
  };
  const auto domain_char = [](char c) {
    return IsDigit(c) || IsLower(c) || IsUpper(c) || c == '.' || c == '-';
  };
  const auto dotted = [](std::string_view part) {
    return !part.empty() && part.front() != '.' && part.back() != '.' &&
           part.find("..") == std::string_view::npos;
  };
  const bool good = std::all_of(local.begin(), local.end(), local_char) &&
                    std::all_of(domain.begin(), domain.end(), domain_char) && dotted(local) &&
                    dotted(domain) && domain.find('.') != std::string_view::npos &&
                    domain.front() != '-' && domain.back() != '-';
  if (good) return std::nullopt;
  return fault;
}

}  // namespace kinward::rpc
