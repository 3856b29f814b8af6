#include "services/eligibility/catalogue/programme_reader.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "services/eligibility/catalogue/mechanism_reader.h"
#include "services/eligibility/catalogue/parts_reader.h"
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

// Every fact that a rule looks at, so that the version asks in the same words for ever.
class FactNames {
 public:
  void Of(const common::v1::Rule& rule) {
    eligibility::ForEachFact(rule, [this](const std::string& name) { names_.insert(name); });
  }
  void Define(const Dictionary& dictionary, ProgrammeVersion& version) const {
    for (const std::string& name : names_) {
      const auto at = dictionary.facts.find(name);
      if (at != dictionary.facts.end()) *version.add_facts() = at->second.definition;
    }
  }

 private:
  std::set<std::string> names_;
};

void ReadClauses(YamlMap& map, const RuleWords& words, ProgrammeVersion& version, FactNames& facts,
                 Faults& faults) {
  for (YamlMap& clause : map.Maps("clauses", "id")) {
    auto& made = *version.add_clauses();
    made.set_id(clause.Slug("id"));
    made.set_kind(ClauseKindOf(clause));
    made.set_says(clause.Text("says"));
    *made.mutable_rule() = ReadRule(words, clause.Node("rule"), clause.path() + ".rule", faults);
    made.set_source(clause.Source());
    facts.Of(made.rule());
    clause.Finish();
  }
}

void ReadOptions(YamlMap& map, const RuleWords& words, ProgrammeVersion& version, FactNames& facts,
                 Faults& faults) {
  for (YamlMap& option : map.Maps("options", "option")) {
    auto& made = *version.add_options();
    made.set_option_id(option.Slug("option"));
    made.set_name(option.Text("name"));
    made.set_says(option.Text("says"));
    *made.mutable_rule() = ReadRule(words, option.Node("rule"), option.path() + ".rule", faults);
    made.set_source(option.Source());
    facts.Of(made.rule());
    option.Finish();
  }
  for (YamlMap& segment : map.Maps("segments", "segment")) {
    auto& made = *version.add_segments();
    made.set_segment_id(segment.Slug("segment"));
    made.set_says(segment.Text("says"));
    made.set_entries_per_mille(segment.NumberOr("entries_per_mille", 0));
    made.set_within_months(segment.NumberOr("within_months", 0));
    *made.mutable_rule() = ReadRule(words, segment.Node("rule"), segment.path() + ".rule", faults);
    made.set_source(segment.Source());
    facts.Of(made.rule());
    segment.Finish();
  }
}

// Who joins those who help while a rule holds.
void ReadJoiners(YamlMap& map, const RuleWords& words, ProgrammeVersion& version, FactNames& facts,
                 Faults& faults) {
  for (YamlMap& joiner : map.Maps("joiners", "role")) {
    auto& made = *version.add_joiners();
    made.set_role(joiner.Slug("role"));
    made.set_says(joiner.Text("says"));
    *made.mutable_rule() = ReadRule(words, joiner.Node("rule"), joiner.path() + ".rule", faults);
    made.set_source(joiner.Source());
    facts.Of(made.rule());
    joiner.Finish();
  }
}

bool LooksAtAge(const ProgrammeVersion& version) {
  return std::ranges::any_of(version.facts(),
                             [](const auto& fact) { return fact.name() == "age_years"; });
}

ProgrammeVersion ReadVersion(YamlMap& map, const ProgrammeVersion& identity, const Words& words,
                             const common::v1::Site* site, Faults& faults) {
  ProgrammeVersion version = identity;
  version.set_version(map.Number("version"));
  version.set_effective_from(map.Date("effective_from"));
  version.set_takes_referrals(map.FlagOr("takes_referrals", true));
  if (version.takes_referrals()) version.set_counts(ReadUnit(map, "counts"));
  version.set_one_open_referral_per_family(map.FlagOr("one_open_referral_per_family", false));
  for (std::string& reason : map.Texts("reasons")) version.add_reasons(std::move(reason));
  const ParameterValues parameters = ReadParameters(map, site, version);
  ReadSites(map, words.library, version);
  const RuleWords rule_words{words.dictionary, parameters};
  FactNames facts;
  ReadClauses(map, rule_words, version, facts, faults);
  ReadOptions(map, rule_words, version, facts, faults);
  ReadJoiners(map, rule_words, version, facts, faults);
  facts.Define(words.dictionary, version);
  if (version.takes_referrals() && version.clauses().empty()) map.Wrong("clauses", "is missing");
  ReadMechanisms(map, words.dictionary, words.library, version);
  ReadParts(map, words.dictionary, words.library, version);
  if (map.FlagOr("any_age", false) && LooksAtAge(version)) {
    map.Wrong("any_age", "the programme is for any age, and a clause compares age_years");
  }
  version.set_source(map.Source());
  map.Finish();
  return version;
}

