#include "libs/rpc/access.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "kinward/common/v1/access.pb.h"
#include "kinward/common/v1/error.pb.h"
#include "kinward/common/v1/operations.pb.h"
#include "kinward/common/v1/options.pb.h"
#include "kinward/eligibility/v1/service.pb.h"
#include "kinward/intake/v1/service.pb.h"
#include "kinward/intake/v1/vault.pb.h"
#include "kinward/outcomes/v1/service.pb.h"
#include "kinward/scheduling/v1/service.pb.h"
#include "kinward/views/v1/service.pb.h"

namespace kinward::rpc {
namespace {

namespace pb = google::protobuf;

const pb::MethodDescriptor& Method(const std::string& name) {
  const auto* method = pb::DescriptorPool::generated_pool()->FindMethodByName(name);
  EXPECT_NE(method, nullptr) << name;
  return *method;
}
Caller Staff(const std::string& role) {
  Caller caller;
  caller.actor = {"staff", "worker-1", {role}};
  return caller;
}
Caller Of(const std::string& kind) {
  Caller caller;
  caller.actor = {kind, "police-wmp", {}};
  return caller;
}
bool MaySee(const std::string& view, const Caller& caller) {
  return MayRead(*views::v1::View::descriptor(), view, caller).ok();
}

// The staff roles of the contract.
const std::set<std::string> kRoles{"duty-worker",        "social-worker",
                                   "team-manager",       "panel-chair",
                                   "fgc-coordinator",    "idva",
                                   "registered-manager", "missing-returns-officer",
                                   "provider-worker",    "commissioner",
                                   "quality-lead",       "performance-officer",
                                   "operations",         "information-governance"};

TEST(Access, EveryQuerySaysWhoMayAsk) {
  int queries = 0;
  for (const auto* file :
       {intake::v1::GetReferralRequest::descriptor()->file(),
        eligibility::v1::PreviewRequest::descriptor()->file(),
        scheduling::v1::AvailabilityRequest::descriptor()->file(),
        pb::DescriptorPool::generated_pool()->FindFileByName("kinward/outcomes/v1/service.proto"),
        common::v1::ProgressRequest::descriptor()->file()}) {
    ASSERT_NE(file, nullptr);
    const auto* service = file->service(0);
    for (int i = 0; i < service->method_count(); ++i) {
      const auto* method = service->method(i);
      if (method->input_type()->options().HasExtension(common::v1::command)) continue;
      const auto& rule = method->options().GetExtension(common::v1::query);
      EXPECT_FALSE(rule.roles().empty()) << method->full_name();
      for (const auto& role : rule.roles()) EXPECT_TRUE(kRoles.contains(role)) << role;
      ++queries;
    }
  }
  EXPECT_GT(queries, 20);
}

TEST(Access, EveryViewSaysWhoMayRead) {
  const auto* documents = views::v1::View::descriptor()->FindOneofByName("document");
  ASSERT_NE(documents, nullptr);
  for (int i = 0; i < documents->field_count(); ++i) {
    const auto& rule = documents->field(i)->options().GetExtension(common::v1::view);
    EXPECT_FALSE(rule.roles().empty()) << documents->field(i)->name();
    for (const auto& role : rule.roles()) EXPECT_TRUE(kRoles.contains(role)) << role;
  }
}

TEST(Access, EveryCommandNamesRolesOfTheContract) {
  for (const auto* file : {intake::v1::GetReferralRequest::descriptor()->file(),
                           scheduling::v1::AvailabilityRequest::descriptor()->file()}) {
    const auto* service = file->service(0);
    for (int i = 0; i < service->method_count(); ++i) {
      const auto& rule =
          service->method(i)->input_type()->options().GetExtension(common::v1::command);
      for (const auto& role : rule.roles()) EXPECT_TRUE(kRoles.contains(role)) << role;
    }
  }
}

TEST(Access, RefusesARoleThatIsNotNamedAndSaysWhichWouldDo) {
  const auto& explain = Method("kinward.eligibility.v1.EligibilityService.Explain");
  EXPECT_TRUE(MayAsk(explain, Staff("social-worker")).ok());
  const Status refused = MayAsk(explain, Staff("commissioner"));
  EXPECT_EQ(refused.code, Code::kPermissionDenied);
  EXPECT_EQ(refused.reason, "ROLE_MUST_ALLOW");
  EXPECT_NE(refused.message.find("duty-worker"), std::string::npos) << refused.message;
  common::v1::ErrorDetail detail;
  ASSERT_TRUE(detail.ParseFromString(refused.detail));
  EXPECT_NE(std::find(detail.instead().begin(), detail.instead().end(), "duty-worker"),
            detail.instead().end());
}

TEST(Access, KeysAreForServicesAlone) {
  const auto& fetch = Method(
      intake::v1::FetchKeysRequest::descriptor()->file()->service(0)->method(0)->full_name());
  EXPECT_TRUE(MayAsk(fetch, Of("system")).ok());
  EXPECT_FALSE(MayAsk(fetch, Staff("operations")).ok());
  EXPECT_FALSE(MayAsk(fetch, Of("partner")).ok());
}

TEST(Access, PartnersReachOnlyWhatIsOpenedToThem) {
  const std::string eligibility = "kinward.eligibility.v1.EligibilityService.";
  EXPECT_TRUE(MayAsk(Method(eligibility + "Preview"), Of("partner")).ok());
  EXPECT_FALSE(MayAsk(Method(eligibility + "Explain"), Of("partner")).ok());
  EXPECT_TRUE(MaySee("closed-loop", Of("partner")));
  EXPECT_FALSE(MaySee("case", Of("partner")));
  EXPECT_FALSE(MaySee("capacity", Of("partner")));
}

TEST(Access, AViewIsForTheRolesThatItNames) {
  EXPECT_TRUE(MaySee("case", Staff("duty-worker")));
  EXPECT_FALSE(MaySee("case", Staff("commissioner")));
  EXPECT_FALSE(MaySee("chronology", Staff("operations")));
  EXPECT_FALSE(MaySee("referral-board", Staff("provider-worker")));
  EXPECT_TRUE(MaySee("funnel", Staff("commissioner")));
  EXPECT_TRUE(MaySee("case", Of("system")));
  EXPECT_FALSE(MaySee("case", Of("staff")));            // without a role
  EXPECT_TRUE(MaySee("nowhere", Staff("operations")));  // answered as not found
}

}  // namespace
}  // namespace kinward::rpc
