// Which events change which stored documents. The one place where views meet event types; filled by
// all_views.cc, asked by the store for every event.
#pragma once

#include <google/protobuf/message.h>

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "services/projection/views/heard.h"

namespace kinward::projection {

// One event's change to one part. Without a part (`part` null) it only leaves marks.
struct Change {
  std::string collection;                           // "case", "pool", …
  const google::protobuf::Message* part = nullptr;  // prototype
  // One of the event's own fields: what is answered lives as long as the event.
  std::function<const std::string&(const google::protobuf::Message&, const Heard&)> id;
  std::function<void(google::protobuf::Message* part, const google::protobuf::Message& event,
                     const Heard& heard, Marks& marks)>
      apply;
};
struct EventViews {
  const google::protobuf::Message* event = nullptr;  // prototype
  std::vector<Change> changes;
};

// The collection whose document has a stream's own id, by the type of any of its events: there the
// stream's version is kept, beside the part it writes. Empty: nowhere, the version is kept on its
// own.
std::string_view HomeOf(std::string_view type);
// The homes that streams of a context may have.
const std::vector<std::string_view>& HomesOf(Source source);

// kinward.<context>.<aggregate>.<event in kebab>.v1, from the message's file and name.
std::string EventTypeOf(const google::protobuf::Descriptor& event);

class Catalogue {
 public:
  Catalogue() = default;
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  // The event changes the part of the document whose id one of its fields names.
  template <std::derived_from<google::protobuf::Message> Part,
            std::derived_from<google::protobuf::Message> Event>
  void On(std::string collection, const std::string& (Event::*id)() const,
          void (*apply)(Part&, const Event&, const Heard&, Marks&)) {
    Add(Event::default_instance(),
        {std::move(collection), &Part::default_instance(),
         [id](const google::protobuf::Message& event, const Heard&) -> const std::string& {
           return (static_cast<const Event&>(event).*id)();
         },
         [apply](google::protobuf::Message* part, const google::protobuf::Message& event,
                 const Heard& heard, Marks& marks) {
           apply(static_cast<Part&>(*part), static_cast<const Event&>(event), heard, marks);
         }});
  }
  void Add(const google::protobuf::Message& event, Change change);

  // Null for a type that no view knows.
  [[nodiscard]] const EventViews* Find(std::string_view type) const;
  [[nodiscard]] std::size_t size() const { return by_type_.size(); }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, EventViews, Hash, std::equal_to<>> by_type_;
};

// Every view there is.
const Catalogue& AllViews();

}  // namespace kinward::projection
