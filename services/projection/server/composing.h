// What composes each view, and the few words that all of them use.
#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "services/projection/limits.h"
#include "services/projection/server/reader.h"
#include "services/projection/server/view_composer.h"
#include "services/projection/views/lists_view.h"

namespace kinward::projection {

using Answer = Result<Composed>;

// Of referrals.
Answer Case(ViewReader& reader, const ViewRequest& request);
Answer CaseThen(ViewReader& reader, StreamReader& streams, const ViewRequest& request);
Answer ClosedLoop(ViewReader& reader, const ViewRequest& request);
Answer Chronology(ViewReader& reader, const ViewRequest& request);
Answer BoardOf(ViewReader& reader, const ViewRequest& request);
Answer WaitlistOf(ViewReader& reader, const ViewRequest& request);
Answer FunnelOf(ViewReader& reader, const ViewRequest& request);

// Of what families share: pools, settings, rotas, panels.
Answer Capacity(ViewReader& reader, const ViewRequest& request);
Answer Tonight(ViewReader& reader, const ViewRequest& request);
Answer OccupancyOf(ViewReader& reader, const ViewRequest& request);
Answer PanelAgenda(ViewReader& reader, const ViewRequest& request);

// Of what happened to people, and what it obliges.
Answer ObligationsOf(ViewReader& reader, const ViewRequest& request);
Answer MissingOf(ViewReader& reader, const ViewRequest& request);
Answer IntelligenceOf(ViewReader& reader, const ViewRequest& request);

inline Failure NotFound() { return {FailureKind::kNotFound, "there is no such document"}; }
inline Failure Invalid(const std::string& field) { return {FailureKind::kFatal, field}; }

inline std::string Param(const ViewRequest& request, const std::string& name) {
  const auto found = request.params.find(name);
  return found == request.params.end() ? "" : found->second;
}
inline std::vector<Place> PlacesOf(const std::vector<IndexEntry>& entries) {
  std::vector<Place> places;
  for (const IndexEntry& entry : entries) places.push_back({entry.id, entry.bucket});
  return places;
}

// Keeps one page of rows. The cursor is "<index>:<key of the last row>": the key is found again if
// rows have moved meanwhile, else the index serves.
inline std::int64_t SecondsOf(Time time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

// The window that a view's parameters `from` and `to` name, both inclusive; a year up to today by
// default. Its failure names the parameter.
Result<Window> WindowOf(const ViewRequest& request);

template <typename Rows, typename Key>
std::string Page(Rows& rows, const ViewRequest& request, const Key& key_of) {
  int from = 0;
  if (!request.cursor.empty()) {
    const auto colon = request.cursor.find(':');
    std::from_chars(request.cursor.data(), request.cursor.data() + request.cursor.size(), from);
    const std::string key = colon == std::string::npos ? "" : request.cursor.substr(colon + 1);
    for (int i = 0; i < rows.size() && !key.empty(); ++i) {  // none: the row's name is withheld
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

}  // namespace kinward::projection
