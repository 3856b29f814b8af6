#include "services/referral-intake/domain/name_sound.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

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

// A plain capital, a space, 0 for what does not sound, or nothing known of: '?'.
char PlainOf(std::uint32_t point) {
  if (point >= 'a' && point <= 'z') return static_cast<char>(point - 'a' + 'A');
  if (point >= 'A' && point <= 'Z') return static_cast<char>(point);
  const bool dash = point == '-' || (point >= 0x2010 && point <= 0x2015);
  if (dash || point == ' ' || point == 0xa0) return ' ';
  if (point >= 0xc0 && point < 0x180) return kPlain[point - 0xc0];
  if (point >= 0x218 && point <= 0x21b) return point < 0x21a ? 'S' : 'T';
  const bool mark = (point >= 0x300 && point <= 0x36f) || (point >= 0x2018 && point <= 0x201f);
  return point < 0xc0 || mark ? '\0' : '?';
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

// Of a text that is known to be UTF-8.
std::vector<Part> PartsOf(const std::string& name) {
  std::vector<Part> parts(1);
  bool foreign = false;
  const auto end_part = [&] {
    if (!foreign) parts.back().own.clear();
    if (!parts.back().plain.empty() || foreign) parts.emplace_back();
    parts.back() = {};
    foreign = false;
  };
  for (std::size_t i = 0; i < name.size();) {
    const auto lead = static_cast<unsigned char>(name[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    std::uint32_t point = size == 1 ? lead : lead & (0x7fU >> size);
    for (std::size_t k = 1; k < size && i + k < name.size(); ++k) {
      point = (point << 6U) | (static_cast<unsigned char>(name[i + k]) & 0x3fU);
    }
    const char plain = PlainOf(point);
    if (plain == ' ') {
      end_part();
    } else {
      parts.back().own += name.substr(i, size);
      if (IsLetter(plain)) parts.back().plain += plain;
      foreign = foreign || plain == '?';
    }
    i += size;
  }
  end_part();
  parts.pop_back();
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
