// One process of eligibility as far as its programmes go: real aggregates, its own runner and its
// own picture of the programmes. Several may stand on one store, as replicas do.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kinward/eligibility/v1/programme.pb.h"
#include "libs/host/command_runner.h"
#include "libs/host/programme_loop.h"
#include "services/eligibility/aggregates.h"
#include "services/eligibility/domain/programme.h"
#include "services/eligibility/rules/test_programme.h"
#include "tests/integration/commands.h"

namespace kinward {

class EligibilityReplica {
 public:
  EligibilityReplica(boost::asio::io_context& io, eventstore::EventStore& store)
      : registry(eligibility::Aggregates()),
        clock(store, false),
        loop(io, store, registry, programmes, "programme",
             [this](ProgrammeCatalogue& catalogue, const std::string& council,
                    const google::protobuf::Message& event) {
               eligibility::Hear(catalogue, council, event);
               heard.push_back(council + " " + event.GetDescriptor()->name());
             }),
        runner({&registry, &store, &clock, nullptr, &programmes, "key", [] {}, [] { return true; },
                [this](const auto&... committed) { loop.Take(committed...); }}),
        io_(&io) {}

  template <typename T>
  T Await(boost::asio::awaitable<T> call) {
    std::optional<T> answer;
    boost::asio::co_spawn(*io_, std::move(call), [&](const std::exception_ptr& thrown, T result) {
      CHECK(!thrown);
      answer.emplace(std::move(result));
    });
    io_->restart();
    while (!answer) io_->run_one();
    return *std::move(answer);
  }
  host::RunOutcome Run(const std::string& council, const google::protobuf::Message& command) {
    auto request = RequestOf(command, NewUuid());
    request.tenant = council;
    auto outcome = Await(runner.Run(std::move(request)));
    EXPECT_TRUE(outcome.status.ok()) << outcome.status.reason << outcome.status.message;
    return outcome;
  }
  void CatchUp() { EXPECT_TRUE(Await(loop.CatchUp()).has_value()); }

  host::Registry registry;
  ProgrammeCatalogue programmes;
  std::vector<std::string> heard;  // whose, and what
  host::TenantClock clock;
  host::ProgrammeLoop loop;
  host::CommandRunner runner;

 private:
  boost::asio::io_context* io_;
};

// T-01, shared by Leeds and Hull.
inline eligibility::v1::PublishVersion PublishVersionOf(int number) {
  eligibility::v1::PublishVersion publish;
  publish.set_programme_id("T-01");
  auto& version = *publish.mutable_version();
  version = eligibility::testing::TestProgramme("T-01");
  version.set_version(number);
  version.set_digest("d" + std::to_string(number));
  version.set_host_council("leeds");
  version.add_member_councils("hull");
  return publish;
}

}  // namespace kinward
