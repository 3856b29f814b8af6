// For tests of a person: who it is, and the beginnings of its story.
#pragma once

#include <string>

#include "libs/calendar/calendar.h"
#include "libs/testing/make.h"
#include "libs/testing/story.h"
#include "services/referral-intake/domain/person.h"

namespace kinward::intake::person_test {

inline const std::string kPerson = "01930000-0000-7000-8000-00000000000c";
inline const std::string kTwin = "01930000-0000-7000-8000-00000000000e";
inline const std::string kFamily = "01930000-0000-7000-8000-00000000000f";
inline const std::string kReferral = "01930000-0000-7000-8000-000000000001";

using Story = testing::Story<Person>;

// A command or an event of this person.
template <typename Message>
Message Of(const std::string& fields = "") {
  return testing::Make<Message>("person_id: '" + kPerson + "' " + fields);
}
inline std::string Field(const std::string& name, const std::string& value) {
  return name + ": '" + value + "' ";
}
inline v1::IntroducePerson Introduce(bool unborn = false) {
  auto command =
      Of<v1::IntroducePerson>(Field("family_id", kFamily) + Field("referral_id", kReferral) +
                              "identity { given_name: 'Zoë' }");
  command.set_unborn(unborn);
  return command;
}
inline v1::RecordLegalStatus Status(const std::string& status, const std::string& from) {
  return Of<v1::RecordLegalStatus>(Field("status", status) + Field("from", from));
}
inline v1::RecordRiskLevel Risk(const std::string& level, const std::string& from = "2016-11-01") {
  return Of<v1::RecordRiskLevel>("of: 'exploitation' " + Field("level", level) +
                                 Field("from", from));
}
inline v1::MergePersons Merge(const std::string& other = kTwin) {
  return Of<v1::MergePersons>(Field("merged_person_id", other));
}
inline v1::EraseSubject Erase() { return Of<v1::EraseSubject>("reason: 'misfiled'"); }

// It is the 12th of November 2016.
inline Story Unknown() {
  return Story(
      Context{At(DateFrom(2016, 11, 12), "10:00"), {"staff", "duty.worker", {}}, "example"});
}
inline Story Born() { return Unknown().Then(Introduce()); }
inline Story Expected() { return Unknown().Then(Introduce(true)); }
inline Story Erased() { return Born().Then(Erase()); }

}  // namespace kinward::intake::person_test
