#include "libs/vault/sealer.h"

#include <google/protobuf/descriptor.h>
#include <sodium.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <utility>

namespace kinward::vault {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kEnvelopeVersion = 1;
constexpr std::size_t kIdSize = 16;
constexpr std::size_t kCommitmentSize = 16;
constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kSubjectMax = 255;
// version, length of the subject, subject, key id, commitment; then nonce and ciphertext.
constexpr std::size_t kHeadMin = 2 + kIdSize + kCommitmentSize + kNonceSize;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// One Details message in its place.
struct Place {
  Message* details;
  KeyName name;
};

const FieldDescriptor* SealedField(const Message& details) {
  return details.GetDescriptor()->FindFieldByName("sealed");
}

std::string Envelope(const Message& details) {
  return details.GetReflection()->GetString(details, SealedField(details));
}

bool IsClear(const Message& details) {
  std::vector<const FieldDescriptor*> fields;
  details.GetReflection()->ListFields(details, &fields);
  return std::any_of(fields.begin(), fields.end(),
                     [](const auto* field) { return field->name() != "sealed"; });
}

// Calls `visit` with every Details message, in the order of fields.
void Walk(Message& message, const std::function<void(Place)>& visit) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const auto seal_class = field->message_type()->options().GetExtension(common::v1::details);
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      Message* inner = field->is_repeated() ? reflection->MutableRepeatedMessage(&message, field, i)
                                            : reflection->MutableMessage(&message, field);
      if (seal_class == common::v1::SEAL_CLASS_UNSPECIFIED) {
        Walk(*inner, visit);
        continue;
      }
      const auto* under = message.GetDescriptor()->FindFieldByName(
          field->options().GetExtension(common::v1::sealed_under));
      visit({inner, {under == nullptr ? "" : reflection->GetString(message, under), seal_class}});
    }
  }
}

// Whose key sealed it: an envelope that was copied into another message still says so.
std::string SubjectOf(const std::string& envelope) {
  if (envelope.size() < kHeadMin || envelope[0] != kEnvelopeVersion) return "";
  const std::size_t size = static_cast<unsigned char>(envelope[1]);
  return envelope.size() < kHeadMin + size ? "" : envelope.substr(2, size);
}

std::vector<Place> Places(const Message& message) {
  std::vector<Place> places;
  Walk(const_cast<Message&>(message),
       [&](Place place) { places.push_back(std::move(place)); });  // NOLINT
  return places;
}

// What an envelope is bound to.
std::string Binding(const std::string& tenant, const KeyName& name, const Message& details,
                    const Uuid& key_id) {
  return tenant + '|' + name.subject + '|' + std::to_string(name.seal_class) + '|' +
         details.GetTypeName() + '|' + key_id.ToString() + '|' + std::to_string(kEnvelopeVersion);
}

std::string Commitment(std::string_view key) {
  std::string commitment(kCommitmentSize, '\0');
  constexpr std::string_view kPurpose = "kinward key commitment";
  crypto_generichash(Bytes(commitment), commitment.size(), Bytes(kPurpose), kPurpose.size(),
                     Bytes(key), key.size());
  return commitment;
}

std::string Encrypt(std::string_view key, std::string_view plain, std::string_view binding,
                    std::string head) {
  std::string nonce(kNonceSize, '\0');
  randombytes_buf(nonce.data(), nonce.size());
  std::string sealed(plain.size() + kTagSize, '\0');
  unsigned long long size = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(Bytes(sealed), &size, Bytes(plain), plain.size(),
                                             Bytes(binding), binding.size(), nullptr, Bytes(nonce),
                                             Bytes(key));
  return std::move(head) + nonce + sealed;
}

std::optional<std::string> Decrypt(std::string_view key, std::string_view nonce,
                                   std::string_view sealed, std::string_view binding) {
  if (sealed.size() < kTagSize) return std::nullopt;
  std::string plain(sealed.size() - kTagSize, '\0');
  unsigned long long size = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(Bytes(plain), &size, nullptr, Bytes(sealed),
                                                 sealed.size(), Bytes(binding), binding.size(),
                                                 Bytes(nonce), Bytes(key)) != 0) {
    return std::nullopt;
  }
  return plain;
}

void SealOne(const std::string& tenant, const Key& key, Message& details) {
  std::string plain = details.SerializeAsString();
  std::string head(1, kEnvelopeVersion);
  CHECK(key.name().subject.size() <= kSubjectMax);
  head += static_cast<char>(key.name().subject.size());
  head += key.name().subject;
  head.append(key.id().bytes.begin(), key.id().bytes.end());
  head += Commitment(key.bytes());
  std::string envelope =
      Encrypt(key.bytes(), plain, Binding(tenant, key.name(), details, key.id()), std::move(head));
  sodium_memzero(plain.data(), plain.size());
  details.Clear();
  details.GetReflection()->SetString(&details, SealedField(details), std::move(envelope));
}

