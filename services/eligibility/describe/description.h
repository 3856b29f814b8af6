// What is told of a programme: sections of lines, each line with where it comes from. Says nothing
// about how it is drawn (render.h).
#pragma once

#include <string>
#include <vector>

namespace kinward::describe {

struct Line {
  std::string name;  // what it is about, drawn bold before the text; may be empty
  std::string text;
  int depth = 0;        // 0: a line of its own; more: told of the line above that is less deep
  std::string source;   // the passage that states it; empty: none
  std::string assumed;  // why a value was assumed; empty: none was
};

struct Row {
  std::vector<std::string> cells;  // as many as the table has columns
  std::string source;
  std::string assumed;
};
struct Table {
  std::vector<std::string> columns;
  std::vector<Row> rows;  // empty: there is no table
};

struct Section {
  std::string title;
  std::vector<std::string> path;  // steps one after another, drawn with arrows; empty: none
  std::vector<Line> lines;
  Table table;

  [[nodiscard]] bool Empty() const { return path.empty() && lines.empty() && table.rows.empty(); }
};

struct Description {
  std::string title;
  std::string summary;
  std::vector<Section> sections;  // those that say nothing are left out
};

// How many lines and rows name a passage, and how many say why they were assumed.
struct Sourced {
  int stated = 0;
  int assumed = 0;
};
Sourced CountSources(const Description& description);

}  // namespace kinward::describe
