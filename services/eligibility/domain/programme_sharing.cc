// Where a programme may be delivered, and who sees the totals of those who share it.
#include <algorithm>
#include <set>
#include <utility>

#include "services/eligibility/domain/programme.h"

namespace kinward::eligibility {
namespace {

using Events = std::vector<Programme::Messages::Event>;

SiteLicence TermsOf(const v1::LicenseSite& command, const Context& context) {
  const bool own = command.council().empty() || command.council() == context.council;
  return {command.site(), own ? "" : command.council(), command.holder(), command.from(),
          command.until()};
}

// In force on that day, as far as the licence itself and its revocation say.
bool Holds(const Programme::Licence& licence, const std::string& on) {
  if (on < licence.terms.from) return false;
  if (!licence.terms.until.empty() && licence.terms.until < on) return false;
  return licence.revoked_from.empty() || on < licence.revoked_from;
}

bool Overlap(const Programme::Licence& held, const SiteLicence& wanted) {
  if (held.terms.site != wanted.site) return false;
  if (held.terms.from == wanted.from) return true;
  const bool later_begins_in_earlier =
      held.terms.from < wanted.from ? Holds(held, wanted.from)
                                    : (wanted.until.empty() || held.terms.from <= wanted.until) &&
                                          Holds(held, held.terms.from);
  return later_begins_in_earlier;
}

}  // namespace

ProgrammeDecision Decide(const Programme& programme, const v1::LicenseSite& command,
                         const Context& context) {
  const SiteLicence wanted = TermsOf(command, context);
  const auto same = [&](const Programme::Licence& licence) { return licence.terms == wanted; };
  if (std::ranges::any_of(programme.licences, same)) return Events{};
  if (!wanted.until.empty() && wanted.until < wanted.from) {
    return v1::REJECTION_LICENCE_MUST_END_AFTER_IT_BEGINS;
  }
  const auto overlaps = [&](const Programme::Licence& licence) { return Overlap(licence, wanted); };
  if (std::ranges::any_of(programme.licences, overlaps)) {
    return v1::REJECTION_SITE_MUST_NOT_BE_LICENSED_TWICE;
  }
  v1::SiteLicensed event;
  event.set_programme_id(command.programme_id());
  event.set_site(wanted.site);
  event.set_council(wanted.council);
  event.set_holder(wanted.holder);
  event.set_from(wanted.from);
  event.set_until(wanted.until);
  return Events{std::move(event)};
}

ProgrammeDecision Decide(const Programme& programme, const v1::RevokeLicence& command,
                         const Context& /*context*/) {
  Refusal<v1::Rejection> refusal{v1::REJECTION_SITE_MUST_BE_LICENSED};
  std::set<std::string> sites;
  for (const Programme::Licence& licence : programme.licences) {
    sites.insert(licence.terms.site);
    if (licence.terms.site != command.site()) continue;
    if (licence.revoked_from == command.from()) return Events{};
    if (!Holds(licence, command.from())) continue;
    v1::LicenceRevoked event;
    event.set_programme_id(command.programme_id());
    event.set_site(command.site());
    event.set_from(command.from());
    event.set_licensed_from(licence.terms.from);
    return Events{std::move(event)};
  }
  refusal.instead.assign(sites.begin(), sites.end());
  return refusal;
}

ProgrammeDecision Decide(const Programme& programme, const v1::GrantRollUp& command,
                         const Context& /*context*/) {
  v1::RollUpGranted event;
  event.set_programme_id(command.programme_id());
  event.set_council(command.council());
  const std::set<std::string> members(command.members().begin(), command.members().end());
  for (const std::string& member : members) event.add_members(member);
  event.set_suppress_below(command.suppress_below());
  const auto granted = programme.roll_ups.find(command.council());
  if (granted != programme.roll_ups.end() &&
      granted->second.SerializeAsString() == event.SerializeAsString()) {
    return Events{};
  }
  if (programme.digests.empty()) return v1::REJECTION_PROGRAMME_MUST_BE_PUBLISHED;
  const bool all_share = std::ranges::includes(programme.shared_by, members) &&
                         programme.shared_by.contains(command.council());
  if (!all_share) {
    return Refusal<v1::Rejection>{v1::REJECTION_MEMBERS_MUST_SHARE_THE_PROGRAMME,
                                  {programme.shared_by.begin(), programme.shared_by.end()}};
  }
  if (command.suppress_below() < kSuppressBelowMin) {
    return Refusal<v1::Rejection>{v1::REJECTION_SMALL_NUMBERS_MUST_BE_SUPPRESSED,
                                  {std::to_string(kSuppressBelowMin)}};
  }
  return Events{std::move(event)};
}

}  // namespace kinward::eligibility
