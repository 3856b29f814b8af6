#include "libs/kafka/client.h"

#include <array>
#include <string_view>
#include <vector>

#include "libs/observe/log.h"

namespace kinward::kafka {
namespace {

void WriteLog(const rd_kafka_t* /*handle*/, int level, const char* facility, const char* text) {
  constexpr int kSyslogError = 3;
  // librdkafka remarks on every start that the gapless guarantee is experimental: we know.
  if (std::string_view(facility) == "CONFWARN") return;
  observe::Log(level <= kSyslogError ? observe::Level::kError : observe::Level::kWarning, "kafka",
               {{"facility", facility}, {"message", text}});
}

Result<void> Set(rd_kafka_conf_t* conf, const char* name, const std::string& value) {
  std::array<char, 512> error{};
  if (rd_kafka_conf_set(conf, name, value.c_str(), error.data(), error.size()) !=
      RD_KAFKA_CONF_OK) {
    return Failure{FailureKind::kFatal, std::string("kafka setting: ") + error.data()};
  }
  return {};
}

}  // namespace

Result<Conf> Configure(const Connection& connection,
                       std::initializer_list<std::pair<const char*, std::string>> settings) {
  constexpr std::string_view kWarningsOnly = "4";
  Conf conf(rd_kafka_conf_new());
  rd_kafka_conf_set_log_cb(conf.get(), &WriteLog);
  std::vector<std::pair<std::string, std::string>> all = {
      {"bootstrap.servers", connection.brokers},
      {"client.id", connection.client_id.empty() ? "kinward" : connection.client_id},
      {"log_level", std::string(kWarningsOnly)},
      {"socket.nagle.disable", "true"},
      {"socket.keepalive.enable", "true"},
      {"socket.timeout.ms", "10000"},  // 60 s by default hides a lost node for too long
      {"reconnect.backoff.ms", "50"},
      {"reconnect.backoff.max.ms", "1000"},
      {"allow.auto.create.topics", "false"}};
  all.insert(all.end(), settings.begin(), settings.end());
  all.insert(all.end(), connection.settings.begin(), connection.settings.end());
  for (const auto& [name, value] : all) {
    if (Result<void> set = Set(conf.get(), name.c_str(), value); !set) return set.error();
  }
  return conf;
}

Result<Handle> MakeHandle(rd_kafka_type_t type, Conf conf) {
  std::array<char, 512> error{};
  rd_kafka_t* made = rd_kafka_new(type, conf.get(), error.data(), error.size());
  if (made == nullptr) return Failure{FailureKind::kFatal, std::string("kafka: ") + error.data()};
  (void)conf.release();  // the handle owns it now
  return Handle(made);
}

Result<Metadata> TopicMetadata(rd_kafka_t* handle, const std::string& topic,
                               std::chrono::milliseconds timeout) {
  const Topic asked(rd_kafka_topic_new(handle, topic.c_str(), nullptr));
  if (!asked) return FailureOf(rd_kafka_last_error(), "metadata of " + topic);
  const rd_kafka_metadata_t* answered = nullptr;
  const rd_kafka_resp_err_t error =
      rd_kafka_metadata(handle, 0, asked.get(), &answered, Milliseconds(timeout));
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return FailureOf(error, "metadata of " + topic);
  Metadata metadata(answered);
  if (metadata->topic_cnt != 1) return Failure{FailureKind::kRetry, "no metadata of " + topic};
  const rd_kafka_resp_err_t of_topic = metadata->topics[0].err;
  if (of_topic != RD_KAFKA_RESP_ERR_NO_ERROR) return FailureOf(of_topic, "metadata of " + topic);
  return metadata;
}

bool HasLeaders(const rd_kafka_metadata_t& metadata) {
  const rd_kafka_metadata_topic_t& topic = metadata.topics[0];
  for (int i = 0; i < topic.partition_cnt; ++i) {
    if (topic.partitions[i].leader < 0) return false;
  }
  return topic.partition_cnt > 0;
}

Failure FailureOf(rd_kafka_resp_err_t error, const std::string& doing) {
  const std::string message = doing + ": " + rd_kafka_err2str(error);
  switch (error) {
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
      return {FailureKind::kNotFound, message};
    case RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS:
      return {FailureKind::kConflict, message};
    case RD_KAFKA_RESP_ERR__FATAL:
    case RD_KAFKA_RESP_ERR__GAPLESS_GUARANTEE:
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR__INVALID_ARG:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_POLICY_VIOLATION:
      return {FailureKind::kFatal, message};
    default:
      return {FailureKind::kRetry, message};
  }
}

}  // namespace kinward::kafka
