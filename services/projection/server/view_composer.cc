#include "services/projection/server/view_composer.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/projection/limits.h"
#include "services/projection/server/case_as_at.h"
#include "services/projection/views/chronology_view.h"
#include "services/projection/views/lists_view.h"
#include "services/projection/views/places_view.h"

namespace kinward::projection {
namespace {

using Answer = Result<Composed>;

Failure NotFound() { return {FailureKind::kNotFound, "there is no such document"}; }
Failure Invalid(const std::string& field) { return {FailureKind::kFatal, field}; }

std::string Param(const ViewRequest& request, const std::string& name) {
  const auto found = request.params.find(name);
  return found == request.params.end() ? "" : found->second;
}
std::vector<Place> PlacesOf(const std::vector<IndexEntry>& entries) {
  std::vector<Place> places;
  for (const IndexEntry& entry : entries) places.push_back({entry.id, entry.bucket});
  return places;
}

// Keeps one page of rows. The cursor is "<index>:<key of the last row>": the key is found again if
// rows have moved meanwhile, else the index serves.
template <typename Rows, typename Key>
std::string Page(Rows& rows, const ViewRequest& request, const Key& key_of) {
  int from = 0;
  if (!request.cursor.empty()) {
    const auto colon = request.cursor.find(':');
    std::from_chars(request.cursor.data(), request.cursor.data() + request.cursor.size(), from);
    const std::string key = colon == std::string::npos ? "" : request.cursor.substr(colon + 1);
    for (int i = 0; i < rows.size(); ++i) {
      if (key_of(rows.Get(i)) == key) from = i + 1;
    }
    from = std::clamp(from, 0, rows.size());
  }
  const int limit =
      static_cast<int>(std::min(request.limit == 0 ? kPageDefault : request.limit, kPageMax));
  const int until = std::min(rows.size(), from + limit);
  std::string next;
  if (until < rows.size()) next = std::to_string(until) + ":" + key_of(rows.Get(until - 1));
  rows.DeleteSubrange(until, rows.size() - until);
  rows.DeleteSubrange(0, from);
  return next;
}

// ---- one referral ----

Result<CaseParts> OneCase(ViewReader& reader, const ViewRequest& request, Composed& composed) {
  auto cases = reader.Cases(request.council, {{request.id}}, false);
  if (!cases) return cases.error();
  composed.depends_on.push_back("case:" + request.id);
  if (cases->empty()) return NotFound();
  for (const auto& help : cases->front().help)
    composed.depends_on.push_back("help:" + help.case_id());
  return std::move(cases->front());
}

Answer Case(ViewReader& reader, const ViewRequest& request) {
  Composed composed;
  auto parts = OneCase(reader, request, composed);
  if (!parts) return parts.error();
  *composed.view.mutable_case_() = ComposeCase(std::move(*parts));
  return composed;
}

Answer CaseThen(ViewReader& reader, StreamReader& streams, const ViewRequest& request) {
  auto parts = CaseAsAt(reader, streams, request.council, request.id, *request.as_at);
  if (!parts) return parts.error();
  Composed composed;
  composed.depends_on = {"case:" + request.id};
  *composed.view.mutable_case_() = ComposeCase(std::move(*parts));
  return composed;
}

// The team to ring: of the first programme that names one.
Result<views::v1::Contact> ContactFor(ViewReader& reader, const ViewRequest& request,
                                      const CaseParts& parts) {
  std::vector<Place> places;
  for (const std::string& programme : ProgrammesOf(parts)) places.push_back({programme});
  if (places.empty()) {
    auto known = reader.Index(request.council, kProgrammes);
    if (!known) return known.error();
    places = PlacesOf(*known);
  }
  auto documents = reader.Documents(request.council, kProgrammeCollection, places);
  if (!documents) return documents.error();
  views::v1::Contact contact;
  for (const Document& document : *documents) {
    const auto programme = PartOf<views::v1::ProgrammePart>(document, Source::kEligibility);
    if (programme.team().empty()) continue;
    contact.set_team(programme.team());
    contact.set_telephone(programme.telephone());
    break;
  }
  return contact;
}

Answer ClosedLoop(ViewReader& reader, const ViewRequest& request) {
  Composed composed;
  auto parts = OneCase(reader, request, composed);
  if (!parts) return parts.error();
  auto contact = ContactFor(reader, request, *parts);
  if (!contact) return contact.error();
  *composed.view.mutable_closed_loop() = ComposeClosedLoop(*parts, *contact);
  return composed;
}

// The family whose chronology is asked for: by its own id, or by that of one of its referrals.
Result<std::string> FamilyOf(ViewReader& reader, const ViewRequest& request) {
  auto cases = reader.Cases(request.council, {{request.id}}, false);
  if (!cases) return cases.error();
  return cases->empty() ? request.id : cases->front().intake.family_id();
}

Answer Chronology(ViewReader& reader, const ViewRequest& request) {
  const auto family = FamilyOf(reader, request);
  if (!family) return family.error();
  const std::string name = std::string(kChronologyCollection) + ":" + *family;
  auto stored = reader.List(request.council, name);
  if (!stored) return stored.error();
  std::vector<views::v1::ChronologyEntry> entries;
  for (const std::string& bytes : *stored) {
    if (!entries.emplace_back().ParseFromString(bytes))
      return Failure{FailureKind::kCorrupt, "an entry cannot be read"};
    if (request.as_at && ToTime(entries.back().time()) > *request.as_at) entries.pop_back();
  }
  if (entries.empty()) return NotFound();
  Composed composed;
  composed.depends_on = {name};
  auto& view = *composed.view.mutable_chronology();
  view = ComposeChronology(*family, std::move(entries));
  composed.view.set_next_cursor(
      Page(*view.mutable_entries(), request, [](const auto& entry) { return entry.event_id(); }));
  return composed;
}

// ---- many referrals ----

Answer BoardOf(ViewReader& reader, const ViewRequest& request) {
  const bool all = Param(request, "closed") == "true";
  auto open = reader.Index(request.council, all ? kAllReferrals : kOpenReferrals);
  if (!open) return open.error();
  auto cases = reader.Cases(request.council, PlacesOf(*open), false);
  if (!cases) return cases.error();
  Composed composed;
  composed.depends_on = {"case:*", "help:*"};
  auto& view = *composed.view.mutable_referral_board();
  view = Board(*cases, Param(request, "stage"));
  composed.view.set_next_cursor(
      Page(*view.mutable_rows(), request, [](const auto& row) { return row.referral_id(); }));
  return composed;
}

Answer WaitlistOf(ViewReader& reader, const ViewRequest& request) {
  if (request.id.empty()) return Invalid("id");
  const std::string name = "waitlist:" + request.id;
  auto waiting = reader.Index(request.council, name);
  if (!waiting) return waiting.error();
  std::vector<Place> places;
  for (const IndexEntry& entry : *waiting) {  // "<referral> <programme>"
    places.push_back({entry.id.substr(0, entry.id.find(' ')), entry.bucket});
  }
  auto cases = reader.Cases(request.council, places, true);
  if (!cases) return cases.error();
  Composed composed;
  composed.depends_on = {name};
  for (const Place& place : places) composed.depends_on.push_back("case:" + place.id);
  auto& view = *composed.view.mutable_waitlist();
  view = Waitlist(request.id, *cases);
  composed.view.set_next_cursor(
      Page(*view.mutable_rows(), request, [](const auto& row) { return row.referral_id(); }));
  return composed;
}

Answer FunnelOf(ViewReader& reader, const ViewRequest& request) {
  if (request.id.empty()) return Invalid("id");
  const LocalDate today = DateOf(request.now);
  const std::string from = Param(request, "from");
  const std::string to = Param(request, "to");
  const auto first = from.empty() ? std::optional(AddYears(today, -1)) : ParseDate(from);
  const auto last = to.empty() ? std::optional(today) : ParseDate(to);
  if (!first) return Invalid("params.from");
  if (!last || *last < *first) return Invalid("params.to");
  const Window window{*first, *last};
  const auto seconds = [](Time time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
  };
  auto entries = reader.Index(request.council, kAllReferrals, seconds(StartOf(*first)),
                              seconds(StartOf(AddDays(*last, 1))));
  if (!entries) return entries.error();
  auto cases = reader.Cases(request.council, PlacesOf(*entries), false);
  if (!cases) return cases.error();
  Composed composed;
  composed.depends_on = {"case:*", "help:*"};
  *composed.view.mutable_funnel() =
      Funnel(request.id, window, *cases, Param(request, "list") == "true");
  return composed;
}

// ---- shared things ----

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

// As Page makes them: digits, a colon and a key.
bool IsCursor(const std::string& text) {
  const auto colon = text.find(':');
  return text.empty() ||
         (colon != std::string::npos && colon > 0 && text.find_first_not_of("0123456789") == colon);
}

using Composer = Answer (*)(ViewReader&, const ViewRequest&);
const std::map<std::string, Composer, std::less<>>& Composers() {
  static const std::map<std::string, Composer, std::less<>> all = {{"case", Case},
                                                                   {"closed-loop", ClosedLoop},
                                                                   {"chronology", Chronology},
                                                                   {"referral-board", BoardOf},
                                                                   {"waitlist", WaitlistOf},
                                                                   {"funnel", FunnelOf},
                                                                   {"capacity", Capacity},
                                                                   {"tonight", Tonight},
                                                                   {"occupancy", OccupancyOf},
                                                                   {"panel-agenda", PanelAgenda}};
  return all;
}

}  // namespace

Result<Composed> Compose(ViewReader& reader, StreamReader& streams, const ViewRequest& request) {
  const auto composer = Composers().find(request.view);
  if (composer == Composers().end())
    return Failure{FailureKind::kNotFound, "there is no such view"};
  if (!IsCursor(request.cursor)) return Invalid("cursor");
  if (request.as_at && request.view == "case") return CaseThen(reader, streams, request);
  if (request.as_at && request.view != "chronology") return Invalid("as_at");
  return composer->second(reader, request);
}

std::vector<std::string> ViewNames() {
  std::vector<std::string> names;
  for (const auto& [name, composer] : Composers()) names.push_back(name);
  return names;
}

}  // namespace kinward::projection
