#include "services/gateway/problem.h"

#include "libs/rpc/json_writer.h"

namespace kinward::gateway {
namespace {

using rpc::Quoted;

std::string Advice(const std::string& ring) {
  return "This referral has NOT been received. If a child is at immediate risk call 999 or " +
         ring + ".";
}

}  // namespace

Problem ProblemAt(int status, std::string code, std::string pointer, std::string detail) {
  Problem problem;
  problem.status = status;
  problem.code = code;
  problem.title = detail;
  problem.errors.push_back({std::move(pointer), std::move(code), std::move(detail)});
  return problem;
}

Problem ProblemOf(int status, std::vector<rpc::FieldFault> faults) {
  Problem problem;
  problem.status = status;
  problem.code = faults.front().code;
  problem.title = faults.size() == 1 ? faults.front().detail
                                     : std::to_string(faults.size()) + " fields are not right";
  if (faults.size() > rpc::kFaultsMax) faults.resize(rpc::kFaultsMax);
  problem.errors = std::move(faults);
  return problem;
}

std::string BodyOf(const Problem& problem, const std::string& correlation_id,
                   const std::string& ring) {
  std::string json = "{\"type\":" + Quoted("urn:kinward:problem:" + problem.code) +
                     ",\"title\":" + Quoted(problem.title) +
                     ",\"status\":" + std::to_string(problem.status) +
                     ",\"code\":" + Quoted(problem.code) + ",\"errors\":[";
  for (std::size_t i = 0; i < problem.errors.size(); ++i) {
    const auto& [pointer, code, detail] = problem.errors[i];
    json += (i > 0 ? ",{\"pointer\":" : "{\"pointer\":") + Quoted(pointer) +
            ",\"code\":" + Quoted(code) + ",\"detail\":" + Quoted(detail) + "}";
  }
  return json + "],\"correlation_id\":" + Quoted(correlation_id) +
         ",\"received\":false,\"advice\":" + Quoted(Advice(ring)) + "}";
}

http::Response ResponseOf(const Problem& problem, const std::string& correlation_id,
                          const std::string& ring) {
  http::Response response = JsonResponse(problem.status, BodyOf(problem, correlation_id, ring));
  response.content_type = "application/problem+json";
  response.headers.insert(response.headers.end(), problem.headers.begin(), problem.headers.end());
  return response;
}

http::Response JsonResponse(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

}  // namespace kinward::gateway
