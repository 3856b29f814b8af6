#include "services/referral-intake/queries.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <memory>
#include <utility>

#include "kinward/intake/v1/referral.pb.h"
#include "kinward/intake/v1/service.pb.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/person_facts.h"
#include "services/referral-intake/domain/referral.h"
#include "services/referral-intake/erasures.h"
#include "services/referral-intake/matches.h"
#include "services/referral-intake/person_reader.h"

namespace kinward::intake {
namespace {

using boost::asio::awaitable;

constexpr std::int32_t kFirstEvents = 20;

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

// Identity is opened for this answer alone; an age leaves, a birthday does not.
awaitable<host::QueryAnswer> GetPersonFacts(const host::ServiceParts& parts,
                                            const v1::GetPersonFactsRequest& request) {
  auto events = co_await ReadPerson(parts, request.council(), request.person_id());
  if (!events) co_return host::StatusOf(events.error());
  if (events->empty()) {
    co_return rpc::Status{rpc::Code::kNotFound, "no such person", "PERSON_MUST_EXIST", ""};
  }
  std::vector<google::protobuf::Message*> sealed;
  for (const auto& event : *events) sealed.push_back(event.get());
  const auto opened = co_await OpenAll(parts, request.council(), std::move(sealed));
  if (!opened) co_return host::StatusOf(opened.error());
  auto now = co_await parts.clock->Now(request.council());
  if (!now) co_return host::StatusOf(now.error());
  const LocalDate on = ParseDate(request.on()).value_or(DateOf(*now));
  co_return host::AnswerWith(PersonFactsOf(TypedOf(*events), on));
}

awaitable<Result<bool>> BeforeSealing(std::shared_ptr<Matches> matches,
                                      std::shared_ptr<Erasures> erasures, std::string council,
                                      std::vector<const google::protobuf::Message*> events) {
  const auto asked = co_await erasures->Ask(council, events);
  if (!asked) co_return asked.error();
  co_return co_await matches->Index(std::move(council), std::move(events));
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
  const auto subjects = std::make_shared<vault::PostgresSubjects>(parts.config->vault.Conninfo(),
                                                                  parts.config->master_key);
  const auto matches = std::make_shared<Matches>(parts, subjects);
  queries["kinward.intake.v1.IntakeService/FindMatches"] = host::TypedQuery<v1::FindMatchesRequest>(
      [matches](const rpc::Caller& caller, const v1::FindMatchesRequest& request) {
        return matches->Find(caller, request);
      });
  const auto erasures = std::make_shared<Erasures>(parts, subjects);
  boost::asio::co_spawn(*parts.io, CarryOut(erasures), boost::asio::detached);
  parts.sealing->set_before_sealing(
      [matches, erasures](std::string council,
                          std::vector<const google::protobuf::Message*> events) {
        return BeforeSealing(matches, erasures, std::move(council), std::move(events));
      });
}

}  // namespace kinward::intake
