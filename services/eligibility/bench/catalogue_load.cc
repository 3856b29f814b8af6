#include "services/eligibility/bench/catalogue_load.h"

#include <chrono>
#include <cstdio>

#include "services/eligibility/catalogue/catalogue.h"

namespace kinward::eligibility {

int BenchCatalogue(const char* folder) {
  const auto start = std::chrono::steady_clock::now();
  const auto found = catalogue::LoadCatalogue(folder);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (found.programmes.empty() || !found.faults.empty()) {
    std::fprintf(stderr, "%s: %zu programmes, %zu faults\n", folder, found.programmes.size(),
                 found.faults.size());
    return 1;
  }
  std::size_t examples = 0;
  for (const auto& programme : found.programmes) examples += programme.examples.size();
  std::printf("{\"mode\":\"catalogue\",\"programmes\":%zu,\"examples\":%zu,\"ms\":%.1f}\n",
              found.programmes.size(), examples, seconds * 1000);
  return 0;
}

}  // namespace kinward::eligibility
