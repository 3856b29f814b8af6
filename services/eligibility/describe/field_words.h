// A version's fields and their values in words, for telling what changed.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>

#include "services/eligibility/describe/words.h"

namespace kinward::describe {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// "capacity", "lowest age", "bed": the field's name, or a better word where it has one.
std::string NounOf(const FieldDescriptor& field);
// One part of a list: "clauses" → "clause".
std::string OneOf(const FieldDescriptor& field);
// What tells one part of a list from the others: its id; empty: nothing does.
std::string KeyOf(const Message& part);

// The field's whole value in words, "not stated" where it has none. `version` has the labels of the
// facts that a rule looks at.
std::string ValueOf(const ProgrammeVersion& version, const Message& message,
                    const FieldDescriptor& field);

}  // namespace kinward::describe