Result<void> OpenOne(const std::string& tenant, const Key& key, Message& details) {
  const std::string envelope = Envelope(details);
  const std::string_view view = std::string_view(envelope).substr(2 + key.name().subject.size());
  const std::string id(key.id().bytes.begin(), key.id().bytes.end());
  if (view.substr(0, kIdSize) != id ||
      view.substr(kIdSize, kCommitmentSize) != Commitment(key.bytes())) {
    return Failure{FailureKind::kCorrupt, "an envelope of another key"};
  }
  auto plain = Decrypt(key.bytes(), view.substr(kIdSize + kCommitmentSize, kNonceSize),
                       view.substr(kIdSize + kCommitmentSize + kNonceSize),
                       Binding(tenant, key.name(), details, key.id()));
  if (!plain) return Failure{FailureKind::kCorrupt, "an envelope that was altered or moved"};
  details.Clear();
  const bool parsed = details.ParseFromString(*plain);
  sodium_memzero(plain->data(), plain->size());
  if (!parsed) return Failure{FailureKind::kCorrupt, "sealed bytes that are no message"};
  return {};
}

}  // namespace

Key::Key(KeyName name, Uuid id, std::string_view bytes) : name_(std::move(name)), id_(id) {
  CHECK(bytes.size() == kSize);
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}
Key Key::Erased(KeyName name) {
  Key key;
  key.name_ = std::move(name);
  key.erased_ = true;
  return key;
}
Key::~Key() { sodium_memzero(bytes_.data(), bytes_.size()); }

Result<std::vector<KeyName>> KeysToSeal(const Message& message) {
  std::set<KeyName> names;
  for (const Place& place : Places(message)) {
    if (!IsClear(*place.details)) continue;
    if (place.name.subject.empty()) {
      return Failure{FailureKind::kFatal,
                     place.details->GetTypeName() + " does not say under whom it is sealed"};
    }
    names.insert(place.name);
  }
  return std::vector<KeyName>(names.begin(), names.end());
}

std::vector<KeyName> KeysToOpen(const Message& message) {
  std::set<KeyName> names;
  for (const Place& place : Places(message)) {
    const std::string subject = SubjectOf(Envelope(*place.details));
    if (!subject.empty()) names.insert({subject, place.name.seal_class});
  }
  return {names.begin(), names.end()};
}

Result<void> Seal(const std::string& tenant, const KeyRing& keys, Message& message) {
  for (const Place& place : Places(message)) {
    if (!IsClear(*place.details)) continue;
    const auto key = keys.find(place.name);
    if (key == keys.end()) return Failure{FailureKind::kRetry, "a key is missing"};
    if (key->second.erased()) {
      place.details->Clear();
      continue;
    }
    SealOne(tenant, key->second, *place.details);
  }
  return {};
}

Result<void> Open(const std::string& tenant, const KeyRing& keys, Message& message) {
  for (const Place& place : Places(message)) {
    const std::string envelope = Envelope(*place.details);
    if (envelope.empty()) continue;
    const std::string subject = SubjectOf(envelope);
    if (subject.empty()) return Failure{FailureKind::kCorrupt, "an envelope of an unknown form"};
    const auto key = keys.find({subject, place.name.seal_class});
    if (key == keys.end()) return Failure{FailureKind::kRetry, "a key is missing"};
    if (key->second.erased()) {
      place.details->Clear();
      continue;
    }
    if (auto opened = OpenOne(tenant, key->second, *place.details); !opened) return opened;
  }
  return {};
}

bool HasClearDetails(const Message& message) {
  const auto places = Places(message);
  return std::any_of(places.begin(), places.end(),
                     [](const Place& place) { return IsClear(*place.details); });
}

std::string BlindIndex(std::string_view key, const std::string& tenant, std::string_view kind,
                       std::string_view value) {
  const std::string input = tenant + '|' + std::string(kind) + '|' + std::string(value);
  std::string index(32, '\0');
  crypto_generichash(Bytes(index), index.size(), Bytes(input), input.size(), Bytes(key),
                     key.size());
  return index;
}

std::string RandomKey() {
  std::string key(Key::kSize, '\0');
  randombytes_buf(key.data(), key.size());
  return key;
}

std::string DeriveKey(std::string_view secret, std::string_view purpose) {
  std::string key(Key::kSize, '\0');
  const std::string input = std::string(purpose) + '|' + std::string(secret);
  crypto_generichash(Bytes(key), key.size(), Bytes(input), input.size(), nullptr, 0);
  return key;
}

std::string Wrap(std::string_view wrapping_key, std::string_view key, std::string_view context) {
  return Encrypt(wrapping_key, key, context, "");
}

Result<std::string> Unwrap(std::string_view wrapping_key, std::string_view wrapped,
                           std::string_view context) {
  if (wrapped.size() < kNonceSize)
    return Failure{FailureKind::kCorrupt, "a wrapped key that is cut"};
  auto key =
      Decrypt(wrapping_key, wrapped.substr(0, kNonceSize), wrapped.substr(kNonceSize), context);
  if (!key) return Failure{FailureKind::kCorrupt, "a wrapped key that this key does not open"};
  return *key;
}

}  // namespace kinward::vault
