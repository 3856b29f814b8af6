// What a programme's events change: its own state, and what every decision may know of it.
#include <google/protobuf/message.h>

#include "libs/base/check.h"
#include "libs/calendar/calendar.h"
#include "services/eligibility/domain/programme.h"
#include "services/eligibility/domain/programme_terms.h"

namespace kinward::eligibility {
namespace {

template <typename Event>
void HearOne(ProgrammeCatalogue& catalogue, const std::string& council,
             const google::protobuf::Message& event) {
  if (event.GetDescriptor() == Event::descriptor())
    Apply(catalogue, council, static_cast<const Event&>(event));
}

}  // namespace

Effects Programme::EffectsOf(const v1::ProgrammeVersionPublished& event) {
  Effects effects;
  const auto first_day = ParseDate(event.version().effective_from());
  CHECK(first_day.has_value());
  if (event.version().version() == 1 || !HasOngoing(event.version())) return effects;
  v1::BeginVersion begin;
  begin.set_programme_id(event.programme_id());
  begin.set_version(event.version().version());
  effects.timers.push_back({"begin-" + std::to_string(event.version().version()),
                            StartOf(*first_day), std::move(begin)});
  return effects;
}

void Apply(Programme& programme, const v1::ProgrammeVersionPublished& event) {
  const auto [at, is_new] =
      programme.digests.try_emplace(event.version().version(), event.version().digest());
  CHECK(is_new && at->first == programme.digests.rbegin()->first);
  programme.last_effective_from = event.version().effective_from();
  programme.shared_by = {event.version().member_councils().begin(),
                         event.version().member_councils().end()};
  if (!event.version().host_council().empty())
    programme.shared_by.insert(event.version().host_council());
}

void Apply(Programme& programme, const v1::ProgrammeWithdrawn& event) {
  CHECK(programme.withdrawn_from.empty());
  programme.withdrawn_from = event.from();
}

void Apply(Programme& programme, const v1::VersionBegan& event) {
  CHECK(event.version() > programme.begun);
  programme.begun = event.version();
}

void Apply(Programme& programme, const v1::SiteLicensed& event) {
  programme.licences.push_back(
      {{event.site(), event.council(), event.holder(), event.from(), event.until()}, ""});
}

void Apply(Programme& programme, const v1::LicenceRevoked& event) {
  for (Programme::Licence& licence : programme.licences) {
    if (licence.terms.site != event.site() || licence.terms.from != event.licensed_from()) continue;
    CHECK(licence.revoked_from.empty() || event.from() < licence.revoked_from);
    licence.revoked_from = event.from();
  }
}

void Apply(Programme& programme, const v1::RollUpGranted& event) {
  programme.roll_ups[event.council()] = event;
}

void Apply(ProgrammeCatalogue& catalogue, const std::string& council,
           const v1::ProgrammeVersionPublished& event) {
  catalogue.Publish(council, event.version());
}

void Apply(ProgrammeCatalogue& catalogue, const std::string& council,
           const v1::ProgrammeWithdrawn& event) {
  catalogue.Withdraw(council, event.programme_id(), event.from());
}

void Apply(ProgrammeCatalogue& catalogue, const std::string& council,
           const v1::SiteLicensed& event) {
  catalogue.License(council, event.programme_id(),
                    {event.site(), event.council(), event.holder(), event.from(), event.until()});
}

void Apply(ProgrammeCatalogue& catalogue, const std::string& council,
           const v1::LicenceRevoked& event) {
  catalogue.Revoke(council, event.programme_id(), event.site(), event.licensed_from(),
                   event.from());
}

void Hear(ProgrammeCatalogue& catalogue, const std::string& council,
          const google::protobuf::Message& event) {
  HearOne<v1::ProgrammeVersionPublished>(catalogue, council, event);
  HearOne<v1::ProgrammeWithdrawn>(catalogue, council, event);
  HearOne<v1::SiteLicensed>(catalogue, council, event);
  HearOne<v1::LicenceRevoked>(catalogue, council, event);
}

}  // namespace kinward::eligibility
