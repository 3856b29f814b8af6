// What a service reads at start. The gateway and the projection use the parts they need.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/result.h"

namespace kinward::config {

struct Database {
  std::string host;
  std::int64_t port = 0;
  std::string name;
  std::string user;
  std::string password;
  int connections = 12;
  // libpq's keyword form; keepalives free a lost node's locks within 15 seconds (reliability F23).
  [[nodiscard]] std::string Conninfo() const;
};

struct Gateway {
  std::string listen;
  std::string certificate_file;
  std::string key_file;
  std::string token_key_file;
  std::string partners_file;
};

struct Service {
  std::string service;  // intake, eligibility, scheduling, outcomes, projection, gateway
  std::string
      profile;  // "local" allows manual clocks and staff tokens made by hand; else "production"
  std::string listen_grpc;
  std::string listen_admin;
  std::string kafka_brokers;
  std::string kafka_topic_prefix;
  int kafka_partitions = 12;
  std::string internal_secret;  // proves that a call comes from another Kinward service
  std::string master_key;       // intake only: wraps the councils' keys
  std::map<std::string, std::string> peers;  // service → host:port
  std::string redis;                         // projection only
  std::string log_level;
  Database database;
  Database vault;   // intake only
  Gateway gateway;  // gateway only
  [[nodiscard]] bool local() const { return profile == "local"; }
};

// "127.0.0.1:8443" in two; port 0 when there is none.
std::pair<std::string, std::uint16_t> HostAndPort(const std::string& listen);

// All faults at once, one a line: file:line: key: what. kFatal: the caller exits with 78.
Result<Service> Load(const std::string& file);

}  // namespace kinward::config
