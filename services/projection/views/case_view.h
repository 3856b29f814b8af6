// The case: one referral from the asking to the end of its help. What each event changes, and what
// the parts together mean. Not here: how parts are kept, who may read them.
#pragma once

#include <string>
#include <vector>

#include "kinward/views/v1/case.pb.h"
#include "services/projection/views/catalogue.h"

namespace kinward::projection {

inline constexpr std::string_view kCaseCollection = "case";  // by referral id
inline constexpr std::string_view kHelpCollection = "help";  // by case id: CaseHelp
// Indexes of referral ids, both changed by intake alone; scores are seconds since 1970.
inline constexpr std::string_view kOpenReferrals = "referrals-open";
inline constexpr std::string_view kAllReferrals = "referrals";
// "<referral> <programme>" of starts in a crisis that no panel has ratified (R44); changed by
// scheduling alone.
inline constexpr std::string_view kOpenCrises = "crises-open";

void AddCaseView(Catalogue& catalogue);
// Each service's share of it.
void AddIntakeEvents(Catalogue& catalogue);
void AddEligibilityEvents(Catalogue& catalogue);
void AddAllocationEvents(Catalogue& catalogue);  // scheduling's
void AddHelpEvents(Catalogue& catalogue);        // outcomes'

// The parts of one referral as they are stored; absent ones are default.
struct CaseParts {
  views::v1::CaseIntakePart intake;
  views::v1::CaseEligibilityPart eligibility;
  views::v1::CaseSchedulingPart scheduling;
  std::vector<views::v1::CaseHelp> help;
};

// Stage of one programme's part, and of the whole: the words of contract.md (GET
// /v1/referrals/{id}).
std::string StageOf(const CaseParts& parts, const std::string& programme);
std::string StageOf(const CaseParts& parts);
std::vector<std::string> ProgrammesOf(const CaseParts& parts);
int ChildrenIn(const views::v1::CaseIntakePart& intake);

views::v1::CaseView ComposeCase(CaseParts parts);
// What its sender may know: nothing of people, clauses or workers.
views::v1::ClosedLoopView ComposeClosedLoop(const CaseParts& parts,
                                            const views::v1::Contact& contact);

}  // namespace kinward::projection