// The site's own version: its council's, with its values in place of the version's.
ProgrammeVersion AtSite(YamlMap& map, const ProgrammeVersion& identity, const Words& words,
                        const common::v1::Site& site, Faults& faults) {
  ProgrammeVersion version = ReadVersion(map, identity, words, &site, faults);
  version.set_host_council(site.council());
  version.clear_member_councils();
  if (site.from() > version.effective_from()) version.set_effective_from(site.from());
  return version;
}

bool IsServedHere(const common::v1::Site& site) {
  const bool runs =
      site.status() == "live" || site.status() == "pilot" || site.status() == "prototype";
  return runs && !site.council().empty() && site.served_by().empty();
}

// Who runs it, who takes part, who judges it.
void ReadBodies(YamlMap& map, ProgrammeVersion& identity) {
  if (map.Has("lead")) {
    YamlMap lead = map.MapOf("lead");
    identity.mutable_lead()->set_name(lead.Text("name"));
    identity.mutable_lead()->set_kind(
        lead.Word("kind", {"council", "charity", "nhs", "police", "university", "company", "trust",
                           "consortium", "government"}));
    lead.Source();
    lead.Finish();
  }
  if (map.Has("partners")) {
    YamlMap partners = map.MapOf("partners");
    for (std::string& name : partners.Texts("names")) identity.add_partners(std::move(name));
    partners.Source();
    partners.Finish();
  }
  YamlMap evaluation = map.MapOf("evaluation");
  auto& evaluated = *identity.mutable_evaluated();
  if (evaluation.Has("design")) {
    evaluated.set_design(
        evaluation.Word("design", {"external", "rct", "comparison-teams", "before-after", "audit",
                                   "interviews", "none-stated"}));
  }
  evaluated.set_by(evaluation.TextOr("by", ""));
  evaluated.set_due(evaluation.DateOr("due", ""));
  evaluated.set_says(evaluation.Text("says"));
  evaluated.set_source(evaluation.Source());
  identity.set_evaluation(evaluated.says());
  evaluation.Finish();
}

ProgrammeVersion ReadIdentity(YamlMap& map) {
  ProgrammeVersion identity;
  identity.set_programme_id(map.Text("programme"));
  identity.set_name(map.Text("name"));
  identity.set_theme(map.TextOr("theme", ""));
  static const std::vector<std::string> kShapes{
      "case",          "bed",       "panel",      "conference", "court",    "workforce",
      "commissioning", "knowledge", "volunteers", "housing",    "measuring"};
  if (map.Has("shape")) identity.set_shape(map.Word("shape", kShapes));
  for (std::string& shape : map.Texts("also")) identity.add_also(std::move(shape));
  identity.set_summary(map.TextOr("summary", ""));
  identity.set_host_council(map.SlugOr("host_council", ""));
  for (std::string& member : map.Texts("member_councils")) {
    identity.add_member_councils(std::move(member));
  }
  ReadBodies(map, identity);
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

namespace {

void ReadVersions(YamlMap& map, const ProgrammeVersion& identity, const Words& words,
                  ProgrammeFile& programme, Faults& faults) {
  for (YamlMap& version : map.Maps("versions")) {
    YamlMap again = version;
    programme.versions.push_back(ReadVersion(version, identity, words, nullptr, faults));
    ProgrammeVersion& made = programme.versions.back();
    made.set_digest(DigestOf(made));
    const auto number = static_cast<int>(programme.versions.size());
    if (made.version() != number) {
      version.Wrong("version", "versions are numbered 1, 2, 3 … in order");
    }
    if (number > 1 && made.effective_from() <=
                          programme.versions[programme.versions.size() - 2].effective_from()) {
      version.Wrong("effective_from", "must be after the version before: versions do not overlap");
    }
    if (!faults.all().empty()) continue;  // what is wrong once is not told again for each site
    for (const common::v1::Site& site : made.sites()) {
      if (!IsServedHere(site)) continue;
      auto& here = programme.sites[site.site_id()];
      YamlMap once_more = again;
      Faults own;
      own.In(programme.file);
      once_more.TellTo(own);
      here.push_back(AtSite(once_more, identity, words, site, own));
      here.back().set_version(static_cast<int>(here.size()));
      here.back().set_digest(DigestOf(here.back()));
      faults.TakeAgain(own);
    }
  }
  if (programme.versions.empty()) map.Wrong("versions", "is missing");
}

}  // namespace

ProgrammeFile ReadProgramme(const Words& words, const std::filesystem::path& file, Faults& faults) {
  ProgrammeFile programme;
  programme.file = file.filename().string();
  const auto root = LoadYaml(file, faults);
  if (!root) return programme;
  programme.places = Places(file);
  YamlMap map(*root, "", faults);
  const ProgrammeVersion identity = ReadIdentity(map);
  programme.programme_id = identity.programme_id();
  ReadVersions(map, identity, words, programme, faults);
  for (YamlMap& example : map.Maps("examples", "name")) {
    programme.examples.push_back(ReadExample(example, words.dictionary, faults));
  }
  map.Finish();
  return programme;
}

}  // namespace kinward::catalogue
