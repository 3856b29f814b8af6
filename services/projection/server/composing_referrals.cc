// Views of referrals: one, or many.
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/projection/server/case_as_at.h"
#include "services/projection/server/composing.h"
#include "services/projection/views/chronology_view.h"
#include "services/projection/views/lists_view.h"
#include "services/projection/views/places_view.h"

namespace kinward::projection {
namespace {

Result<CaseParts> OneCase(ViewReader& reader, const ViewRequest& request, Composed& composed) {
  auto cases = reader.Cases(request.council, {{request.id}}, false);
  if (!cases) return cases.error();
  composed.depends_on.push_back("case:" + request.id);
  if (cases->empty()) return NotFound();
  for (const auto& help : cases->front().help)
    composed.depends_on.push_back("help:" + help.case_id());
  return std::move(cases->front());
}

}  // namespace

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

namespace {

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

}  // namespace

Answer ClosedLoop(ViewReader& reader, const ViewRequest& request) {
  Composed composed;
  auto parts = OneCase(reader, request, composed);
  if (!parts) return parts.error();
  auto contact = ContactFor(reader, request, *parts);
  if (!contact) return contact.error();
  *composed.view.mutable_closed_loop() = ComposeClosedLoop(*parts, *contact);
  return composed;
}

namespace {

// The family whose chronology is asked for: by its own id, or by that of one of its referrals.
Result<std::string> FamilyOf(ViewReader& reader, const ViewRequest& request) {
  auto cases = reader.Cases(request.council, {{request.id}}, false);
  if (!cases) return cases.error();
  return cases->empty() ? request.id : cases->front().intake.family_id();
}

}  // namespace

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

Result<Window> WindowOf(const ViewRequest& request) {
  const LocalDate today = DateOf(request.now);
  const std::string from = Param(request, "from");
  const std::string to = Param(request, "to");
  const auto first = from.empty() ? std::optional(AddYears(today, -1)) : ParseDate(from);
  const auto last = to.empty() ? std::optional(today) : ParseDate(to);
  if (!first) return Invalid("params.from");
  if (!last || *last < *first) return Invalid("params.to");
  return Window{*first, *last};
}

Answer FunnelOf(ViewReader& reader, const ViewRequest& request) {
  if (request.id.empty()) return Invalid("id");
  const auto within = WindowOf(request);
  if (!within) return within.error();
  const Window& window = *within;
  auto entries = reader.Index(request.council, kAllReferrals, SecondsOf(StartOf(window.from)),
                              SecondsOf(StartOf(AddDays(window.to, 1))));
  if (!entries) return entries.error();
  auto cases = reader.Cases(request.council, PlacesOf(*entries), false);
  if (!cases) return cases.error();
  Composed composed;
  composed.depends_on = {"case:*", "help:*"};
  *composed.view.mutable_funnel() =
      Funnel(request.id, window, *cases, Param(request, "list") == "true");
  return composed;
}

}  // namespace kinward::projection
