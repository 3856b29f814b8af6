#include "services/projection/views/chronology_view.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "kinward/common/v1/options.pb.h"
#include "kinward/eligibility/v1/check.pb.h"
#include "kinward/intake/v1/notification.pb.h"
#include "kinward/intake/v1/obligation.pb.h"
#include "kinward/intake/v1/referral.pb.h"
#include "kinward/outcomes/v1/case.pb.h"
#include "kinward/outcomes/v1/follow_up.pb.h"
#include "kinward/scheduling/v1/agenda_item.pb.h"
#include "kinward/scheduling/v1/request.pb.h"
#include "kinward/scheduling/v1/stay.pb.h"
#include "services/projection/views/words.h"

namespace kinward::projection {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The first of these fields that says something; a string or an enum.
template <std::size_t N>
std::string FirstOf(const Message& event, const std::array<std::string_view, N>& names) {
  const auto& type = *event.GetDescriptor();
  const auto& reflection = *event.GetReflection();
  for (const std::string_view name : names) {
    const FieldDescriptor* field = type.FindFieldByName(std::string(name));
    if (field == nullptr || field->is_repeated()) continue;
    std::string text;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING)
      text = reflection.GetString(event, field);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      text = WordOf(*field->enum_type(), reflection.GetEnumValue(event, field));
    }
    if (!text.empty()) return text;
  }
  return {};
}

// Named by the event, or by the decision that it carries.
std::string ProgrammeOf(const Message& event) {
  static constexpr std::array<std::string_view, 2> kNamed = {"programme_id", "programme"};
  const auto* field = event.GetDescriptor()->FindFieldByName("programme");
  const bool decision = field != nullptr && !field->is_repeated() &&
                        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  return FirstOf(decision ? event.GetReflection()->GetMessage(event, field) : event, kNamed);
}

// kinward.intake.referral.referral-received.v1 → referral-received
std::string ShortName(std::string_view type) {
  type.remove_suffix(type.size() - type.rfind('.'));
  return std::string(type.substr(type.rfind('.') + 1));
}

// Every event of the file's aggregate goes to the chronology of the family its stream is keyed by.
void AddAggregate(Catalogue& catalogue, const google::protobuf::FileDescriptor& file) {
  for (int i = 0; i < file.message_type_count(); ++i) {
    const auto& type = *file.message_type(i);
    if (!type.options().HasExtension(common::v1::event)) continue;
    const Message& prototype =
        *google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type);
    Change change;
    change.collection = kChronologyCollection;
    change.apply = [](Message* /*part*/, const Message& event, const Heard& heard, Marks& marks) {
      marks.Append(std::string(kChronologyCollection).append(":").append(heard.partition_key),
                   EntryOf(event, heard));
    };
    catalogue.Add(prototype, std::move(change));
  }
}

}  // namespace

views::v1::ChronologyEntry EntryOf(const Message& event, const Heard& heard) {
  static constexpr std::array<std::string_view, 1> kReferral = {"referral_id"};
  static constexpr std::array<std::string_view, 9> kDetail = {
      "outcome", "decision", "basis", "to", "reason", "kind", "status", "role", "authority"};
  static constexpr std::array<std::string_view, 6> kSubject = {
      "setting_id", "pool_id", "panel_id", "worker_id", "source", "requested_by"};
  views::v1::ChronologyEntry entry;
  *entry.mutable_time() = ToTimestamp(heard.occurred_time);
  entry.set_event(ShortName(heard.type));
  entry.set_context(std::string(NameOf(heard.source)));
  entry.set_referral_id(FirstOf(event, kReferral));
  entry.set_programme(ProgrammeOf(event));
  entry.set_detail(FirstOf(event, kDetail));
  entry.set_subject(FirstOf(event, kSubject));
  entry.set_event_id(std::string(heard.event_id));
  entry.set_stream(std::string(heard.stream));
  entry.set_version(heard.version);
  return entry;
}

views::v1::ChronologyView ComposeChronology(std::string family_id,
                                            std::vector<views::v1::ChronologyEntry> entries) {
  const auto order = [](const views::v1::ChronologyEntry& entry) {
    return std::tuple(entry.time().seconds(), entry.time().nanos(), SourceNamed(entry.context()),
                      std::string_view{entry.stream()}, entry.version());
  };
  std::sort(entries.begin(), entries.end(),
            [&](const auto& left, const auto& right) { return order(left) < order(right); });
  views::v1::ChronologyView view;
  view.set_family_id(std::move(family_id));
  for (auto& entry : entries) *view.add_entries() = std::move(entry);
  return view;
}

void AddChronologyView(Catalogue& catalogue) {
  AddAggregate(catalogue, *intake::v1::ReferralReceived::descriptor()->file());
  AddAggregate(catalogue, *intake::v1::NotificationRaised::descriptor()->file());
  AddAggregate(catalogue, *intake::v1::ObligationRaised::descriptor()->file());
  AddAggregate(catalogue, *eligibility::v1::EligibilityDecided::descriptor()->file());
  AddAggregate(catalogue, *scheduling::v1::HelpRequested::descriptor()->file());
  AddAggregate(catalogue, *scheduling::v1::StayHeld::descriptor()->file());
  AddAggregate(catalogue, *scheduling::v1::AgendaItemListed::descriptor()->file());
  AddAggregate(catalogue, *outcomes::v1::CaseOpened::descriptor()->file());
  AddAggregate(catalogue, *outcomes::v1::StatusChecked::descriptor()->file());
}

}  // namespace kinward::projection
