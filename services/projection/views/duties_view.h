// What happened to people outside any referral, what that obliges whom to do, and the intelligence
// about them: what each event changes, and what the parts mean together at an instant.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kinward/views/v1/duties.pb.h"
#include "services/projection/views/asker.h"
#include "services/projection/views/catalogue.h"
#include "services/projection/views/lists_view.h"

namespace kinward::projection {

inline constexpr std::string_view kPersonCollection = "person";
inline constexpr std::string_view kEpisodeCollection = "notification";
inline constexpr std::string_view kObligationCollection = "obligation";
inline constexpr std::string_view kIntelligenceCollection = "intelligence";
// Indexes of ids; scores are seconds since 1970.
inline constexpr std::string_view kMissingNow = "missing-now";                  // of the beginning
inline constexpr std::string_view kMissingPast = "missing-past";                // of the beginning
inline constexpr std::string_view kOpenObligations = "obligations-open";        // raised
inline constexpr std::string_view kOfferedObligations = "obligations-offered";  // first offered
inline constexpr std::string_view kDoneObligations = "obligations-done";        // closed
inline constexpr std::string_view kIntelligence = "intelligence";  // in force; of its end

// Items about one person, by their end.
std::string IntelligenceAbout(std::string_view person);

void AddPersonView(Catalogue& catalogue);
void AddEpisodeView(Catalogue& catalogue);
void AddObligationView(Catalogue& catalogue);
void AddIntelligenceView(Catalogue& catalogue);

// What is to be honoured of the people of some rows.
class People {
 public:
  explicit People(const std::vector<views::v1::PersonPart>& parts);
  // Of somebody who has died, will not be born or was erased nothing is asked any more.
  [[nodiscard]] bool IsQuiet(const std::string& person) const;
  // Whose record this reader is not told.
  [[nodiscard]] bool IsHidden(const std::string& person, const Asker& asker) const;

 private:
  std::map<std::string, views::v1::PersonPart> parts_;
};

// The notification that ended this one, as a partner or a person told it; empty: none did.
std::string EndingOf(const views::v1::EpisodePart& episode);

views::v1::ObligationRow RowOf(const views::v1::ObligationPart& part, const People& people,
                               const Asker& asker, Time now);

struct ObligationsAsked {
  Window window;                                 // of what is closed and of offers
  bool closed_too = false;                       // rows of what was closed in the window as well
  bool list = false;                             // the accepted ones by name
  std::vector<views::v1::ObligationPart> parts;  // each once: open, closed or offered in the window
};
views::v1::ObligationsView Obligations(const ObligationsAsked& asked, const People& people,
                                       const Asker& asker, Time now);

struct MissingAsked {
  Window window;  // of past episodes
  std::vector<views::v1::EpisodePart> episodes;
  std::map<std::string, std::vector<views::v1::ObligationPart>> duties;  // by notification
  std::vector<views::v1::IntelligencePart> intelligence;
};
views::v1::MissingView Missing(const MissingAsked& asked, const People& people, const Asker& asker,
                               Time now);

// What is in force and this reader may see, the newest first.
views::v1::IntelligenceView Intelligence(const std::vector<views::v1::IntelligencePart>& items,
                                         const People& people, const Asker& asker, Time now);

}  // namespace kinward::projection
