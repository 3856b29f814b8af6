#include "services/eligibility/rules/fact_rows.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace kinward::eligibility {
namespace {

std::int64_t DaysOf(LocalDate date) { return date.time_since_epoch().count(); }

std::uint16_t SlotOf(const FactTable& table, std::string_view name, SlotType type) {
  const auto* slots = table.FindSlots(name);
  return slots == nullptr ? FactTable::kNoSlot : (*slots)[static_cast<std::size_t>(type)];
}

std::optional<SlotType> TypeOf(const Fact& fact) {
  switch (fact.value_case()) {
    case Fact::kFlag:
      return SlotType::kFlag;
    case Fact::kNumber:
      return SlotType::kNumber;
    case Fact::kCode:
      return SlotType::kCode;
    case Fact::kDate:
      return SlotType::kDate;
    case Fact::kDates:  // counted, in slots of their own
    case Fact::VALUE_NOT_SET:
      break;
  }
  return std::nullopt;
}

std::int64_t ValueOf(const FactTable& table, std::uint16_t slot, const Fact& fact) {
  switch (fact.value_case()) {
    case Fact::kFlag:
      return fact.flag() ? 1 : 0;
    case Fact::kNumber:
      return fact.number();
    case Fact::kCode:
      return table.FindWord(slot, fact.code());
    case Fact::kDate: {
      const auto date = ParseDate(fact.date());
      return date ? DaysOf(*date) : FactRows::kNoAnswer;
    }
    case Fact::kDates:
    case Fact::VALUE_NOT_SET:
      break;
  }
  return FactRows::kNoAnswer;
}

void AppendValue(const Fact& fact, std::string& words) {
  switch (fact.value_case()) {
    case Fact::kFlag:
      words += fact.flag() ? "yes" : "no";
      return;
    case Fact::kNumber: {
      std::array<char, 24> digits{};
      char* const end =
          std::to_chars(digits.data(), digits.data() + digits.size(), fact.number()).ptr;
      words.append(digits.data(), end);
      return;
    }
    case Fact::kCode:
      words += fact.code();
      return;
    case Fact::kDate:
      words += fact.date();
      return;
    case Fact::kDates:
      return;
    case Fact::VALUE_NOT_SET:
      words += "not known";
  }
}

// Where one row's values stand, and the facts that they were told as.
struct Row {
  std::int64_t* values;
  FactRows::Told* told;
};

// What is told as one type is no answer to rules that ask for another.
void Put(const FactTable& table, const Fact& fact, LocalDate on, Row row) {
  if (const auto at = table.FindTold(fact.name()); at != FactTable::kNoSlot)
    row.told[at].fact = &fact;
  for (const FactTable::Counted& one : table.counted()) {
    if (one.name != fact.name()) continue;
    row.values[one.slot] = CountDates(fact, one.months, on).value_or(FactRows::kNoAnswer);
  }
  const auto* slots = table.FindSlots(fact.name());
  if (slots == nullptr) return;
  const auto type = TypeOf(fact);
  for (std::size_t at = 0; at < slots->size(); ++at) {
    const std::uint16_t slot = (*slots)[at];
    if (slot == FactTable::kNoSlot) continue;
    const bool answers = type && static_cast<std::size_t>(*type) == at;
    row.values[slot] = answers ? ValueOf(table, slot, fact) : FactRows::kNoAnswer;
  }
}

// What comes with every referral stands beside the facts.
void PutReferral(const FactTable& table, const Known& known, Row to) {
  std::int64_t* row = to.values;
  if (const auto slot = SlotOf(table, "urgency", SlotType::kCode); slot != FactTable::kNoSlot) {
    row[slot] = known.urgency.empty() ? FactRows::kUntold : table.FindWord(slot, known.urgency);
  }
  if (const auto slot = SlotOf(table, "council", SlotType::kCode); slot != FactTable::kNoSlot) {
    row[slot] = table.FindWord(slot, known.council);
  }
  if (const auto slot = SlotOf(table, "reasons", SlotType::kWords); slot != FactTable::kNoSlot) {
    row[slot] = 0;
    for (const std::string& reason : known.reasons) {
      const std::int64_t word = table.FindWord(slot, reason);
      const bool has_bit = word != FactTable::kOtherWord && word < 64;
      if (has_bit) row[slot] |= std::int64_t{1} << (word - 1);
    }
  }
}

void DeriveInCare(const FactTable& table, Row to) {
  std::int64_t* row = to.values;
  const auto in_care = SlotOf(table, "in_care", SlotType::kFlag);
  const auto legal_status = SlotOf(table, "legal_status", SlotType::kCode);
  if (in_care == FactTable::kNoSlot || !FactRows::IsKnown(row[legal_status])) return;
  const bool is_in = row[legal_status] == table.FindWord(legal_status, "looked-after") ||
                     row[legal_status] == table.FindWord(legal_status, "unaccompanied");
  row[in_care] = is_in ? 1 : 0;
  if (const auto at = table.FindTold("in_care"); at != FactTable::kNoSlot) {
    to.told[at].fact = &BeingInCare(is_in);
  }
}

// Of several of a name the first counts, and what is told later in this function overwrites: the
// referral's, the person's own, what is sensitive of nobody by name, what is sensitive of them.
void FillRow(const FactTable& table, const Known& known, const SubjectFacts* person, Row row) {
  const auto put = [&](const Fact* fact) { Put(table, *fact, known.on, row); };
  const auto put_sensitive = [&](std::string_view person_id) {
    std::for_each(known.sensitive.rbegin(), known.sensitive.rend(), [&](const Fact* fact) {
      if (fact->person_id() == person_id) put(fact);
    });
  };
  std::for_each(known.facts.rbegin(), known.facts.rend(), put);
  if (person != nullptr) {
    std::for_each(person->facts().rbegin(), person->facts().rend(),
                  [&](const Fact& fact) { put(&fact); });
  }
  put_sensitive("");
  if (person != nullptr) put_sensitive(person->person_id());
  PutReferral(table, known, row);
  DeriveInCare(table, row);
}

}  // namespace

