// A referral, and how a test sends a command.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "kinward/intake/v1/referral.pb.h"
#include "libs/base/uuid.h"
#include "libs/host/command_runner.h"

namespace kinward {

inline const std::string kCouncil = "wolverhampton";

inline host::RunRequest RequestOf(const google::protobuf::Message& command, Uuid id) {
  host::RunRequest request;
  request.tenant = kCouncil;
  std::shared_ptr<google::protobuf::Message> copy(command.New());
  copy->CopyFrom(command);
  request.command = copy;
  request.command_id = id;
  request.method = command.GetTypeName();
  request.actor = {"staff", "tester", {"team-manager"}};
  request.deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  return request;
}

// One child. `one_open`: the family may have no other of this programme.
inline intake::v1::ReceiveReferral Referral(const std::string& id, const std::string& family,
                                            bool one_open = true) {
  intake::v1::ReceiveReferral command;
  command.set_referral_id(id);
  command.set_family_id(family);
  command.set_kind(intake::v1::REFERRAL_KIND_SERVICE_REQUEST);
  command.set_urgency(intake::v1::URGENCY_ROUTINE);
  command.set_source("staff");
  command.set_programme("W-01");
  command.set_one_open_per_family(one_open);
  auto& child = *command.add_people();
  child.set_person_id(NewUuid().ToString());
  child.add_roles("child");
  return command;
}

}  // namespace kinward
