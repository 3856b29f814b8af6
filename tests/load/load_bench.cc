// Loads the running services through gRPC and tells how long they took. One JSON line.
//   load_bench CONFIG commands IN_FLIGHT SECONDS   one command after another, so many under way
//   load_bench CONFIG fresh RATE SECONDS           amendments at a rate; from each reply until the
//                                                  case view answers with what was amended
// CONFIG is the projection's configuration: it names all services and the internal secret.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kinward/common/v1/common.pb.h"
#include "kinward/intake/v1/referral.pb.h"
#include "kinward/outcomes/v1/worker.pb.h"
#include "kinward/views/v1/service.pb.h"
#include "libs/base/check.h"
#include "libs/base/uuid.h"
#include "libs/config/service_config.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/client.h"

namespace kinward::load {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kDeadline{10'000};
constexpr double kWarmUp = 2;  // seconds
constexpr int kReferrals = 300;
constexpr int kWatchers = 32;
const std::string kCouncil = "wolverhampton";

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

rpc::Metadata Metadata(const config::Service& config) {
  rpc::Caller caller;
  caller.actor = {"staff", "load", {"team-manager", "operations"}};
  caller.council = kCouncil;
  caller.command_id = NewUuid();
  return rpc::MetadataOf(caller, config.internal_secret);
}

void Print(const char* mode, std::vector<double> milliseconds_taken, double seconds, long faults) {
  auto& all = milliseconds_taken;
  std::sort(all.begin(), all.end());
  const auto at = [&](std::size_t percent) {
    return all.empty() ? 0 : all[std::min(all.size() - 1, all.size() * percent / 100)];
  };
  std::printf(
      "{\"mode\":\"%s\",\"ops\":%zu,\"ops_per_s\":%.0f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"faults\":"
      "%ld}\n",
      mode, all.size(), static_cast<double>(all.size()) / seconds, at(50), at(99), faults);
}

// The simplest command there is: one event on a new stream.
class Commands {
 public:
  Commands(const config::Service& config, int in_flight, double seconds)
      : config_(config), client_(config.peers.at("outcomes")), seconds_(seconds) {
    for (int i = 0; i < in_flight; ++i) Next();
  }

  void Finish() {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return under_way_ == 0; });
    Print("commands", taken_, seconds_, faults_);
  }

 private:
  void Next() {
    outcomes::v1::RegisterWorker command;
    command.set_worker_id("load-" + NewUuid().ToString());
    command.set_role("family-worker");
    command.set_employment(outcomes::v1::EMPLOYMENT_PERMANENT);
    ++under_way_;
    client_.Call("/kinward.outcomes.v1.OutcomesService/RegisterWorker", Metadata(config_),
                 command.SerializeAsString(), kDeadline,
                 [this, sent = Clock::now()](const rpc::Answer& answer) { Take(answer, sent); });
  }
  void Take(const rpc::Answer& answer, Clock::time_point sent) {
    const double now = Since(start_);
    if (now < kWarmUp + seconds_) Next();
    const std::lock_guard lock(mutex_);
    if (!answer.status.ok()) ++faults_;
    if (now >= kWarmUp && now < kWarmUp + seconds_) taken_.push_back(Since(sent) * 1e3);
    if (--under_way_ == 0) done_.notify_one();
  }

  const config::Service& config_;
  rpc::Client client_;
  const double seconds_;
  const Clock::time_point start_ = Clock::now();
  std::atomic<int> under_way_{0};
  std::mutex mutex_;
  std::condition_variable done_;
  std::vector<double> taken_;
  long faults_ = 0;
};

struct Acknowledged {
  std::string referral;
  std::string token;
  Clock::time_point when;
};

// Open loop: a slow answer holds back neither the next amendment nor the next look.
class Freshness {
 public:
  Freshness(const config::Service& config, double rate, double seconds)
      : config_(config),
        intake_(config.peers.at("intake")),
        views_(config.listen_grpc),
        rate_(rate),
        seconds_(seconds) {}

