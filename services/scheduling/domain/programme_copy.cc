#include "services/scheduling/domain/programme_copy.h"

#include "kinward/scheduling/v1/panel.pb.h"
#include "kinward/scheduling/v1/pool.pb.h"
#include "kinward/scheduling/v1/rota.pb.h"
#include "kinward/scheduling/v1/setting.pb.h"
#include "libs/calendar/calendar.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<ProgrammeCopy>;

v1::ProgrammeVersionCameIntoEffect InEffect(const std::string& programme_id,
                                            const common::v1::ProgrammeVersion& version) {
  v1::ProgrammeVersionCameIntoEffect event;
  event.set_programme_id(programme_id);
  *event.mutable_version() = version;
  return event;
}

}  // namespace

ProgrammeCopyDecision Decide(const ProgrammeCopy& copy, const v1::RecordProgrammeVersion& command,
                             const Context& context) {
  const auto& version = command.version();
  const auto known = copy.versions.find(version.version());
  if (known != copy.versions.end()) {
    if (Same(known->second, version)) return Events{};
    return v1::REJECTION_PROGRAMME_VERSION_MUST_NOT_CHANGE;
  }
  const auto from = ParseDate(version.effective_from());
  const bool in_effect = !from || *from <= DateOf(context.now);
  v1::ProgrammeVersionRecorded recorded;
  recorded.set_programme_id(command.programme_id());
  *recorded.mutable_version() = version;
  recorded.set_in_effect(in_effect);
  Events events{recorded};
  if (in_effect && version.version() > copy.in_effect) {
    events.emplace_back(InEffect(command.programme_id(), version));
  }
  return events;
}

ProgrammeCopyDecision Decide(const ProgrammeCopy& copy,
                             const v1::BringProgrammeVersionIntoEffect& command,
                             const Context& /*context*/) {
  const auto known = copy.versions.find(command.version());
  if (known == copy.versions.end()) return v1::REJECTION_PROGRAMME_VERSION_MUST_BE_KNOWN;
  if (command.version() <= copy.in_effect) return Events{};
  return Events{InEffect(command.programme_id(), known->second)};
}

void Apply(ProgrammeCopy& copy, const v1::ProgrammeVersionRecorded& event) {
  copy.versions[event.version().version()] = event.version();
}

void Apply(ProgrammeCopy& copy, const v1::ProgrammeVersionCameIntoEffect& event) {
  copy.in_effect = event.version().version();
}

Effects ProgrammeCopy::EffectsOf(const v1::ProgrammeVersionRecorded& event) {
  const auto from = ParseDate(event.version().effective_from());
  if (event.in_effect() || !from) return {};
  v1::BringProgrammeVersionIntoEffect bring;
  bring.set_programme_id(event.programme_id());
  bring.set_version(event.version().version());
  return {{},
          {},
          {{"version/" + std::to_string(event.version().version()), StartOf(*from), bring}},
          {}};
}

// Each is told what it is; one that is so already has nothing to do.
Companions ProgrammeCopy::CompanionsOf(const v1::ProgrammeVersionCameIntoEffect& event) {
  Companions companions;
  for (const auto& definition : event.version().panels()) {
    v1::DefinePanel define;
    define.set_panel_id(definition.panel_id());
    *define.mutable_definition() = definition;
    companions.emplace_back(std::move(define));
  }
  for (const auto& definition : event.version().pools()) {
    v1::DefinePool define;
    define.set_pool_id(definition.pool_id());
    *define.mutable_definition() = definition;
    companions.emplace_back(std::move(define));
    v1::ReviewWaitlist review;
    review.set_pool_id(definition.pool_id());
    review.set_programme_id(event.programme_id());
    review.set_version(event.version().version());
    companions.emplace_back(std::move(review));
  }
  for (const auto& definition : event.version().settings()) {
    v1::DefineSetting define;
    define.set_setting_id(definition.setting_id());
    *define.mutable_definition() = definition;
    companions.emplace_back(std::move(define));
  }
  for (const auto& definition : event.version().rotas()) {
    v1::DefineRota define;
    define.set_rota_id(definition.rota_id());
    *define.mutable_definition() = definition;
    companions.emplace_back(std::move(define));
  }
  return companions;
}

}  // namespace kinward::scheduling
