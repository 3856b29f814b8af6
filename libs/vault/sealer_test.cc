#include "libs/vault/sealer.h"

#include <gtest/gtest.h>

#include "kinward/intake/v1/referral.pb.h"

namespace kinward::vault {
namespace {

const std::string kCouncil = "wolverhampton";
const std::string kFamily = "0190a000-0000-7000-8000-000000000001";
const std::string kOtherFamily = "0190a000-0000-7000-8000-000000000002";
const std::string kWords = "Zoë Example said that she would rather stay at home.";

intake::v1::ReferralReceived Told(const std::string& family) {
  intake::v1::ReferralReceived event;
  event.set_family_id(family);
  event.mutable_narrative()->set_text(kWords);
  return event;
}

KeyRing KeysOf(const google::protobuf::Message& message) {
  KeyRing keys;
  const auto names = KeysToSeal(message);
  for (const KeyName& name : names.value()) keys[name] = Key(name, NewUuid(), RandomKey());
  return keys;
}

TEST(SealerTest, OpensWhatItSealed) {
  auto event = Told(kFamily);
  const KeyRing keys = KeysOf(event);
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys.begin()->first, (KeyName{kFamily, common::v1::SEAL_CLASS_NARRATIVE}));
  ASSERT_TRUE(Seal(kCouncil, keys, event));
  EXPECT_FALSE(HasClearDetails(event));
  EXPECT_EQ(event.SerializeAsString().find("Example"), std::string::npos);
  EXPECT_EQ(KeysToOpen(event).size(), 1U);
  ASSERT_TRUE(Open(kCouncil, keys, event));
  EXPECT_EQ(event.narrative().text(), kWords);
  EXPECT_TRUE(event.narrative().sealed().empty());
}

TEST(SealerTest, LeavesWhatIsSealedAsItIs) {
  auto event = Told(kFamily);
  const KeyRing keys = KeysOf(event);
  ASSERT_TRUE(Seal(kCouncil, keys, event));
  const std::string once = event.SerializeAsString();
  ASSERT_TRUE(Seal(kCouncil, keys, event));
  EXPECT_EQ(event.SerializeAsString(), once);
}

TEST(SealerTest, OpensACopyUnderItsOwnSubject) {
  auto event = Told(kFamily);
  const KeyRing keys = KeysOf(event);
  ASSERT_TRUE(Seal(kCouncil, keys, event));
  auto copy = event;
  copy.set_family_id(kOtherFamily);
  EXPECT_EQ(KeysToOpen(copy), KeysToOpen(event));
  ASSERT_TRUE(Open(kCouncil, keys, copy));
  EXPECT_EQ(copy.narrative().text(), kWords);
}

TEST(SealerTest, RefusesAnEnvelopeOfAnotherCouncilKeyOrSubject) {
  auto event = Told(kFamily);
  KeyRing keys = KeysOf(event);
  ASSERT_TRUE(Seal(kCouncil, keys, event));
  auto elsewhere = event;
  EXPECT_EQ(Open("southwark", keys, elsewhere).error().kind, FailureKind::kCorrupt);

  auto altered = event;
  altered.mutable_narrative()->mutable_sealed()->back() ^= 1;
  EXPECT_EQ(Open(kCouncil, keys, altered).error().kind, FailureKind::kCorrupt);

  // Another subject written into the envelope, with the very same key: it was not sealed for them.
  auto claimed = event;
  std::string& envelope = *claimed.mutable_narrative()->mutable_sealed();
  envelope.replace(envelope.find(kFamily), kFamily.size(), kOtherFamily);
  const KeyName other{kOtherFamily, common::v1::SEAL_CLASS_NARRATIVE};
  const Key mine = keys.begin()->second;
  keys.insert_or_assign(other, Key(other, mine.id(), mine.bytes()));
  EXPECT_EQ(Open(kCouncil, keys, claimed).error().kind, FailureKind::kCorrupt);

  auto cut = event;
  cut.mutable_narrative()->set_sealed("short");
  EXPECT_EQ(Open(kCouncil, keys, cut).error().kind, FailureKind::kCorrupt);
}

TEST(SealerTest, ReadsAnErasedSubjectAsEmpty) {
  auto event = Told(kFamily);
  KeyRing keys = KeysOf(event);
  ASSERT_TRUE(Seal(kCouncil, keys, event));
  const KeyName name = keys.begin()->first;
  keys.insert_or_assign(name, Key::Erased(name));
  ASSERT_TRUE(Open(kCouncil, keys, event));
  EXPECT_FALSE(event.narrative().has_text());
}

TEST(SealerTest, DropsWhatIsToldOfAnErasedSubject) {
  auto event = Told(kFamily);
  KeyRing keys = KeysOf(event);
  const KeyName name = keys.begin()->first;
  keys.insert_or_assign(name, Key::Erased(name));
  ASSERT_TRUE(Seal(kCouncil, keys, event));
  EXPECT_FALSE(event.narrative().has_text());
  EXPECT_TRUE(event.narrative().sealed().empty());
  EXPECT_EQ(event.family_id(), kFamily);
  ASSERT_TRUE(Open(kCouncil, keys, event));
}

TEST(SealerTest, RefusesToSealUnderNobody) {
  EXPECT_EQ(KeysToSeal(Told("")).error().kind, FailureKind::kFatal);
}

TEST(SealerTest, UnwrapsOnlyInTheSameContext) {
  const std::string wrapping = RandomKey();
  const std::string key = RandomKey();
  const std::string wrapped = Wrap(wrapping, key, "wolverhampton|a");
  EXPECT_EQ(Unwrap(wrapping, wrapped, "wolverhampton|a").value(), key);
  EXPECT_FALSE(Unwrap(wrapping, wrapped, "wolverhampton|b"));
  EXPECT_FALSE(Unwrap(RandomKey(), wrapped, "wolverhampton|a"));
}

}  // namespace
}  // namespace kinward::vault
