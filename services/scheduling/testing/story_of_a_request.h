// For tests of requests: one family's request for help, and what is recorded of its parts.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "services/scheduling/domain/request.h"
#include "services/scheduling/testing/story.h"
#include "services/scheduling/testing/story_of_one_family.h"

namespace kinward::scheduling {

template <typename Command>
Command OfPart(const std::string& programme = kIfs) {
  Command command;
  command.set_referral_id(kReferral);
  command.set_programme_id(programme);
  return command;
}
template <typename Event>
Event TheFamilysPart(const std::string& programme = kIfs) {
  auto event = OfPart<Event>(programme);
  event.set_family_id(kFamily);
  return event;
}
inline Story<Request> Requested(const v1::RequestHelp& help = Help(kIfs)) {
  Story<Request> request(kSaturdayNight);
  request.Send(help);
  return request;
}
// Begins at once: there is nobody to ask.
inline v1::RequestHelp DirectHelp(const std::string& programme = kIfs) {
  auto help = Help(programme);
  help.mutable_gateway()->set_kind(common::v1::GATEWAY_KIND_DIRECT);
  help.mutable_gateway()->clear_panel_id();
  return help;
}
// Intake ended the referral, and may take that back.
inline v1::WithdrawRequest SetAside() {
  auto command = Withdraw();
  command.set_may_return(true);
  return command;
}
inline v1::PartState StateOf(const Story<Request>& request, const std::string& programme = kIfs) {
  return request.state.parts.at(programme).state;
}

// What every record about the part of kIfs asks first.
template <typename Command>
void ExpectTheRulesOfAPart(const Command& command) {
  Story<Request> nothing(kSaturdayNight);
  EXPECT_EQ(nothing.Send(command), v1::REJECTION_HELP_MUST_HAVE_BEEN_REQUESTED);
  auto ended = Requested();
  ended.Send(End(kIfs));
  EXPECT_EQ(ended.Send(command), v1::REJECTION_HELP_MUST_NOT_HAVE_ENDED);
  auto withdrawn = Requested();
  withdrawn.Send(Withdraw());
  EXPECT_EQ(withdrawn.Send(command), v1::REJECTION_REFERRAL_MUST_NOT_BE_WITHDRAWN);
}

}  // namespace kinward::scheduling
