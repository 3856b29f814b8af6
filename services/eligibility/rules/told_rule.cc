#include "services/eligibility/rules/told_rule.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "services/eligibility/rules/rule_wording.h"

namespace kinward::eligibility {

// Makes the nodes of a ToldRule, the whole before its parts.
class RuleWords {
 public:
  RuleWords(const ProgrammeVersion& version, FactTable& table, ToldRule& made)
      : version_(version), table_(table), nodes_(made.nodes_), text_(made.text_) {}

  std::uint16_t Add(const Rule& rule, const std::string& role) {
    const auto at = static_cast<std::uint16_t>(nodes_.size());
    nodes_.emplace_back(FormOf(rule), CompiledRule(version_, rule, table_));
    switch (rule.form_case()) {
      case Rule::kCompare:
        nodes_[at].phrases = PhrasesOf(rule.compare(), role);
        break;
      case Rule::kNot:
        AddPart(at, rule.not_(), role);
        break;
      case Rule::kAll:
        for (const Rule& part : rule.all().rules()) AddPart(at, part, role);
        break;
      case Rule::kAny:
        for (const Rule& part : rule.any().rules()) AddPart(at, part, role);
        break;
      case Rule::kAtLeast:
        for (const Rule& part : rule.at_least().rules()) AddPart(at, part, role);
        break;
      case Rule::kSome:
        nodes_[at].role = rule.some().role();
        nodes_[at].role_bit = table_.AddRole(rule.some().role());
        nodes_[at].enough = std::max(rule.some().count(), 1);
        AddPart(at, rule.some().rule(), rule.some().role());
        break;
      case Rule::FORM_NOT_SET:
        break;
    }
    return at;
  }

 private:
  static ToldRule::Form FormOf(const Rule& rule) {
    switch (rule.form_case()) {
      case Rule::kNot:
        return ToldRule::Form::kNot;
      case Rule::kAny:
        return ToldRule::Form::kAny;
      case Rule::kSome:
        return ToldRule::Form::kPeople;
      case Rule::kAll:
      case Rule::kAtLeast:
        return ToldRule::Form::kAll;
      default:
        return ToldRule::Form::kCompare;
    }
  }

  void AddPart(std::uint16_t whole, const Rule& rule, const std::string& role) {
    const std::uint16_t part = Add(rule, role);
    nodes_[whole].parts.push_back(part);
  }

  ToldRule::Piece Keep(const std::string& words) {
    const auto from = static_cast<std::uint32_t>(text_.size());
    text_ += words;
    return {from, static_cast<std::uint32_t>(words.size())};
  }

  static ToldRule::Of OfWhat(const std::string& fact) {
    if (fact == "reasons") return ToldRule::Of::kReasons;
    if (fact == "urgency") return ToldRule::Of::kUrgency;
    return fact == "council" ? ToldRule::Of::kCouncil : ToldRule::Of::kFact;
  }

  ToldRule::Phrases PhrasesOf(const Comparison& comparison, const std::string& role) {
    const std::string& fact = comparison.fact();
    const std::string subject = (role.empty() ? "" : role + ": ") + LabelOf(version_, fact);
    const FactDefinition* definition = DefinitionOf(version_, fact);
    ToldRule::Phrases made;
    made.of = OfWhat(fact);
    made.told = table_.AddTold(fact);
    made.is = Keep(subject + " is ");
    made.not_known = Keep(subject + " is not known");
    made.after = Keep(comparison.has_counted() ? PeriodOf(comparison) : UnitOf(version_, fact));
    made.demand = Keep(", " + DemandOf(version_, comparison));
    made.months = comparison.counted().within_months();
    if (comparison.has_than()) {
      made.other_unknown = Keep(LabelOf(version_, comparison.than().fact()) + " is not known");
    }
    made.sensitive = definition != nullptr && definition->sensitive();
    if (made.sensitive) {
      made.fits = Keep(subject + " is as the programme asks");
      made.fits_not = Keep(subject + " is not as the programme asks");
    }
    if (definition != nullptr && definition->has_absent_means()) {
      made.silence = Keep(definition->absent_means() ? "yes" : "no");
    }
    return made;
  }

  const ProgrammeVersion& version_;
  FactTable& table_;
  std::vector<ToldRule::Node>& nodes_;
  std::string& text_;
};

// Appends phrases; the same one twice is said once.
class Telling {
 public:
  Telling(const ToldRule& rule, const FactRows& rows, TextBuffer& words)
      : rule_(rule), rows_(rows), words_(words), start_(words.size()) {}

  void TellWhole(Truth truth) {
    const ToldRule::Node& whole = rule_.nodes_.front();
    if (whole.form == ToldRule::Form::kCompare) {  // one phrase alone is never said twice
      return TellComparison(whole.phrases, FactRows::kReferral, truth);
    }
    Tell(whole, FactRows::kReferral, truth);
  }

 private:
  static constexpr std::size_t kPhrasesMax = 16;
  struct Said {
    std::size_t from;
    std::size_t size;
  };

