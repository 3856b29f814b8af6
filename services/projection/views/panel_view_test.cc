// What a session's events make of its agenda: who is heard when, told by positions alone.
#include <gtest/gtest.h>

#include "kinward/scheduling/v1/panel_session.pb.h"
#include "services/projection/testing/told.h"
#include "services/projection/views/places_view.h"

namespace kinward::projection {
namespace {

namespace v1 = scheduling::v1;
using views::v1::SessionPart;

template <typename Event>
Event About(const std::string& item) {
  Event event;
  event.set_session_id("session-1");
  event.set_item_id(item);
  return event;
}
v1::ItemPlacedOnAgenda Placed(const std::string& item, int position) {
  v1::ItemPlacedOnAgenda event;
  event.set_session_id("session-1");
  event.mutable_entry()->set_item_id(item);
  event.set_position(position);
  return event;
}
v1::ItemReordered Moved(const std::string& item, int position) {
  auto event = About<v1::ItemReordered>(item);
  event.set_position(position);
  return event;
}

class AgendaTest : public ::testing::Test {
 protected:
  // Items as they will be heard; those that are taken off are left out.
  std::vector<std::string> Order() {
    std::vector<std::string> order;
    const SessionPart session = InOrder(told_.part);
    for (const auto& row : session.items()) {
      if (row.position() == 0) continue;
      order.push_back(row.item_id());
      EXPECT_EQ(row.position(), static_cast<int>(order.size()));
    }
    return order;
  }
  using Items = std::vector<std::string>;

  ToldPart<SessionPart> told_{kSessionCollection, Source::kScheduling};
};

TEST_F(AgendaTest, AnItemIsPutBetweenTheOthers) {
  told_.After(Placed("a", 1)).After(Placed("b", 2)).After(Placed("urgent", 1));
  EXPECT_EQ(Order(), (Items{"urgent", "a", "b"}));
}

TEST_F(AgendaTest, AnItemPlacedAgainLeavesItsOwnPlaceFirst) {
  told_.After(Placed("a", 1)).After(Placed("b", 2)).After(Placed("c", 3)).After(Placed("a", 3));
  EXPECT_EQ(Order(), (Items{"b", "c", "a"}));
}

TEST_F(AgendaTest, TheChairMovesAnItemUpAndDown) {
  told_.After(Placed("a", 1)).After(Placed("b", 2)).After(Placed("c", 3)).After(Moved("c", 1));
  EXPECT_EQ(Order(), (Items{"c", "a", "b"}));
  told_.After(Moved("c", 2));
  EXPECT_EQ(Order(), (Items{"a", "c", "b"}));
}

TEST_F(AgendaTest, WhatIsTakenOffIsStillShownAndHasNoPlace) {
  told_.After(Placed("a", 1)).After(Placed("b", 2)).After(Placed("c", 3));
  auto taken = About<v1::ItemTakenOffAgenda>("a");
  taken.set_reason("not-needed");
  told_.After(taken);
  EXPECT_EQ(Order(), (Items{"b", "c"}));
  EXPECT_EQ(told_.part.items_size(), 3);
  told_.After(Placed("a", 2));
  EXPECT_EQ(Order(), (Items{"b", "a", "c"}));
}

}  // namespace
}  // namespace kinward::projection
