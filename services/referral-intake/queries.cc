#include "services/referral-intake/queries.h"

#include "kinward/intake/v1/referral.pb.h"
#include "kinward/intake/v1/service.pb.h"
#include "services/referral-intake/domain/referral.h"

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
    reply.set_urgency(received.urgency());
    *reply.mutable_reasons() = received.reasons();
    *reply.mutable_people() = received.people();
    *reply.mutable_received_time() = received.received_time();
  }
  const auto& state = *static_cast<const Referral*>(found->state.get());
  reply.set_referral_id(state.referral_id);
  reply.set_family_id(state.family_id);
  reply.set_source(state.source);
  reply.set_reference(state.reference);
  reply.set_kind(state.kind);
  reply.set_programme(state.programme);
  reply.set_stage(state.stage);
  reply.set_withdrawal_requested(state.withdrawal_requested);
  reply.set_version(found->version);
  co_return host::AnswerWith(std::move(reply));
}

}  // namespace

void AddQueries(const host::ServiceParts& parts, host::Queries& queries) {
  queries["kinward.intake.v1.IntakeService/GetReferral"] = host::TypedQuery<v1::GetReferralRequest>(
      [parts](const rpc::Caller&, const v1::GetReferralRequest& request) {
        return GetReferral(parts, request);
      });
}

}  // namespace kinward::intake
