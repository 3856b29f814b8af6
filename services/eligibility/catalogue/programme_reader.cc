#include "services/eligibility/catalogue/programme_reader.h"

#include <openssl/sha.h>

#include <array>
#include <set>
#include <utility>

#include "services/eligibility/catalogue/mechanism_reader.h"
#include "services/eligibility/catalogue/rule_reader.h"
#include "services/eligibility/rules/evaluator.h"

namespace kinward::catalogue {
namespace {

using common::v1::ProgrammeVersion;

common::v1::ClauseKind ClauseKindOf(YamlMap& map) {
  const std::string word = map.Text("kind");
  if (word == "required") return common::v1::CLAUSE_KIND_REQUIRED;
  if (word == "ongoing") return common::v1::CLAUSE_KIND_ONGOING;
  if (word == "preference") return common::v1::CLAUSE_KIND_PREFERENCE;
  map.Wrong("kind", "must be required, ongoing or preference");
  return common::v1::CLAUSE_KIND_UNSPECIFIED;
}

void ReadClauses(YamlMap& map, const Dictionary& dictionary, ProgrammeVersion& version,
                 Faults& faults) {
  std::set<std::string> ids;
  std::set<std::string> facts;
  for (YamlMap& clause : map.Maps("clauses")) {
    auto& made = *version.add_clauses();
    made.set_id(clause.Slug("id"));
    if (!ids.insert(made.id()).second) clause.Wrong("id", "is there twice");
    made.set_kind(ClauseKindOf(clause));
    made.set_says(clause.Text("says"));
    *made.mutable_rule() =
        ReadRule(dictionary, clause.Node("rule"), clause.path() + ".rule", faults);
    made.set_source(clause.Source());
    eligibility::ForEachFact(made.rule(),
                             [&facts](const std::string& name) { facts.insert(name); });
    clause.Finish();
  }
  for (const std::string& name : facts) {
    const auto at = dictionary.facts.find(name);
    if (at != dictionary.facts.end()) *version.add_facts() = at->second.definition;
  }
}

ProgrammeVersion ReadVersion(YamlMap& map, const ProgrammeVersion& identity,
                             const Dictionary& dictionary, Faults& faults) {
  ProgrammeVersion version = identity;
  version.set_version(map.Number("version"));
  version.set_effective_from(map.Date("effective_from"));
  version.set_takes_referrals(map.FlagOr("takes_referrals", true));
  if (version.takes_referrals()) version.set_counts(ReadUnit(map, "counts"));
  version.set_one_open_referral_per_family(map.FlagOr("one_open_referral_per_family", false));
  for (std::string& reason : map.Texts("reasons")) version.add_reasons(std::move(reason));
  map.Source();
  ReadClauses(map, dictionary, version, faults);
  if (version.takes_referrals() && version.clauses().empty()) map.Wrong("clauses", "is missing");
  ReadMechanisms(map, dictionary, version);
  map.Finish();
  version.set_digest(DigestOf(version));
  return version;
}

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

Example ReadExample(YamlMap& map, const Dictionary& dictionary, Faults& faults) {
  Example example;
  example.line = map.line();
  example.name = map.Text("name");
  example.on = map.Date("on");
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
  map.Finish();
  return example;
}

ProgrammeVersion ReadIdentity(YamlMap& map) {
  ProgrammeVersion identity;
  identity.set_programme_id(map.Text("programme"));
  identity.set_name(map.Text("name"));
  identity.set_host_council(map.Slug("host_council"));
  for (std::string& member : map.Texts("member_councils")) {
    identity.add_member_councils(std::move(member));
  }
  YamlMap evaluation = map.MapOf("evaluation");
  identity.set_evaluation(evaluation.Text("says"));
  evaluation.Source();
  evaluation.Finish();
  map.Source();
  return identity;
}

}  // namespace

std::string DigestOf(ProgrammeVersion version) {
  version.clear_digest();
  const std::string bytes = version.SerializeAsString();
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : hash) {
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

ProgrammeFile ReadProgramme(const Dictionary& dictionary, const std::filesystem::path& file,
                            Faults& faults) {
  ProgrammeFile programme;
  programme.file = file.filename().string();
  const auto root = LoadYaml(file, faults);
  if (!root) return programme;
  YamlMap map(*root, "", faults);
  const ProgrammeVersion identity = ReadIdentity(map);
  programme.programme_id = identity.programme_id();
  for (YamlMap& version : map.Maps("versions")) {
    programme.versions.push_back(ReadVersion(version, identity, dictionary, faults));
    const auto number = static_cast<int>(programme.versions.size());
    if (programme.versions.back().version() != number) {
      version.Wrong("version", "versions are numbered 1, 2, 3 … in order");
    }
  }
  if (programme.versions.empty()) map.Wrong("versions", "is missing");
  for (YamlMap& example : map.Maps("examples")) {
    programme.examples.push_back(ReadExample(example, dictionary, faults));
  }
  map.Finish();
  return programme;
}

}  // namespace kinward::catalogue
