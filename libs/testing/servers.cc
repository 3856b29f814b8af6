#include "libs/testing/servers.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "libs/base/check.h"

namespace kinward::testing {
namespace {

nlohmann::json Servers() {
  const char* path = std::getenv("KINWARD_SERVERS");
  CHECK(path != nullptr);  // run through ctest, or name the file of `deploy/local/servers up`
  std::ifstream file(path);
  CHECK(file.is_open());
  return nlohmann::json::parse(file);
}

// psql rather than libpq: tests need no second library that includes its header.
void RunPsql(const std::string& statement) {
  const PostgresServer server = Postgres();
  std::vector<std::string> words = {"psql", "-XqtA",     "-v", "ON_ERROR_STOP=1",
                                    "-h",   server.host, "-p", std::to_string(server.port),
                                    "-U",   server.user, "-d", "postgres",
                                    "-c",   statement};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::string password = "PGPASSWORD=" + server.password;
  std::string path = std::string("PATH=") + std::getenv("PATH");
  std::vector<char*> environment = {password.data(), path.data(), nullptr};

  pid_t child = 0;
  CHECK(posix_spawnp(&child, "psql", nullptr, nullptr, arguments.data(), environment.data()) == 0);
  int status = -1;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

std::string Unique(std::string_view prefix, char separator) {
  static std::atomic<int> count{0};
  // Servers outlive a test's process, and pids return: the start time tells runs apart.
  static const auto started = std::chrono::steady_clock::now().time_since_epoch().count();
  return std::string(prefix) + separator + std::to_string(getpid()) + separator +
         std::to_string(started) + separator + std::to_string(++count);
}

}  // namespace

PostgresServer Postgres() {
  const nlohmann::json found = Servers().at("postgres");
  PostgresServer server;
  server.host = found.at("host").get<std::string>();
  server.port = found.at("port").get<int>();
  server.user = found.at("user").get<std::string>();
  server.password_file = found.at("password_file").get<std::string>();
  std::ifstream file(server.password_file);
  CHECK(std::getline(file, server.password).good());
  return server;
}

std::string PostgresConninfo(std::string_view database) {
  const PostgresServer server = Postgres();
  return "host=" + server.host + " port=" + std::to_string(server.port) + " user=" + server.user +
         " password=" + server.password + " dbname=" + std::string(database) + " connect_timeout=5";
}

std::string FreshDatabase() {
  const std::string name = Unique("test", '_');
  RunPsql("CREATE DATABASE " + name);
  return name;
}

std::string Kafka() { return Servers().at("kafka").get<std::string>(); }

std::string Redis() { return Servers().at("redis").get<std::string>(); }

std::string UniqueName(std::string_view prefix) { return Unique(prefix, '.'); }

}  // namespace kinward::testing
