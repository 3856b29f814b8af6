// How a decider answers yes: with the events, in order.
#pragma once

#include <utility>
#include <variant>

namespace kinward::intake {

template <typename Answer, typename... Events>
Answer Accept(Events... events) {
  std::variant_alternative_t<0, Answer> list;
  (list.emplace_back(std::move(events)), ...);
  return list;
}

template <typename Answer>
Answer NothingToDo() {
  return Accept<Answer>();
}

}  // namespace kinward::intake
