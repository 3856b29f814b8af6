// Enum values as views show them: REFERRAL_STAGE_NO_FURTHER_ACTION → no-further-action.
#pragma once

#include <google/protobuf/generated_enum_reflection.h>

#include <string>

namespace kinward::projection {

// Empty for the unspecified value and for one this build does not know.
std::string WordOf(const google::protobuf::EnumDescriptor& type, int value);

template <typename Enum>
std::string Word(Enum value) {
  return WordOf(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

}  // namespace kinward::projection
