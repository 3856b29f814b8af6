// A rule with its words made beforehand: says why it came out as it did, with the values used, by
// appending a few pieces of text. Never a sensitive value, never a name: people are spoken of by
// their role. Compiled once for each version; telling allocates nothing but what the text needs.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/eligibility/rules/compiled_rule.h"
#include "services/eligibility/rules/text_buffer.h"

namespace kinward::eligibility {

class ToldRule {
 public:
  ToldRule(const ProgrammeVersion& version, const Rule& rule, FactTable& table);

  [[nodiscard]] Truth Read(const FactRows& rows) const { return rule_.Read(rows); }

  // Appends e.g. "child: age is 13 years" or "child: age is 9 years, must be at least 11 years".
  // `truth` is what Read said of these rows.
  void Tell(const FactRows& rows, Truth truth, TextBuffer& words) const;

 private:
  friend class RuleWords;
  friend class Telling;

  enum class Form : std::uint8_t { kCompare, kNot, kAll, kAny, kPeople };
  // A piece of `text_`.
  struct Piece {
    std::uint32_t from = 0;
    std::uint32_t size = 0;
  };
  enum class Of : std::uint8_t { kFact, kReasons, kUrgency, kCouncil };
  // What a comparison says: of which fact, what of it, and what the rule asks for.
  struct Phrases {
    Piece is;         // "child: age is "
    Piece not_known;  // "child: age is not known"
    Piece fits;       // of a sensitive fact, in place of its value
    Piece fits_not;
    Piece other_unknown;     // of another fact that it is compared with; empty: none
    Piece after;             // " years", " in the last 2 years"
    Piece demand;            // ", must be at least 11 years"
    Piece silence;           // what silence says; empty: nothing
    int months = 0;          // of what is counted
    std::uint16_t told = 0;  // where rows keep the fact itself
    Of of = Of::kFact;
    bool sensitive = false;
  };
  struct Node {
    Node(Form its_form, CompiledRule its_rule) : form(its_form), rule(std::move(its_rule)) {}
    Form form;
    CompiledRule rule;
    std::vector<std::uint16_t> parts;
    Phrases phrases;   // of kCompare
    std::string role;  // of kPeople
    std::uint64_t role_bit = 0;
    int enough = 1;
  };

  CompiledRule rule_;
  std::vector<Node> nodes_;  // the first is the whole
  std::string text_;         // every phrase, one behind the other
};

}  // namespace kinward::eligibility
