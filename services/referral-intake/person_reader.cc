#include "services/referral-intake/person_reader.h"

#include <utility>

namespace kinward::intake {
namespace {

using boost::asio::awaitable;

constexpr std::int32_t kEventsAPage = 100;

template <std::size_t at = 0>
void AddTo(std::vector<Person::Messages::Event>& typed, const google::protobuf::Message& event) {
  using All = Person::Messages::Event;
  if constexpr (at < std::variant_size_v<All>) {
    using One = std::variant_alternative_t<at, All>;
    if (event.GetDescriptor() != One::descriptor()) return AddTo<at + 1>(typed, event);
    typed.emplace_back(static_cast<const One&>(event));
  }
}

}  // namespace

awaitable<Result<host::Events>> ReadPerson(host::ServiceParts parts, std::string council,
                                           std::string person_id) {
  host::Events events;
  std::int64_t after = 0;
  while (true) {
    auto slice = co_await parts.store->Read(council, person_id, after, kEventsAPage);
    if (!slice) co_return slice.error();
    if (slice->version > 0 && slice->aggregate != v1::PersonMessages::kAggregate) {
      co_return host::Events{};
    }
    for (const auto& recorded : slice->events) {
      auto event = parts.registry->ParseEvent(recorded.type, recorded.body);
      if (event == nullptr) co_return Failure{FailureKind::kCorrupt, "an event of a person"};
      after = recorded.version;
      events.push_back(std::move(event));
    }
    if (slice->events.empty() || after >= slice->version) co_return events;
  }
}

std::vector<Person::Messages::Event> TypedOf(const host::Events& events) {
  std::vector<Person::Messages::Event> typed;
  for (const auto& event : events) AddTo(typed, *event);
  return typed;
}

awaitable<Result<void>> OpenAll(host::ServiceParts parts, std::string council,
                                std::vector<google::protobuf::Message*> messages) {
  if (parts.sealing == nullptr) co_return Result<void>{};
  co_return co_await parts.sealing->Open(std::move(council), std::move(messages));
}

}  // namespace kinward::intake
