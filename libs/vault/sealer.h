// Seals and opens the …Details inside a message, by reflection: XChaCha20-Poly1305 under the
// subject's key (privacy-security.md §2). Pure: keys are given. An envelope carries its context, so
// it cannot be moved to another council, subject, class or type of message.
#pragma once

#include <google/protobuf/message.h>

#include <array>
#include <compare>
#include <map>
#include <string>
#include <vector>

#include "kinward/common/v1/options.pb.h"
#include "libs/base/result.h"
#include "libs/base/uuid.h"

namespace kinward::vault {

struct KeyName {
  std::string subject;  // the person's, family's or contact's id
  common::v1::SealClass seal_class = common::v1::SEAL_CLASS_UNSPECIFIED;
  auto operator<=>(const KeyName&) const = default;
};

// 32 bytes, wiped when dropped. An erased key has no bytes.
class Key {
 public:
  static constexpr std::size_t kSize = 32;
  Key() = default;
  Key(KeyName name, Uuid id, std::string_view bytes);
  static Key Erased(KeyName name);
  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  ~Key();
  [[nodiscard]] const KeyName& name() const { return name_; }
  [[nodiscard]] const Uuid& id() const { return id_; }
  [[nodiscard]] bool erased() const { return erased_; }
  [[nodiscard]] std::string_view bytes() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }

 private:
  KeyName name_;
  Uuid id_;
  bool erased_ = false;
  std::array<unsigned char, kSize> bytes_{};
};
using KeyRing = std::map<KeyName, Key>;

// The keys that sealing the clear Details of this message takes; kFatal when a Details field does
// not say under whom (its sealed_under field is empty).
Result<std::vector<KeyName>> KeysToSeal(const google::protobuf::Message& message);
std::vector<KeyName> KeysToOpen(const google::protobuf::Message& message);

// Every clear Details becomes its envelope; sealed ones stay. What is told of an erased subject is
// dropped, as if it had been told before: a repeat of an old command still gets its answer. kRetry
// when a key is missing.
Result<void> Seal(const std::string& tenant, const KeyRing& keys,
                  google::protobuf::Message& message);
// Every envelope becomes its Details again; one whose key is erased becomes empty. kCorrupt when an
// envelope was altered or moved, kRetry when a key is missing.
Result<void> Open(const std::string& tenant, const KeyRing& keys,
                  google::protobuf::Message& message);

// Whether any Details lie in the message in clear.
bool HasClearDetails(const google::protobuf::Message& message);

// Keyed and one-way: for looking up an exact identifier without storing it.
std::string BlindIndex(std::string_view key, const std::string& tenant, std::string_view kind,
                       std::string_view value);
// 32 random bytes.
std::string RandomKey();
// A 32-byte key from a secret of any length.
std::string DeriveKey(std::string_view secret, std::string_view purpose);
// Wraps a key under another, bound to `context`; nothing but the same context unwraps it.
std::string Wrap(std::string_view wrapping_key, std::string_view key, std::string_view context);
Result<std::string> Unwrap(std::string_view wrapping_key, std::string_view wrapped,
                           std::string_view context);

}  // namespace kinward::vault
