// Makes a CompiledRule: works backwards, so that what follows a step stands before the step itself
// does; a "not" exchanges what follows, "at least n" becomes a small diagram of how many hold yet.
#pragma once

#include <utility>
#include <vector>

#include "services/eligibility/rules/compiled_rule.h"

namespace kinward::eligibility {

class RuleCompiler {
 public:
  RuleCompiler(const ProgrammeVersion& version, FactTable& table, CompiledRule& made)
      : version_(version), table_(table), made_(made) {}
  void Compile(const std::vector<const Rule*>& rules);

 private:
  using Step = CompiledRule::Step;
  using Test = CompiledRule::Test;
  // Where to go on when a part holds, and when it does not.
  struct Next {
    std::uint16_t yes;
    std::uint16_t no;
  };

  std::uint16_t Emit(const Rule& rule, Next next, bool negated);
  std::uint16_t EmitAtLeast(int need, const google::protobuf::RepeatedPtrField<Rule>& rules,
                            Next next, bool negated);
  std::uint16_t EmitPeople(const common::v1::SomePerson& some, Next next, bool negated);
  std::uint16_t EmitComparison(const Comparison& comparison, Next next, bool negated);
  std::uint16_t Add(Step step, Next next, bool negated);

  [[nodiscard]] Step Ordered(const Comparison& comparison) const;
  Step Words(const Comparison& comparison);
  Step Reasons(const Comparison& comparison);
  void Look(std::uint16_t slot);

  const ProgrammeVersion& version_;
  FactTable& table_;
  CompiledRule& made_;
  bool of_person_ = false;  // inside `some`
};

}  // namespace kinward::eligibility
