// Who is missing now and for how long, who was, and whether anybody has talked with them since.
#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>

#include "services/projection/views/duties_view.h"

namespace kinward::projection {
namespace {

using std::chrono::hours;
using views::v1::EpisodePart;
using views::v1::MissingRow;

// An episode longer than this is significant (004 W-11).
constexpr hours kSignificantAfter{7 * 24};
constexpr std::string_view kReturnInterview = "return-interview";
constexpr std::string_view kMistaken = "mistaken";

// Of its own and of its end.
std::vector<views::v1::ObligationPart> DutiesOf(const EpisodePart& episode,
                                                const MissingAsked& asked) {
  std::vector<views::v1::ObligationPart> duties;
  for (const std::string& id : {episode.notification_id(), EndingOf(episode)}) {
    const auto found = asked.duties.find(id);
    if (found == asked.duties.end()) continue;
    duties.insert(duties.end(), found->second.begin(), found->second.end());
  }
  return duties;
}

void AddLength(const EpisodePart& episode, Time now, MissingRow& row) {
  const Time until = episode.has_ended_time() ? ToTime(episode.ended_time()) : now;
  const auto lasted = std::max(until - ToTime(episode.started_time()), Time::duration::zero());
  const auto whole = std::chrono::floor<hours>(lasted).count();
  row.set_length_hours(static_cast<int>(whole));
  row.set_length_days(static_cast<int>(whole / 24));
  row.set_significant(lasted > kSignificantAfter);
}

MissingRow RowOf(const EpisodePart& episode, const MissingAsked& asked, const People& people,
                 const Asker& asker, Time now) {
  MissingRow row;
  *row.mutable_started_time() = episode.started_time();
  row.set_time_known(episode.time_known());
  if (episode.has_ended_time()) *row.mutable_ended_time() = episode.ended_time();
  row.set_reason(episode.reason());
  AddLength(episode, now, row);
  row.set_restricted(people.IsHidden(episode.person_id(), asker));
  for (const auto& duty : DutiesOf(episode, asked)) {
    *row.add_duties() = projection::RowOf(duty, people, asker, now);
  }
  if (row.restricted()) return row;
  row.set_notification_id(episode.notification_id());
  row.set_family_id(episode.family_id());
  row.set_person_id(episode.person_id());
  row.set_responsible_council(episode.responsible_council());
  std::vector<views::v1::IntelligencePart> about;
  for (const auto& item : asked.intelligence) {
    if (item.person_id() == episode.person_id()) about.push_back(item);
  }
  auto shown = Intelligence(about, people, asker, now);
  row.mutable_intelligence()->Swap(shown.mutable_rows());
  return row;
}

// Each interview once, though two episodes may have ended with it.
struct Interviews {
  std::set<std::string> due, held;
  void Add(const EpisodePart& episode, const MissingAsked& asked) {
    for (const auto& duty : DutiesOf(episode, asked)) {
      if (duty.obliges() != kReturnInterview || duty.state() == "discharged") continue;
      due.insert(duty.obligation_id());
      if (duty.state() == "done") held.insert(duty.obligation_id());
    }
  }
};

bool BeganIn(const Window& window, const EpisodePart& episode) {
  const LocalDate day = DateOf(ToTime(episode.started_time()));
  return day >= window.from && day <= window.to;
}

}  // namespace

views::v1::MissingView Missing(const MissingAsked& asked, const People& people, const Asker& asker,
                               Time now) {
  std::vector<const EpisodePart*> current;
  std::vector<const EpisodePart*> past;
  for (const EpisodePart& episode : asked.episodes) {
    if (episode.quiet() || episode.reason() == kMistaken || people.IsQuiet(episode.person_id()))
      continue;
    if (!episode.has_ended_time()) current.push_back(&episode);
    if (episode.has_ended_time() && BeganIn(asked.window, episode)) past.push_back(&episode);
  }
  const auto order = [](const EpisodePart* episode) {
    return std::tuple(ToTime(episode->started_time()),
                      std::string_view{episode->notification_id()});
  };
  const auto earlier = [&](const auto* left, const auto* right) {
    return order(left) < order(right);
  };
  std::sort(current.begin(), current.end(), earlier);
  std::sort(past.rbegin(), past.rend(), earlier);

  views::v1::MissingView view;
  view.set_from(FormatDate(asked.window.from));
  view.set_to(FormatDate(asked.window.to));
  std::set<std::string> missing;
  for (const EpisodePart* episode : current) {
    auto& row = *view.add_now();
    row = RowOf(*episode, asked, people, asker, now);
    missing.insert(episode->person_id());
    if (row.significant()) view.set_significant_now(view.significant_now() + 1);
  }
  view.set_people_now(static_cast<int>(missing.size()));
  Interviews interviews;
  for (const EpisodePart* episode : past) {
    *view.add_past() = RowOf(*episode, asked, people, asker, now);
    interviews.Add(*episode, asked);
  }
  *view.mutable_interviews_held() = RatioOf(static_cast<int>(interviews.held.size()),
                                            static_cast<int>(interviews.due.size()), asked.window);
  view.mutable_interviews_held()->set_people_once(false);
  return view;
}

}  // namespace kinward::projection
