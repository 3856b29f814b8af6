#include "services/referral-intake/domain/name_sound.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace kinward::intake {
namespace {

constexpr std::size_t kSoundSize = 4;
// A digit for each letter; 0: a vowel, which parts equal digits; -: H and W, which do not.
constexpr std::string_view kDigits = "01230120022455012623010202";
// The plain letter of U+00C0 to U+017F; a space parts words.
constexpr std::string_view kPlain =
    "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTSAAAAAAACEEEEIIIIDNOOOOO OUUUUYTY"
    "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLLLLLNNNNNNNNN"
    "OOOOOOOORRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";
static_assert(kPlain.size() == 0x180 - 0xc0);
constexpr std::array<std::string_view, 16> kParticles = {"AL",  "BEN", "BIN", "BINT", "DA",  "DE",
                                                         "DEL", "DEN", "DER", "DI",   "DOS", "EL",
                                                         "LA",  "LE",  "VAN", "VON"};

bool IsLetter(char c) { return c >= 'A' && c <= 'Z'; }

bool Parts(std::uint32_t point) {
  const bool dash = point == '-' || (point >= 0x2010 && point <= 0x2015);
  return dash || point == ' ' || point == 0xa0;
}
// Accents that stand for themselves, and apostrophes of every form.
bool IsMark(std::uint32_t point) {
  return (point >= 0x300 && point <= 0x36f) || (point >= 0x2018 && point <= 0x201f);
}

// A plain capital, a space, 0 for what does not sound, or nothing known of: '?'.
char PlainOf(std::uint32_t point) {
  if (point >= 'a' && point <= 'z') return static_cast<char>(point - 'a' + 'A');
  if (point >= 'A' && point <= 'Z') return static_cast<char>(point);
  if (Parts(point)) return ' ';
  if (point >= 0xc0 && point < 0x180) return kPlain[point - 0xc0];
  if (point >= 0x218 && point <= 0x21b) return point < 0x21a ? 'S' : 'T';
  return point < 0xc0 || IsMark(point) ? '\0' : '?';
}

std::string SoundOf(const std::string& part) {
  std::string sound;
  char last = '0';
  for (const char letter : part) {
    const char digit = kDigits[static_cast<std::size_t>(letter - 'A')];
    const bool silent = letter == 'H' || letter == 'W';
    if (sound.empty()) {
      sound = letter;
    } else if (digit != '0' && digit != last) {
      sound += digit;
    }
    if (!silent || sound.size() == 1) last = digit;
    if (sound.size() == kSoundSize) break;
  }
  sound.resize(kSoundSize, '0');
  return sound;
}

struct Part {
  std::string plain;  // capitals
  std::string own;    // as given, of a part with letters of another script
};

// One character of a text that is known to be UTF-8: its bytes and its number.
struct Letter {
  std::string_view bytes;
  std::uint32_t point;
};
Letter LetterAt(std::string_view name, std::size_t at) {
  const auto lead = static_cast<unsigned char>(name[at]);
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  Letter letter{name.substr(at, size), size == 1 ? lead : lead & (0x7fU >> size)};
  for (const char next : letter.bytes.substr(1)) {
    letter.point = (letter.point << 6U) | (static_cast<unsigned char>(next) & 0x3fU);
  }
  return letter;
}

std::vector<Part> PartsOf(const std::string& name) {
  std::vector<Part> parts;
  Part part;
  bool foreign = false;
  const auto end_part = [&] {
    if (!foreign) part.own.clear();
    if (!part.plain.empty() || foreign) parts.push_back(std::move(part));
    part = {};
    foreign = false;
  };
  for (std::size_t at = 0; at < name.size();) {
    const Letter letter = LetterAt(name, at);
    at += letter.bytes.size();
    const char plain = PlainOf(letter.point);
    if (plain == ' ') {
      end_part();
      continue;
    }
    part.own += letter.bytes;
    if (IsLetter(plain)) part.plain += plain;
    foreign = foreign || plain == '?';
  }
  end_part();
  return parts;
}

}  // namespace

std::vector<std::string> SoundsOf(const std::string& name) {
  std::vector<Part> parts = PartsOf(name);
  const auto is_particle = [](const Part& part) {
    return part.own.empty() &&
           std::find(kParticles.begin(), kParticles.end(), part.plain) != kParticles.end();
  };
  if (!std::all_of(parts.begin(), parts.end(), is_particle)) std::erase_if(parts, is_particle);
  std::vector<std::string> sounds;
  for (const Part& part : parts) {
    std::string sound = part.own.empty() ? SoundOf(part.plain) : part.own;
    if (std::find(sounds.begin(), sounds.end(), sound) == sounds.end()) {
      sounds.push_back(std::move(sound));
    }
  }
  return sounds;
}

}  // namespace kinward::intake
