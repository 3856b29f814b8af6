#include "services/gateway/partner/people_warnings.h"

#include <gtest/gtest.h>

namespace kinward::gateway {
namespace {

partner::v1::ReferralSubmitted Children(const std::vector<std::string>& names) {
  partner::v1::ReferralSubmitted message;
  for (const std::string& name : names) {
    auto& person = *message.add_people();
    person.set_key("c" + std::to_string(message.people_size()));
    person.add_roles(partner::v1::ROLE_CHILD);
    person.set_given_name(name);
    person.set_family_name("Example");
  }
  return message;
}

TEST(PeopleWarnings, SeesNamesThatOnlyLookAlike) {
  EXPECT_TRUE(HasConfusableName(Children({"Zo\u0451 \u0441at", "c\u0430t"})));
  EXPECT_TRUE(HasConfusableName(Children({"aco", "\u0430\u0441\u043e"})));  // all Cyrillic
  EXPECT_EQ(LooksLike("\u0410\u0441\u043e"), "aco");
  EXPECT_EQ(LooksLike("\uff21co"), "aco");
}

TEST(PeopleWarnings, TakesOrdinaryNamesOfAnyScript) {
  for (const char* name : {"Zoë", "O’Neill", "李", "Ñandú", "Анна", "Ελένη", "Anne-Marie"}) {
    EXPECT_FALSE(HasConfusableName(Children({name}))) << name;
  }
  EXPECT_FALSE(HasConfusableName(Children({"Sam", "Sam"})));
}

TEST(PeopleWarnings, SeesAProfessionalWhoIsARelative) {
  auto message = Children({"Zoë"});
  auto& worker = *message.add_people();
  worker.set_key("w");
  worker.add_roles(partner::v1::ROLE_PROFESSIONAL);
  EXPECT_FALSE(HasConflictedProfessional(message));
  auto& line = *message.add_relationships();
  line.set_from("w");
  line.set_to("c1");
  line.set_kind(partner::v1::RELATIONSHIP_KIND_GRANDPARENT);
  EXPECT_TRUE(HasConflictedProfessional(message));
}

TEST(PeopleWarnings, KnowsAnotherCouncilsArea) {
  const Councils councils{{{"wolverhampton", {"01632 960001", {"WV1"}, false}},
                           {"southwark", {"01632 960002", {"SE5"}, false}},
                           {"elsewhere", {"01632 960003", {}, false}}}};
  EXPECT_FALSE(councils.IsElsewhere("wolverhampton", "wv1 1aa"));
  EXPECT_TRUE(councils.IsElsewhere("wolverhampton", "WV11 1AA"));
  EXPECT_TRUE(councils.IsElsewhere("wolverhampton", "SE58UB"));
  EXPECT_FALSE(councils.IsElsewhere("wolverhampton", "ZZ99 3VZ"));
  EXPECT_FALSE(councils.IsElsewhere("elsewhere", "SE5 8UB"));
  EXPECT_EQ(councils.OwnerOf("SE5 8UB"), "southwark");
  EXPECT_FALSE(councils.OwnerOf("LS1 4AP"));
}

}  // namespace
}  // namespace kinward::gateway
