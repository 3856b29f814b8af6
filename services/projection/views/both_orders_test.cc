// Every event that a view listens to, of every pair of the four topics, folded in both orders: the
// parts, indexes and lists are the same byte for byte, because each is changed by one topic alone.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>

#include "kinward/common/v1/options.pb.h"
#include "services/projection/views/catalogue.h"

namespace kinward::projection {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Made = std::shared_ptr<const Message>;

const std::array<std::vector<std::string>, kSources> kFiles = {{
    {"intake/v1/referral", "intake/v1/person", "intake/v1/family", "intake/v1/contact",
     "intake/v1/consent", "intake/v1/notification", "intake/v1/obligation", "intake/v1/education",
     "intake/v1/intelligence"},
    {"eligibility/v1/check", "eligibility/v1/programme"},
    {"scheduling/v1/request", "scheduling/v1/pool", "scheduling/v1/panel",
     "scheduling/v1/panel_session", "scheduling/v1/agenda_item", "scheduling/v1/setting",
     "scheduling/v1/stay", "scheduling/v1/rota"},
    {"outcomes/v1/case", "outcomes/v1/follow_up", "outcomes/v1/worker"},
}};

// Two names for each thing, so that events meet and miss each other.
std::string TextFor(const FieldDescriptor& field, std::mt19937& random) {
  if (field.name() == "on" || field.name().ends_with("_on") || field.name().ends_with("_night"))
    return random() % 2 == 0 ? "2016-11-12" : "2016-11-14";
  return field.name() + (random() % 2 == 0 ? "-1" : "-2");
}

void Fill(Message& message, std::mt19937& random, int depth);

void FillOne(Message& message, const FieldDescriptor& field, std::mt19937& random, int depth) {
  const auto& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = TextFor(field, random);
      many ? reflection.AddString(&message, &field, text)
           : reflection.SetString(&message, &field, text);
      return;
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto& type = *field.enum_type();
      const int value =
          type.value(static_cast<int>(random() % static_cast<unsigned>(type.value_count())))
              ->number();
      many ? reflection.AddEnumValue(&message, &field, value)
           : reflection.SetEnumValue(&message, &field, value);
      return;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!many) reflection.SetBool(&message, &field, random() % 2 == 0);
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      if (!many) reflection.SetInt32(&message, &field, static_cast<int>(random() % 5));
      return;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (depth > 0) {
        Fill(many ? *reflection.AddMessage(&message, &field)
                  : *reflection.MutableMessage(&message, &field),
             random, depth - 1);
      }
      return;
    default:
      return;
  }
}

void Fill(Message& message, std::mt19937& random, int depth) {
  const Descriptor& type = *message.GetDescriptor();
  if (type.name() == "Timestamp") {
    const auto* seconds = type.FindFieldByName("seconds");
    message.GetReflection()->SetInt64(&message, seconds, 1'478'000'000 + random() % 10'000);
    return;
  }
  for (int at = 0; at < type.field_count(); ++at) FillOne(message, *type.field(at), random, depth);
}

struct Event {
  Source source = Source::kIntake;
  Made message;
  std::string type;
  std::string stream;
  std::string family;
  Time time;
};

// Each event of the topic that a view knows, some several times, in a random order of its own.
std::vector<Event> TopicOf(Source source, std::mt19937& random) {
  std::vector<Event> topic;
  for (const std::string& name : kFiles[static_cast<std::size_t>(source)]) {
    const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
        "kinward/" + name + ".proto");
    if (file == nullptr) continue;
    for (int at = 0; at < 2 * file->message_type_count(); ++at) {
      const Descriptor& type = *file->message_type(at % file->message_type_count());
      if (!type.options().HasExtension(common::v1::event)) continue;
      const auto* prototype =
          google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type);
      std::shared_ptr<Message> message(prototype->New());
      Fill(*message, random, 3);
      const Time time{std::chrono::seconds{1'478'000'000 + static_cast<int>(topic.size())}};
      topic.push_back({source, message, EventTypeOf(type), "stream-" + std::to_string(random() % 3),
                       "family-" + std::to_string(random() % 2), time});
    }
  }
  std::shuffle(topic.begin(), topic.end(), random);
  return topic;
}

