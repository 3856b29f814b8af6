// The real servers a test runs against: those that `deploy/local/servers up` started and whose
// addresses stand in the file that KINWARD_SERVERS names. CHECKs when there are none.
// Not for unit tests (*_test.cc), which need no server.
#pragma once

#include <string>
#include <string_view>

namespace kinward::testing {

// What libpq needs to open `database`, in its keyword form.
std::string PostgresConninfo(std::string_view database);

// The parts of the same, for those who build a configuration.
struct PostgresServer {
  std::string host;
  int port = 0;
  std::string user;
  std::string password_file;
  std::string password;
};
PostgresServer Postgres();

// Creates an empty database of this test's own; returns its name. It lives as long as the servers.
std::string FreshDatabase();

// Broker and server as "host:port".
std::string Kafka();
std::string Redis();

// A name nobody else uses (topic, group, key): the prefix, a dot, this process and a count.
std::string UniqueName(std::string_view prefix);

}  // namespace kinward::testing
