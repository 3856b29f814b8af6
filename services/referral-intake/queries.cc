#include "services/referral-intake/queries.h"

#include "kinward/intake/v1/referral.pb.h"
#include "kinward/intake/v1/service.pb.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/person_facts.h"
#include "services/referral-intake/domain/referral.h"

namespace kinward::intake {
namespace {

using boost::asio::awaitable;

constexpr std::int32_t kFirstEvents = 20;
constexpr std::int32_t kEventsAPage = 100;

// Read from the events themselves: the state keeps only what decisions need.
awaitable<host::QueryAnswer> GetReferral(const host::ServiceParts& parts,
                                         const v1::GetReferralRequest& request) {
  const auto* aggregate = parts.registry->FindAggregate(v1::ReferralMessages::kAggregate);
  auto found =
      co_await parts.runner->Confirmed(request.council(), request.referral_id(), aggregate);
  if (!found) co_return host::StatusOf(found.error());
  if (found->version == 0 || found->aggregate != aggregate) {
    co_return rpc::Status{rpc::Code::kNotFound, "no such referral", "REFERRAL_MUST_EXIST", ""};
  }
  auto first =
      co_await parts.store->Read(request.council(), request.referral_id(), 0, kFirstEvents);
  if (!first) co_return host::StatusOf(first.error());
  v1::GetReferralReply reply;
  for (const auto& recorded : first->events) {
    const auto event = parts.registry->ParseEvent(recorded.type, recorded.body);
    if (event == nullptr || event->GetDescriptor() != v1::ReferralReceived::descriptor()) continue;
    const auto& received = static_cast<const v1::ReferralReceived&>(*event);
    reply.set_receipt(received.receipt());
    *reply.mutable_people() = received.people();
    *reply.mutable_received_time() = received.received_time();
  }
  const auto& state = *static_cast<const Referral*>(found->state.get());
  reply.set_referral_id(state.referral_id);
  reply.set_family_id(state.family_id);
  reply.set_source(state.source);
  reply.set_reference(state.reference);
  reply.set_kind(state.kind);
  reply.set_urgency(state.urgency);
  reply.mutable_reasons()->Assign(state.reasons.begin(), state.reasons.end());
  reply.set_programme(state.programme);
  reply.set_stage(state.stage);
  reply.set_withdrawal_requested(state.withdrawal_requested);
  reply.set_version(found->version);
  co_return host::AnswerWith(std::move(reply));
}

// Reads a person's events into `events`; false when there is no such person.
awaitable<Result<bool>> ReadPerson(const host::ServiceParts& parts, const std::string& council,
                                   const std::string& person_id, host::Events& events) {
  std::int64_t after = 0;
  while (true) {
    auto slice = co_await parts.store->Read(council, person_id, after, kEventsAPage);
    if (!slice) co_return slice.error();
    if (slice->version > 0 && slice->aggregate != v1::PersonMessages::kAggregate) co_return false;
    if (slice->events.empty()) co_return !events.empty();
    for (const auto& recorded : slice->events) {
      auto event = parts.registry->ParseEvent(recorded.type, recorded.body);
      if (event == nullptr) co_return Failure{FailureKind::kCorrupt, "an event of a person"};
      after = recorded.version;
      events.push_back(std::move(event));
    }
  }
}

template <std::size_t at = 0>
void AddTo(std::vector<Person::Messages::Event>& typed, const google::protobuf::Message& event) {
  using All = Person::Messages::Event;
  if constexpr (at < std::variant_size_v<All>) {
    using One = std::variant_alternative_t<at, All>;
    if (event.GetDescriptor() != One::descriptor()) return AddTo<at + 1>(typed, event);
    typed.emplace_back(static_cast<const One&>(event));
  }
}

// Identity is opened for this answer alone; an age leaves, a birthday does not.
awaitable<host::QueryAnswer> GetPersonFacts(const host::ServiceParts& parts,
                                            const v1::GetPersonFactsRequest& request) {
  host::Events events;
  const auto found = co_await ReadPerson(parts, request.council(), request.person_id(), events);
  if (!found) co_return host::StatusOf(found.error());
  if (!*found) {
    co_return rpc::Status{rpc::Code::kNotFound, "no such person", "PERSON_MUST_EXIST", ""};
  }
  std::vector<google::protobuf::Message*> sealed;
  for (const auto& event : events) sealed.push_back(event.get());
  if (parts.sealing != nullptr) {
    const auto opened = co_await parts.sealing->Open(request.council(), std::move(sealed));
    if (!opened) co_return host::StatusOf(opened.error());
  }
  auto now = co_await parts.clock->Now(request.council());
  if (!now) co_return host::StatusOf(now.error());
  std::vector<Person::Messages::Event> typed;
  for (const auto& event : events) AddTo(typed, *event);
  const LocalDate on = ParseDate(request.on()).value_or(DateOf(*now));
  co_return host::AnswerWith(PersonFactsOf(typed, on));
}

}  // namespace

void AddQueries(const host::ServiceParts& parts, host::Queries& queries) {
  queries["kinward.intake.v1.IntakeService/GetReferral"] = host::TypedQuery<v1::GetReferralRequest>(
      [parts](const rpc::Caller&, const v1::GetReferralRequest& request) {
        return GetReferral(parts, request);
      });
  queries["kinward.intake.v1.IntakeService/GetPersonFacts"] =
      host::TypedQuery<v1::GetPersonFactsRequest>(
          [parts](const rpc::Caller&, const v1::GetPersonFactsRequest& request) {
            return GetPersonFacts(parts, request);
          });
}

}  // namespace kinward::intake
