#include "services/eligibility/describe/response.h"

#include "services/eligibility/describe/render.h"

namespace kinward::describe {
namespace {

void Fill(const Section& section, eligibility::v1::DescribedSection& told) {
  told.set_title(section.title);
  for (const std::string& step : section.path) told.add_path(step);
  for (const Line& line : section.lines) {
    auto& one = *told.add_lines();
    one.set_name(line.name);
    one.set_text(line.text);
    one.set_depth(line.depth);
    one.set_source(line.source);
    one.set_assumed(line.assumed);
  }
  if (section.table.rows.empty()) return;
  for (const std::string& column : section.table.columns) told.add_columns(column);
  for (const Row& row : section.table.rows) {
    auto& one = *told.add_rows();
    for (const std::string& cell : row.cells) one.add_cells(cell);
    one.set_source(row.source);
    one.set_assumed(row.assumed);
  }
}

}  // namespace

eligibility::v1::DescribeProgrammeResponse ResponseOf(const ProgrammeVersion& version,
                                                      const Around& around) {
  const Description description = Describe(version, around);
  eligibility::v1::DescribeProgrammeResponse response;
  response.set_programme_id(version.programme_id());
  response.set_version(version.version());
  response.set_name(version.name());
  response.set_summary(version.summary());
  response.set_text(Markdown(description));
  for (const Section& section : description.sections) Fill(section, *response.add_sections());
  return response;
}

}  // namespace kinward::describe
