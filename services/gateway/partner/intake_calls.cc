#include "services/gateway/partner/intake_calls.h"

#include <algorithm>

#include "kinward/intake/v1/person.pb.h"
#include "kinward/intake/v1/service.pb.h"
#include "libs/rpc/json_writer.h"

namespace kinward::gateway {
namespace {

using boost::asio::awaitable;

std::string PathOf(std::string_view method) {
  std::string path{"/kinward.intake.v1.IntakeService/"};
  path.append(method);
  return path;
}
constexpr std::chrono::seconds kCommandTimeMax{5};
constexpr std::chrono::milliseconds kMatchTimeMax{200};
// What decides whose a notification is may take longer than a warning.
constexpr std::chrono::milliseconds kSearchTimeMax{1'000};

intake::v1::HoldMessage HoldFrom(const CloudEvent& event, const std::string& partner,
                                 const HeldBecause& because, const Uuid& command_id) {
  intake::v1::HoldMessage command;
  command.set_held_id(UuidFrom(command_id, "held").ToString());
  command.set_partner_id(partner);
  command.set_type(event.type);
  command.set_cause(because.cause);
  if (!because.urgency.empty()) command.set_urgency(because.urgency);
  command.set_receipt(IdsOf(event.source, event.id).receipt);
  command.mutable_message()->set_event(rpc::WriteJson(event.data));
  return command;
}

rpc::Caller Kinward(const std::string& council) {
  rpc::Caller caller;
  caller.actor = {"system", "gateway", {}};
  caller.council = council;
  return caller;
}

bool IsExact(const intake::v1::PersonMatch& match) {
  const auto& agrees = match.agrees();
  return std::any_of(agrees.begin(), agrees.end(),
                     [](const std::string& name) { return name == "nhs-number" || name == "upn"; });
}

}  // namespace

awaitable<rpc::Answer> IntakeCalls::Ask(std::string council, std::string_view query,
                                        std::string bytes, std::chrono::milliseconds time_max) {
  rpc::Metadata metadata = rpc::MetadataOf(Kinward(council), internal_secret_);
  std::string path = PathOf(query);
  co_return co_await upstream_.Call("intake", std::move(path), std::move(metadata),
                                    std::move(bytes), time_max);
}

awaitable<rpc::Answer> IntakeCalls::Send(rpc::Caller caller, Uuid command_id, std::string method,
                                         std::string bytes) {
  caller.command_id = command_id;
  rpc::Metadata metadata = rpc::MetadataOf(caller, internal_secret_);
  std::string path = PathOf(method);
  co_return co_await upstream_.Call("intake", std::move(path), std::move(metadata),
                                    std::move(bytes), kCommandTimeMax);
}

awaitable<rpc::Answer> IntakeCalls::Hold(rpc::Caller caller, const CloudEvent& event,
                                         HeldBecause because) {
  const Uuid id = IdsOf(event.source, event.id).command;
  std::string bytes = HoldFrom(event, caller.actor.id, because, id).SerializeAsString();
  co_return co_await Send(std::move(caller), id, "HoldMessage", std::move(bytes));
}

awaitable<bool> IntakeCalls::Forward(const CloudEvent& event, std::string partner,
                                     std::string council) {
  const Uuid id = UuidFrom(IdsOf(event.source, event.id).command, "forward/" + council);
  const HeldBecause because{"area-of-this-council", ""};
  std::string bytes = HoldFrom(event, partner, because, id).SerializeAsString();
  const rpc::Answer answer = co_await Send(Kinward(council), id, "HoldMessage", std::move(bytes));
  co_return answer.status.ok();
}

awaitable<bool> IntakeCalls::Restrict(const CloudEvent& event, std::string council,
                                      const partner::v1::ReferralSubmitted& message,
                                      std::string referral_id) {
  const Uuid referral = Uuid::Parse(referral_id).value();
  bool done = true;
  for (const auto& person : message.people()) {
    intake::v1::RestrictRecord command;
    command.set_person_id(PersonIdOf(referral, person.key()));
    command.set_category("staff-interest");
    const Uuid id =
        UuidFrom(IdsOf(event.source, event.id).command, "restrict/" + command.person_id());
    std::string bytes = command.SerializeAsString();
    const rpc::Answer answer =
        co_await Send(Kinward(council), id, "RestrictRecord", std::move(bytes));
    done = done && answer.status.ok();
  }
  co_return done;
}

awaitable<bool> IntakeCalls::IsMismatched(std::string council,
                                          const partner::v1::ReferralSubmitted& message) {
  intake::v1::FindMatchesRequest request;
  request.set_council(council);
  request.set_exact_only(true);
  for (const auto& person : message.people()) {
    if (!person.has_nhs_number() && !person.has_upn()) continue;
    auto& candidate = *request.add_people();
    candidate.set_key(person.key());
    CopyIdentity(person, *candidate.mutable_identity());
  }
  if (request.people().empty()) co_return false;
  std::string bytes = request.SerializeAsString();
  const rpc::Answer answer =
      co_await Ask(std::move(council), "FindMatches", std::move(bytes), kMatchTimeMax);
  intake::v1::FindMatchesReply reply;
  if (!answer.status.ok() || !reply.ParseFromString(answer.response)) co_return false;
  co_return std::any_of(reply.matches().begin(), reply.matches().end(), [](const auto& match) {
    return IsExact(match) && !match.disagrees().empty();
  });
}

awaitable<IntakeCalls::Search> IntakeCalls::WhoIs(std::string council,
                                                  const partner::v1::Person& person,
                                                  std::optional<KnownPerson> by_reference) {
  Search search;
  if (by_reference && co_await IsKnown(council, *by_reference)) {
    search.person = std::move(by_reference);
    co_return search;
  }
  if (!person.has_nhs_number() && !person.has_upn()) co_return search;
  intake::v1::FindMatchesRequest request;
  request.set_council(council);
  request.set_exact_only(true);
  auto& candidate = *request.add_people();
  candidate.set_key(person.key());
  CopyIdentity(person, *candidate.mutable_identity());
  std::string bytes = request.SerializeAsString();
  const rpc::Answer answer =
      co_await Ask(std::move(council), "FindMatches", std::move(bytes), kSearchTimeMax);
  intake::v1::FindMatchesReply reply;
  if (!answer.status.ok() || !reply.ParseFromString(answer.response)) co_return search;
  for (const auto& match : reply.matches()) {
    if (!IsExact(match)) continue;
    if (!match.disagrees().empty()) {
      search.mismatched = true;
    } else if (!search.person || match.person_id() < search.person->person_id) {
      search.person = KnownPerson{match.person_id(), match.family_id()};
    }
  }
  co_return search;
}

awaitable<std::optional<KnownPerson>> IntakeCalls::RaisedFor(std::string council,
                                                             std::string notification_id) {
  common::v1::ReadStreamRequest request;
  request.set_council(council);
  request.set_stream(notification_id);
  request.set_limit(1);
  std::string bytes = request.SerializeAsString();
  const rpc::Answer answer =
      co_await Ask(std::move(council), "ReadStream", std::move(bytes), kSearchTimeMax);
  common::v1::ReadStreamResponse reply;
  intake::v1::NotificationRaised raised;
  if (!answer.status.ok() || !reply.ParseFromString(answer.response) || reply.events().empty() ||
      !raised.ParseFromString(reply.events(0).body()) || raised.person_id().empty()) {
    co_return std::nullopt;
  }
  co_return KnownPerson{raised.person_id(), raised.family_id()};
}

awaitable<bool> IntakeCalls::IsKnown(std::string council, const KnownPerson& person) {
  intake::v1::GetPersonFactsRequest request;
  request.set_council(council);
  request.set_person_id(person.person_id);
  std::string bytes = request.SerializeAsString();
  const rpc::Answer answer =
      co_await Ask(std::move(council), "GetPersonFacts", std::move(bytes), kSearchTimeMax);
  co_return answer.status.ok();
}

}  // namespace kinward::gateway
