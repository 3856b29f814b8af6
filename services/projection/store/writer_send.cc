// What a writer sends: one script call a batch, with everything the batch has changed. The rest of
// Writer is in writer.cc.
#include <algorithm>
#include <tuple>
#include <utility>

#include "services/projection/store/writer.h"

namespace kinward::projection {

void Writer::Changed(std::string_view council, std::string_view name) {
  if (!settings_.announce) return;
  std::string changed;
  changed.reserve(council.size() + name.size() + 1);
  changed.append(council).append(" ").append(name);
  if (changed_.empty() || changed_.back() != changed) changed_.push_back(std::move(changed));
}

// One HSET a document: its parts, and the versions of the streams whose own it is.
void Writer::AddDocuments(Bucket& bucket) {
  std::sort(dirty_.begin(), dirty_.end(), [](const DirtyField& left, const DirtyField& right) {
    return std::tie(left.document, left.field) < std::tie(right.document, right.field);
  });
  for (auto first = dirty_.begin(); first != dirty_.end();) {
    const std::string_view document = first->document;
    const auto last = std::find_if(first, dirty_.end(), [document](const DirtyField& field) {
      return field.document != document;
    });
    call_.Start("HSET", document, 2 * static_cast<std::size_t>(last - first));
    bool shown = false;  // a part of it, not only a version
    for (; first != last; ++first) {
      call_.Push(first->field);
      if (first->part == nullptr) {
        first->version->dirty = false;
        call_.PushNumber(first->version->version);
        continue;
      }
      first->part->dirty = false;
      call_.PushMessage(*first->part->message);
      shown = true;
    }
    if (!shown) continue;
    // "<base><council>:d:<collection>:<id>" as watchers name it
    const std::string_view name = document.substr(bucket.layout.base().size());
    const auto cut = name.find(":d:");
    Changed(name.substr(0, cut), name.substr(cut + 3));
  }
  dirty_.clear();
}

// Of a member's marks only the last counts: the sort keeps their order.
void Writer::AddIndexes(const Bucket& bucket) {
  const auto place = [](const IndexMark& one) { return std::tie(one.council, one.mark.name); };
  std::stable_sort(index_marks_.begin(), index_marks_.end(),
                   [&](const IndexMark& left, const IndexMark& right) {
                     return std::tie(left.council, left.mark.name, left.mark.member) <
                            std::tie(right.council, right.mark.name, right.mark.member);
                   });
  for (auto first = index_marks_.begin(); first != index_marks_.end();) {
    const auto last = std::find_if(first, index_marks_.end(), [&](const IndexMark& one) {
      return place(one) != place(*first);
    });
    AddIndex(bucket.layout.Index(first->council, first->mark.name), {first, last});
    first = last;
  }
  index_marks_.clear();
}

// One ZADD and one ZREM an index.
void Writer::AddIndex(const std::string& key, std::span<const IndexMark> marks) {
  const auto counts = [&](std::size_t i) {
    return i + 1 == marks.size() || marks[i].mark.member != marks[i + 1].mark.member;
  };
  std::size_t entering = 0;
  std::size_t leaving = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (counts(i)) ++(marks[i].mark.kind == Mark::Kind::kEnter ? entering : leaving);
  }
  if (entering > 0) call_.Start("ZADD", key, 2 * entering);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (!counts(i) || marks[i].mark.kind != Mark::Kind::kEnter) continue;
    call_.PushNumber(marks[i].mark.score);
    call_.Push(marks[i].mark.member);
  }
  if (leaving > 0) call_.Start("ZREM", key, leaving);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (counts(i) && marks[i].mark.kind != Mark::Kind::kEnter) call_.Push(marks[i].mark.member);
  }
}

void Writer::AddLists() {
  for (const auto& [key, entries] : lists_) {
    call_.Operation("RPUSH", key, std::vector<std::string_view>(entries.begin(), entries.end()));
  }
  lists_.clear();
}

void Writer::AddRest(Bucket& bucket) {
  for (const std::string& name : bucket.forgotten)
    call_.Operation("HDEL", bucket.layout.Parked(), {name});
  bucket.forgotten.clear();
  for (const auto& [name, reason] : newly_parked_)
    call_.Operation("HSET", bucket.layout.Parked(), {name, reason});
  for (const std::string& name : unparked_) call_.Operation("HDEL", bucket.layout.Parked(), {name});
  newly_parked_.clear();
  unparked_.clear();
  if (changed_.empty()) return;
  std::string names;
  for (const std::string& name : changed_) names.append(name).append("\n");
  call_.Operation("XADD", bucket.layout.Changes(),
                  {"MAXLEN", "~", std::to_string(kChangesKept), "*", "c", names});
  changed_.clear();
}

void Writer::Send(int number, Bucket& bucket, std::size_t events,
                  const std::vector<ApplyCall::Advance>& advances) {
  call_.Reset(apply_digest_);
  call_.Begin(bucket.layout.Epoch(), bucket.layout.Broken(), bucket.layout.Offsets(), bucket.epoch,
              advances);
  AddDocuments(bucket);
  AddIndexes(bucket);
  AddLists();
  AddRest(bucket);
  connection_.Append(call_.Arguments());
  in_flight_.push_back({number, events});
  counters_.batches.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace kinward::projection
