#include "services/referral-intake/domain/name_sound.h"

#include <gtest/gtest.h>

namespace kinward::intake {
namespace {

using Sounds = std::vector<std::string>;

TEST(NameSoundTest, GivesTheKnownSoundexOfKnownNames) {
  const std::vector<std::pair<std::string, std::string>> known = {
      {"Robert", "R163"},   {"Rupert", "R163"},  {"Rubin", "R150"},     {"Ashcraft", "A261"},
      {"Ashcroft", "A261"}, {"Tymczak", "T522"}, {"Pfister", "P236"},   {"Honeyman", "H555"},
      {"Lee", "L000"},      {"Jackson", "J250"}, {"Gutierrez", "G362"}, {"Washington", "W252"},
  };
  for (const auto& [name, sound] : known) EXPECT_EQ(SoundsOf(name), Sounds{sound}) << name;
}

TEST(NameSoundTest, FoldsAccentsCaseAndApostrophes) {
  const std::vector<std::pair<std::string, std::string>> alike = {
      {"Zoë", "ZOE"},       {"Zoe\u0308", "Zoe"}, {"O'Brien", "OBrien"}, {"O’Brien", "obrien"},
      {"Łukasz", "Lukasz"}, {"Peña", "Pena"},     {"Björk", "Bjork"},    {"Șerban", "Serban"},
      {"Smith", "Smyth"},   {"Müller", "Muller"}, {"Ćosić", "Cosic"},    {"Ğül", "Gul"},
  };
  for (const auto& [one, other] : alike) EXPECT_EQ(SoundsOf(one), SoundsOf(other)) << one;
}

TEST(NameSoundTest, HearsBothPartsOfADoubleBarrelledName) {
  EXPECT_EQ(SoundsOf("Smith-Jones"), (Sounds{"S530", "J520"}));
  EXPECT_EQ(SoundsOf("Smith Jones"), SoundsOf("Smith–Jones"));
  EXPECT_EQ(SoundsOf("Smith-Smyth"), Sounds{"S530"});
  EXPECT_EQ(SoundsOf("-Jones-"), Sounds{"J520"});
}

TEST(NameSoundTest, LeavesParticlesOutWhereMoreIsKnown) {
  EXPECT_EQ(SoundsOf("van der Berg"), SoundsOf("Berg"));
  EXPECT_EQ(SoundsOf("Al-Masri"), SoundsOf("Masri"));
  EXPECT_EQ(SoundsOf("Le"), Sounds{"L000"});
}

TEST(NameSoundTest, ANameOfAnotherScriptStandsForItself) {
  EXPECT_EQ(SoundsOf("Шевченко"), Sounds{"Шевченко"});
  EXPECT_EQ(SoundsOf("王 Wang"), (Sounds{"王", "W520"}));
}

TEST(NameSoundTest, NothingSoundsLikeNothing) {
  EXPECT_TRUE(SoundsOf("").empty());
  EXPECT_TRUE(SoundsOf(" - ").empty());
  EXPECT_TRUE(SoundsOf("'1").empty());
}

}  // namespace
}  // namespace kinward::intake
