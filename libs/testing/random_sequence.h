// Random commands at one state of an aggregate, for tests of what holds after any of them: Apply
// takes all that Decide accepts, and a repeat of an accepted command adds nothing.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <utility>
#include <variant>

#include "libs/base/context.h"

namespace kinward::testing {

template <typename State>
class RandomSequence {
 public:
  // Who acts, and when; drawn anew for each command.
  using ContextOf = std::function<Context(RandomSequence&)>;

  RandomSequence(unsigned seed, ContextOf context) : random_(seed), context_(std::move(context)) {}

  // 0 … among - 1.
  unsigned Pick(unsigned among) { return static_cast<unsigned>(random_() % among); }

  // True: accepted. `quiet_on_repeat`: said again at once, it adds nothing.
  bool Send(const auto& command, bool quiet_on_repeat = true) {
    const Context context = context_(*this);
    const auto answer = Decide(state, command, context);
    if (answer.index() != 0) return false;
    for (const auto& event : std::get<0>(answer)) {
      std::visit([this](const auto& one) { Apply(state, one); }, event);
    }
    if (!quiet_on_repeat) return true;
    const auto again = Decide(state, command, context);
    EXPECT_EQ(again.index(), 0U);
    if (again.index() == 0) {
      EXPECT_TRUE(std::get<0>(again).empty());
    }
    return true;
  }

  State state;

 private:
  std::mt19937 random_;
  ContextOf context_;
};

}  // namespace kinward::testing
