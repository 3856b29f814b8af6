#include <cstdio>
#include <string>

#include "kinward/common/v1/common.pb.h"
#include "kinward/eligibility/v1/programme.pb.h"
#include "services/eligibility/catalogue/catalogue.h"
#include "tools/kinwardctl/stack.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {
namespace {

// Faults go to standard error, one a line: file:line: key: what.
bool Told(const catalogue::Catalogue& found) {
  for (const auto& fault : found.faults)
    std::fprintf(stderr, "%s\n", catalogue::ToText(fault).c_str());
  return !found.faults.empty();
}

}  // namespace

int CatalogueCheck(const Options& options) {
  const auto found = catalogue::LoadCatalogue(options.catalogue_folder);
  if (Told(found)) return 1;
  std::size_t versions = 0;
  std::size_t examples = 0;
  for (const auto& programme : found.programmes) {
    versions += programme.versions.size();
    examples += programme.examples.size();
  }
  std::printf("%zu programmes, %zu versions, %zu examples: all right\n", found.programmes.size(),
              versions, examples);
  return 0;
}

// A version's command id follows from its digest: publishing the same catalogue twice does nothing
// twice.
int CataloguePublish(const Options& options) {
  const auto found = catalogue::LoadCatalogue(options.catalogue_folder);
  if (Told(found)) return 1;
  auto stack = Stack::Open(options.run_folder);
  if (!stack) {
    std::fprintf(stderr, "kinwardctl: %s\n", stack.error().message.c_str());
    return 1;
  }
  for (const auto& version : catalogue::VersionsFor(found, options.council)) {
    eligibility::v1::PublishVersion command;
    command.set_programme_id(version.programme_id());
    *command.mutable_version() = version;
    const auto id = UuidFrom(options.council + "/" + version.programme_id(),
                             std::to_string(version.version()) + "/" + version.digest());
    auto reply = (*stack)->Ask<common::v1::CommandReply>(
        "eligibility", "kinward.eligibility.v1.EligibilityService/PublishVersion", options.council,
        command, id);
    if (!reply) {
      std::fprintf(stderr, "kinwardctl: %s: %s\n", version.programme_id().c_str(),
                   reply.error().message.c_str());
      return 1;
    }
    std::printf("%s version %d published for %s\n", version.programme_id().c_str(),
                version.version(), options.council.c_str());
  }
  return 0;
}

}  // namespace kinward::ctl
