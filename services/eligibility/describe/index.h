// The list of all programmes, for the first page of their folder. Pure.
#pragma once

#include <string>
#include <vector>

#include "services/eligibility/describe/words.h"

namespace kinward::describe {

struct Entry {
  const ProgrammeVersion* version;  // the newest
  std::string page;                 // file name of its page
  int versions = 0;
};

// Markdown: how the pages are read, then a table for each theme.
std::string IndexPage(const std::vector<Entry>& entries);

}  // namespace kinward::describe
