#include <string_view>

#include "services/eligibility/describe/render.h"
#include "services/eligibility/describe/sources.h"
#include "services/eligibility/describe/words.h"

namespace kinward::describe {
namespace {

// Footnotes, so that a reader may read past them; what is assumed is said where it stands.
template <typename Part>
std::string Mark(const Part& part, Sources& sources) {
  const int number = sources.NumberOf(part.source, part.assumed);
  if (number == 0) return "";
  return (part.assumed.empty() ? "[^" : " *(assumed)*[^") + std::to_string(number) + "]";
}

// A quotation mark would end a node's text.
std::string Node(const std::string& step) {
  std::string text = step;
  for (char& letter : text) letter = letter == '"' ? '\'' : letter;
  return "[\"" + text + "\"]";
}

void DrawPath(const std::vector<std::string>& path, std::string& text) {
  if (path.empty()) return;
  text += "```mermaid\nflowchart LR\n";
  for (std::size_t at = 0; at < path.size(); ++at) {
    const std::string name = "s" + std::to_string(at);
    text += "  " + name + Node(path[at]) + "\n";
    if (at > 0) text += "  s" + std::to_string(at - 1) + " --> " + name + "\n";
  }
  text += "```\n\n";
}

void DrawLine(const Line& line, Sources& sources, std::string& text) {
  text += std::string(static_cast<std::size_t>(line.depth) * 2, ' ') + "- ";
  if (!line.name.empty()) text += "**" + Escaped(line.name) + "**";
  text += Escaped(line.text) + Mark(line, sources) + "\n";
}

void DrawTable(const Table& table, Sources& sources, std::string& text) {
  if (table.rows.empty()) return;
  std::string rule = "|";
  text += "|";
  for (const std::string& column : table.columns) {
    text += " " + Escaped(column) + " |";
    rule += "---|";
  }
  text += "\n" + rule + "\n";
  for (const Row& row : table.rows) {
    text += "|";
    for (std::size_t at = 0; at < row.cells.size(); ++at) {
      // The first cell names the row, and its source with it.
      text += " " + Escaped(row.cells[at]) + (at == 0 ? Mark(row, sources) : "") + " |";
    }
    text += "\n";
  }
}

}  // namespace

std::string Escaped(const std::string& text) {
  constexpr std::string_view kSigns = "\\`*_<>|[]#";
  std::string safe;
  for (const char letter : text) {
    if (letter == '\n') {
      safe += ' ';
      continue;
    }
    if (kSigns.find(letter) != std::string_view::npos) safe += '\\';
    safe += letter;
  }
  return safe;
}

std::string Markdown(const Description& description) {
  Sources sources;
  std::string text = "# " + Escaped(description.title) + "\n";
  if (!description.summary.empty()) text += "\n" + Escaped(description.summary) + "\n";
  for (const Section& section : description.sections) {
    text += "\n## " + section.title + "\n\n";
    DrawPath(section.path, text);
    for (const Line& line : section.lines) DrawLine(line, sources, text);
    if (!section.lines.empty() && !section.table.rows.empty()) text += "\n";
    DrawTable(section.table, sources, text);
  }
  const Sourced count = CountSources(description);
  text += "\n## Where this comes from\n\n" + SourcesInWords(count) + "\n\n";
  for (std::size_t at = 0; at < sources.all().size(); ++at) {
    text += "[^" + std::to_string(at + 1) + "]: " + Escaped(sources.all()[at]) + "\n";
  }
  return text;
}

}  // namespace kinward::describe
