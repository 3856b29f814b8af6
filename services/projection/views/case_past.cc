#include "services/projection/views/case_past.h"

namespace kinward::projection {

using google::protobuf::Message;

bool CasePast::Apply(const Catalogue& catalogue, const Heard& heard, std::string_view body) {
  const EventViews* views = catalogue.Find(heard.type);
  if (views == nullptr) return true;  // no view shows it
  const std::unique_ptr<Message> event(views->event->New());
  if (!event->ParseFromArray(body.data(), static_cast<int>(body.size()))) return false;
  Marks unused;  // lists and indexes are not the case's own
  for (const Change& change : views->changes) {
    const bool shown = change.part != nullptr && (change.collection == kCaseCollection ||
                                                  change.collection == kHelpCollection);
    if (!shown) continue;
    const std::string& id = change.id(*event, heard);
    if (id.empty()) continue;  // the event names no such document
    auto& part = parts_[{change.collection, id, heard.source}];
    if (part == nullptr) part.reset(change.part->New());
    change.apply(part.get(), *event, heard, unused);
  }
  return true;
}

template <typename Part>
Part CasePast::PartAt(std::string_view collection, const std::string& id, Source source) const {
  const auto found = parts_.find({std::string(collection), id, source});
  return found == parts_.end() ? Part{} : static_cast<const Part&>(*found->second);
}

CaseParts CasePast::Parts() const {
  using views::v1::CaseHelp;
  CaseParts parts;
  parts.intake = PartAt<views::v1::CaseIntakePart>(kCaseCollection, referral_id_, Source::kIntake);
  parts.eligibility =
      PartAt<views::v1::CaseEligibilityPart>(kCaseCollection, referral_id_, Source::kEligibility);
  parts.scheduling =
      PartAt<views::v1::CaseSchedulingPart>(kCaseCollection, referral_id_, Source::kScheduling);
  const auto outcomes =
      PartAt<views::v1::CaseOutcomesPart>(kCaseCollection, referral_id_, Source::kOutcomes);
  for (const std::string& case_id : outcomes.case_ids())
    parts.help.push_back(PartAt<CaseHelp>(kHelpCollection, case_id, Source::kOutcomes));
  return parts;
}

}  // namespace kinward::projection
