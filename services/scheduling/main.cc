// scheduling: scarce things in time.
#include "libs/host/service.h"
#include "services/scheduling/domain/agenda_item.h"
#include "services/scheduling/domain/panel.h"
#include "services/scheduling/domain/panel_session.h"
#include "services/scheduling/domain/pool.h"
#include "services/scheduling/domain/programme_copy.h"
#include "services/scheduling/domain/request.h"
#include "services/scheduling/domain/rota.h"
#include "services/scheduling/domain/setting.h"
#include "services/scheduling/domain/stay.h"
#include "services/scheduling/queries.h"
#include "services/scheduling/reactions/reactions.h"

int main(int argc, char** argv) {
  using namespace kinward::scheduling;  // NOLINT(google-build-using-namespace): this file only
                                        // lists
  kinward::host::ServiceDefinition service;
  service.name = "scheduling";
  service.aggregates = kinward::host::Aggregates<Request, Panel, PanelSession, AgendaItem, Pool,
                                                 Setting, Stay, Rota, ProgrammeCopy>();
  service.reactions = Reactions();
  service.services = {"kinward.scheduling.v1.SchedulingService"};
  service.programme_aggregate = "programme-copy";
  service.add_queries = AddQueries;
  return kinward::host::RunService(std::move(service), argc, argv);
}
