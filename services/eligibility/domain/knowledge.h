// What a check knows while one command is decided: what it kept, what the command brings, and which
// of it is new. Lives for that decision alone, because it holds sensitive facts opened.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/rules/known.h"

namespace kinward::eligibility {

struct Knowledge {
  std::string on;
  std::string urgency;
  std::vector<std::string> reasons;
  google::protobuf::RepeatedPtrField<common::v1::SubjectFacts> subjects;
  google::protobuf::RepeatedPtrField<common::v1::Fact> facts;
  google::protobuf::RepeatedPtrField<common::v1::Fact> sensitive;
  std::set<std::string> fresh;  // names of facts that the command brings

  // Points into this object; it must stay where it is.
  [[nodiscard]] Known View(const std::string& council) const;
};

Knowledge Remembered(const EligibilityCheck& check);
// Adds what is told now. A person not heard of yet is added; a fact told again replaces the earlier
// one, unless it is the same value told within four weeks: that keeps its earlier day.
void Learn(Knowledge& knowledge,
           const google::protobuf::RepeatedPtrField<common::v1::SubjectFacts>& subjects,
           const google::protobuf::RepeatedPtrField<common::v1::Fact>& facts,
           const common::v1::FactDetails& sensitive);

// Sets the day on which each fact was told where it does not say so itself (docs/adr/0023).
void DateFacts(google::protobuf::RepeatedPtrField<common::v1::Fact>& facts,
               const std::string& today);
template <typename Command>
Command Dated(const Command& given, const std::string& today) {
  Command command = given;
  for (auto& person : *command.mutable_subjects()) DateFacts(*person.mutable_facts(), today);
  if constexpr (requires { command.mutable_facts(); }) DateFacts(*command.mutable_facts(), today);
  if (command.has_sensitive_facts()) {
    DateFacts(*command.mutable_sensitive_facts()->mutable_facts(), today);
  }
  return command;
}

// Equal content, field by field and in order.
template <typename Messages>
bool Same(const Messages& left, const Messages& right) {
  if (left.size() != right.size()) return false;
  for (decltype(left.size()) at = 0; at < left.size(); ++at) {
    if (left[at].SerializeAsString() != right[at].SerializeAsString()) return false;
  }
  return true;
}

}  // namespace kinward::eligibility
