// How long the whole catalogue takes to load and check, examples run, in a fresh process.
#pragma once

namespace kinward::eligibility {

// Prints one JSON line, milliseconds; non-zero when the catalogue has faults or is empty.
int BenchCatalogue(const char* folder);

}  // namespace kinward::eligibility
