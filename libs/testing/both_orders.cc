#include "libs/testing/both_orders.h"

#include <gtest/gtest.h>

#include <set>

#include "libs/base/check.h"

namespace kinward::testing {
namespace {

constexpr std::size_t kOrdersMax = 20'000;

// kinward.intake.v1.ReferralReceived: intake
std::string ContextOf(const std::string& event_name) {
  const std::string rest = event_name.substr(event_name.find('.') + 1);
  return rest.substr(0, rest.find('.'));
}

void Extend(const std::vector<Source>& sources, std::vector<std::size_t>& taken,
            std::vector<Told>& order, std::vector<std::vector<Told>>& orders) {
  bool over = true;
  for (std::size_t at = 0; at < sources.size(); ++at) {
    if (taken[at] == sources[at].size()) continue;
    over = false;
    order.push_back(sources[at][taken[at]++]);
    Extend(sources, taken, order, orders);
    order.pop_back();
    --taken[at];
  }
  if (over) orders.push_back(order);
  CHECK(orders.size() <= kOrdersMax);
}

std::string NamesOf(const std::vector<Told>& order) {
  std::string names;
  for (const Told& told : order) names += " " + told->GetDescriptor()->name();
  return names;
}

std::set<std::string> TopicsOf(const Telling& telling) {
  std::set<std::string> topics;
  for (const Source& source : telling.sources) {
    for (const Told& told : source) topics.insert(ContextOf(told->GetDescriptor()->full_name()));
  }
  return topics;
}

}  // namespace

std::vector<std::vector<Told>> OrdersOf(const std::vector<Source>& sources) {
  std::vector<std::size_t> taken(sources.size());
  std::vector<Told> order;
  std::vector<std::vector<Told>> orders;
  Extend(sources, taken, order, orders);
  return orders;
}

void ExpectTheSameInEveryOrder(const Telling& telling, const std::vector<host::Reaction>& reactions,
                               const std::function<std::unique_ptr<Flow>()>& make,
                               const std::function<std::string(const Flow&)>& what_stands) {
  std::string first;
  for (const auto& order : OrdersOf(telling.sources)) {
    const auto flow = make();
    for (const Told& told : order) flow->Hear(reactions, *told);
    const std::string stands = what_stands(*flow);
    if (first.empty()) first = stands;
    EXPECT_EQ(first, stands) << telling.name << ", heard as:" << NamesOf(order);
    if (first != stands) return;
  }
  EXPECT_FALSE(first.empty()) << telling.name;
}

std::vector<std::string> MissingFrom(const std::vector<Telling>& table,
                                     const std::vector<host::Reaction>& reactions) {
  std::set<std::string> events;
  std::set<std::string> topics;
  for (const host::Reaction& reaction : reactions) {
    events.insert(reaction.event_name);
    topics.insert(ContextOf(reaction.event_name));
  }
  std::set<std::string> missing;
  for (const std::string& one : topics) {
    for (const std::string& other : topics) {
      if (one < other) missing.insert(one + " " + other);
    }
  }
  for (const Telling& telling : table) {
    const auto told = TopicsOf(telling);
    for (const std::string& one : told) {
      for (const std::string& other : told) missing.erase(one + " " + other);
    }
    for (const Source& source : telling.sources) {
      for (const Told& event : source) events.erase(event->GetDescriptor()->full_name());
    }
  }
  missing.insert(events.begin(), events.end());
  return {missing.begin(), missing.end()};
}

}  // namespace kinward::testing