void FactRows::Clear(const FactTable& table, const Known& known) {
  view_ = &known;
  facts_ = table.told();
  told_.assign(facts_ * (known.people.size() + 1), Told());
  slots_ = table.slots();
  values_.assign(slots_ * (known.people.size() + 1), kUntold);
  known_.Clear();
  roles_.clear();
  on_ = DaysOf(known.on);
  days_back_.clear();
  for (const int years : table.years_back()) {
    days_back_.push_back(DaysOf(AddYears(known.on, -years)));
  }
}

void FactRows::Fill(const FactTable& table, const Known& known) {
  Clear(table, known);
  FillRow(table, known, nullptr, {values_.data(), told_.data()});
  for (std::size_t slot = 0; slot < slots_; ++slot) {
    if (IsKnown(values_[slot])) known_.Add(slot);
  }
  for (std::size_t at = 0; at < known.people.size(); ++at) {
    std::uint64_t roles = 0;
    for (const std::string& role : known.people[at]->roles()) roles |= table.RoleBit(role);
    roles_.push_back(roles);
    FillRow(table, known, known.people[at],
            {values_.data() + (at + 1) * slots_, told_.data() + (at + 1) * facts_});
  }
  Word();
}

// Once here, so that telling copies only. Lists of dates are counted by whoever tells them.
void FactRows::Word() {
  words_.clear();
  for (Told& told : told_) {
    if (told.fact == nullptr) continue;
    told.from = static_cast<std::uint32_t>(words_.size());
    AppendValue(*told.fact, words_);
    told.size = (static_cast<std::uint32_t>(words_.size()) - told.from) & 0x7fffffffU;
    told.says_more = told.fact->has_dates() || told.fact->has_told_on();
  }
}

}  // namespace kinward::eligibility
