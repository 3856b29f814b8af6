// The catalogue's facts.yaml and vocabularies.yaml as the edge needs them: which facts a partner
// may give, of which type, and which of them are sensitive (and so travel sealed).
#pragma once

#include <google/protobuf/struct.pb.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kinward/common/v1/common.pb.h"
#include "libs/base/result.h"
#include "libs/rpc/field_fault.h"

namespace kinward::gateway {

struct FactKind {
  std::string type;  // flag, number, code, date
  bool sensitive = false;
  std::vector<std::string> words;  // of a code; empty: any word
};

struct SortedFacts {
  std::vector<common::v1::Fact> plain;
  std::vector<common::v1::Fact> sensitive;
};

class FactBook {
 public:
  // A book without pages takes every fact that has a possible value, as plain.
  FactBook() = default;
  explicit FactBook(std::map<std::string, FactKind> kinds,
                    std::map<std::string, std::vector<std::string>> vocabularies = {})
      : kinds_(std::move(kinds)), vocabularies_(std::move(vocabularies)) {}
  static Result<FactBook> Load(const std::string& folder);

  // The members of `facts`, which stands at `pointer`, in order of name. Faults: fact.unknown,
  // fact.value.
  [[nodiscard]] SortedFacts Sort(const google::protobuf::Struct& facts, const std::string& pointer,
                                 std::vector<rpc::FieldFault>& faults) const;
  // Words that are not in the catalogue's list of reasons, told with those that are: field.type.
  // Without a catalogue every word will do.
  void CheckReasons(const google::protobuf::RepeatedPtrField<std::string>& reasons,
                    const std::string& pointer, std::vector<rpc::FieldFault>& faults) const;
  // The same for one word of any list.
  void CheckWord(const std::string& list, const std::string& word, const std::string& pointer,
                 std::vector<rpc::FieldFault>& faults) const;
  // A closed list of vocabularies.yaml; null when there is none of that name.
  [[nodiscard]] const std::vector<std::string>* Words(const std::string& list) const;

 private:
  std::map<std::string, FactKind> kinds_;
  std::map<std::string, std::vector<std::string>> vocabularies_;
};

}  // namespace kinward::gateway
