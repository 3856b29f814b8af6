#include "services/gateway/partner/referral_commands.h"

#include <chrono>

#include "libs/rpc/formats.h"
#include "libs/rpc/json_names.h"
#include "libs/rpc/json_value.h"

namespace kinward::gateway {
namespace {

using rpc::Below;

template <typename Enum>
std::string Word(Enum value) {
  const auto* named =
      google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(static_cast<int>(value));
  return rpc::JsonName(*named, rpc::JsonStyle::kKebab);
}

intake::v1::Urgency UrgencyOf(partner::v1::Urgency urgency) {
  switch (urgency) {
    case partner::v1::URGENCY_ROUTINE:
      return intake::v1::URGENCY_ROUTINE;
    case partner::v1::URGENCY_URGENT:
      return intake::v1::URGENCY_URGENT;
    case partner::v1::URGENCY_IMMEDIATE:
      return intake::v1::URGENCY_IMMEDIATE;
    default:
      return intake::v1::URGENCY_UNSPECIFIED;
  }
}

std::string NumberWithoutSpaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

// People, lines, facts and most members are alike in a submission and an amendment.
template <typename Message, typename Command>
void Fill(const Message& message, const Uuid& referral, const std::string& pointer,
          const FactBook& book, Command& command, std::vector<rpc::FieldFault>& faults) {
  std::vector<common::v1::Fact> sensitive;
  for (int i = 0; i < message.people_size(); ++i) {
    auto& person = *command.add_people();
    person.set_person_id(PersonIdOf(referral, message.people(i).key()));
    CopyPerson(message.people(i), person);
    const std::string at = Below(Below(pointer, "people"), static_cast<std::size_t>(i));
    SortedFacts sorted = book.Sort(message.people(i).facts(), Below(at, "facts"), faults);
    for (auto& fact : sorted.plain) *person.add_facts() = std::move(fact);
    for (auto& fact : sorted.sensitive) {
      fact.set_person_id(person.person_id());
      sensitive.push_back(std::move(fact));
    }
  }
  for (const auto& line : message.relationships()) {
    auto& relationship = *command.add_relationships();
    relationship.set_from_person_id(PersonIdOf(referral, line.from()));
    relationship.set_to_person_id(PersonIdOf(referral, line.to()));
    relationship.set_kind(Word(line.kind()));
  }
  SortedFacts sorted = book.Sort(message.facts(), Below(pointer, "facts"), faults);
  for (auto& fact : sorted.plain) *command.add_facts() = std::move(fact);
  for (auto& fact : sorted.sensitive) sensitive.push_back(std::move(fact));
  for (auto& fact : sensitive) {
    *command.mutable_sensitive_facts()->add_facts() = std::move(fact);
  }
  if (message.has_narrative()) command.mutable_narrative()->set_text(message.narrative());
  if (message.has_purpose()) command.mutable_purpose()->set_text(message.purpose());
  if (message.has_programme()) command.set_programme(message.programme());
  if (message.has_occurred_on()) command.set_occurred_on(message.occurred_on());
  if (message.lawful_basis() != partner::v1::LAWFUL_BASIS_UNSPECIFIED) {
    command.set_lawful_basis(Word(message.lawful_basis()));
  }
  for (const auto& reason : message.reasons()) command.add_reasons(reason);
}

}  // namespace

std::string PersonIdOf(const Uuid& referral, const std::string& key) {
  return UuidFrom(referral, "person/" + key).ToString();
}

void CopyIdentity(const partner::v1::Person& from, common::v1::IdentityDetails& to) {
  if (from.has_given_name()) to.set_given_name(from.given_name());
  if (from.has_family_name()) to.set_family_name(from.family_name());
  if (from.has_date_of_birth()) to.set_date_of_birth(from.date_of_birth());
  if (from.has_expected_delivery()) to.set_expected_delivery(from.expected_delivery());
  if (from.has_nhs_number()) to.set_nhs_number(NumberWithoutSpaces(from.nhs_number()));
  if (from.has_upn()) to.set_upn(from.upn());
  if (from.has_ethnicity()) to.set_ethnicity(from.ethnicity());
}

void CopyPerson(const partner::v1::Person& from, intake::v1::SubmittedPerson& to) {
  for (const int role : from.roles()) to.add_roles(Word(static_cast<partner::v1::Role>(role)));
  if (from.sex() != partner::v1::SEX_UNSPECIFIED) to.set_sex(Word(from.sex()));
  CopyIdentity(from, *to.mutable_identity());
  if (from.has_postcode()) to.mutable_location()->set_postcode(from.postcode());
  const auto& contact = from.safe_contact();
  if (contact.has_telephone()) to.mutable_location()->set_telephone(contact.telephone());
  if (contact.has_email()) to.mutable_location()->set_email(contact.email());
}

EventIds IdsOf(const std::string& source, const std::string& event_id) {
  const Uuid command = UuidFrom(source, "event/" + event_id);
  std::string receipt = "KW-";
  for (const char c : UuidFrom(command, "receipt").ToString().substr(24)) {
    receipt += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return {command, receipt};
}

std::string ReferralIdOf(const std::string& source, const std::string& reference) {
  return UuidFrom(source, "reference/" + reference).ToString();
}
std::string LaterReferralIdOf(const std::string& source, const std::string& event_id) {
  return UuidFrom(source, "referral/" + event_id).ToString();
}

intake::v1::SubmitReferral SubmitFrom(const Submission& submission, const FactBook& book,
                                      std::vector<rpc::FieldFault>& faults) {
  const auto& message = submission.message;
  const Uuid referral = Uuid::Parse(submission.referral_id).value();
  intake::v1::SubmitReferral command;
  command.set_referral_id(submission.referral_id);
  command.set_family_id(UuidFrom(referral, "family").ToString());
  command.set_kind(intake::v1::REFERRAL_KIND_FRONT_DOOR);
  command.set_urgency(UrgencyOf(message.urgency()));
  command.set_source(submission.partner_slug);
  command.set_reference(message.reference());
  if (message.has_late_reason()) command.set_late_reason(message.late_reason());
  command.set_receipt(submission.receipt);
  for (const Warning& warning : submission.warnings) command.add_warnings(warning.code);
  Fill(message, referral, submission.facts_pointer, book, command, faults);
  return command;
}

intake::v1::AmendReferral AmendFrom(const partner::v1::ReferralAmended& message,
                                    const std::string& referral_id, const std::string& pointer,
                                    const FactBook& book, std::vector<rpc::FieldFault>& faults) {
  const Uuid referral = Uuid::Parse(referral_id).value();
  intake::v1::AmendReferral command;
  command.set_referral_id(referral_id);
  command.set_family_id(UuidFrom(referral, "family").ToString());
  if (message.urgency() != partner::v1::URGENCY_UNSPECIFIED) {
    command.set_urgency(UrgencyOf(message.urgency()));
  }
  if (message.has_late_reason()) command.mutable_late_reason()->set_text(message.late_reason());
  Fill(message, referral, pointer, book, command, faults);
  return command;
}

intake::v1::WithdrawReferral WithdrawFrom(const partner::v1::ReferralWithdrawn& message,
                                          const std::string& referral_id) {
  intake::v1::WithdrawReferral command;
  command.set_referral_id(referral_id);
  if (message.has_reason()) command.set_reason(message.reason());
  return command;
}

eligibility::v1::PreviewRequest PreviewFrom(const partner::v1::PreviewAsked& message, Time now,
                                            const FactBook& book,
                                            std::vector<rpc::FieldFault>& faults) {
  using std::chrono::year_month_day;
  eligibility::v1::PreviewRequest request;
  request.set_council(message.council());
  if (message.has_on()) request.set_on(message.on());
  if (message.has_within_days()) request.set_within_days(message.within_days());
  if (message.has_programme()) request.set_programme(message.programme());
  if (message.urgency() != partner::v1::URGENCY_UNSPECIFIED)
    request.set_urgency(Word(message.urgency()));
  *request.mutable_reasons() = message.reasons();
  const auto asked = ParseTime(message.on() + "T00:00:00Z");
  const year_month_day on{std::chrono::floor<std::chrono::days>(asked.value_or(now))};
  for (int i = 0; i < message.people_size(); ++i) {
    const auto& person = message.people(i);
    auto& subject = *request.add_subjects();
    subject.set_person_id(UuidFrom("preview", person.key()).ToString());
    for (const int role : person.roles())
      subject.add_roles(Word(static_cast<partner::v1::Role>(role)));
    if (person.sex() != partner::v1::SEX_UNSPECIFIED) {
      auto& sex = *subject.add_facts();
      sex.set_name("sex");
      sex.set_code(Word(person.sex()));
    }
    if (const auto born = ParseTime(person.date_of_birth() + "T00:00:00Z")) {
      const year_month_day birthday{std::chrono::floor<std::chrono::days>(*born)};
      const bool before =
          std::pair{on.month(), on.day()} < std::pair{birthday.month(), birthday.day()};
      auto& age = *subject.add_facts();
      age.set_name("age_years");
      age.set_number(static_cast<int>(on.year()) - static_cast<int>(birthday.year()) -
                     (before ? 1 : 0));
    }
    const std::string at = Below(Below("", "people"), static_cast<std::size_t>(i));
    SortedFacts sorted = book.Sort(person.facts(), Below(at, "facts"), faults);
    for (auto& fact : sorted.plain) *subject.add_facts() = std::move(fact);
    for (auto& fact : sorted.sensitive) *subject.add_facts() = std::move(fact);
  }
  SortedFacts sorted = book.Sort(message.facts(), "/facts", faults);
  for (auto& fact : sorted.plain) *request.add_facts() = std::move(fact);
  for (auto& fact : sorted.sensitive) *request.add_facts() = std::move(fact);
  return request;
}

}  // namespace kinward::gateway
