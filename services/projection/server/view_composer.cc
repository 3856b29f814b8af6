#include "services/projection/server/view_composer.h"

#include <map>

#include "services/projection/server/composing.h"

namespace kinward::projection {
namespace {

// As Page makes them: digits, a colon and a key.
bool IsCursor(const std::string& text) {
  const auto colon = text.find(':');
  return text.empty() ||
         (colon != std::string::npos && colon > 0 && text.find_first_not_of("0123456789") == colon);
}

using Composer = Answer (*)(ViewReader&, const ViewRequest&);
const std::map<std::string, Composer, std::less<>>& Composers() {
  static const std::map<std::string, Composer, std::less<>> all = {
      {"case", Case},
      {"closed-loop", ClosedLoop},
      {"chronology", Chronology},
      {"referral-board", BoardOf},
      {"waitlist", WaitlistOf},
      {"funnel", FunnelOf},
      {"capacity", Capacity},
      {"tonight", Tonight},
      {"occupancy", OccupancyOf},
      {"panel-agenda", PanelAgenda},
      {"obligations", ObligationsOf},
      {"missing", MissingOf},
      {"intelligence", IntelligenceOf}};
  return all;
}

}  // namespace

Result<Composed> Compose(ViewReader& reader, StreamReader& streams, const ViewRequest& request) {
  const auto composer = Composers().find(request.view);
  if (composer == Composers().end())
    return Failure{FailureKind::kNotFound, "there is no such view"};
  if (!IsCursor(request.cursor)) return Invalid("cursor");
  if (request.as_at && request.view == "case") return CaseThen(reader, streams, request);
  if (request.as_at && request.view != "chronology") return Invalid("as_at");
  return composer->second(reader, request);
}

std::vector<std::string> ViewNames() {
  std::vector<std::string> names;
  for (const auto& [name, composer] : Composers()) names.push_back(name);
  return names;
}

}  // namespace kinward::projection
