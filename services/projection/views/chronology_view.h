// Everything that happened for one family, in order: one list per context, merged by time when
// read. An entry is made from any event of a family-keyed stream by its field names, so a new event
// joins without code.
#pragma once

#include <vector>

#include "kinward/views/v1/lists.pb.h"
#include "services/projection/views/catalogue.h"

namespace kinward::projection {

inline constexpr std::string_view kChronologyCollection = "chronology";  // lists by family id

void AddChronologyView(Catalogue& catalogue);

// Never holds people's data: words, slugs and ids alone.
views::v1::ChronologyEntry EntryOf(const google::protobuf::Message& event, const Heard& heard);
// Oldest first; events of one instant in the order of context, stream and version, so that the
// answer does not depend on who asks.
views::v1::ChronologyView ComposeChronology(std::string family_id,
                                            std::vector<views::v1::ChronologyEntry> entries);

}  // namespace kinward::projection
