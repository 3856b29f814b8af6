// Small phrases: lists, days, money, weekdays, codes as words.
#pragma once

#include <google/protobuf/repeated_field.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kinward/common/v1/programme.pb.h"
#include "services/eligibility/describe/description.h"

namespace kinward::describe {

using common::v1::ProgrammeVersion;
using Texts = google::protobuf::RepeatedPtrField<std::string>;

// "a, b and c"; `last` in place of "and".
std::string Listed(const std::vector<std::string>& words, std::string_view last = "and");
std::string Listed(const Texts& words, std::string_view last = "and");
// "edge-of-care" → "edge of care", "co-ordinator" as it is; underscores too.
std::string Spaced(std::string_view code);
// "kensington-and-chelsea" → "Kensington and Chelsea".
std::string CouncilName(std::string_view slug);
std::string Capitalised(std::string text);
// "a place", "an intake".
std::string A(const std::string& noun);
// A value as a file writes it: days as words, long whole numbers with commas.
std::string Value(const std::string& text);
// "10 years"; the unit may be empty.
std::string ValueWithUnit(const std::string& value, const std::string& unit);
// Without the full stop at its end.
std::string WithoutStop(std::string text);

// "1 place", "2 places": `one` and, where it is not just an s more, `many`.
std::string Counted(std::int64_t count, std::string_view one, std::string_view many = "");
std::string UnitWord(common::v1::CapacityUnit unit, std::int64_t count);
// "84 days (12 weeks)".
std::string Days(int days);
// "2016-10-01" → "1 October 2016"; what is no date as it is.
std::string Day(std::string_view iso);
// "from 1 April 2016 until 31 March 2017"; one end or none.
std::string Between(std::string_view from, std::string_view until);
std::string Weekday(int number);  // 1 = Monday
// "Monday to Friday", "Monday, Wednesday and Friday", "every day".
std::string Weekdays(const google::protobuf::RepeatedField<std::int32_t>& numbers);
std::string ClockWord(common::v1::ClockKind unit, int count);
// "£300,000", "£12.50".
std::string Pounds(std::int64_t pence);

// Splits "004 §3.4; assumed: why" into the passage and the reason.
struct Origin {
  std::string source;
  std::string assumed;
};
Origin OriginOf(std::string_view source);

// "12 values name the passage that states them; 3 say why they were assumed."
std::string SourcesInWords(const Sourced& count);

// A line or row that comes from `source` as the version keeps it.
Line Told(std::string text, std::string_view source, int depth = 0);
Line Told(std::string text, int depth = 0);
// `text` goes on from the name: ": room for 20 women", " (hearing), set up within …".
Line Named(std::string name, std::string text, std::string_view source);
Row Cells(std::vector<std::string> cells, std::string_view source);

// A part's own source; empty for the parts that keep none.
template <typename Part>
std::string SourceOf(const Part& part) {
  if constexpr (requires { part.source(); }) {
    return part.source();
  } else {
    return {};
  }
}

// The version's words for a fact: its label, or its name with spaces.
const common::v1::FactDefinition* DefinitionOf(const ProgrammeVersion& version,
                                               std::string_view fact);
std::string LabelOf(const ProgrammeVersion& version, const std::string& fact);

}  // namespace kinward::describe
