// The partner agencies that may send, as their file states them (contract.md: partners.json), and
// what their agreement lets them send. Secrets are kept as digests and compared in constant time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.h"

namespace kinward::gateway {

struct Partner {
  std::string name;
  std::string slug;    // the last part of `source`; how the services know it
  std::string source;  // the CloudEvents source it must send
  std::string client_id;
  std::string secret_digest;  // SHA-256
  std::string council;
  std::vector<std::string> types;  // it may send; empty: all
  std::string until;               // last day of its agreement, ISO; empty: no end
  // Base64url SHA-256 of its client certificate (RFC 8705's x5t#S256): it must show that one.
  std::string certificate;
  std::string public_key;  // PEM, P-256: it may sign assertions in place of its secret
};

class Partners {
 public:
  // `json` is a list of {"name","source","client_id","client_secret","council"} with the optional
  // members "types", "until", "certificate" and "public_key".
  static Result<Partners> Parse(const std::string& json);
  static Result<Partners> Load(const std::string& file);

  [[nodiscard]] const Partner* FindBySource(std::string_view source) const;
  [[nodiscard]] const std::vector<Partner>& all() const { return partners_; }
  [[nodiscard]] const Partner* FindByClient(std::string_view client_id) const;
  // The partner whose id and secret these are; null otherwise.
  [[nodiscard]] const Partner* Authenticate(std::string_view client_id,
                                            std::string_view client_secret) const;

 private:
  std::vector<Partner> partners_;
};

}  // namespace kinward::gateway
