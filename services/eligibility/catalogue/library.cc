#include "services/eligibility/catalogue/library.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace kinward::catalogue {
namespace {

using Files = std::vector<std::filesystem::path>;

Files YamlFiles(const std::filesystem::path& folder) {
  Files files;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

// One file, one thing: named after its slug.
template <typename Thing>
void ReadEach(const std::filesystem::path& folder, const std::string& key, Faults& faults,
              std::map<std::string, Thing>& things,
              const std::function<Thing(YamlMap&, const std::string&)>& read) {
  for (const auto& file : YamlFiles(folder)) {
    const auto root = LoadYaml(file, faults);
    if (!root) continue;
    YamlMap map(*root, "", faults);
    const std::string slug = map.Slug(key);
    if (slug != file.stem().string()) map.Wrong(key, "the file must be named after it");
    Thing thing = read(map, slug);
    map.Finish();
    if (!things.emplace(slug, std::move(thing)).second) map.Wrong(key, "is there twice");
  }
}

int ReadWeekday(YamlMap& map, const std::string& key) {
  const int day = map.Number(key);
  if (day < 1 || day > 7) map.Wrong(key, "must be 1 (Monday) to 7 (Sunday)");
  return day;
}

common::v1::PanelDefinition ReadPanel(YamlMap& map, const std::string& slug) {
  common::v1::PanelDefinition made;
  made.set_panel_id(slug);
  made.set_name(map.Text("name"));
  made.set_weekday(ReadWeekday(map, "weekday"));
  made.set_start_time(map.LocalTime("start"));
  made.set_slots(map.Number("slots"));
  if (made.slots() == 0) map.Wrong("slots", "must be one at least");
  made.set_paper_deadline_hours(map.NumberOr("paper_deadline_hours", 0));
  made.set_referrer_must_attend(map.FlagOr("referrer_must_attend", false));
  made.set_from(map.Date("from"));
  made.set_shows_alternatives_tried(map.FlagOr("shows_alternatives_tried", false));
  made.set_source(map.Source());
  return made;
}

common::v1::RotaDefinition ReadRota(YamlMap& map, const std::string& slug) {
  common::v1::RotaDefinition made;
  made.set_rota_id(slug);
  made.set_team(map.Text("team"));
  made.set_telephone(map.TextOr("telephone", ""));
  for (YamlMap& shift : map.Maps("shifts")) {
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
  made.set_source(map.Source());
  return made;
}

common::v1::CourseDefinition ReadCourse(YamlMap& map, const std::string& slug) {
  common::v1::CourseDefinition made;
  made.set_course_id(slug);
  made.set_name(map.Text("name"));
  made.set_provider(map.TextOr("provider", ""));
  for (YamlMap& audience : map.Maps("audiences", "audience")) {
    auto& told = *made.add_audiences();
    told.set_audience(audience.Text("audience"));
    told.set_days(audience.NumberOr("days", 0));
    told.set_hours(audience.NumberOr("hours", 0));
    told.set_target(audience.NumberOr("target", 0));
    told.set_source(audience.Source());
    audience.Finish();
  }
  for (std::string& module : map.Texts("modules")) made.add_modules(std::move(module));
  made.set_says(map.TextOr("says", ""));
  made.set_source(map.Source());
  return made;
}

common::v1::InstrumentDefinition ReadInstrument(YamlMap& map, const std::string& slug) {
  common::v1::InstrumentDefinition made;
  made.set_instrument_id(slug);
  made.set_name(map.Text("name"));
  for (YamlMap& axis : map.Maps("axes", "axis")) {
    auto& told = *made.add_axes();
    told.set_axis_id(axis.Slug("axis"));
    told.set_name(axis.Text("name"));
    told.set_lowest(axis.Number("lowest"));
    told.set_highest(axis.Number("highest"));
    if (told.lowest() >= told.highest()) axis.Wrong("highest", "must be above the lowest");
    if (axis.Has("not_known")) told.set_not_known(axis.Number("not_known"));
    axis.Finish();
  }
  made.set_higher_is_better(map.FlagOr("higher_is_better", false));
  made.set_age_min(map.NumberOr("age_min", 0));
  made.set_says(map.TextOr("says", ""));
  made.set_source(map.Source());
  return made;
}

std::vector<Price> ReadPrices(YamlMap& map) {
  std::vector<Price> prices;
  map.Text("name");
  map.Word("currency", {"GBP"});
  map.Date("from");
  for (YamlMap& price : map.Maps("prices")) {
    Price& made = prices.emplace_back();
    made.item = price.Slug("item");
    if (!price.Has("amount_gbp")) price.Wrong("amount_gbp", "is missing");
    made.pence = price.PenceOr("amount_gbp", 0);
    made.pence_max = price.PenceOr("amount_max_gbp", 0);
    if (made.pence_max != 0 && made.pence_max < made.pence) {
      price.Wrong("amount_max_gbp", "must not be below amount_gbp");
    }
    made.per = price.TextOr("per", "");
    price.TextOr("says", "");
    price.Source();
    price.Finish();
  }
  if (prices.empty()) map.Wrong("prices", "must list one at least");
  map.TextOr("says", "");
  map.Source();
  return prices;
}

bool HasForm(const std::string& code, std::size_t letters, std::size_t size) {
  if (code.size() != size) return false;
  for (std::size_t at = 0; at < size; ++at) {
    const bool digit = code[at] >= '0' && code[at] <= '9';
    if (digit == (at < letters)) return false;
  }
  return true;
}

Council ReadCouncil(YamlMap map) {
  Council made;
  made.name = map.Text("name");
  made.ons = map.Text("ons");
  if (!HasForm(made.ons, 1, 9)) map.Wrong("ons", "must be a letter and eight digits");
  made.dfe = map.Text("dfe");
  if (!HasForm(made.dfe, 0, 3)) map.Wrong("dfe", "must be three digits");
  made.region = map.Text("region");
  map.TextOr("kind", "");
  map.TextOr("says", "");
  map.Source();
  map.Finish();
  return made;
}

void ReadGroups(YamlMap& root, const std::string& key, Library& library, Faults& faults) {
  if (!root.Has(key)) return;
  for (const auto& entry : root.Node(key)) {
    const std::string slug = entry.first.Scalar();
    YamlMap map(entry.second, key + "." + slug, faults);
    CouncilGroup& made = library.groups[slug];
    made.name = map.TextOr("name", slug);
    made.members = map.Texts("members");
    for (const std::string& member : made.members) {
      if (!library.councils.contains(member)) map.Wrong("members", member + " is not a council");
    }
    map.TextOr("says", "");
    map.Source();
    map.Finish();
  }
}

void ReadCouncils(const std::filesystem::path& file, Library& library, Faults& faults) {
  const auto root = LoadYaml(file, faults);
  if (!root) return;
  YamlMap map(*root, "", faults);
  std::map<std::string, std::string> codes;
  for (const auto& entry : map.Node("councils")) {
    const std::string slug = entry.first.Scalar();
    const Council council = ReadCouncil(YamlMap(entry.second, "councils." + slug, faults));
    for (const std::string& code : {council.ons, council.dfe}) {
      const auto [at, is_new] = codes.emplace(code, slug);
      if (!is_new) faults.Add(entry.first, slug, "has the code " + code + " of " + at->second);
    }
    library.councils[slug] = council;
  }
  for (const char* key : {"regions", "hubs", "consortia"}) ReadGroups(map, key, library, faults);
  map.Finish();
}

}  // namespace

Library LoadLibrary(const std::filesystem::path& folder, Faults& faults) {
  Library library;
  ReadCouncils(folder / "councils.yaml", library, faults);
  ReadEach<common::v1::PanelDefinition>(folder / "panels", "panel", faults, library.panels,
                                        ReadPanel);
  ReadEach<common::v1::RotaDefinition>(folder / "rotas", "rota", faults, library.rotas, ReadRota);
  ReadEach<common::v1::CourseDefinition>(folder / "training", "course", faults, library.courses,
                                         ReadCourse);
  ReadEach<common::v1::InstrumentDefinition>(folder / "instruments", "instrument", faults,
                                             library.instruments, ReadInstrument);
  ReadEach<std::vector<Price>>(folder / "price-tables", "price_table", faults, library.price_tables,
                               [](YamlMap& map, const std::string&) { return ReadPrices(map); });
  return library;
}

}  // namespace kinward::catalogue
