#include "libs/config/service_config.h"

#include <charconv>
#include <utility>

#include "libs/config/reader.h"
#include "libs/config/replica.h"

namespace kinward::config {
namespace {

constexpr int kPortMax = 65535;

Database ReadDatabase(Reader reader) {
  Database database;
  database.host = reader.Text("host");
  database.port = reader.Number("port", 1, kPortMax, 5432);
  database.name = reader.Text("name");
  database.user = reader.Text("user");
  database.password = reader.Secret("password_file");
  database.connections = static_cast<int>(reader.Number("connections", 1, 64, 12));
  reader.Finish();
  return database;
}

Limits ReadLimits(Reader reader, bool local) {
  constexpr int kMost = 1'000'000;
  Limits limits;
  const auto read = [&](const char* key, int elsewhere) {
    return static_cast<int>(reader.Number(key, 0, kMost, local ? 0 : elsewhere));
  };
  limits.address_per_second = read("address_per_second", 10);
  limits.partner_per_second = read("partner_per_second", 50);
  limits.partner_burst = read("partner_burst", 100);
  limits.user_per_second = read("user_per_second", 20);
  limits.in_flight_max = static_cast<int>(reader.Number("in_flight_max", 0, kMost, 1024));
  reader.Finish();
  return limits;
}

std::map<std::string, Council> ReadCouncils(Reader reader) {
  std::map<std::string, Council> councils;
  for (const std::string& name : reader.Keys()) {
    Reader one = reader.Section(name);
    Council& council = councils[name];
    council.telephone = one.Text("telephone");
    council.postcode_areas = one.Texts("postcode_areas");
    council.test = one.Flag("test", false);
    one.Finish();
  }
  reader.Finish();
  return councils;
}

Gateway ReadGateway(Reader reader, bool local) {
  Gateway gateway;
  gateway.listen = reader.Text("listen");
  gateway.listen_mutual = reader.TextOr("listen_mutual", "");
  gateway.client_authority_file = reader.TextOr("client_authority_file", "");
  if (!gateway.listen_mutual.empty() && gateway.client_authority_file.empty()) {
    reader.Blame("client_authority_file", "is missing, and listen_mutual needs it");
  }
  gateway.catalogue_folder = reader.Text("catalogue_folder");
  gateway.councils = ReadCouncils(reader.Section("councils"));
  gateway.limits = ReadLimits(reader.OptionalSection("limits"), local);
  gateway.certificate_file = reader.Text("certificate_file");
  gateway.key_file = reader.Text("key_file");
  gateway.token_key_file = reader.Text("token_key_file");
  gateway.partners_file = reader.Text("partners_file");
  reader.Finish();
  return gateway;
}

bool Decides(const std::string& service) {
  return service == "intake" || service == "eligibility" || service == "scheduling" ||
         service == "outcomes";
}

void ReadParts(Reader& reader, Service& service) {
  Reader listen = reader.Section("listen");
  service.listen_grpc = listen.TextOr("grpc", "");
  service.listen_admin = listen.Text("admin");
  listen.Finish();

  Reader secrets = reader.Section("secrets");
  service.internal_secret = secrets.Secret("internal_file");
  if (service.service == "intake") {
    service.master_key = secrets.Secret("master_key_file");
  } else {
    secrets.TextOr("master_key_file", "");
  }
  secrets.Finish();

  Reader peers = reader.Section("peers");
  for (const char* name : {"intake", "eligibility", "scheduling", "outcomes", "projection"}) {
    service.peers[name] = peers.TextOr(name, "");
  }
  peers.Finish();

  if (service.service != "gateway") {
    Reader kafka = reader.Section("kafka");
    service.kafka_brokers = kafka.Text("brokers");
    service.kafka_topic_prefix = kafka.TextOr("topic_prefix", "");
    service.kafka_partitions = static_cast<int>(kafka.Number("partitions", 1, 1000, 12));
    kafka.Finish();
  }
  if (Decides(service.service)) service.database = ReadDatabase(reader.Section("database"));
  if (service.service == "intake") service.vault = ReadDatabase(reader.Section("vault"));
  if (service.service == "projection") service.redis = reader.Text("redis");
  if (service.service == "gateway")
    service.gateway = ReadGateway(reader.Section("gateway"), service.local());

  if (reader.Has("log")) {
    Reader log = reader.Section("log");
    service.log_level = log.TextOr("level", "info");
    log.TextOr("file", "");
    log.Finish();
  }
}

std::string ReadReplica(Reader& reader) {
  const std::string given = reader.TextOr("replica", "");
  return given.empty() ? ReplicaOfHost(HostName()) : given;
}

std::string Quoted(const std::string& value) {
  std::string quoted = "'";
  for (const char letter : value) {
    if (letter == '\'' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted + "'";
}

}  // namespace

std::string Database::Conninfo() const {
  return "host=" + Quoted(host) + " port=" + std::to_string(port) + " dbname=" + Quoted(name) +
         " user=" + Quoted(user) + " password=" + Quoted(password) +
         " connect_timeout=2 keepalives=1 keepalives_idle=5 keepalives_interval=2"
         " keepalives_count=3 application_name=kinward";
}

std::pair<std::string, std::uint16_t> HostAndPort(const std::string& listen) {
  const auto colon = listen.rfind(':');
  std::uint16_t port = 0;
  if (colon != std::string::npos) {
    std::from_chars(listen.data() + colon + 1, listen.data() + listen.size(), port);
  }
  return {listen.substr(0, colon), port};
}

Result<Service> Load(const std::string& file) {
  std::vector<std::string> faults;
  Service service;
  try {
    const YAML::Node root = YAML::LoadFile(file);
    Reader reader(root, file, "", faults);
    service.service = reader.Text("service");
    service.profile = reader.TextOr("profile", "production");
    if (service.profile != "local" && service.profile != "production") {
      faults.push_back(file + ":" + std::to_string(root["profile"].Mark().line + 1) +
                       ": profile: must be local or production");
    }
    service.replica = ReadReplica(reader);
    ReadParts(reader, service);
    reader.Finish();
  } catch (const YAML::Exception& error) {
    faults.push_back(file + ":" + std::to_string(error.mark.line + 1) + ": " + error.msg);
  }
  if (faults.empty()) return service;
  std::string all;
  for (const std::string& fault : faults) all += (all.empty() ? "" : "\n") + fault;
  return Failure{FailureKind::kFatal, all};
}

}  // namespace kinward::config
