// A record of a topic as the event that it carries.
#pragma once

#include "kinward/common/v1/common.pb.h"
#include "libs/base/result.h"
#include "libs/kafka/consumer.h"

namespace kinward::host {

// What an event needs for being heard, now or after having been parked. kCorrupt: its headers
// cannot be read.
Result<common::v1::StoredEvent> EventOf(const kafka::Record& record);

// Which making of the topic it is of; 0: none is told.
std::int64_t GenerationOf(const kafka::Record& record);

}  // namespace kinward::host
