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

// What the edge must know of a council before it can ask anybody.
struct Council {
  std::string telephone;                    // of its children's services: told in every refusal
  std::vector<std::string> postcode_areas;  // outward codes, e.g. WV1; empty: it is not asked
  bool test = false;                        // people may have NHS numbers of the 999 range
};

// What may come at once (privacy-security.md §11); 0: no limit. Profile local has no limits but the
// last unless its file states them.
struct Limits {
  int address_per_second = 0;  // an address without a good token
  int partner_per_second = 0;
  int partner_burst = 0;
  int user_per_second = 0;
  int in_flight_max = 0;  // requests being answered; beyond it 503
};

struct Gateway {
  std::string listen;
  std::string listen_mutual;          // for partners that show a certificate; empty: there is none
  std::string client_authority_file;  // whose certificates those must have
  std::string catalogue_folder;       // facts.yaml and vocabularies.yaml
  std::map<std::string, Council> councils;
  Limits limits;
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
  // Which replica this is: `replica`, else the N at the end of the host's name as in
  // kinward-intake-N, else the host's name. Stable over restarts, different for each replica.
  std::string replica;
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
