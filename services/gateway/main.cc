// The edge: TLS, tokens and routes in front of the services. Exits 78 on bad configuration.
#include <cstdio>
#include <string_view>

#include "libs/observe/log.h"
#include "services/gateway/run.h"

int main(int argc, char** argv) {
  if (argc != 3 || std::string_view(argv[1]) != "--config") {
    std::fprintf(stderr, "usage: %s --config FILE\n", argv[0]);
    return 2;
  }
  const auto config = kinward::config::Load(argv[2]);
  if (!config) {
    std::fprintf(stderr, "%s\n", config.error().message.c_str());
    return 78;
  }
  kinward::observe::StartLog("gateway", config->log_level);
  return kinward::gateway::Run(*config);
}