// What the store would hold.
struct Views {
  std::map<std::string, std::shared_ptr<Message>> parts;  // "collection/id/source"
  std::map<std::string, std::map<std::string, std::int64_t>> indexes;
  std::map<std::string, std::vector<std::string>> lists;
  std::map<std::string, Source> changed_by;  // indexes

  // A list has one share per topic, merged when it is read; an index belongs to one topic.
  void Mark(const projection::Mark& mark, Source source) {
    if (mark.kind == projection::Mark::Kind::kAppend) {
      lists[mark.name + "/" + std::string(NameOf(source))].push_back(mark.member);
      return;
    }
    EXPECT_EQ(changed_by.try_emplace(mark.name, source).first->second, source) << mark.name;
    if (mark.kind == projection::Mark::Kind::kEnter) {
      indexes[mark.name][mark.member] = mark.score;
    } else {
      indexes[mark.name].erase(mark.member);
    }
  }
  // False: no view listens to it.
  bool Take(const Event& event) {
    const EventViews* views = AllViews().Find(event.type);
    if (views == nullptr) return false;
    const Heard heard{.source = event.source,
                      .council = "wolverhampton",
                      .stream = event.stream,
                      .version = 1,
                      .partition_key = event.family,
                      .event_id = "event",
                      .type = event.type,
                      .occurred_time = event.time};
    for (const Change& change : views->changes) {
      Marks marks;
      Message* part = nullptr;
      if (change.part != nullptr) {
        auto& held = parts[change.collection + "/" + change.id(*event.message, heard) + "/" +
                           std::string(NameOf(event.source))];
        if (held == nullptr) held.reset(change.part->New());
        part = held.get();
      }
      change.apply(part, *event.message, heard, marks);
      for (const auto& mark : marks.all()) Mark(mark, event.source);
    }
    return true;
  }
  [[nodiscard]] std::string Bytes() const {
    std::string bytes;
    for (const auto& [name, part] : parts) bytes += name + "=" + part->SerializeAsString() + "\n";
    for (const auto& [name, members] : indexes) {
      for (const auto& [member, score] : members)
        bytes += name + "/" + member + "=" + std::to_string(score) + "\n";
    }
    for (const auto& [name, entries] : lists) {
      for (const auto& entry : entries) bytes += name + "+" + entry + "\n";
    }
    return bytes;
  }
};

std::string Fold(const std::vector<const std::vector<Event>*>& topics) {
  Views views;
  for (const auto* topic : topics) {
    for (const Event& event : *topic) views.Take(event);
  }
  return views.Bytes();
}

TEST(BothOrdersTest, EveryPairOfTopicsGivesTheSameBytesInBothOrders) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random{seed};
    std::vector<std::vector<Event>> topics;
    for (std::size_t source = 0; source < kSources; ++source)
      topics.push_back(TopicOf(static_cast<Source>(source), random));
    for (std::size_t one = 0; one < kSources; ++one) {
      for (std::size_t other = one + 1; other < kSources; ++other) {
        const std::string bytes = Fold({&topics[one], &topics[other]});
        EXPECT_FALSE(bytes.empty());
        EXPECT_TRUE(bytes == Fold({&topics[other], &topics[one]}))
            << kSourceNames[one] << " and " << kSourceNames[other];
      }
    }
    EXPECT_TRUE(Fold({&topics[0], &topics[1], &topics[2], &topics[3]}) ==
                Fold({&topics[3], &topics[2], &topics[1], &topics[0]}));
  }
}

TEST(BothOrdersTest, TheTopicsTellEveryEventThatAViewKnows) {
  std::mt19937 random{1};
  std::set<std::string> told;
  for (std::size_t source = 0; source < kSources; ++source) {
    for (const Event& event : TopicOf(static_cast<Source>(source), random)) {
      if (AllViews().Find(event.type) != nullptr) told.insert(event.type);
    }
  }
  EXPECT_EQ(told.size(), AllViews().size());
}

}  // namespace
}  // namespace kinward::projection
