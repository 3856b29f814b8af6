#include "libs/vault/postgres.h"

namespace kinward::vault {
namespace {

constexpr const char* kSchema = R"(
SELECT pg_advisory_xact_lock(7201);
CREATE TABLE IF NOT EXISTS council_key (tenant text PRIMARY KEY, wrapped_key bytea NOT NULL);
CREATE TABLE IF NOT EXISTS subject_key (
  tenant text NOT NULL, subject text NOT NULL, class int NOT NULL, key_id uuid NOT NULL,
  wrapped_key bytea, erased_time timestamptz, PRIMARY KEY (tenant, subject, class));
CREATE TABLE IF NOT EXISTS blind_index (
  tenant text NOT NULL, token bytea NOT NULL, subject text NOT NULL,
  PRIMARY KEY (tenant, token, subject));
CREATE INDEX IF NOT EXISTS blind_index_of_subject ON blind_index (tenant, subject);
CREATE TABLE IF NOT EXISTS asked_erasure (
  tenant text NOT NULL, subject text NOT NULL, asked_time timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, subject));
)";

}  // namespace

Result<void> MigrateVault(const std::string& conninfo) {
  auto rows = Postgres(conninfo).Run(kSchema, {});
  if (!rows) return rows.error();
  return {};
}

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "\\x";
  for (const char byte : bytes) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4];
    text += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return text;
}

std::string Unhex(std::string_view text) {
  const auto digit = [](char letter) { return letter <= '9' ? letter - '0' : letter - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 2; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  }
  return bytes;
}

void Array::Add(std::string_view element) {
  text_ += text_.size() == 1 ? "\"" : ",\"";
  for (const char letter : element) {
    if (letter == '"' || letter == '\\') text_ += '\\';
    text_ += letter;
  }
  text_ += '"';
}

Postgres::~Postgres() {
  thread_.join();
  PQfinish(connection_);
}

Result<Rows> Postgres::Run(const char* statement, const std::vector<std::string>& values) {
  if (connection_ == nullptr || PQstatus(connection_) != CONNECTION_OK) {
    PQfinish(connection_);
    connection_ = PQconnectdb(conninfo_.c_str());
  }
  std::vector<const char*> pointers;
  for (const std::string& value : values) pointers.push_back(value.c_str());
  Rows rows(values.empty() ? PQexec(connection_, statement)
                           : PQexecParams(connection_, statement, static_cast<int>(values.size()),
                                          nullptr, pointers.data(), nullptr, nullptr, 0));
  const auto status = PQresultStatus(rows.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return rows;
  return Failure{FailureKind::kRetry, "the key store does not answer"};
}

}  // namespace kinward::vault
