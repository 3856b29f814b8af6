#include "services/scheduling/aggregates.h"

#include "services/scheduling/domain/agenda_item.h"
#include "services/scheduling/domain/panel.h"
#include "services/scheduling/domain/panel_session.h"
#include "services/scheduling/domain/pool.h"
#include "services/scheduling/domain/programme_copy.h"
#include "services/scheduling/domain/request.h"
#include "services/scheduling/domain/rota.h"
#include "services/scheduling/domain/setting.h"
#include "services/scheduling/domain/stay.h"

namespace kinward::scheduling {

std::vector<std::unique_ptr<host::Aggregate>> Aggregates() {
  return host::Aggregates<Request, Panel, PanelSession, AgendaItem, Pool, Setting, Stay, Rota,
                          ProgrammeCopy>();
}

}  // namespace kinward::scheduling
