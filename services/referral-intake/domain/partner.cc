#include "services/referral-intake/domain/partner.h"

#include <utility>

#include "libs/base/check.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"

namespace kinward::intake {
namespace {

bool IsRegistered(const Partner& partner) { return !partner.name.empty(); }

Agreement AgreementOf(const auto& message) {
  return {.types = {message.types().begin(), message.types().end()},
          .fields = {message.fields().begin(), message.fields().end()},
          .until = message.until()};
}

}  // namespace

PartnerAnswer Decide(const Partner& partner, const v1::RegisterPartner& command,
                     const Context& /*context*/) {
  if (IsRegistered(partner)) {
    if (partner.name == command.name() && partner.source == command.source() &&
        partner.agency == command.agency()) {
      return NothingToDo<PartnerAnswer>();
    }
    return v1::REJECTION_PARTNER_ID_MUST_NOT_BE_REUSED;
  }
  v1::PartnerRegistered event;
  event.set_partner_id(command.partner_id());
  event.set_name(command.name());
  event.set_source(command.source());
  event.set_agency(command.agency());
  return Accept<PartnerAnswer>(std::move(event));
}

PartnerAnswer Decide(const Partner& partner, const v1::GrantAgreement& command,
                     const Context& context) {
  if (!IsRegistered(partner)) return v1::REJECTION_PARTNER_MUST_BE_REGISTERED;
  const auto granted = partner.agreements.find(command.agreement_id());
  if (granted != partner.agreements.end() && granted->second == AgreementOf(command)) {
    return NothingToDo<PartnerAnswer>();
  }
  const auto until = ParseDate(command.until());
  if (!until || *until < DateOf(context.now)) {
    return v1::REJECTION_AGREEMENT_MUST_NOT_END_IN_THE_PAST;
  }
  v1::AgreementGranted event;
  event.set_partner_id(command.partner_id());
  event.set_agreement_id(command.agreement_id());
  *event.mutable_types() = command.types();
  *event.mutable_fields() = command.fields();
  event.set_until(command.until());
  return Accept<PartnerAnswer>(std::move(event));
}

PartnerAnswer Decide(const Partner& partner, const v1::SuspendPartner& command,
                     const Context& /*context*/) {
  if (!IsRegistered(partner)) return v1::REJECTION_PARTNER_MUST_BE_REGISTERED;
  if (partner.suspended) return NothingToDo<PartnerAnswer>();
  v1::PartnerSuspended event;
  event.set_partner_id(command.partner_id());
  event.set_reason(command.reason());
  return Accept<PartnerAnswer>(std::move(event));
}

PartnerAnswer Decide(const Partner& partner, const v1::ReinstatePartner& command,
                     const Context& /*context*/) {
  if (!IsRegistered(partner)) return v1::REJECTION_PARTNER_MUST_BE_REGISTERED;
  if (!partner.suspended) return NothingToDo<PartnerAnswer>();
  v1::PartnerReinstated event;
  event.set_partner_id(command.partner_id());
  return Accept<PartnerAnswer>(std::move(event));
}

PartnerAnswer Decide(const Partner& partner, const v1::RotateCredential& command,
                     const Context& /*context*/) {
  if (!IsRegistered(partner)) return v1::REJECTION_PARTNER_MUST_BE_REGISTERED;
  if (partner.client_id == command.client_id() && partner.secret_hash == command.secret_hash()) {
    return NothingToDo<PartnerAnswer>();
  }
  if (partner.suspended) return v1::REJECTION_PARTNER_MUST_NOT_BE_SUSPENDED;
  v1::CredentialRotated event;
  event.set_partner_id(command.partner_id());
  event.set_client_id(command.client_id());
  event.set_secret_hash(command.secret_hash());
  return Accept<PartnerAnswer>(std::move(event));
}

void Apply(Partner& partner, const v1::PartnerRegistered& event) {
  CHECK(!IsRegistered(partner));
  partner.name = event.name();
  partner.source = event.source();
  partner.agency = event.agency();
}
void Apply(Partner& partner, const v1::AgreementGranted& event) {
  CHECK(IsRegistered(partner));
  partner.agreements[event.agreement_id()] = AgreementOf(event);
}
void Apply(Partner& partner, const v1::PartnerSuspended& /*event*/) {
  CHECK(IsRegistered(partner));
  partner.suspended = true;
}
void Apply(Partner& partner, const v1::PartnerReinstated& /*event*/) {
  CHECK(partner.suspended);
  partner.suspended = false;
}
void Apply(Partner& partner, const v1::CredentialRotated& event) {
  CHECK(IsRegistered(partner));
  partner.client_id = event.client_id();
  partner.secret_hash = event.secret_hash();
}

}  // namespace kinward::intake
