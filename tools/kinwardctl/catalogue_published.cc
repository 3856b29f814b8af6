#include "tools/kinwardctl/catalogue_published.h"

#include "kinward/common/v1/common.pb.h"
#include "kinward/eligibility/v1/programme.pb.h"
#include "kinward/eligibility/v1/service.pb.h"

namespace kinward::ctl {
namespace {

Result<void> ReadOne(Stack& stack, const std::string& council, const std::string& programme,
                     std::vector<common::v1::ProgrammeVersion>& published) {
  common::v1::ReadStreamRequest request;
  request.set_council(council);
  request.set_stream(programme);
  const auto read = stack.Ask<common::v1::ReadStreamResponse>(
      "eligibility", "kinward.eligibility.v1.EligibilityService/ReadStream", council, request);
  if (!read) return read.error();
  for (const auto& event : read->events()) {
    eligibility::v1::ProgrammeVersionPublished version;
    if (!event.type().ends_with(".programme-version-published.v1")) continue;
    if (!version.ParseFromString(event.body())) {
      return Failure{FailureKind::kCorrupt, programme + ": a version that cannot be read"};
    }
    published.push_back(std::move(*version.mutable_version()));
  }
  return {};
}

}  // namespace

Result<std::vector<common::v1::ProgrammeVersion>> ReadPublished(Stack& stack,
                                                                const std::string& council,
                                                                std::set<std::string> programmes) {
  eligibility::v1::ListProgrammesRequest request;
  request.set_council(council);
  const auto listed = stack.Ask<eligibility::v1::ListProgrammesResponse>(
      "eligibility", "kinward.eligibility.v1.EligibilityService/ListProgrammes", council, request);
  if (!listed) return listed.error();
  for (const auto& version : listed->programmes()) programmes.insert(version.programme_id());

  std::vector<common::v1::ProgrammeVersion> published;
  for (const std::string& programme : programmes) {
    if (const auto read = ReadOne(stack, council, programme, published); !read) {
      return read.error();
    }
  }
  return published;
}

}  // namespace kinward::ctl
