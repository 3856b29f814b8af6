#include "services/eligibility/catalogue/suggestion.h"

#include <gtest/gtest.h>

namespace kinward::catalogue {
namespace {

const std::vector<std::string> kFacts{"age_years", "edge_of_care", "resident_of", "risk_of_care"};

TEST(NearestWord, FindsTheWordWithALetterWrongMissingOrTooMany) {
  EXPECT_EQ(Nearest("age_yaers", kFacts), "age_years");
  EXPECT_EQ(Nearest("edge_of_cares", kFacts), "edge_of_care");
  EXPECT_EQ(Nearest("resident_f", kFacts), "resident_of");
}

TEST(NearestWord, TakesTheNearerOfTwo) {
  EXPECT_EQ(Nearest("rsk_of_care", kFacts), "risk_of_care");
}

TEST(NearestWord, SaysNothingWhereNoneIsNear) {
  EXPECT_EQ(Nearest("shoe_size", kFacts), "");
  EXPECT_EQ(Nearest("is", {"at_least", "of"}), "");
  EXPECT_EQ(Nearest("age", {}), "");
}

TEST(NearestWord, EndsAFaultsMessage) {
  EXPECT_EQ(Suggestion("age_year", kFacts), "; did you mean age_years?");
  EXPECT_EQ(Suggestion("colour", kFacts), "");
}

}  // namespace
}  // namespace kinward::catalogue
