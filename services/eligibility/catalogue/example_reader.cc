#include "services/eligibility/catalogue/example_reader.h"

#include <utility>

namespace kinward::catalogue {
namespace {

void ReadFacts(YamlMap& map, const Dictionary& dictionary, Faults& faults, auto&& keep) {
  if (!map.Has("facts")) return;
  for (const auto& fact : map.Node("facts")) {
    const std::string name = fact.first.Scalar();
    if (auto value =
            ReadFact(dictionary, name, fact.second, map.path() + ".facts." + name, faults)) {
      keep(std::move(*value));
    }
  }
}

}  // namespace

Example ReadExample(YamlMap& map, const Dictionary& dictionary, Faults& faults) {
  Example example;
  example.line = map.line();
  example.name = map.Text("name");
  example.on = map.Date("on");
  example.site = map.SlugOr("site", "");
  example.urgency = map.TextOr("urgency", "routine");
  example.reasons = map.Texts("reasons");
  int number = 0;
  for (YamlMap& person : map.Maps("people")) {
    auto& made = example.people.emplace_back();
    made.set_person_id("p" + std::to_string(++number));
    for (std::string& role : person.Texts("roles")) made.add_roles(std::move(role));
    ReadFacts(person, dictionary, faults,
              [&made](common::v1::Fact fact) { *made.add_facts() = std::move(fact); });
    person.Finish();
  }
  ReadFacts(map, dictionary, faults,
            [&example](common::v1::Fact fact) { example.facts.push_back(std::move(fact)); });
  const std::string expect = map.Text("expect");
  if (expect == "eligible") {
    example.expect = eligibility::v1::OUTCOME_ELIGIBLE;
  } else if (expect == "not-eligible") {
    example.expect = eligibility::v1::OUTCOME_NOT_ELIGIBLE;
  } else if (expect == "needs-information") {
    example.expect = eligibility::v1::OUTCOME_NEEDS_INFORMATION;
  } else {
    map.Wrong("expect", "must be eligible, not-eligible or needs-information");
  }
  example.failed = map.Texts("failed");
  example.questions = map.Texts("questions");
  example.option = map.TextOr("option", "");
  example.segment = map.TextOr("segment", "");
  map.Finish();
  return example;
}

}  // namespace kinward::catalogue
