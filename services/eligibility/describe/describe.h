// A programme's version told from beginning to end: who it is for, who may have it, how one gets
// it, how much there is, who does it, what it obliges, what it costs, what is measured, and where
// each value is from. Pure.
#pragma once

#include <vector>

#include "services/eligibility/describe/description.h"
#include "services/eligibility/describe/words.h"

namespace kinward::describe {

// What stands around a version and is needed to tell of it.
struct Around {
  // Every version of the same programme that is known, itself included, in order of number.
  std::vector<const ProgrammeVersion*> history;
  // Versions of other programmes: their panels are named, and who serves a site.
  std::vector<const ProgrammeVersion*> others;
};

Description Describe(const ProgrammeVersion& version, const Around& around = {});

// The panel of this slug, defined by the version itself or by one around it; null: by none.
const common::v1::PanelDefinition* PanelOf(const ProgrammeVersion& version, const Around& around,
                                           std::string_view panel_id);
// "Resource panel, Wednesdays at 10:00".
std::string PanelInShort(const common::v1::PanelDefinition& panel);

// One function for each section, in the order in which they are told.
Section AtAGlance(const ProgrammeVersion& version);
Section WhoMayHaveIt(const ProgrammeVersion& version);
Section WhatIsAsked(const ProgrammeVersion& version);
Section WhichOfSeveral(const ProgrammeVersion& version);
Section HowOneGetsIt(const ProgrammeVersion& version, const Around& around);
Section HowMuchThereIs(const ProgrammeVersion& version);
Section HowLongItLasts(const ProgrammeVersion& version);
Section WhoDoesIt(const ProgrammeVersion& version);
Section WhatIsTaught(const ProgrammeVersion& version);
Section WhatIsReadOff(const ProgrammeVersion& version);
Section WhatObliges(const ProgrammeVersion& version);
Section Meetings(const ProgrammeVersion& version);
Section Timelines(const ProgrammeVersion& version);
Section Money(const ProgrammeVersion& version);
Section WhatIsMeasured(const ProgrammeVersion& version);
Section HowItIsJudged(const ProgrammeVersion& version);
Section Where(const ProgrammeVersion& version, const Around& around);
Section WhatIsKnown(const ProgrammeVersion& version);
Section Numbers(const ProgrammeVersion& version);
Section Versions(const Around& around);

}  // namespace kinward::describe
