// The relay's statements, on two connections: one reads pages, the other holds the lock and
// deletes, so whoever has lost the lock cannot delete. Owns the table relay_state.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "libs/eventstore/relay_line.h"

namespace kinward::eventstore {

// Columns of a page, in this order.
enum PageColumn {
  kPagePosition,
  kPageTenant,
  kPageStream,
  kPageVersion,
  kPageType,
  kPageId,
  kPageBody,
  kPageMetadata,
  kPageOccurred,
  kPageRecorded,
};

// What every process of the service knows of the topic; the leader writes it.
struct TopicState {
  std::int64_t generation = 1;
  bool republish = false;  // asked for, or begun and not finished
  std::string fault;       // of the last check: Kafka is ahead. Empty: none
  bool checked = false;    // by the process that leads now
  Time published_through;  // by whoever led
};
struct OutboxLag {
  std::int64_t rows = 0;  // counted to 100,001
  std::chrono::microseconds oldest_age{0};
};

class RelayDatabase {
 public:
  // Makes relay_state and the topic's row if they are missing.
  static Result<std::unique_ptr<RelayDatabase>> Open(const std::string& conninfo,
                                                     const std::string& topic);

  Result<bool> TryLock();  // kept until the connection ends
  // Leaves a note of how far this process has published (nothing: the epoch), so that those who
  // stand by can say it too.
  Result<TopicState> ReadState(Time published_through);
  Result<OutboxLag> ReadLag();
  Result<void> SaveCheck(const std::string& fault);
  // The id of the event at this version; none when the store lacks it.
  Result<std::optional<Uuid>> EventId(std::string_view tenant, std::string_view stream,
                                      std::int64_t version);
  // Puts every event back into the outbox and ends the republication, in one transaction.
  Result<void> Refill();

  // Reading and deleting overlap: ask, then take when it has come.
  Result<void> AskPage(std::int64_t after, int rows_max);
  Result<void> AskDelete(const std::vector<std::int64_t>& positions);
  RelayLine& reader() { return *reader_; }
  RelayLine& deleter() { return *deleter_; }

 private:
  RelayDatabase(std::string topic, std::unique_ptr<RelayLine> reader,
                std::unique_ptr<RelayLine> deleter);
  std::string topic_;
  std::unique_ptr<RelayLine> reader_;
  std::unique_ptr<RelayLine> deleter_;
};

}  // namespace kinward::eventstore