  void Tell(const ToldRule::Node& node, int person, Truth truth) {
    switch (node.form) {
      case ToldRule::Form::kCompare:
        Begin();
        TellComparison(node.phrases, person, truth);
        return End();
      case ToldRule::Form::kNot:
        return Tell(rule_.nodes_[node.parts.front()], person, !truth);
      case ToldRule::Form::kAll:
        return TellThose(node, person, truth, false);
      case ToldRule::Form::kAny:
        return TellThose(node, person, truth, truth == Truth::kYes);
      case ToldRule::Form::kPeople:
        return TellPeople(node, truth);
    }
  }

  void Begin() {
    if (words_.size() != start_) words_.Append("; ");
    phrase_ = words_.size();
  }
  // Takes the phrase back if it was said before.
  void End() {
    const std::string_view all = words_.view();
    const std::string_view said = all.substr(phrase_);
    for (std::size_t at = 0; at < count_; ++at) {
      const Said& before = phrases_[at];
      if (before.size != said.size()) continue;
      if (all.substr(before.from, before.size) != said) continue;
      return words_.CutTo(phrase_ == start_ ? phrase_ : phrase_ - 2);
    }
    if (count_ < kPhrasesMax) phrases_[count_++] = {phrase_, said.size()};
  }
  void Add(ToldRule::Piece piece) { words_.Append({rule_.text_.data() + piece.from, piece.size}); }

  void TellComparison(const ToldRule::Phrases& phrases, int person, Truth truth) {
    if (truth == Truth::kUnknown) {
      const bool told =
          phrases.other_unknown.size > 0 && rows_.told(person, phrases.told).fact != nullptr;
      return Add(told ? phrases.other_unknown : phrases.not_known);
    }
    if (phrases.sensitive) return Add(truth == Truth::kYes ? phrases.fits : phrases.fits_not);
    Add(phrases.is);
    AddValue(phrases, person);
    if (truth == Truth::kNo) Add(phrases.demand);
  }

  // What is decided was told, or silence says it.
  void AddValue(const ToldRule::Phrases& phrases, int person) {
    const Known& known = rows_.known();
    switch (phrases.of) {
      case ToldRule::Of::kFact: {
        const FactRows::Told& told = rows_.told(person, phrases.told);
        return told.fact == nullptr ? Add(phrases.silence) : AddTold(told, phrases);
      }
      case ToldRule::Of::kReasons:
        words_.Append(known.reasons.empty() ? "none" : Listed(known.reasons));
        return;
      case ToldRule::Of::kUrgency:
        words_.Append(known.urgency);
        return;
      case ToldRule::Of::kCouncil:
        words_.Append(known.council);
    }
  }

  void AddTold(const FactRows::Told& told, const ToldRule::Phrases& phrases) {
    words_.Append({rows_.words().data() + told.from, told.size});
    if (told.says_more && told.fact->has_dates()) {
      const auto count = CountDates(*told.fact, phrases.months, rows_.known().on);
      words_.Append(std::to_string(count.value_or(0)));
    }
    if (phrases.after.size > 0) Add(phrases.after);
    if (!told.says_more || !told.fact->has_told_on()) return;
    words_.Append(" (told on ");
    words_.Append(told.fact->told_on());
    words_.Append(")");
  }

  [[nodiscard]] Truth Read(const CompiledRule& rule, int person) const {
    return person == FactRows::kReferral ? rule.Read(rows_) : rule.ReadAt(rows_, rows_.row(person));
  }

  // The parts that came out as the whole did are why it did; one is enough where any would do.
  void TellThose(const ToldRule::Node& node, int person, Truth truth, bool first_only) {
    for (const std::uint16_t at : node.parts) {
      const ToldRule::Node& part = rule_.nodes_[at];
      if (Read(part.rule, person) != truth) continue;
      Tell(part, person, truth);
      if (first_only) return;
    }
  }

  void TellPeople(const ToldRule::Node& node, Truth truth) {
    const ToldRule::Node& part = rule_.nodes_[node.parts.front()];
    const int enough = truth == Truth::kYes ? node.enough : static_cast<int>(rows_.people());
    int told = 0;
    for (int person = 0; person < static_cast<int>(rows_.people()) && told < enough; ++person) {
      if ((rows_.roles(static_cast<std::size_t>(person)) & node.role_bit) == 0) continue;
      if (part.rule.ReadAt(rows_, rows_.row(person)) != truth) continue;
      Tell(part, person, truth);
      ++told;
    }
    if (told > 0) return;
    Begin();
    words_.Append(truth == Truth::kUnknown ? "it is not known who the "
                                           : "fewer people with the role ");
    words_.Append(node.role);
    words_.Append(truth == Truth::kUnknown ? " is" : " than asked");
    End();
  }

  const ToldRule& rule_;
  const FactRows& rows_;
  TextBuffer& words_;
  std::size_t start_;
  std::size_t phrase_ = 0;
  std::size_t count_ = 0;
  std::array<Said, kPhrasesMax> phrases_;  // the first `count_` are set
};

ToldRule::ToldRule(const ProgrammeVersion& version, const Rule& rule, FactTable& table)
    : rule_(version, rule, table) {
  RuleWords(version, table, *this).Add(rule, "");
}

void ToldRule::Tell(const FactRows& rows, Truth truth, TextBuffer& words) const {
  Telling(*this, rows, words).TellWhole(truth);
}

}  // namespace kinward::eligibility
