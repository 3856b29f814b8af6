// Views of what families share: places, beds, people on duty, panels.
#include <algorithm>
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/projection/server/composing.h"
#include "services/projection/views/places_view.h"

namespace kinward::projection {
namespace {

template <typename Part>
Result<std::vector<Part>> Parts(ViewReader& reader, const ViewRequest& request,
                                std::string_view index, std::string_view collection,
                                Source source) {
  auto entries = reader.Index(request.council, index);
  if (!entries) return entries.error();
  std::sort(entries->begin(), entries->end(),
            [](const auto& left, const auto& right) { return left.id < right.id; });
  auto documents = reader.Documents(request.council, collection, PlacesOf(*entries));
  if (!documents) return documents.error();
  std::vector<Part> parts;
  for (const Document& document : *documents)
    parts.push_back(projection::PartOf<Part>(document, source));
  return parts;
}

// A setting's stays that may touch days from `from` on. No stay is longer than two years.
Result<std::vector<views::v1::StayPart>> StaysFrom(ViewReader& reader, const ViewRequest& request,
                                                   const std::string& setting, LocalDate from,
                                                   LocalDate until) {
  const std::int64_t first = from.time_since_epoch().count() - 731;
  auto entries =
      reader.Index(request.council, StaysOf(setting), first, until.time_since_epoch().count());
  if (!entries) return entries.error();
  auto documents = reader.Documents(request.council, kStayCollection, PlacesOf(*entries));
  if (!documents) return documents.error();
  std::vector<views::v1::StayPart> stays;
  for (const Document& document : *documents) {
    stays.push_back(PartOf<views::v1::StayPart>(document, Source::kScheduling));
  }
  return stays;
}

Result<std::vector<views::v1::SettingRow>> SettingRows(ViewReader& reader,
                                                       const ViewRequest& request,
                                                       LocalDate night) {
  auto settings = Parts<views::v1::SettingPart>(reader, request, kSettings, kSettingCollection,
                                                Source::kScheduling);
  if (!settings) return settings.error();
  std::vector<views::v1::SettingRow> rows;
  for (const auto& setting : *settings) {
    auto stays = StaysFrom(reader, request, setting.setting(), night, night);
    if (!stays) return stays.error();
    rows.push_back(RowOf(setting, *stays, night));
  }
  return rows;
}

// The night asked for, else tonight's (noon to noon).
std::optional<LocalDate> NightIn(const ViewRequest& request) {
  const std::string night = Param(request, "night");
  return night.empty() ? std::optional(NightOf(request.now)) : ParseDate(night);
}

}  // namespace

Answer Capacity(ViewReader& reader, const ViewRequest& request) {
  const auto night = NightIn(request);
  if (!night) return Invalid("params.night");
  auto pools =
      Parts<views::v1::PoolPart>(reader, request, kPools, kPoolCollection, Source::kScheduling);
  if (!pools) return pools.error();
  auto settings = SettingRows(reader, request, *night);
  if (!settings) return settings.error();
  Composed composed;
  composed.depends_on = {"pool:*", "setting:*", "stay:*"};
  auto& view = *composed.view.mutable_capacity();
  view.set_night(FormatDate(*night));
  for (const auto& pool : *pools) *view.add_pools() = RowOf(pool);
  for (auto& row : *settings) *view.add_settings() = std::move(row);
  return composed;
}

namespace {

void AddOnDuty(views::v1::TonightView& view, const std::vector<views::v1::RotaPart>& rotas,
               Time now) {
  for (const auto& rota : rotas) {
    bool covered = false;
    for (const auto& shift : rota.shifts()) {
      if (ToTime(shift.start_time()) > now || ToTime(shift.end_time()) <= now) continue;
      auto& row = *view.add_on_duty();
      row.set_rota(rota.rota());
      row.set_team(rota.team());
      row.set_telephone(rota.telephone());
      row.set_worker(shift.worker());
      *row.mutable_until_time() = shift.end_time();
      covered = true;
    }
    if (covered) continue;
    auto& row = *view.add_on_duty();  // a team without a named worker still has its telephone
    row.set_rota(rota.rota());
    row.set_team(rota.team());
    row.set_telephone(rota.telephone());
  }
}

Result<void> AddCrises(ViewReader& reader, const ViewRequest& request,
                       views::v1::TonightView& view) {
  auto open = reader.Index(request.council, kOpenCrises);
  if (!open) return open.error();
  std::vector<Place> places;
  for (const IndexEntry& entry : *open)
    places.push_back({entry.id.substr(0, entry.id.find(' ')), entry.bucket});
  auto cases = reader.Cases(request.council, places, true);
  if (!cases) return cases.error();
  for (std::size_t i = 0; i < open->size(); ++i) {
    const std::string programme = (*open)[i].id.substr((*open)[i].id.find(' ') + 1);
    auto& crisis = *view.add_open_crises();
    crisis.set_referral_id(places[i].id);
    crisis.set_programme(programme);
    crisis.mutable_started_time()->set_seconds((*open)[i].score);
    for (const auto& allocation : (*cases)[i].scheduling.allocations()) {
      if (allocation.programme() == programme) crisis.set_panel(allocation.panel());
    }
  }
  return {};
}

}  // namespace

Answer Tonight(ViewReader& reader, const ViewRequest& request) {
  const auto night = NightIn(request);
  if (!night) return Invalid("params.night");
  auto settings = SettingRows(reader, request, *night);
  if (!settings) return settings.error();
  auto rotas =
      Parts<views::v1::RotaPart>(reader, request, kRotas, kRotaCollection, Source::kScheduling);
  if (!rotas) return rotas.error();
  Composed composed;
  composed.depends_on = {"setting:*", "stay:*", "rota:*", std::string(kOpenCrises)};
  auto& view = *composed.view.mutable_tonight();
  view.set_night(FormatDate(*night));
  for (auto& row : *settings) {
    view.set_beds_free(view.beds_free() + row.free_tonight());
    *view.add_settings() = std::move(row);
  }
  AddOnDuty(view, *rotas, request.now);
  if (auto added = AddCrises(reader, request, view); !added) return added.error();
  return composed;
}

Answer OccupancyOf(ViewReader& reader, const ViewRequest& request) {
  const LocalDate today = DateOf(request.now);
  std::string month = Param(request, "month");
  if (month.empty()) month = FormatDate(today).substr(0, 7);
  const auto first = ParseDate(month + "-01");
  if (!first) return Invalid("params.month");
  auto documents = reader.Documents(request.council, kSettingCollection, {{request.id}});
  if (!documents) return documents.error();
  if (documents->front().empty()) return NotFound();
  auto stays = StaysFrom(reader, request, request.id, *first, AddMonths(*first, 1));
  if (!stays) return stays.error();
  Composed composed;
  composed.depends_on = {"setting:" + request.id, "stay:*"};
  *composed.view.mutable_occupancy() =
      Occupancy(PartOf<views::v1::SettingPart>(documents->front(), Source::kScheduling), *stays,
                month, today);
  return composed;
}

// A session by its id, else the panel's: the first that is still open, else the last there was.
Answer PanelAgenda(ViewReader& reader, const ViewRequest& request) {
  Composed composed;
  auto sessions = reader.Index(request.council, SessionsOf(request.id));
  if (!sessions) return sessions.error();
  std::vector<Place> places = PlacesOf(*sessions);
  if (places.empty()) places.push_back({request.id});
  auto documents = reader.Documents(request.council, kSessionCollection, places);
  if (!documents) return documents.error();
  auto& view = *composed.view.mutable_panel_agenda();
  bool open = false;
  for (const Document& document : *documents) {
    if (document.empty()) return NotFound();
    auto session = PartOf<views::v1::SessionPart>(document, Source::kScheduling);
    composed.depends_on.push_back("session:" + session.session());
    if (!open) *view.mutable_session() = InOrder(session);
    open |= session.state() == "open" || session.state() == "agenda-closed";
  }
  composed.depends_on.push_back(SessionsOf(request.id));
  for (auto entry = sessions->rbegin(); entry != sessions->rend(); ++entry)
    view.add_sessions(entry->id);
  return composed;
}

}  // namespace kinward::projection
