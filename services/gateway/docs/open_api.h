// The gateway's routes as an OpenAPI 3.1 document: what they take, from whom, what they answer.
#pragma once

#include <string>

namespace kinward::gateway {

// Every route of the contract, every RPC of every context with its body, headers and answers.
std::string OpenApi();

}  // namespace kinward::gateway
