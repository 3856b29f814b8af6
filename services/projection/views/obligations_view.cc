// Duties as a council sees them: what is open and how late, and how many offers were taken up.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "services/projection/views/duties_view.h"

namespace kinward::projection {
namespace {

using views::v1::ObligationPart;
using views::v1::ObligationRow;

bool IsOpen(const ObligationPart& part) {
  return part.state() == "open" || part.state() == "assigned";
}

// An offer is in time or late when it is made, whatever comes of it; other duties when they are
// done.
bool IsSettled(const ObligationPart& part) {
  return !IsOpen(part) || (part.offer() && part.has_offered_time());
}

// Of hours the due time is the last instant in time, of days the first instant after the last day.
bool IsOver(const ObligationPart& part, Time now) {
  const Time due = ToTime(part.due_time());
  return part.unit() == "hours" ? now > due : now >= due;
}

std::string DueOf(const ObligationPart& part, Time now) {
  if (IsSettled(part)) return part.target();
  if (part.within() == 0 && !part.has_due_time()) return "no-term";
  if (!part.has_due_time()) return "unknown";
  return IsOver(part, now) ? "overdue" : "due";
}

auto OrderOf(const ObligationRow& row) {
  const int rank = row.due() == "overdue" ? 0 : row.has_due_time() ? 1 : 2;
  return std::tuple(rank, row.due_time().seconds(), row.raised_time().seconds(),
                    std::string_view{row.obligation_id()});
}

bool LiesIn(const Window& window, const google::protobuf::Timestamp& time) {
  const LocalDate day = DateOf(ToTime(time));
  return day >= window.from && day <= window.to;
}

// The better answer of several children's offers is the family's.
std::string Better(const std::string& one, const std::string& other) {
  for (const char* answer : {"accepted", "declined"}) {
    if (one == answer || other == answer) return answer;
  }
  return "unanswered";
}

// Offers of one programme and duty.
class Uptake {
 public:
  void Add(const ObligationPart& part, bool named) {
    row_.set_offered(row_.offered() + 1);
    Count(part.standing());
    const auto [family, added] = families_.try_emplace(part.family_id(), part.standing());
    if (!added) family->second = Better(family->second, part.standing());
    for (const auto& answer : part.answers()) {
      if (answer.answer() == "accepted") row_.set_people_accepted(row_.people_accepted() + 1);
      if (answer.answer() == "declined") row_.set_people_declined(row_.people_declined() + 1);
    }
    if (named && part.standing() == "accepted") row_.add_obligation_ids(part.obligation_id());
  }
  // There is one offer at least.
  [[nodiscard]] views::v1::UptakeRow Row(const std::string& programme, const std::string& obliges,
                                         const Window& window) && {
    row_.set_programme(programme);
    row_.set_obliges(obliges);
    *row_.mutable_uptake() = RatioOf(row_.accepted(), row_.offered(), window);
    row_.mutable_uptake()->set_people_once(false);
    row_.set_uptake_percent(
        std::to_string((200 * row_.accepted() + row_.offered()) / (2 * row_.offered())));
    const auto accepted = std::count_if(families_.begin(), families_.end(), [](const auto& family) {
      return family.second == "accepted";
    });
    *row_.mutable_families() =
        RatioOf(static_cast<int>(accepted), static_cast<int>(families_.size()), window);
    std::sort(row_.mutable_obligation_ids()->begin(), row_.mutable_obligation_ids()->end());
    return std::move(row_);
  }

 private:
  void Count(const std::string& standing) {
    if (standing == "accepted") {
      row_.set_accepted(row_.accepted() + 1);
    } else if (standing == "declined") {
      row_.set_declined(row_.declined() + 1);
    } else {
      row_.set_unanswered(row_.unanswered() + 1);
    }
  }
  views::v1::UptakeRow row_;
  std::map<std::string, std::string> families_;
};

}  // namespace

ObligationRow RowOf(const ObligationPart& part, const People& people, const Asker& asker,
                    Time now) {
  ObligationRow row;
  row.set_restricted(people.IsHidden(part.person_id(), asker));
  if (!row.restricted()) {
    row.set_obligation_id(part.obligation_id());
    row.set_family_id(part.family_id());
    row.set_person_id(part.person_id());
    row.set_worker(part.worker());
    row.set_outcome(part.outcome());
    row.set_responsible_council(part.responsible_council());
  }
  row.set_kind(part.kind());
  row.set_obliges(part.obliges());
  row.set_programme(part.programme());
  row.set_state(part.state());
  row.set_due(DueOf(part, now));
  if (part.has_due_time()) *row.mutable_due_time() = part.due_time();
  *row.mutable_raised_time() = part.raised_time();
  row.set_offer(part.offer());
  row.set_independent(part.independent());
  if (part.has_offered_time()) *row.mutable_offered_time() = part.offered_time();
  row.set_standing(part.standing());
  if (part.has_done_time()) *row.mutable_done_time() = part.done_time();
  return row;
}

namespace {

void CountRow(const ObligationRow& row, views::v1::ObligationCounts& counts) {
  if (row.state() == "open") counts.set_open(counts.open() + 1);
  if (row.state() == "assigned") counts.set_assigned(counts.assigned() + 1);
  if (row.due() == "overdue") counts.set_overdue(counts.overdue() + 1);
}

}  // namespace

views::v1::ObligationsView Obligations(const ObligationsAsked& asked, const People& people,
                                       const Asker& asker, Time now) {
  views::v1::ObligationsView view;
  view.set_from(FormatDate(asked.window.from));
  view.set_to(FormatDate(asked.window.to));
  auto& counts = *view.mutable_counts();
  std::map<std::pair<std::string, std::string>, Uptake> uptake;
  std::vector<ObligationRow> rows;
  for (const ObligationPart& part : asked.parts) {
    if (part.has_offered_time() && LiesIn(asked.window, part.offered_time())) {
      uptake[{part.programme(), part.obliges()}].Add(
          part, asked.list && !people.IsHidden(part.person_id(), asker));
    }
    const bool open = IsOpen(part);
    const bool closed = !open && LiesIn(asked.window, part.done_time());
    if (closed) counts.set_done(counts.done() + 1);
    if ((!open && !(closed && asked.closed_too)) || people.IsQuiet(part.person_id())) continue;
    ObligationRow row = RowOf(part, people, asker, now);
    CountRow(row, counts);
    rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(), [](const ObligationRow& left, const ObligationRow& right) {
    return OrderOf(left) < OrderOf(right);
  });
  for (ObligationRow& row : rows) *view.add_rows() = std::move(row);
  for (auto& [of, counted] : uptake)
    *view.add_uptake() = std::move(counted).Row(of.first, of.second, asked.window);
  return view;
}

}  // namespace kinward::projection
