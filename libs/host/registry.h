// Which aggregate a command belongs to, and how a stored event is read back. Built once at start.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kinward/common/v1/options.pb.h"
#include "libs/host/aggregate.h"

namespace kinward::host {

struct CommandType {
  const Aggregate* aggregate = nullptr;
  const google::protobuf::Descriptor* message = nullptr;
  const google::protobuf::FieldDescriptor* stream = nullptr;  // names the stream
  const google::protobuf::FieldDescriptor* key = nullptr;  // names a new stream's key; may be null
  const common::v1::CommandRule* rule = nullptr;
};

class Registry {
 public:
  explicit Registry(std::vector<std::unique_ptr<Aggregate>> aggregates);

  // Null when no aggregate here takes it.
  [[nodiscard]] const CommandType* FindCommand(const google::protobuf::Descriptor* message) const;
  [[nodiscard]] const CommandType* FindCommand(const std::string& full_name) const;
  [[nodiscard]] const Aggregate* FindAggregate(std::string_view name) const;
  // Null when the type is not one of this service's.
  [[nodiscard]] std::shared_ptr<Message> ParseEvent(const std::string& type,
                                                    const std::string& body) const;
  [[nodiscard]] const std::string& TypeOf(const Message& event) const;
  [[nodiscard]] const Aggregate* AggregateOfEvent(const std::string& type) const;

 private:
  struct EventEntry {
    const Aggregate* aggregate;
    const google::protobuf::Descriptor* message;
  };
  std::vector<std::unique_ptr<Aggregate>> aggregates_;
  std::unordered_map<const google::protobuf::Descriptor*, CommandType> commands_;
  std::unordered_map<std::string, EventEntry> events_;
  std::unordered_map<const google::protobuf::Descriptor*, std::string> types_;
};

// A new message of a generated type, by full name; null when there is none.
std::shared_ptr<Message> NewMessage(const std::string& full_name);
std::shared_ptr<Message> NewMessage(const google::protobuf::Descriptor* type);
// The text of a string field; empty when the message has no such field.
std::string TextField(const Message& message, const google::protobuf::FieldDescriptor* field);
std::string TextField(const Message& message, const std::string& name);

}  // namespace kinward::host
