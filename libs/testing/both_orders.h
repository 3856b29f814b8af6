// For a service's test of its reactions: what several sources tell is heard in every order in which
// it can arrive, and what stands at the end is the same. A source is a stream of one topic: its own
// order holds, between sources none does.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libs/testing/flow.h"

namespace kinward::testing {

using Told = std::shared_ptr<const google::protobuf::Message>;
using Source = std::vector<Told>;

template <typename Event>
Told Tell(Event event) {
  return std::make_shared<Event>(std::move(event));
}

// One row of a service's table: what happens, and who tells it.
struct Telling {
  std::string name;
  std::vector<Source> sources;
};

// Every order between the sources, each source's own order kept.
std::vector<std::vector<Told>> OrdersOf(const std::vector<Source>& sources);

// Hears the telling in every order, in a world made anew each time; fails where what stands differs
// from the first order's.
void ExpectTheSameInEveryOrder(const Telling& telling, const std::vector<host::Reaction>& reactions,
                               const std::function<std::unique_ptr<Flow>()>& make,
                               const std::function<std::string(const Flow&)>& what_stands);

// Pairs of topics that these reactions listen to and that no telling joins ("eligibility intake"),
// and events that are heard and that no telling tells. Empty: the table is whole.
std::vector<std::string> MissingFrom(const std::vector<Telling>& table,
                                     const std::vector<host::Reaction>& reactions);

}  // namespace kinward::testing
