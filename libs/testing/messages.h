// Protobuf messages have no ==; tests compare them by value, all fields. Include it and write
// EXPECT_EQ over messages, and over variants, vectors and decisions of them; failures print text.
// For tests alone: a message may hold people's data, which production code never prints.
#pragma once

#include <google/protobuf/generated_enum_reflection.h>
#include <google/protobuf/message.h>

#include <ostream>
#include <string>

#include "libs/base/decision.h"

// Lookup by argument finds what stands beside a message's base class, wherever its own namespace
// is.
namespace google::protobuf {

// Same type and same fields; absent differs from default only where presence is tracked
// (`optional`).
[[nodiscard]] bool operator==(const Message& left, const Message& right);

}  // namespace google::protobuf

namespace kinward {

// A refusal prints as its rule: REJECTION_REFERRAL_MUST_HAVE_NO_OTHER_APPOINTMENT (instead: …).
template <typename Rule>
void PrintTo(const Refusal<Rule>& refusal, std::ostream* out) {
  const auto* value = google::protobuf::GetEnumDescriptor<Rule>()->FindValueByNumber(refusal.rule);
  *out << (value == nullptr ? "unknown rule" : value->name());
  for (const std::string& other : refusal.instead) *out << " (instead: " << other << ")";
}

}  // namespace kinward