  void Run() {
    for (int i = 0; i < kReferrals; ++i) Refer();
    std::vector<std::thread> watchers;
    for (int i = 0; i < kWatchers; ++i) watchers.emplace_back([this] { Watch(); });
    const auto count = static_cast<std::size_t>(rate_ * (seconds_ + kWarmUp));
    const auto start = Clock::now();
    for (std::size_t n = 0; n < count; ++n) {
      std::this_thread::sleep_until(
          start + std::chrono::duration_cast<Clock::duration>(
                      std::chrono::duration<double>(static_cast<double>(n) / rate_)));
      Amend(n, static_cast<double>(n) / rate_ < kWarmUp);
    }
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return under_way_ == 0 && waiting_.empty(); });
      ended_ = true;
    }
    changed_.notify_all();
    for (auto& watcher : watchers) watcher.join();
    Print("fresh", taken_, seconds_, faults_);
  }

 private:
  void Refer() {
    intake::v1::ReceiveReferral command;
    command.set_referral_id(NewUuid().ToString());
    command.set_family_id(NewUuid().ToString());
    command.set_kind(intake::v1::REFERRAL_KIND_SERVICE_REQUEST);
    command.set_urgency(intake::v1::URGENCY_ROUTINE);
    command.set_source("staff");
    auto& person = *command.add_people();
    person.set_person_id(NewUuid().ToString());
    person.add_roles("child");
    const auto answer =
        intake_.CallAndWait("/kinward.intake.v1.IntakeService/ReceiveReferral", Metadata(config_),
                            command.SerializeAsString(), kDeadline);
    if (!answer.status.ok()) std::fprintf(stderr, "%s\n", answer.status.message.c_str());
    CHECK(answer.status.ok());
    referrals_.push_back(command.referral_id());
  }

  void Amend(std::size_t number, bool warming) {
    intake::v1::AmendReferral command;
    command.set_referral_id(referrals_[number % referrals_.size()]);
    const bool urgent = number / referrals_.size() % 2 == 0;
    command.set_urgency(urgent ? intake::v1::URGENCY_URGENT : intake::v1::URGENCY_ROUTINE);
    {
      const std::lock_guard lock(mutex_);
      ++under_way_;
    }
    intake_.Call("/kinward.intake.v1.IntakeService/AmendReferral", Metadata(config_),
                 command.SerializeAsString(), kDeadline,
                 [this, warming, referral = command.referral_id()](const rpc::Answer& answer) {
                   Take(answer, referral, warming);
                 });
  }

  void Take(const rpc::Answer& answer, const std::string& referral, bool warming) {
    const auto now = Clock::now();
    common::v1::CommandReply reply;
    const bool ok = answer.status.ok() && reply.ParseFromString(answer.response);
    const std::lock_guard lock(mutex_);
    --under_way_;
    if (!ok) ++faults_;
    if (ok && !warming) waiting_.push_back({referral, reply.token(), now});
    changed_.notify_all();
  }

  void Watch() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      const Acknowledged one = std::move(waiting_.front());
      waiting_.pop_front();
      ++under_way_;
      lock.unlock();
      const bool seen = Look(one);
      const double took = Since(one.when) * 1e3;
      lock.lock();
      --under_way_;
      if (!seen) ++faults_;
      taken_.push_back(took);
      changed_.notify_all();
    }
  }

  // What was not there within the server's two seconds counts with the time that it took.
  bool Look(const Acknowledged& one) {
    views::v1::GetView request;
    request.set_view("case");
    request.set_id(one.referral);
    request.set_council(kCouncil);
    request.set_after(one.token);
    const auto answer = views_.CallAndWait("/kinward.views.v1.ViewService/Get", Metadata(config_),
                                           request.SerializeAsString(), kDeadline);
    views::v1::View view;
    if (!answer.status.ok()) std::fprintf(stderr, "%s\n", answer.status.message.c_str());
    return answer.status.ok() && view.ParseFromString(answer.response);
  }

  const config::Service& config_;
  rpc::Client intake_;
  rpc::Client views_;
  const double rate_;
  const double seconds_;
  std::vector<std::string> referrals_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Acknowledged> waiting_;
  int under_way_ = 0;
  bool ended_ = false;
  std::vector<double> taken_;
  long faults_ = 0;
};

}  // namespace
}  // namespace kinward::load

int main(int argc, char** argv) {
  const std::string mode = argc == 5 ? argv[2] : "";
  if (mode != "commands" && mode != "fresh") {
    std::fputs("usage: load_bench CONFIG commands IN_FLIGHT SECONDS | CONFIG fresh RATE SECONDS\n",
               stderr);
    return 64;
  }
  const auto config = kinward::config::Load(argv[1]);
  if (!config) {
    std::fprintf(stderr, "%s\n", config.error().message.c_str());
    return 78;
  }
  if (mode == "commands") {
    kinward::load::Commands(*config, std::atoi(argv[3]), std::atof(argv[4])).Finish();
  } else {
    kinward::load::Freshness(*config, std::atof(argv[3]), std::atof(argv[4])).Run();
  }
  return 0;
}
