// Turns a page of the outbox into records: CloudEvents headers from the row, the stored body as it
// is (sealed fields stay sealed). Not here: when pages are read and rows deleted.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/eventstore/pg_rows.h"
#include "libs/kafka/producer.h"

namespace kinward::eventstore {

class RelayPublisher {
 public:
  RelayPublisher(std::string context, std::string topic, std::int64_t generation,
                 std::unique_ptr<kafka::Producer> producer);
  ~RelayPublisher();

  // Sends these rows of the page, in this order. kCorrupt, naming the position, for a row that
  // cannot be published: the rows before it are sent, and nothing may overtake it.
  Result<void> Publish(const PgRows& page, const std::vector<int>& rows, kafka::Batch& batch);
  kafka::Producer& producer() { return *producer_; }

 private:
  struct Encoding;  // reused for every row
  Result<void> PublishRow(const PgRows& page, int row, kafka::Batch& batch);

  std::string context_;
  std::string topic_;
  std::int64_t generation_;
  std::unique_ptr<Encoding> encoding_;
  std::unique_ptr<kafka::Producer> producer_;
};

}  // namespace kinward::eventstore
