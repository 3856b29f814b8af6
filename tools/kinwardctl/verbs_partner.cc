#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "kinward/common/v1/common.pb.h"
#include "kinward/intake/v1/partner.pb.h"
#include "libs/calendar/calendar.h"
#include "tools/kinwardctl/gateway.h"
#include "tools/kinwardctl/partner_file.h"
#include "tools/kinwardctl/report.h"
#include "tools/kinwardctl/stack.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {
namespace {

const std::string kIntake = "kinward.intake.v1.IntakeService/";
constexpr mode_t kOwnerOnly = 0600;

std::string Hex(const unsigned char* bytes, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    std::array<char, 3> pair{};
    std::snprintf(pair.data(), pair.size(), "%02x", static_cast<unsigned>(bytes[i]));
    text += pair.data();
  }
  return text;
}
std::string NewSecret() {
  std::array<unsigned char, 32> bytes{};
  CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
  return Hex(bytes.data(), bytes.size());
}
std::string DigestOf(const std::string& secret) {
  std::array<unsigned char, 32> digest{};
  CHECK(EVP_Digest(secret.data(), secret.size(), digest.data(), nullptr, EVP_sha256(), nullptr) ==
        1);
  return Hex(digest.data(), digest.size());
}

std::string FileOf(const Options& options) { return options.run_folder + "/partners.json"; }
std::string Current(const Options& options) {
  auto content = ContentOf(FileOf(options));
  return content ? *std::move(content) : std::string();
}

// Beside it first, so that the gateway never reads half of it; for its owner alone.
Result<void> Write(const Options& options, const std::string& content) {
  const std::string fresh = FileOf(options) + ".new";
  std::ofstream(fresh, std::ios::trunc).close();
  ::chmod(fresh.c_str(), kOwnerOnly);
  std::ofstream stream(fresh, std::ios::trunc);
  stream << content;
  stream.close();
  std::error_code failed;
  if (stream) std::filesystem::rename(fresh, FileOf(options), failed);
  if (!stream || failed)
    return Failure{FailureKind::kFatal, FileOf(options) + " cannot be written"};
  return {};
}

// What intake records of it: a fact like any other, without the secret.
template <typename Command>
Result<common::v1::CommandReply> Record(Stack& stack, const Options& options,
                                        const std::string& rpc, const Command& command) {
  return stack.Ask<common::v1::CommandReply>("intake", kIntake + rpc, options.council, command,
                                             NewUuid());
}
Result<void> RecordCredential(Stack& stack, const Options& options, const std::string& name,
                              const std::string& secret) {
  intake::v1::RotateCredential rotated;
  rotated.set_partner_id(name);
  rotated.set_client_id(name);
  rotated.set_secret_hash(DigestOf(secret));
  const auto done = Record(stack, options, "RotateCredential", rotated);
  return done ? Result<void>() : done.error();
}

void TellWhatIsLeft(const Options& options, const std::string& name, const std::string& what) {
  Tell(options, what + "; the gateway reads partners.json when it starts: restart it",
       {{"partner", name}, {"file", FileOf(options)}, {"restart", "gateway"}});
}

}  // namespace

int PartnerAdd(const Options& options, const std::string& name, const std::string& agency) {
  const std::string secret = NewSecret();
  const auto content = WithPartner(Current(options), {name, options.council, secret});
  if (!content) return Failed(content.error());
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  intake::v1::RegisterPartner command;
  command.set_partner_id(name);
  command.set_name(name);
  command.set_source("urn:kinward:partner:" + name);
  if (!agency.empty()) command.set_agency(agency);
  const auto registered = Record(**stack, options, "RegisterPartner", command);
  if (!registered) return Failed(registered.error());
  if (auto done = RecordCredential(**stack, options, name, secret); !done) {
    return Failed(done.error());
  }
  if (auto written = Write(options, *content); !written) return Failed(written.error());
  TellWhatIsLeft(
      options, name,
      name + " is a partner of " + options.council + ", its secret is in " + FileOf(options));
  return 0;
}

int PartnerSuspend(const Options& options, const std::string& name, const std::string& reason) {
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  const auto now = std::chrono::time_point_cast<Time::duration>(std::chrono::system_clock::now());
  const auto content =
      WithPartnerUntil(Current(options), name, FormatDate(AddDays(DateOf(now), -1)));
  if (!content) return Failed(content.error());
  intake::v1::SuspendPartner command;
  command.set_partner_id(name);
  command.set_reason(reason);
  // One that was never registered can be shut out all the same: the file comes first.
  if (auto written = Write(options, *content); !written) return Failed(written.error());
  const auto suspended = Record(**stack, options, "SuspendPartner", command);
  TellWhatIsLeft(options, name, name + " is suspended");
  return suspended ? 0 : Failed(suspended.error());
}

int PartnerRotate(const Options& options, const std::string& name) {
  const std::string secret = NewSecret();
  const auto content = WithSecret(Current(options), name, secret);
  if (!content) return Failed(content.error());
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  if (auto written = Write(options, *content); !written) return Failed(written.error());
  const auto recorded = RecordCredential(**stack, options, name, secret);
  TellWhatIsLeft(options, name, name + " has a new secret in " + FileOf(options));
  return recorded ? 0 : Failed(recorded.error());
}

}  // namespace kinward::ctl
