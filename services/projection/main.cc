// projection: live views in Redis, built from the topics alone.
#include <sys/resource.h>

#include <csignal>
#include <cstdio>

#include "libs/observe/log.h"
#include "services/projection/run.h"

int main(int argc, char** argv) {
  using namespace kinward;  // NOLINT(google-build-using-namespace)
  if (argc != 3 || std::string_view(argv[1]) != "--config") return 2;
  const auto config = config::Load(argv[2]);
  if (!config) {
    std::fprintf(stderr, "%s\n", config.error().message.c_str());
    return 78;
  }
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  observe::StartLog("projection", config->log_level);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return projection::Run(*config);
}
