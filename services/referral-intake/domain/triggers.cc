#include "services/referral-intake/domain/triggers.h"

#include <utility>

#include "libs/base/check.h"
#include "libs/base/programmes.h"
#include "libs/base/uuid.h"

namespace kinward::intake {
namespace {

// ISO dates compare as days do.
bool StandsOn(const common::v1::Trigger& trigger, const std::string& on) {
  return (trigger.from().empty() || trigger.from() <= on) &&
         (trigger.until().empty() || on <= trigger.until());
}

}  // namespace

std::vector<v1::TriggeredObligation> TriggeredBy(const Happening& happening,
                                                 const std::set<std::string>& known,
                                                 const Context& context) {
  std::vector<v1::TriggeredObligation> found;
  if (context.programmes == nullptr) return found;
  const auto cause = Uuid::Parse(happening.notification_id);
  CHECK(cause);
  std::set<std::string> ids = known;
  for (const auto* version : context.programmes->InForce(context.council, happening.on)) {
    for (const auto& trigger : version->triggers()) {
      if (trigger.on() != happening.kind || !StandsOn(trigger, happening.on)) continue;
      const std::string name = version->programme_id() + "/" + trigger.obliges();
      std::string id = UuidFrom(*cause, name).ToString();
      if (!ids.insert(id).second) continue;
      v1::TriggeredObligation obligation;
      obligation.set_obligation_id(std::move(id));
      obligation.set_programme_id(version->programme_id());
      obligation.set_programme_version(version->version());
      *obligation.mutable_trigger() = trigger;
      found.push_back(std::move(obligation));
    }
  }
  return found;
}

}  // namespace kinward::intake
