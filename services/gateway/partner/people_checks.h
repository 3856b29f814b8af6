// What must be true of the people a partner names and of the lines between them (bad-input.md rows
// 38 to 49 and 64), beyond what each field's own rule says.
#pragma once

#include <string>
#include <vector>

#include "kinward/partner/v1/referral.pb.h"
#include "libs/base/time.h"
#include "libs/rpc/field_fault.h"

namespace kinward::gateway {

struct CheckedAs {
  Time on;                            // the event's own time: a repeat is judged as the first was
  bool test_numbers_allowed = false;  // a test tenant
  bool until_25 = false;              // special needs or leaving care: help until 25
};

void CheckPeople(const google::protobuf::RepeatedPtrField<partner::v1::Person>& people,
                 const std::string& pointer, const CheckedAs& as,
                 std::vector<rpc::FieldFault>& faults);
// One person whom an event is about: told from others by something.
void CheckPerson(const partner::v1::Person& person, const std::string& pointer, const CheckedAs& as,
                 std::vector<rpc::FieldFault>& faults);
// Whom a referral must name: a child, or the adult whom the programme is for.
enum class Concerned { kChild, kAdult, kChildOrAdult };

// At least one person of whom it is asked, told from others; likewise each child that is named.
void CheckConcerned(const google::protobuf::RepeatedPtrField<partner::v1::Person>& people,
                    const std::string& pointer, Concerned concerned,
                    std::vector<rpc::FieldFault>& faults);
void CheckRelationships(const google::protobuf::RepeatedPtrField<partner::v1::Person>& people,
                        const google::protobuf::RepeatedPtrField<partner::v1::Relationship>& lines,
                        const std::string& pointer, std::vector<rpc::FieldFault>& faults);

}  // namespace kinward::gateway
