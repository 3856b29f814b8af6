#include "libs/rpc/caller.h"

#include <openssl/crypto.h>

#include <charconv>

namespace kinward::rpc {
namespace {

std::string Value(const std::map<std::string, std::string>& metadata, const char* name) {
  const auto found = metadata.find(name);
  return found == metadata.end() ? "" : found->second;
}

bool SameSecret(std::string_view left, std::string_view right) {
  return !right.empty() && left.size() == right.size() &&
         CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace

// The actor is "kind;id;role,role": all three are slugs, so nothing needs escaping.
Caller CallerOf(const std::map<std::string, std::string>& metadata,
                std::string_view internal_secret) {
  Caller caller;
  caller.trusted = SameSecret(Value(metadata, "kinward-internal"), internal_secret);
  caller.council = Value(metadata, "kinward-council");
  caller.command_id = Uuid::Parse(Value(metadata, "kinward-command-id"));
  caller.traceparent = Value(metadata, "traceparent");
  caller.correlation_id = Value(metadata, "kinward-correlation-id");
  const std::string version = Value(metadata, "kinward-if-match");
  std::int64_t number = 0;
  if (!version.empty() &&
      std::from_chars(version.data(), version.data() + version.size(), number).ec == std::errc{}) {
    caller.if_match = number;
  }
  const std::string actor = Value(metadata, "kinward-actor");
  const auto first = actor.find(';');
  const auto second = first == std::string::npos ? first : actor.find(';', first + 1);
  if (second == std::string::npos) return caller;
  caller.actor.kind = actor.substr(0, first);
  caller.actor.id = actor.substr(first + 1, second - first - 1);
  std::string_view roles = std::string_view(actor).substr(second + 1);
  while (!roles.empty()) {
    const auto comma = roles.find(',');
    caller.actor.roles.emplace_back(roles.substr(0, comma));
    roles = comma == std::string_view::npos ? std::string_view{} : roles.substr(comma + 1);
  }
  return caller;
}

Metadata MetadataOf(const Caller& caller, std::string_view internal_secret) {
  std::string actor = caller.actor.kind + ";" + caller.actor.id + ";";
  for (std::size_t i = 0; i < caller.actor.roles.size(); ++i) {
    actor += (i == 0 ? "" : ",") + caller.actor.roles[i];
  }
  Metadata metadata{{"kinward-internal", std::string(internal_secret)},
                    {"kinward-actor", actor},
                    {"kinward-council", caller.council}};
  if (caller.command_id) metadata.emplace_back("kinward-command-id", caller.command_id->ToString());
  if (caller.if_match) metadata.emplace_back("kinward-if-match", std::to_string(*caller.if_match));
  if (!caller.traceparent.empty()) metadata.emplace_back("traceparent", caller.traceparent);
  if (!caller.correlation_id.empty()) {
    metadata.emplace_back("kinward-correlation-id", caller.correlation_id);
  }
  return metadata;
}

}  // namespace kinward::rpc
