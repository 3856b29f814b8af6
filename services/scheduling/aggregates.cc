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
  std::vector<std::unique_ptr<host::Aggregate>> all;
  all.push_back(std::make_unique<host::AggregateOf<Request>>());
  all.push_back(std::make_unique<host::AggregateOf<Panel>>());
  all.push_back(std::make_unique<host::AggregateOf<PanelSession>>());
  all.push_back(std::make_unique<host::AggregateOf<AgendaItem>>());
  all.push_back(std::make_unique<host::AggregateOf<Pool>>());
  all.push_back(std::make_unique<host::AggregateOf<Setting>>());
  all.push_back(std::make_unique<host::AggregateOf<Stay>>());
  all.push_back(std::make_unique<host::AggregateOf<Rota>>());
  all.push_back(std::make_unique<host::AggregateOf<ProgrammeCopy>>());
  return all;
}

}  // namespace kinward::scheduling
