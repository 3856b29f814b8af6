// Machine-readable descriptions, generated from the linked descriptors: what is served is what is
// said.
#pragma once

#include <optional>
#include <string>

namespace kinward::gateway {

// The document at /openapi.json (OpenAPI 3.1), /asyncapi.json (AsyncAPI 3) or /schemas/{type} (JSON
// Schema draft-07 of a partner event's data); nothing for any other path.
std::optional<std::string> DocumentAt(const std::string& path);

}  // namespace kinward::gateway
