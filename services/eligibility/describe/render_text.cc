#include <algorithm>

#include "services/eligibility/describe/render.h"
#include "services/eligibility/describe/sources.h"
#include "services/eligibility/describe/words.h"

namespace kinward::describe {
namespace {

constexpr std::size_t kColumns = 100;

// As many signs as a terminal shows: what continues a UTF-8 letter is not counted.
std::size_t Width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U; }));
}

// `first` begins the paragraph, `next` each line after.
std::string Wrapped(const std::string& words, const std::string& first, const std::string& next) {
  std::string text = first;
  std::size_t column = Width(first);
  bool begun = true;
  for (std::size_t from = 0; from < words.size();) {
    const std::size_t end = std::min(words.find(' ', from), words.size());
    const std::string_view word = std::string_view(words).substr(from, end - from);
    from = end + 1;
    if (word.empty()) continue;
    if (!begun && column + 1 + Width(word) > kColumns) {
      text += "\n" + next;
      column = Width(next);
      begun = true;
    }
    text += (begun ? "" : " ") + std::string(word);
    column += Width(word) + (begun ? 0 : 1);
    begun = false;
  }
  return text + "\n";
}

template <typename Part>
std::string Mark(const Part& part, Sources& sources) {
  const int number = sources.NumberOf(part.source, part.assumed);
  if (number == 0) return "";
  return (part.assumed.empty() ? " [" : " (assumed) [") + std::to_string(number) + "]";
}

void DrawRow(const Table& table, const Row& row, Sources& sources, std::string& text) {
  std::string words = row.cells.front() + Mark(row, sources);
  const bool ended = words.ends_with('?') || words.ends_with('.');
  for (std::size_t at = 1; at < row.cells.size(); ++at) {
    if (row.cells[at].empty()) continue;
    words += (at > 1 ? "; " : ended ? " " : ". ") + table.columns[at] + ": " + row.cells[at];
  }
  text += Wrapped(words, "  - ", "    ");
}

}  // namespace

std::string PlainText(const Description& description) {
  Sources sources;
  std::string text = description.title + "\n";
  if (!description.summary.empty()) text += Wrapped(description.summary, "", "");
  for (const Section& section : description.sections) {
    text += "\n" + section.title + "\n";
    std::string path;
    for (const std::string& step : section.path) path += (path.empty() ? "" : " → ") + step;
    if (!path.empty()) text += Wrapped(path, "  ", "    ");
    for (const Line& line : section.lines) {
      const std::string indent(2 + static_cast<std::size_t>(line.depth) * 2, ' ');
      text += Wrapped(line.name + line.text + Mark(line, sources), indent + "- ", indent + "  ");
    }
    for (const Row& row : section.table.rows) DrawRow(section.table, row, sources, text);
  }
  text +=
      "\nWhere this comes from\n" + Wrapped(SourcesInWords(CountSources(description)), "  ", "  ");
  for (std::size_t at = 0; at < sources.all().size(); ++at) {
    const std::string number = "  [" + std::to_string(at + 1) + "] ";
    text += Wrapped(sources.all()[at], number, std::string(number.size(), ' '));
  }
  return text;
}

}  // namespace kinward::describe
