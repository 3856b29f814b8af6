#include "services/gateway/partner/partners.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <iterator>

#include "libs/rpc/json_parse.h"

namespace kinward::gateway {
namespace {

std::string Digest(std::string_view secret) {
  std::array<unsigned char, 32> digest{};
  CHECK(EVP_Digest(secret.data(), secret.size(), digest.data(), nullptr, EVP_sha256(), nullptr) ==
        1);
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string Text(const rpc::JsonValue& object, std::string_view name) {
  const rpc::JsonValue* value = object.Find(name);
  return value != nullptr && value->IsString() ? value->text : std::string{};
}

}  // namespace

Result<Partners> Partners::Load(const std::string& file) {
  std::ifstream stream{file};
  if (!stream) return Failure{FailureKind::kFatal, "partners_file: cannot read " + file};
  return Parse({std::istreambuf_iterator<char>{stream}, {}});
}

Result<Partners> Partners::Parse(const std::string& json) {
  const auto parsed = rpc::ParseJson(json);
  const auto* list = std::get_if<rpc::JsonValue>(&parsed);
  if (list == nullptr || !list->IsArray()) {
    return Failure{FailureKind::kFatal, "partners_file: not a JSON list"};
  }
  Partners partners;
  for (const rpc::JsonValue& item : list->items) {
    Partner partner;
    partner.name = Text(item, "name");
    partner.source = Text(item, "source");
    partner.slug = partner.source.substr(partner.source.rfind(':') + 1);
    partner.client_id = Text(item, "client_id");
    partner.secret_digest = Digest(Text(item, "client_secret"));
    partner.council = Text(item, "council");
    partner.until = Text(item, "until");
    partner.certificate = Text(item, "certificate");
    partner.public_key = Text(item, "public_key");
    if (const rpc::JsonValue* types = item.Find("types"); types != nullptr) {
      for (const rpc::JsonValue& type : types->items) partner.types.push_back(type.text);
    }
    if (partner.source.empty() || partner.client_id.empty() || partner.council.empty() ||
        Text(item, "client_secret").empty()) {
      return Failure{FailureKind::kFatal,
                     "partners_file: each partner needs source, client_id, client_secret, council"};
    }
    partners.partners_.push_back(std::move(partner));
  }
  return partners;
}

const Partner* Partners::FindBySource(std::string_view source) const {
  for (const Partner& partner : partners_) {
    if (partner.source == source) return &partner;
  }
  return nullptr;
}

const Partner* Partners::FindByClient(std::string_view client_id) const {
  for (const Partner& partner : partners_) {
    if (partner.client_id == client_id) return &partner;
  }
  return nullptr;
}

const Partner* Partners::Authenticate(std::string_view client_id,
                                      std::string_view client_secret) const {
  const std::string digest = Digest(client_secret);
  for (const Partner& partner : partners_) {
    if (partner.client_id == client_id &&
        CRYPTO_memcmp(partner.secret_digest.data(), digest.data(), digest.size()) == 0) {
      return &partner;
    }
  }
  return nullptr;
}

}  // namespace kinward::gateway
