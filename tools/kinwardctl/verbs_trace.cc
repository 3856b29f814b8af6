#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "kinward/intake/v1/referral.pb.h"
#include "libs/host/topic_reader.h"
#include "tools/kinwardctl/gateway.h"
#include "tools/kinwardctl/report.h"
#include "tools/kinwardctl/stack.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {
namespace {

const std::atomic<bool> kGoOn{false};
constexpr std::string_view kReceived = "kinward.intake.referral.referral-received.v1";

struct Step {
  Time recorded;
  std::string text;
  nlohmann::json row;
};

std::string Of(const kafka::Record& record, std::string_view header) {
  return std::string(record.header(header));
}

// The correlation id of the referral that got this receipt, or has this id.
Result<std::string> CorrelationOf(const kafka::Connection& kafka, const std::string& topic,
                                  const std::string& receipt) {
  std::string found;
  const auto read = host::ReadTopic(
      kafka, topic, kGoOn, [&](const std::vector<kafka::Record>& records) -> Result<void> {
        for (const kafka::Record& record : records) {
          if (record.header("ce_type") != kReceived) continue;
          intake::v1::ReferralReceived event;
          if (!event.ParseFromString(record.value)) continue;
          if (event.receipt() == receipt || event.referral_id() == receipt) {
            found = Of(record, "ce_correlationid");
          }
        }
        return {};
      });
  if (!read) return read.error();
  if (found.empty()) {
    return Failure{FailureKind::kNotFound, "no referral has the receipt or id " + receipt};
  }
  return found;
}

Result<void> Follow(const kafka::Connection& kafka, const std::string& topic,
                    const std::string& correlation, std::vector<Step>& steps) {
  return host::ReadTopic(
      kafka, topic, kGoOn, [&](const std::vector<kafka::Record>& records) -> Result<void> {
        for (const kafka::Record& record : records) {
          if (record.header("ce_correlationid") != correlation) continue;
          steps.push_back({record.timestamp,
                           FormatTime(record.timestamp) + "  " + Of(record, "ce_type") + "  " +
                               Of(record, "ce_subject") + " version " + Of(record, "ce_sequence") +
                               "  id " + Of(record, "ce_id") + "  because of " +
                               Of(record, "ce_causationid"),
                           {{"time", FormatTime(record.timestamp)},
                            {"type", Of(record, "ce_type")},
                            {"stream", Of(record, "ce_subject")},
                            {"version", Of(record, "ce_sequence")},
                            {"id", Of(record, "ce_id")},
                            {"cause", Of(record, "ce_causationid")}}});
        }
        return {};
      });
}

}  // namespace

// Reads the topics, not the stores: what is shown has left its service.
int Trace(const Options& options, const std::string& receipt) {
  const auto content = ContentOf(options.run_folder + "/endpoints.json");
  if (!content) return Failed(content.error());
  const auto endpoints = nlohmann::json::parse(*content, nullptr, false);
  if (endpoints.is_discarded()) return Failed({FailureKind::kCorrupt, "endpoints.json"});
  const kafka::Connection kafka{endpoints.value("kafka", ""), "kinwardctl", {}};
  const std::string prefix = endpoints.value("topic_prefix", "") + "kinward.";
  const auto correlation = CorrelationOf(kafka, prefix + "intake.events.v1", receipt);
  if (!correlation) return Failed(correlation.error());
  std::vector<Step> steps;
  for (const std::string& context : kDeciders) {
    const auto read = Follow(kafka, prefix + context + ".events.v1", *correlation, steps);
    if (!read) return Failed(read.error());
  }
  std::stable_sort(steps.begin(), steps.end(), [](const Step& left, const Step& right) {
    return left.recorded < right.recorded;
  });
  Rows rows(options, "steps");
  for (const Step& step : steps) rows.Add(step.text, step.row);
  return rows.End(0);
}

}  // namespace kinward::ctl
