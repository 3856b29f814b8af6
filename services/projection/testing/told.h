// For tests of one view: a document's part after some events, without Redis.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "libs/base/check.h"
#include "services/projection/views/catalogue.h"

namespace kinward::projection {

// The part after events that are a minute apart, and the marks that the last one left.
template <typename Part>
class ToldPart {
 public:
  ToldPart(std::string_view collection, Source source) : collection_(collection) {
    heard_.source = source;
    heard_.occurred_time = Time{std::chrono::seconds{1'470'000'000}};
  }
  ToldPart& After(const google::protobuf::Message& event) {
    marks.Clear();
    heard_.occurred_time += std::chrono::minutes{1};
    const EventViews* views = AllViews().Find(EventTypeOf(*event.GetDescriptor()));
    CHECK(views != nullptr);
    for (const Change& change : views->changes) {
      if (change.collection == collection_) change.apply(&part, event, heard_, marks);
    }
    return *this;
  }
  // When the last event happened.
  [[nodiscard]] Time now() const { return heard_.occurred_time; }

  Part part;
  Marks marks;

 private:
  std::string collection_;
  Heard heard_;
};

}  // namespace kinward::projection
