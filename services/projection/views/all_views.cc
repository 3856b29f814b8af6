#include "services/projection/views/case_view.h"
#include "services/projection/views/catalogue.h"
#include "services/projection/views/chronology_view.h"
#include "services/projection/views/duties_view.h"
#include "services/projection/views/places_view.h"

namespace kinward::projection {

const Catalogue& AllViews() {
  static const Catalogue* const all = [] {
    auto* catalogue = new Catalogue;  // lives as long as the process
    AddCaseView(*catalogue);
    AddChronologyView(*catalogue);
    AddPoolView(*catalogue);
    AddSettingView(*catalogue);
    AddPanelView(*catalogue);
    AddRotaView(*catalogue);
    AddProgrammeView(*catalogue);
    AddPersonView(*catalogue);
    AddEpisodeView(*catalogue);
    AddObligationView(*catalogue);
    AddIntelligenceView(*catalogue);
    return catalogue;
  }();
  return *all;
}

}  // namespace kinward::projection
