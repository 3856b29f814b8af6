// How long WhatIf takes over a council's recorded decisions, through the service's own reading of
// its store.
//   what_if_bench CONNINFO CATALOGUE fill REFERRALS asked|every
//   what_if_bench CONNINFO CATALOGUE ask
// Referrals are the catalogue's examples, over and over; each was decided by the programme that it
// asked for, or by every one in force. `ask` prints one JSON line.
#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/check.h"
#include "libs/eventstore/migrate.h"
#include "libs/eventstore/postgres_store.h"
#include "services/eligibility/catalogue/catalogue.h"
#include "services/eligibility/rules/assessment.h"
#include "services/eligibility/what_if/draft_tally.h"
#include "services/eligibility/what_if/recorded_tally.h"

namespace kinward::eligibility {
namespace {

using catalogue::Catalogue;
using catalogue::Example;
using catalogue::ProgrammeFile;

constexpr const char* kCouncil = "bench";
constexpr const char* kAggregate = "eligibility-check";
constexpr const char* kDecided = "kinward.eligibility.eligibility-check.eligibility-decided.v1";
constexpr int kConnections = 4;
constexpr int kStreamsAnAppend = 50;

const ProgrammeVersion* InForce(const ProgrammeFile& programme, const std::string& on) {
  const ProgrammeVersion* begun = nullptr;
  for (const auto& version : programme.versions) {
    if (version.effective_from() <= on) begun = &version;
  }
  return begun;
}

// Sensitive facts are sealed when a decision is recorded: nothing of them can be read.
void Record(const Catalogue& all, const Example& example, v1::EligibilityDecided& event) {
  const auto sensitive = [&](const Fact& fact) {
    const auto entry = all.dictionary.facts.find(fact.name());
    const bool found = entry != all.dictionary.facts.end() && entry->second.definition.sensitive();
    if (found) event.mutable_sensitive_facts()->set_sealed(std::string(200, 's'));
    return found;
  };
  event.set_on(example.on);
  event.set_urgency(example.urgency.empty() ? "routine" : example.urgency);
  for (const auto& reason : example.reasons) event.add_reasons(reason);
  for (const auto& fact : example.facts) {
    if (!sensitive(fact)) *event.add_facts() = fact;
  }
  for (const auto& person : example.people) {
    auto& recorded = *event.add_subjects();
    recorded = person;
    recorded.clear_facts();
    for (const auto& fact : person.facts()) {
      if (!sensitive(fact)) *recorded.add_facts() = fact;
    }
  }
}

Known KnownOf(const Example& example) {
  Known known;
  for (const auto& person : example.people) known.people.push_back(&person);
  for (const auto& fact : example.facts) known.facts.push_back(&fact);
  known.reasons = example.reasons;
  known.urgency = example.urgency;
  known.council = kCouncil;
  known.on = *ParseDate(example.on);
  return known;
}

std::vector<v1::EligibilityDecided> DecidedExamples(const Catalogue& all, bool every) {
  std::vector<v1::EligibilityDecided> decided;
  for (const ProgrammeFile& programme : all.programmes) {
    for (const Example& example : programme.examples) {
      if (!ParseDate(example.on)) continue;
      v1::EligibilityDecided event;
      Record(all, example, event);
      for (const ProgrammeFile& checked : all.programmes) {
        const auto* version = InForce(checked, example.on);
        if (version == nullptr || (!every && &checked != &programme)) continue;
        *event.add_programmes() = Assess(*version, KnownOf(example));
      }
      decided.push_back(std::move(event));
    }
  }
  return decided;
}

eventstore::AppendRequest Fifty(std::vector<v1::EligibilityDecided>& examples, std::size_t from,
                                std::size_t until, Time now) {
  eventstore::AppendRequest request;
  request.tenant = kCouncil;
  request.command_id = NewUuid();
  request.method = "kinward.eligibility.v1.EligibilityService/CheckEligibility";
  request.actor = "system:bench";
  request.request_hmac = std::string(32, 'h');
  for (std::size_t number = from; number < until; ++number) {
    auto& event = examples[number % examples.size()];
    event.set_referral_id(NewUuid().ToString());
    event.set_family_id(NewUuid().ToString());
    request.writes.push_back(
        {event.referral_id(),
         kAggregate,
         0,
         event.family_id(),
         {{NewUuid(), kDecided, event.SerializeAsString(), std::string(80, 'm'), now}}});
  }
  return request;
}

boost::asio::awaitable<void> Writer(eventstore::PostgresStore& store,
                                    std::vector<v1::EligibilityDecided>& examples,
                                    std::size_t& next, std::size_t count) {
  const Time now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  while (next < count) {
    const std::size_t from = next;
    next = std::min(count, from + kStreamsAnAppend);
    const auto outcome = co_await store.Append(Fifty(examples, from, next, now));
    CHECK(outcome.has_value());
    CHECK(std::holds_alternative<eventstore::Appended>(outcome.value()));
  }
}

int Fill(const std::string& conninfo, const Catalogue& all, std::size_t count, bool every) {
  if (const auto migrated = eventstore::Migrate(conninfo); !migrated) return 1;
  auto examples = DecidedExamples(all, every);
  CHECK(!examples.empty());
  boost::asio::io_context context(1);
  eventstore::PostgresOptions options;
  options.conninfo = conninfo;
  options.connections = kConnections;
  eventstore::PostgresStore store(context.get_executor(), options);
  std::size_t next = 0;
  int left = kConnections;
  for (int i = 0; i < kConnections; ++i) {
    boost::asio::co_spawn(context, Writer(store, examples, next, count),
                          [&](const std::exception_ptr& thrown) {
                            CHECK(!thrown);
                            if (--left > 0) return;
                            boost::asio::co_spawn(context, store.Close(), boost::asio::detached);
                          });
  }
  context.run();
  return 0;
}

v1::WhatIfRequest Drafted(const ProgrammeFile& programme) {
  v1::WhatIfRequest request;
  request.set_council(kCouncil);
  *request.mutable_draft() = programme.versions.back();
  request.mutable_draft()->clear_licence();
  if (request.draft().clauses_size() > 1) request.mutable_draft()->mutable_clauses()->RemoveLast();
  return request;
}

// Of every programme's newest version, one of its conditions left out, the one that divides the
// examples most evenly.
v1::WhatIfRequest Question(const Catalogue& all) {
  const auto examples = DecidedExamples(all, false);
  v1::WhatIfRequest chosen;
  int most = -1;
  for (const ProgrammeFile& programme : all.programmes) {
    v1::WhatIfRequest request = Drafted(programme);
    DraftTally tally(request.draft(), kCouncil, {});
    tally.Take(examples);
    const int eligible = tally.response().eligible();
    const int divided = std::min(eligible, tally.response().checked() - eligible);
    if (divided <= most) continue;
    most = divided;
    chosen = std::move(request);
  }
  return chosen;
}

int Ask(const std::string& conninfo, const Catalogue& all) {
  boost::asio::io_context context(1);
  eventstore::PostgresOptions options;
  options.conninfo = conninfo;
  eventstore::PostgresStore store(context.get_executor(), options);
  const v1::WhatIfRequest request = Question(all);
  const auto start = std::chrono::steady_clock::now();
  const auto audit = store.OpenAudit();
  const auto told = TallyRecorded(*audit, kDecided, request, {}, std::atomic<bool>{false});
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!told) {
    std::fprintf(stderr, "%s\n", told.error().message.c_str());
    return 1;
  }
  std::printf(
      "{\"mode\":\"what_if\",\"referrals\":%d,\"s\":%.3f,\"eligible\":%d,\"changed\":%d,\"cannot_"
      "say\":%d}\n",
      told->checked(), seconds, told->eligible(),
      told->newly_eligible() + told->no_longer_eligible(), told->cannot_say());
  return 0;
}

}  // namespace
}  // namespace kinward::eligibility

int main(int argc, char** argv) {
  namespace eligibility = kinward::eligibility;
  const std::string_view mode = argc > 3 ? argv[3] : "";
  const bool fills = mode == "fill" && argc == 6;
  if (!fills && !(mode == "ask" && argc == 4)) {
    std::fputs("usage: what_if_bench CONNINFO CATALOGUE fill REFERRALS asked|every | ask\n",
               stderr);
    return 64;
  }
  const auto all = kinward::catalogue::LoadCatalogue(argv[2]);
  if (!all.faults.empty()) {
    std::fprintf(stderr, "%s: %zu faults\n", argv[2], all.faults.size());
    return 1;
  }
  if (!fills) return eligibility::Ask(argv[1], all);
  return eligibility::Fill(argv[1], all, std::strtoull(argv[4], nullptr, 10),
                           std::string_view(argv[5]) == "every");
}
