// How a name sounds: American Soundex, so that misspelt names are still compared. Pure. Not for
// telling people apart: many names share a sound.
#pragma once

#include <string>
#include <vector>

namespace kinward::intake {

// One sound for each part of the name (spaces and hyphens part it; apostrophes do not), in order
// and once each. Accents are folded (Zoë as ZOE); a part in another script stands for itself.
// Particles (van, de, bin) are left out where anything else remains.
std::vector<std::string> SoundsOf(const std::string& name);

}  // namespace kinward::intake
