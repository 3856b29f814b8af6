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

int ReadWeekday(YamlMap& map, const std::string& key) {
  const int day = map.Number(key);
  if (day < 1 || day > 7) map.Wrong(key, "must be 1 (Monday) to 7 (Sunday)");
  return day;
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
  map.Source();
  map.Finish();
}

void ReadPools(YamlMap& map, ProgrammeVersion& version) {
  for (YamlMap& pool : map.Maps("pools")) {
    auto& made = *version.add_pools();
    made.set_pool_id(pool.Slug("pool"));
    made.set_unit(ReadUnit(pool, "unit"));
    made.set_capacity(pool.Number("capacity"));
    if (made.capacity() == 0) pool.Wrong("capacity", "must be one at least");
    made.set_offer_days(pool.NumberOr("offer_days", 0));
    pool.Source();
    pool.Finish();
  }
}

void ReadSettings(YamlMap& map, const Dictionary& dictionary, ProgrammeVersion& version) {
  for (YamlMap& setting : map.Maps("settings")) {
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
    setting.Source();
    setting.Finish();
  }
}

void ReadPanels(YamlMap& map, ProgrammeVersion& version) {
  for (YamlMap& panel : map.Maps("panels")) {
    auto& made = *version.add_panels();
    made.set_panel_id(panel.Slug("panel"));
    made.set_name(panel.Text("name"));
    made.set_weekday(ReadWeekday(panel, "weekday"));
    made.set_start_time(panel.LocalTime("start"));
    made.set_slots(panel.Number("slots"));
    if (made.slots() == 0) panel.Wrong("slots", "must be one at least");
    made.set_paper_deadline_hours(panel.NumberOr("paper_deadline_hours", 0));
    made.set_referrer_must_attend(panel.FlagOr("referrer_must_attend", false));
    made.set_from(panel.Date("from"));
    made.set_shows_alternatives_tried(panel.FlagOr("shows_alternatives_tried", false));
    panel.Source();
    panel.Finish();
  }
}

void ReadRotas(YamlMap& map, ProgrammeVersion& version) {
  for (YamlMap& rota : map.Maps("rotas")) {
    auto& made = *version.add_rotas();
    made.set_rota_id(rota.Slug("rota"));
    made.set_team(rota.Text("team"));
    made.set_telephone(rota.TextOr("telephone", ""));
    for (YamlMap& shift : rota.Maps("shifts")) {
      auto& shift_made = *made.add_shifts();
      for (const std::string& day : shift.Texts("weekdays")) {
        const int number = day.size() == 1 ? day[0] - '0' : 0;
        if (number < 1 || number > 7) shift.Wrong("weekdays", "must be 1 (Monday) to 7 (Sunday)");
        shift_made.add_weekdays(number);
      }
      shift_made.set_from(shift.LocalTime("from"));
      shift_made.set_until(shift.LocalTime("until"));
      shift.Finish();
    }
    rota.Source();
    rota.Finish();
  }
}

void ReadEpisode(YamlMap map, const Dictionary& dictionary, ProgrammeVersion& version) {
  auto& episode = *version.mutable_episode();
  episode.set_begins_with(map.Text("begins_with"));
  ReadWord(map, "begins_with", dictionary, "episode_beginnings", episode.begins_with());
  episode.set_expected_days_min(map.NumberOr("expected_days_min", 0));
  episode.set_expected_days_max(map.NumberOr("expected_days_max", 0));
  episode.set_visits(map.TextOr("visits", ""));
  for (std::string& outcome : map.Texts("close_outcomes")) {
    ReadWord(map, "close_outcomes", dictionary, "close_outcomes", outcome);
    episode.add_close_outcomes(std::move(outcome));
  }
  map.Source();
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
    rule.Source();
    rule.Finish();
  }
}

void ReadMeasures(YamlMap& map, ProgrammeVersion& version) {
  for (YamlMap& measure : map.Maps("measures")) {
    auto& made = *version.add_measures();
    made.set_id(measure.Slug("id"));
    made.set_name(measure.Text("name"));
    made.set_unit(measure.TextOr("unit", ""));
    made.set_target(measure.TextOr("target", ""));
    made.set_published(measure.TextOr("published", ""));
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

void ReadMechanisms(YamlMap& map, const Dictionary& dictionary, ProgrammeVersion& version) {
  if (version.takes_referrals()) {
    ReadGateway(map.MapOf("gateway"), version);
    ReadEpisode(map.MapOf("episode"), dictionary, version);
  }
  ReadPools(map, version);
  ReadSettings(map, dictionary, version);
  ReadPanels(map, version);
  ReadRotas(map, version);
  ReadFollowUps(map, version);
  ReadMeasures(map, version);
}

}  // namespace kinward::catalogue
