#include "services/referral-intake/domain/person_facts.h"

#include <utility>

#include "services/referral-intake/domain/derived_facts.h"

namespace kinward::intake {
namespace {

// Reads one event after another; what it does not know of says nothing here.
class Reader {
 public:
  explicit Reader(LocalDate on) : day_(on), on_(FormatDate(on)) {}

  void Read(const auto& /*event*/) {}
  void Read(const v1::PersonRegistered& event) {
    reply_.mutable_facts()->set_person_id(event.person_id());
    *reply_.mutable_facts()->mutable_roles() = event.roles();
    reply_.set_family_id(event.family_id());
    for (const auto& fact : event.facts()) Named(fact.name()) = fact;
    if (event.unborn()) Named("unborn").set_flag(true);
    Sex(event.sex());
    identity_ = event.identity();
  }
  void Read(const v1::PersonReferred& event) { reply_.add_referral_ids(event.referral_id()); }
  void Read(const v1::DetailsCorrected& event) {
    Sex(event.sex());
    identity_.MergeFrom(event.identity());
  }
  void Read(const v1::FactRecorded& event) {
    if (event.has_fact() && event.on() <= on_) Named(event.fact().name()) = event.fact();
  }
  // The latest that has begun; of two of one day the one told last.
  void Read(const v1::LegalStatusRecorded& event) {
    if (event.from() > on_ || event.from() < status_from_) return;
    status_from_ = event.from();
    Named("legal_status").set_code(event.status());
  }
  void Read(const v1::BirthRecorded& event) {
    Named("unborn").set_flag(false);
    Sex(event.sex());
    identity_.MergeFrom(event.identity());
  }
  void Read(const v1::SubjectErased& /*event*/) { identity_.Clear(); }

  [[nodiscard]] v1::GetPersonFactsReply Take() {
    if (const auto age = AgeOf(identity_, day_)) Named("age_years").set_number(*age);
    return std::move(reply_);
  }

 private:
  common::v1::Fact& Named(const std::string& name) {
    for (auto& fact : *reply_.mutable_facts()->mutable_facts()) {
      if (fact.name() == name) return fact;
    }
    common::v1::Fact& fact = *reply_.mutable_facts()->add_facts();
    fact.set_name(name);
    return fact;
  }
  void Sex(const std::string& sex) {
    if (!sex.empty()) Named("sex").set_code(sex);
  }

  LocalDate day_;
  std::string on_;
  std::string status_from_;
  common::v1::IdentityDetails identity_;
  v1::GetPersonFactsReply reply_;
};

}  // namespace

v1::GetPersonFactsReply PersonFactsOf(const std::vector<Person::Messages::Event>& events,
                                      LocalDate on) {
  Reader reader(on);
  for (const auto& event : events) {
    std::visit([&reader](const auto& one) { reader.Read(one); }, event);
  }
  v1::GetPersonFactsReply reply = reader.Take();
  reply.set_version(static_cast<std::int64_t>(events.size()));
  return reply;
}

}  // namespace kinward::intake
