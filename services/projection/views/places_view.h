// Shared things and what they hold: pools, settings with their stays, panels' sessions, rotas,
// programmes.
#pragma once

#include <string>
#include <vector>

#include "kinward/views/v1/places.pb.h"
#include "libs/calendar/calendar.h"
#include "services/projection/views/catalogue.h"

namespace kinward::projection {

inline constexpr std::string_view kPoolCollection = "pool";
inline constexpr std::string_view kSettingCollection = "setting";
inline constexpr std::string_view kStayCollection = "stay";
inline constexpr std::string_view kSessionCollection = "session";
inline constexpr std::string_view kRotaCollection = "rota";
inline constexpr std::string_view kProgrammeCollection = "programme";
// Indexes of ids.
inline constexpr std::string_view kPools = "pools";
inline constexpr std::string_view kSettings = "settings";
inline constexpr std::string_view kRotas = "rotas";
inline constexpr std::string_view kProgrammes = "programmes";
std::string StaysOf(std::string_view setting);   // scores: days since 1970 of the first night
std::string SessionsOf(std::string_view panel);  // scores: seconds of the start

void AddPoolView(Catalogue& catalogue);
void AddSettingView(Catalogue& catalogue);
void AddPanelView(Catalogue& catalogue);
void AddRotaView(Catalogue& catalogue);
void AddProgrammeView(Catalogue& catalogue);

// Days since 1970 of an ISO date; 0 when it is none.
std::int64_t DayNumber(const std::string& date);

views::v1::PoolRow RowOf(const views::v1::PoolPart& pool);
// Whether this stay takes its bed on this night. A held bed is taken until the hold expires.
bool TakesNight(const views::v1::StayPart& stay, LocalDate night);
views::v1::SettingRow RowOf(const views::v1::SettingPart& setting,
                            const std::vector<views::v1::StayPart>& stays, LocalDate night);
// Of a month ("2016-11"). Nights used are those slept, or running until `today`; nights available
// are those of beds in service from the day the setting opened.
views::v1::OccupancyView Occupancy(const views::v1::SettingPart& setting,
                                   const std::vector<views::v1::StayPart>& stays,
                                   const std::string& month, LocalDate today);
// Items in the order they will be heard; decided and dropped ones last.
views::v1::SessionPart InOrder(views::v1::SessionPart session);

}  // namespace kinward::projection
