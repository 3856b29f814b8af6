// Text hygiene: what people write is taken as written, except characters that cannot be seen or
// that reorder what is seen (bad-input.md rows 53 and 59).
#include "libs/rpc/formats.h"
#include "libs/rpc/utf8.h"

namespace kinward::rpc {
namespace {

constexpr char32_t kZeroWidthNonJoiner = 0x200c;
constexpr char32_t kZeroWidthJoiner = 0x200d;

bool Within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

bool IsControl(char32_t c) { return c < 0x20 || Within(c, 0x7f, 0x9f); }
bool IsLineEndOrTab(char32_t c) { return c == '\n' || c == '\r' || c == '\t'; }

bool IsHidden(char32_t c) {
  return c == 0xad || c == 0x34f || c == 0x61c || Within(c, 0x115f, 0x1160) ||
         Within(c, 0x17b4, 0x17b5) || Within(c, 0x180b, 0x180f) || Within(c, 0x200b, 0x200f) ||
         Within(c, 0x2028, 0x202e) || Within(c, 0x2060, 0x206f) || c == 0x3164 || c == 0xfeff ||
         c == 0xffa0 || Within(c, 0xfff0, 0xfffb) || Within(c, 0x1d173, 0x1d17a) ||
         Within(c, 0xe0000, 0xe0fff);
}
// Scripts that are spelt with joiners: Arabic, Syriac, N'Ko, the Indic blocks, Tibetan, Mongolian.
bool IsJoiningScript(char32_t c) {
  return Within(c, 0x600, 0x8ff) || Within(c, 0x900, 0xdff) || Within(c, 0xf00, 0xfff) ||
         Within(c, 0x1000, 0x109f) || Within(c, 0x1780, 0x17ff) || Within(c, 0x1800, 0x18af) ||
         Within(c, 0xfb50, 0xfdff) || Within(c, 0xfe70, 0xfefe);
}
bool IsJoiner(char32_t c) { return c == kZeroWidthJoiner || c == kZeroWidthNonJoiner; }

FormatVerdict Check(std::string_view text, bool line_ends_allowed, bool hidden_allowed) {
  char32_t before = 0;
  for (std::size_t position = 0; position < text.size();) {
    const auto c = NextCodePoint(text, position);
    if (!c) return FormatFault{"text.encoding", "expected UTF-8"};
    if (IsControl(*c) && !(line_ends_allowed && IsLineEndOrTab(*c))) {
      return FormatFault{"text.control", "control character " + CodePointName(*c)};
    }
    const bool spelt = IsJoiner(*c) && IsJoiningScript(before);
    if (!hidden_allowed && IsHidden(*c) && !spelt) {
      return FormatFault{"text.hidden_chars", "invisible character " + CodePointName(*c)};
    }
    before = *c;
  }
  return std::nullopt;
}

}  // namespace

FormatVerdict CheckText(std::string_view text) { return Check(text, true, false); }
FormatVerdict CheckPlain(std::string_view text) { return Check(text, false, true); }

}  // namespace kinward::rpc
