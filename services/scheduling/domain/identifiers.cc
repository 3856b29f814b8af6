#include "services/scheduling/domain/identifiers.h"

#include "libs/base/uuid.h"

namespace kinward::scheduling {

std::string AgendaItemId(const std::string& referral_id, const std::string& programme_id,
                         const std::string& panel_id) {
  return UuidFrom(referral_id, "agenda-item/" + panel_id + "/" + programme_id).ToString();
}

std::string SessionId(const std::string& panel_id, const std::string& on) {
  return UuidFrom(panel_id, "session/" + on).ToString();
}

}  // namespace kinward::scheduling
