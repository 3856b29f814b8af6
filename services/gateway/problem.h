// A refusal as partners and staff read it: application/problem+json (RFC 9457) with Kinward's
// members (contract.md). Values that were sent are never in it.
#pragma once

#include <string>
#include <vector>

#include "libs/http/message.h"
#include "libs/rpc/field_fault.h"

namespace kinward::gateway {

struct Problem {
  int status = 400;
  std::string code;
  std::string title;                      // in a few words
  std::vector<rpc::FieldFault> errors{};  // at most rpc::kFaultsMax
  http::Headers headers{};                // e.g. Allow, Retry-After, WWW-Authenticate
};

// One fault that is the whole problem.
Problem ProblemAt(int status, std::string code, std::string pointer, std::string detail);
// Several: the first one's code names the problem.
Problem ProblemOf(int status, std::vector<rpc::FieldFault> faults);

// The JSON body. `ring` is whom to ring (Councils::WhoToRing).
std::string BodyOf(const Problem& problem, const std::string& correlation_id,
                   const std::string& ring);
http::Response ResponseOf(const Problem& problem, const std::string& correlation_id,
                          const std::string& ring);
http::Response JsonResponse(int status, std::string body);

}  // namespace kinward::gateway
