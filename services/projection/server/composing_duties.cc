// Views of what happened to people outside any referral: duties, who is missing, intelligence.
#include <set>
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/projection/server/composing.h"
#include "services/projection/views/duties_view.h"

namespace kinward::projection {
namespace {

template <typename Part>
Result<std::vector<Part>> Parts(ViewReader& reader, const ViewRequest& request,
                                std::string_view collection, const std::vector<Place>& places) {
  auto documents = reader.Documents(request.council, collection, places);
  if (!documents) return documents.error();
  std::vector<Part> parts;
  for (const Document& document : *documents) {
    if (!document.empty()) parts.push_back(PartOf<Part>(document, Source::kIntake));
  }
  return parts;
}

// Ids of an index within a window of days.
Result<std::vector<IndexEntry>> In(ViewReader& reader, const ViewRequest& request,
                                   std::string_view index, const Window& window) {
  return reader.Index(request.council, index, SecondsOf(StartOf(window.from)),
                      SecondsOf(StartOf(AddDays(window.to, 1))));
}

void Take(const std::vector<IndexEntry>& entries, std::set<std::string>& seen,
          std::vector<Place>& places) {
  for (const IndexEntry& entry : entries) {
    if (seen.insert(entry.id).second) places.push_back({entry.id, entry.bucket});
  }
}

// What is to be honoured of these people. A person keeps its first family's key, wherever its
// notifications lie.
Result<People> PeopleOf(ViewReader& reader, const ViewRequest& request,
                        const std::set<std::string>& people) {
  std::vector<Place> places;
  for (const std::string& person : people) places.push_back({person});
  auto parts = Parts<views::v1::PersonPart>(reader, request, kPersonCollection, places);
  if (!parts) return parts.error();
  return People(*parts);
}

template <typename Part>
Result<People> PeopleOf(ViewReader& reader, const ViewRequest& request,
                        const std::vector<Part>& parts) {
  std::set<std::string> people;
  for (const Part& part : parts) people.insert(part.person_id());
  return PeopleOf(reader, request, people);
}

}  // namespace

Answer ObligationsOf(ViewReader& reader, const ViewRequest& request) {
  const auto window = WindowOf(request);
  if (!window) return window.error();
  ObligationsAsked asked;
  asked.window = *window;
  asked.closed_too = Param(request, "done") == "true";
  asked.list = Param(request, "list") == "true";
  std::set<std::string> seen;
  std::vector<Place> places;
  auto open = reader.Index(request.council, kOpenObligations);
  if (!open) return open.error();
  Take(*open, seen, places);
  for (const auto index : {kOfferedObligations, kDoneObligations}) {
    auto entries = In(reader, request, index, asked.window);
    if (!entries) return entries.error();
    Take(*entries, seen, places);
  }
  auto parts = Parts<views::v1::ObligationPart>(reader, request, kObligationCollection, places);
  if (!parts) return parts.error();
  asked.parts = std::move(*parts);
  const auto people = PeopleOf(reader, request, asked.parts);
  if (!people) return people.error();
  Composed composed;
  composed.depends_on = {"obligation:*", "person:*"};
  auto& view = *composed.view.mutable_obligations();
  view = Obligations(asked, *people, request.asker, request.now);
  composed.view.set_next_cursor(
      Page(*view.mutable_rows(), request, [](const auto& row) { return row.obligation_id(); }));
  return composed;
}

namespace {

// The duties of these notifications, by notification.
Result<void> AddDuties(ViewReader& reader, const ViewRequest& request,
                       const std::vector<views::v1::EpisodePart>& notifications,
                       MissingAsked& asked) {
  std::vector<Place> places;
  for (const auto& notification : notifications) {
    for (const std::string& id : notification.obligation_ids()) places.push_back({id});
  }
  auto duties = Parts<views::v1::ObligationPart>(reader, request, kObligationCollection, places);
  if (!duties) return duties.error();
  for (auto& duty : *duties) asked.duties[duty.notification_id()].push_back(std::move(duty));
  return {};
}

Result<std::vector<views::v1::EpisodePart>> Endings(ViewReader& reader, const ViewRequest& request,
                                                    const MissingAsked& asked) {
  std::vector<Place> places;
  for (const auto& episode : asked.episodes) {
    const std::string ending = EndingOf(episode);
    if (!ending.empty()) places.push_back({ending});
  }
  return Parts<views::v1::EpisodePart>(reader, request, kEpisodeCollection, places);
}

Result<void> AddIntelligence(ViewReader& reader, const ViewRequest& request,
                             const std::set<std::string>& people, MissingAsked& asked) {
  if (!request.asker.reads_intelligence) return {};
  auto entries = reader.Index(request.council, kIntelligence, SecondsOf(request.now) + 1);
  if (!entries) return entries.error();
  auto items = Parts<views::v1::IntelligencePart>(reader, request, kIntelligenceCollection,
                                                  PlacesOf(*entries));
  if (!items) return items.error();
  for (auto& item : *items) {
    if (people.contains(item.person_id())) asked.intelligence.push_back(std::move(item));
  }
  return {};
}

}  // namespace

Answer MissingOf(ViewReader& reader, const ViewRequest& request) {
  const auto window = WindowOf(request);
  if (!window) return window.error();
  MissingAsked asked;
  asked.window = *window;
  auto now = reader.Index(request.council, kMissingNow);
  if (!now) return now.error();
  auto past = In(reader, request, kMissingPast, asked.window);
  if (!past) return past.error();
  now->insert(now->end(), past->begin(), past->end());
  auto episodes =
      Parts<views::v1::EpisodePart>(reader, request, kEpisodeCollection, PlacesOf(*now));
  if (!episodes) return episodes.error();
  asked.episodes = std::move(*episodes);
  auto endings = Endings(reader, request, asked);
  if (!endings) return endings.error();
  for (const auto* notifications : {&asked.episodes, &*endings}) {
    if (auto added = AddDuties(reader, request, *notifications, asked); !added)
      return added.error();
  }
  std::set<std::string> ids;
  for (const auto& episode : asked.episodes) ids.insert(episode.person_id());
  if (auto added = AddIntelligence(reader, request, ids, asked); !added) return added.error();
  const auto people = PeopleOf(reader, request, ids);
  if (!people) return people.error();
  Composed composed;
  composed.depends_on = {"notification:*", "obligation:*", "intelligence:*", "person:*"};
  auto& view = *composed.view.mutable_missing();
  view = Missing(asked, *people, request.asker, request.now);
  composed.view.set_next_cursor(
      Page(*view.mutable_past(), request, [](const auto& row) { return row.notification_id(); }));
  return composed;
}

// Of one person, else of everybody.
Answer IntelligenceOf(ViewReader& reader, const ViewRequest& request) {
  auto entries =
      reader.Index(request.council,
                   request.id.empty() ? std::string(kIntelligence) : IntelligenceAbout(request.id),
                   SecondsOf(request.now) + 1);
  if (!entries) return entries.error();
  auto items = Parts<views::v1::IntelligencePart>(reader, request, kIntelligenceCollection,
                                                  PlacesOf(*entries));
  if (!items) return items.error();
  const auto people = PeopleOf(reader, request, *items);
  if (!people) return people.error();
  Composed composed;
  composed.depends_on = {"intelligence:*", "person:*"};
  auto& view = *composed.view.mutable_intelligence();
  view = Intelligence(*items, *people, request.asker, request.now);
  composed.view.set_next_cursor(
      Page(*view.mutable_rows(), request, [](const auto& row) { return row.item_id(); }));
  return composed;
}

}  // namespace kinward::projection
