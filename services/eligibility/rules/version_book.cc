#include "services/eligibility/rules/version_book.h"

#include <memory>
#include <string>
#include <unordered_map>

namespace kinward::eligibility {
namespace {

constexpr std::size_t kVersionsMax = 4096;  // then the book begins anew

// Everything that compiling looks at. The digest would do for what was published, and not for
// drafts.
std::string KeyOf(const ProgrammeVersion& version) {
  std::string key;
  for (const auto& clause : version.clauses()) clause.rule().AppendToString(&key);
  key += '|';
  for (const auto& option : version.options()) option.rule().AppendToString(&key);
  key += '|';
  for (const auto& segment : version.segments()) segment.rule().AppendToString(&key);
  key += '|';
  for (const auto& joiner : version.joiners()) joiner.rule().AppendToString(&key);
  key += '|';
  for (const auto& fact : version.facts()) fact.AppendToString(&key);
  return key;
}

}  // namespace

CompiledVersion::CompiledVersion(const ProgrammeVersion& version) {
  for (const auto& clause : version.clauses()) clauses.emplace_back(version, clause.rule(), table);
  for (const auto& option : version.options()) options.emplace_back(version, option.rule(), table);
  for (const auto& segment : version.segments()) {
    segments.emplace_back(version, segment.rule(), table);
  }
  for (const auto& joiner : version.joiners()) joiners.emplace_back(version, joiner.rule(), table);
}

const CompiledVersion& Compiled(const ProgrammeVersion& version) {
  thread_local std::unordered_map<std::string, std::unique_ptr<CompiledVersion>> book;
  if (book.size() > kVersionsMax) book.clear();
  auto& held = book[KeyOf(version)];
  if (held == nullptr) held = std::make_unique<CompiledVersion>(version);
  return *held;
}

}  // namespace kinward::eligibility
