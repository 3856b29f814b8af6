// One referral's allocation: a part per programme, from the request for help to its end. It pins
// the programme's version, knows which bed, place or agenda slot it has, and refuses all once
// withdrawn. Not here: whether a panel, pool or setting has room: their own streams decide that.
#pragma once

#include <map>
#include <set>
#include <string>

#include "kinward/scheduling/v1/request.domain.h"
#include "libs/base/context.h"
#include "services/scheduling/domain/answers.h"

namespace kinward::scheduling {

struct Request {
  using Messages = v1::RequestMessages;
  struct Part {
    v1::HelpRequested asked;
    v1::PartState state = v1::PART_STATE_REQUESTED;
    std::string session_id;
    std::string item_id;
    std::string decision;    // the panel's last; empty while (re)listed
    bool set_aside = false;  // ended with the referral: asked for again if that is reopened
    bool given_up = false;   // another programme was asked for instead: may be asked for anew
    int review_version = 0;  // the newest version in effect that it is to be looked at again for
  };
  struct Bed {
    std::string setting_id;
    std::string programme_id;
    bool waiting = false;  // on the setting's list only
    bool begun = false;    // confirmed or arrived
    bool crisis = false;
  };

  bool withdrawn = false;
  bool may_return = false;  // withdrawn for now: intake may reopen the referral
  std::string family_id;
  std::map<std::string, Part> parts;  // by programme
  std::map<std::string, Bed> stays;   // by stay id; those that are not over
  std::set<std::string> over_before;  // programmes whose help closed before it was asked for

  static Companions CompanionsOf(const v1::HelpRequested& event);
  static Companions CompanionsOf(const v1::RequestWithdrawn& event);
  static Companions CompanionsOf(const v1::PartDecided& event);
  static Companions CompanionsOf(const v1::PartPlaced& event);
  static Companions CompanionsOf(const v1::PartEnded& event);
  static Companions CompanionsOf(const v1::PartHeld& event);
};
using RequestDecision = DecisionOf<Request>;

[[nodiscard]] RequestDecision Decide(const Request& request, const v1::RequestHelp& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::WithdrawRequest& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::ReopenRequest& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::NarrowRequest& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::HearCaseClosed& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::RecordReviewDue& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::RecordPartListed& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::RecordPartDecided& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::RecordPartWaiting& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::RecordPartOffered& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::RecordPartPlaced& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::RecordPartEnded& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::RecordStayTaken& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::RecordStayBegun& command,
                                     const Context& context);
[[nodiscard]] RequestDecision Decide(const Request& request, const v1::RecordStayOver& command,
                                     const Context& context);

void Apply(Request& request, const v1::HelpRequested& event);
void Apply(Request& request, const v1::RequestWithdrawn& event);
void Apply(Request& request, const v1::RequestReopened& event);
void Apply(Request& request, const v1::PartReviewDue& event);
void Apply(Request& request, const v1::PartListed& event);
void Apply(Request& request, const v1::PartDecided& event);
void Apply(Request& request, const v1::PartWaiting& event);
void Apply(Request& request, const v1::PartOffered& event);
void Apply(Request& request, const v1::PartPlaced& event);
void Apply(Request& request, const v1::PartEnded& event);
void Apply(Request& request, const v1::PartHeld& event);
void Apply(Request& request, const v1::PartStayBegun& event);
void Apply(Request& request, const v1::PartStayOver& event);

}  // namespace kinward::scheduling
