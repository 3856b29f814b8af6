// What every view must honour of a person; most people have no such document.
#include <algorithm>

#include "kinward/intake/v1/person.pb.h"
#include "services/projection/views/duties_view.h"

namespace kinward::projection {
namespace {

namespace v1 = intake::v1;
using views::v1::PersonPart;

void OnRestricted(PersonPart& part, const v1::RecordRestricted& event, const Heard& /*heard*/,
                  Marks& /*marks*/) {
  part.set_person_id(event.person_id());
  auto& categories = *part.mutable_restrictions();
  if (std::find(categories.begin(), categories.end(), event.category()) == categories.end())
    part.add_restrictions(event.category());
}
void OnLifted(PersonPart& part, const v1::RestrictionLifted& event, const Heard& /*heard*/,
              Marks& /*marks*/) {
  part.set_person_id(event.person_id());
  auto& categories = *part.mutable_restrictions();
  categories.erase(std::remove(categories.begin(), categories.end(), event.category()),
                   categories.end());
}
template <typename Event>
void OnQuiet(PersonPart& part, const Event& event, const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_person_id(event.person_id());
  part.set_quiet(true);
}
void OnErased(PersonPart& part, const v1::SubjectErased& event, const Heard& /*heard*/,
              Marks& /*marks*/) {
  part.set_person_id(event.person_id());
  part.set_erased(true);
}

}  // namespace

void AddPersonView(Catalogue& catalogue) {
  const std::string collection(kPersonCollection);
  catalogue.On(collection, &v1::RecordRestricted::person_id, OnRestricted);
  catalogue.On(collection, &v1::RestrictionLifted::person_id, OnLifted);
  catalogue.On(collection, &v1::DeathRecorded::person_id, OnQuiet<v1::DeathRecorded>);
  catalogue.On(collection, &v1::PregnancyEnded::person_id, OnQuiet<v1::PregnancyEnded>);
  catalogue.On(collection, &v1::SubjectErased::person_id, OnErased);
}

People::People(const std::vector<PersonPart>& parts) {
  for (const PersonPart& part : parts) parts_[part.person_id()] = part;
}

bool People::IsQuiet(const std::string& person) const {
  const auto found = parts_.find(person);
  return found != parts_.end() && (found->second.quiet() || found->second.erased());
}

bool People::IsHidden(const std::string& person, const Asker& asker) const {
  const auto found = parts_.find(person);
  if (found == parts_.end()) return false;
  if (found->second.erased()) return true;
  return !found->second.restrictions().empty() && !asker.knows_restricted;
}

}  // namespace kinward::projection
