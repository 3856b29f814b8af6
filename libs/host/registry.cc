#include "libs/host/registry.h"

#include <google/protobuf/descriptor.h>

#include <utility>

#include "libs/host/event_name.h"

namespace kinward::host {

Registry::Registry(std::vector<std::unique_ptr<Aggregate>> aggregates)
    : aggregates_(std::move(aggregates)) {
  for (const auto& aggregate : aggregates_) {
    for (const auto* message : aggregate->commands()) {
      CommandType type;
      type.aggregate = aggregate.get();
      type.message = message;
      type.rule = &message->options().GetExtension(common::v1::command);
      type.stream = message->FindFieldByName(type.rule->stream());
      CHECK(type.stream != nullptr);
      if (!type.rule->key().empty()) {
        type.key = message->FindFieldByName(type.rule->key());
        CHECK(type.key != nullptr);
      }
      CHECK(commands_.emplace(message, type).second);
    }
    for (const auto* message : aggregate->events()) {
      const std::string type = EventTypeOf(message->full_name());
      CHECK(events_.emplace(type, EventEntry{aggregate.get(), message}).second);
      types_.emplace(message, type);
    }
  }
}

const CommandType* Registry::FindCommand(const google::protobuf::Descriptor* message) const {
  const auto found = commands_.find(message);
  return found == commands_.end() ? nullptr : &found->second;
}

const CommandType* Registry::FindCommand(const std::string& full_name) const {
  return FindCommand(
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(full_name));
}

const Aggregate* Registry::FindAggregate(std::string_view name) const {
  for (const auto& aggregate : aggregates_) {
    if (aggregate->name() == name) return aggregate.get();
  }
  return nullptr;
}

std::shared_ptr<Message> Registry::ParseEvent(const std::string& type,
                                              const std::string& body) const {
  const auto found = events_.find(type);
  if (found == events_.end()) return nullptr;
  auto message = NewMessage(found->second.message);
  return message->ParseFromString(body) ? message : nullptr;
}

const std::string& Registry::TypeOf(const Message& event) const {
  const auto found = types_.find(event.GetDescriptor());
  CHECK(found != types_.end());
  return found->second;
}

const Aggregate* Registry::AggregateOfEvent(const std::string& type) const {
  const auto found = events_.find(type);
  return found == events_.end() ? nullptr : found->second.aggregate;
}

std::shared_ptr<Message> NewMessage(const google::protobuf::Descriptor* type) {
  const Message* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type);
  CHECK(prototype != nullptr);
  return std::shared_ptr<Message>(prototype->New());
}

std::shared_ptr<Message> NewMessage(const std::string& full_name) {
  const auto* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(full_name);
  return type == nullptr ? nullptr : NewMessage(type);
}

std::string TextField(const Message& message, const google::protobuf::FieldDescriptor* field) {
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
    return "";
  }
  return message.GetReflection()->GetString(message, field);
}

std::string TextField(const Message& message, const std::string& name) {
  return TextField(message, message.GetDescriptor()->FindFieldByName(name));
}

}  // namespace kinward::host
