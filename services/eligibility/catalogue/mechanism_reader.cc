#include "services/eligibility/catalogue/mechanism_reader.h"

#include <algorithm>
#include <utility>

namespace kinward::catalogue {
namespace {

using common::v1::ProgrammeVersion;

std::string Constant(const std::string& prefix, std::string word) {
  for (char& letter : word) {
    if (letter == '-') letter = '_';
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return prefix + word;
}

void ReadWord(YamlMap& map, const std::string& key, const Dictionary& dictionary,
              const std::string& list, const std::string& word) {
  const auto words = dictionary.vocabularies.find(list);
  if (word.empty() || words == dictionary.vocabularies.end()) return;
  if (std::ranges::count(words->second, word) == 0) {
    map.Wrong(key, "is not a word of " + list + " in vocabularies.yaml");
  }
}

void ReadGateway(YamlMap map, ProgrammeVersion& version) {
  auto& gateway = *version.mutable_gateway();
  common::v1::GatewayKind kind{};
  if (!common::v1::GatewayKind_Parse(Constant("GATEWAY_KIND_", map.Text("kind")), &kind)) {
    map.Wrong("kind", "must be panel, automatic or direct");
  }
  gateway.set_kind(kind);
  gateway.set_panel_id(map.SlugOr("panel", ""));
  gateway.set_crisis_start(map.FlagOr("crisis_start", false));
  gateway.set_panel_from(map.DateOr("panel_from", ""));
  const bool needs_panel = kind == common::v1::GATEWAY_KIND_PANEL || gateway.crisis_start();
  if (needs_panel && gateway.panel_id().empty()) map.Wrong("panel", "is missing");
  gateway.set_source(map.Source());
  map.Finish();
}

// Each council's share; together not more than there is.
void ReadQuotas(YamlMap& map, const Library& library, common::v1::PoolDefinition& pool) {
  int together = 0;
  for (YamlMap& quota : map.Maps("quotas", "council")) {
    auto& made = *pool.add_quotas();
    made.set_council(quota.Slug("council"));
    if (!library.councils.contains(made.council())) quota.Wrong("council", "is not a council");
    made.set_places(quota.Number("places"));
    together += made.places();
    quota.Finish();
  }
  if (together > pool.capacity()) map.Wrong("quotas", "are more than the capacity");
}

void ReadPools(YamlMap& map, const Library& library, ProgrammeVersion& version) {
  for (YamlMap& pool : map.Maps("pools", "pool")) {
    auto& made = *version.add_pools();
    made.set_pool_id(pool.Slug("pool"));
    made.set_unit(ReadUnit(pool, "unit"));
    made.set_capacity(pool.Number("capacity"));
    if (made.capacity() == 0) pool.Wrong("capacity", "must be one at least");
    made.set_offer_days(pool.NumberOr("offer_days", 0));
    ReadQuotas(pool, library, made);
    made.set_source(pool.Source());
    pool.Finish();
  }
}

void ReadSettings(YamlMap& map, const Dictionary& dictionary, ProgrammeVersion& version) {
  for (YamlMap& setting : map.Maps("settings", "setting")) {
    auto& made = *version.add_settings();
    made.set_setting_id(setting.Slug("setting"));
    made.set_kind(setting.Text("kind"));
    ReadWord(setting, "kind", dictionary, "setting_kinds", made.kind());
    for (std::string& bed : setting.Texts("beds")) made.add_beds(std::move(bed));
    if (made.beds().empty()) setting.Wrong("beds", "must list one bed at least");
    made.set_opened_on(setting.DateOr("opened_on", ""));
    made.set_regulator(setting.TextOr("regulator", ""));
    made.set_age_min(setting.NumberOr("age_min", 0));
    made.set_age_max(setting.NumberOr("age_max", 0));
    made.set_nights_max(setting.NumberOr("nights_max", 0));
    if (made.age_max() != 0 && made.age_max() < made.age_min()) {
      setting.Wrong("age_max", "must not be below age_min");
    }
    made.set_source(setting.Source());
    setting.Finish();
  }
}

// Panels and rotas stand in files of their own, because several programmes share them.
void ReadShared(YamlMap& map, const Library& library, ProgrammeVersion& version) {
  for (const std::string& slug : map.Texts("panels")) {
    const auto at = library.panels.find(slug);
    if (at == library.panels.end()) {
      map.Wrong("panels", "panels/" + slug + ".yaml is not there");
    } else {
      *version.add_panels() = at->second;
    }
  }
  for (const std::string& slug : map.Texts("rotas")) {
    const auto at = library.rotas.find(slug);
    if (at == library.rotas.end()) {
      map.Wrong("rotas", "rotas/" + slug + ".yaml is not there");
    } else {
      *version.add_rotas() = at->second;
    }
  }
}

void ReadEpisode(YamlMap map, const Dictionary& dictionary, ProgrammeVersion& version) {
  auto& episode = *version.mutable_episode();
  episode.set_begins_with(map.Text("begins_with"));
  ReadWord(map, "begins_with", dictionary, "episode_beginnings", episode.begins_with());
  episode.set_expected_days_min(map.NumberOr("expected_days_min", 0));
  episode.set_expected_days_max(map.NumberOr("expected_days_max", 0));
  if (episode.expected_days_max() != 0 &&
      episode.expected_days_max() < episode.expected_days_min()) {
    map.Wrong("expected_days_max", "must not be below expected_days_min");
  }
  episode.set_visits(map.TextOr("visits", ""));
  for (std::string& outcome : map.Texts("close_outcomes")) {
    ReadWord(map, "close_outcomes", dictionary, "close_outcomes", outcome);
    episode.add_close_outcomes(std::move(outcome));
  }
  episode.set_without_end(map.FlagOr("without_end", false));
  if (episode.without_end() && episode.expected_days_max() != 0) {
    map.Wrong("without_end", "must not stand beside expected_days_max");
  }
  episode.set_source(map.Source());
  map.Finish();
}

void ReadFollowUps(YamlMap& map, ProgrammeVersion& version) {
  for (YamlMap& rule : map.Maps("follow_ups")) {
    auto& made = *version.add_follow_ups();
    made.set_check(rule.Text("check"));
    for (const std::string& months : rule.Texts("after_months")) {
      const bool digits = months.size() <= 3 && std::ranges::all_of(months, [](char letter) {
                            return letter >= '0' && letter <= '9';
                          });
      if (!digits) rule.Wrong("after_months", "must list whole months");
      made.add_after_months(digits ? std::stoi(months) : 0);
    }
    made.set_while_open(rule.FlagOr("while_open", false));
    if (rule.Has("counted_from")) {
      made.set_counted_from(rule.Word("counted_from", {"close", "assessment"}));
    }
    made.set_source(rule.Source());
    rule.Finish();
  }
}

void ReadMeasures(YamlMap& map, ProgrammeVersion& version) {
  for (YamlMap& measure : map.Maps("measures", "id")) {
    auto& made = *version.add_measures();
    made.set_id(measure.Slug("id"));
    made.set_name(measure.Text("name"));
    made.set_unit(measure.TextOr("unit", ""));
    made.set_target(measure.TextOr("target", ""));
    made.set_published(measure.TextOr("published", ""));
    made.set_target_value(measure.Decimal("target_value"));
    made.set_value(measure.Decimal("value"));
    made.set_source(measure.Source());
    measure.Finish();
  }
}

}  // namespace

common::v1::CapacityUnit ReadUnit(YamlMap& map, const std::string& key) {
  common::v1::CapacityUnit unit{};
  if (!common::v1::CapacityUnit_Parse(Constant("CAPACITY_UNIT_", map.Text(key)), &unit)) {
    map.Wrong(key, "must be family, woman, child, young-person, home, hub or session");
  }
  return unit;
}

void ReadMechanisms(YamlMap& map, const Dictionary& dictionary, const Library& library,
                    ProgrammeVersion& version) {
  if (version.takes_referrals()) {
    ReadGateway(map.MapOf("gateway"), version);
    ReadEpisode(map.MapOf("episode"), dictionary, version);
  }
  ReadPools(map, library, version);
  ReadSettings(map, dictionary, version);
  ReadShared(map, library, version);
  ReadFollowUps(map, version);
  ReadMeasures(map, version);
}

}  // namespace kinward::catalogue
