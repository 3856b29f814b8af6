#include "libs/rpc/checked_reader.h"

#include <set>
#include <utility>

#include "libs/rpc/field_rules.h"
#include "libs/rpc/json_reader.h"

namespace kinward::rpc {

std::vector<FieldFault> ReadChecked(const JsonValue& json, JsonStyle style,
                                    const std::string& pointer,
                                    google::protobuf::Message& message) {
  auto faults = ReadMessage(json, style, pointer, message);
  std::set<std::string> reported;
  for (const FieldFault& fault : faults) reported.insert(fault.pointer);
  for (FieldFault& fault : CheckFields(message, pointer)) {
    if (!reported.contains(fault.pointer) && faults.size() < kFaultsMax) {
      faults.push_back(std::move(fault));
    }
  }
  return faults;
}

}  // namespace kinward::rpc
