#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "tools/kinwardctl/gateway.h"
#include "tools/kinwardctl/report.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {
namespace {

constexpr const char* kUser = "kinwardctl";

// The body, indented for people; a refusal goes to standard error.
int Told(const Options& options, const HttpAnswer& answer) {
  const auto body = nlohmann::json::parse(answer.body, nullptr, false);
  const std::string text =
      body.is_discarded() || options.json ? answer.body : body.dump(2, ' ', false);
  std::fprintf(answer.ok() ? stdout : stderr, "%s\n", text.c_str());
  return answer.ok() ? 0 : 1;
}

std::string LineOf(const std::string& name, const std::string& data) {
  const auto parsed = nlohmann::json::parse(data, nullptr, false);
  return parsed.is_discarded() ? name + ": " + data : name + ": " + parsed.dump();
}

}  // namespace

int ViewGet(const Options& options, const ViewWords& words) {
  const auto gateway = GatewayOf(options);
  if (!gateway) return Failed(gateway.error());
  const auto token = StaffToken(options, words.role, kUser);
  if (!token) return Failed(token.error());
  std::string path = "/v1/views/" + PercentEncoded(words.view);
  if (!words.id.empty()) path += "/" + PercentEncoded(words.id);
  char joint = '?';
  for (const std::string& parameter : words.parameters) {
    const auto equals = parameter.find('=');
    if (equals == std::string::npos) {
      return Failed({FailureKind::kFatal, parameter + " is not name=value"});
    }
    path += joint + PercentEncoded(parameter.substr(0, equals)) + "=" +
            PercentEncoded(parameter.substr(equals + 1));
    joint = '&';
  }
  const auto answer = gateway->Ask({"GET", path, {{"Authorization", "Bearer " + *token}}, ""});
  return answer ? Told(options, *answer) : Failed(answer.error());
}

// Server-sent events, one a line: name and data. Heartbeats are not shown.
int ViewWatch(const Options& options, const ViewWords& words) {
  const auto gateway = GatewayOf(options);
  if (!gateway) return Failed(gateway.error());
  const auto token = StaffToken(options, words.role, kUser);
  if (!token) return Failed(token.error());
  std::string views = PercentEncoded(words.view);
  if (!words.id.empty()) views += "/" + PercentEncoded(words.id);
  std::string name = "message";
  std::string data;
  int shown = 0;
  const auto take = [&](const std::string& line) {
    if (line.starts_with("event: ")) name = line.substr(7);
    if (line.starts_with("data: ")) data += line.substr(6);
    if (!line.empty() || data.empty()) return true;
    std::printf("%s\n", LineOf(name, data).c_str());
    std::fflush(stdout);
    name = "message";
    data.clear();
    return ++shown != words.count;
  };
  const auto answer = gateway->Follow(
      {"GET", "/v1/live?views=" + views, {{"Authorization", "Bearer " + *token}}, ""}, take);
  if (!answer) return Failed(answer.error());
  return answer->status == 200 ? 0 : Told(options, *answer);
}

int ReferralSend(const Options& options, const std::string& file, const std::string& partner) {
  const auto content = ContentOf(file);
  if (!content) return Failed(content.error());
  const auto event = nlohmann::json::parse(*content, nullptr, false);
  if (event.is_discarded()) return Failed({FailureKind::kFatal, file + " is not JSON"});
  const auto gateway = GatewayOf(options);
  if (!gateway) return Failed(gateway.error());
  // The source's last part is the partner's name where none was given.
  std::string sender = partner;
  const auto& one = event.is_array() && !event.empty() ? event.front() : event;
  if (sender.empty() && one.is_object() && one.contains("source") && one["source"].is_string()) {
    const std::string source = one["source"].get<std::string>();
    sender = source.substr(source.rfind(':') + 1);
  }
  const auto token = PartnerToken(options, *gateway, sender);
  if (!token) return Failed(token.error());
  const char* type =
      event.is_array() ? "application/cloudevents-batch+json" : "application/cloudevents+json";
  const auto answer = gateway->Ask({"POST",
                                    "/v1/events",
                                    {{"Authorization", "Bearer " + *token}, {"Content-Type", type}},
                                    *content});
  return answer ? Told(options, *answer) : Failed(answer.error());
}

int Preview(const Options& options, const std::string& file, const std::string& role) {
  const auto content = ContentOf(file);
  if (!content) return Failed(content.error());
  const auto gateway = GatewayOf(options);
  if (!gateway) return Failed(gateway.error());
  const auto token = StaffToken(options, role, kUser);
  if (!token) return Failed(token.error());
  const auto answer =
      gateway->Ask({"POST",
                    "/v1/preview",
                    {{"Authorization", "Bearer " + *token}, {"Content-Type", "application/json"}},
                    *content});
  if (!answer) return Failed(answer.error());
  const auto body = nlohmann::json::parse(answer->body, nullptr, false);
  if (!answer->ok() || options.json || body.is_discarded()) return Told(options, *answer);
  std::printf("as of %s\n", body.value("as_of", "").c_str());
  for (const auto& programme : body.value("programmes", nlohmann::json::array())) {
    std::printf("%-8s %-18s %s\n", programme.value("programme", "").c_str(),
                programme.value("eligibility", "").c_str(), programme.value("name", "").c_str());
    for (const auto& question : programme.value("questions", nlohmann::json::array())) {
      std::printf("         ask: %s\n", question.value("question", "").c_str());
    }
  }
  return 0;
}

}  // namespace kinward::ctl
