// Items of intelligence: shown while they are in force, to those whom their handling allows.
#include <algorithm>
#include <tuple>

#include "kinward/intake/v1/intelligence.pb.h"
#include "services/projection/views/duties_view.h"

namespace kinward::projection {
namespace {

namespace v1 = intake::v1;
using views::v1::IntelligencePart;
using views::v1::IntelligenceRow;

void OnRecorded(IntelligencePart& part, const v1::ItemRecorded& event, const Heard& /*heard*/,
                Marks& marks) {
  part.set_item_id(event.item_id());
  part.set_family_id(event.family_id());
  part.set_person_id(event.person_id());
  part.set_source(event.source());
  part.set_kind(event.kind());
  part.set_on(event.on());
  part.set_grading(event.grading());
  part.set_handling(event.handling());
  *part.mutable_shown_to() = event.shown_to();
  part.set_expires(event.expires());
  *part.mutable_expires_time() = event.expires_time();
  if (event.has_item()) *part.mutable_item() = event.item();
  if (event.has_conditions()) *part.mutable_conditions() = event.conditions();
  const std::int64_t until = event.expires_time().seconds();
  marks.Enter(std::string(kIntelligence), event.item_id(), until);
  marks.Enter(IntelligenceAbout(event.person_id()), event.item_id(), until);
}
// What is over is not kept here either.
void OnExpired(IntelligencePart& part, const v1::ItemExpired& event, const Heard& /*heard*/,
               Marks& marks) {
  part.clear_item();
  part.clear_conditions();
  marks.Leave(std::string(kIntelligence), event.item_id());
  marks.Leave(IntelligenceAbout(event.person_id()), event.item_id());
}

// Its handling first: named roles alone, where it names any.
bool MaySee(const IntelligencePart& item, const Asker& asker) {
  if (!asker.reads_intelligence) return false;
  const auto& roles = item.shown_to();
  return roles.empty() ||
         std::any_of(asker.roles.begin(), asker.roles.end(), [&roles](const std::string& role) {
           return std::find(roles.begin(), roles.end(), role) != roles.end();
         });
}

IntelligenceRow RowOf(const IntelligencePart& item) {
  IntelligenceRow row;
  row.set_item_id(item.item_id());
  row.set_family_id(item.family_id());
  row.set_person_id(item.person_id());
  row.set_source(item.source());
  row.set_kind(item.kind());
  row.set_on(item.on());
  row.set_grading(item.grading());
  row.set_handling(item.handling());
  row.set_expires(item.expires());
  if (item.has_item()) *row.mutable_item() = item.item();
  if (item.has_conditions()) *row.mutable_conditions() = item.conditions();
  return row;
}

}  // namespace

std::string IntelligenceAbout(std::string_view person) {
  return "intelligence-about:" + std::string(person);
}

void AddIntelligenceView(Catalogue& catalogue) {
  const std::string collection(kIntelligenceCollection);
  catalogue.On(collection, &v1::ItemRecorded::item_id, OnRecorded);
  catalogue.On(collection, &v1::ItemExpired::item_id, OnExpired);
}

views::v1::IntelligenceView Intelligence(const std::vector<IntelligencePart>& items,
                                         const People& people, const Asker& asker, Time now) {
  std::vector<IntelligenceRow> rows;
  for (const IntelligencePart& item : items) {
    // By its own end, not by the timer's: what is over is not shown a second longer.
    const bool over = ToTime(item.expires_time()) <= now;
    const std::string& person = item.person_id();
    if (over || people.IsQuiet(person) || people.IsHidden(person, asker)) continue;
    if (MaySee(item, asker)) rows.push_back(RowOf(item));
  }
  std::sort(rows.begin(), rows.end(), [](const auto& left, const auto& right) {
    return std::tie(right.on(), left.item_id()) < std::tie(left.on(), right.item_id());
  });
  views::v1::IntelligenceView view;
  for (IntelligenceRow& row : rows) *view.add_rows() = std::move(row);
  return view;
}

}  // namespace kinward::projection
