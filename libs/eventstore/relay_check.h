// At start: does Kafka hold anything that the store lacks? Then the database was restored, and
// every new event would fork history. Not here: importing what is missing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/eventstore/relay_database.h"
#include "libs/kafka/record.h"

namespace kinward::eventstore {

// Compares each partition's last record with the store. An empty string when the store holds them
// all; else what is wrong, for operators. A Failure when the store cannot be asked.
Result<std::string> FindBehind(RelayDatabase& database, std::int64_t generation,
                               const std::vector<kafka::Record>& last);

}  // namespace kinward::eventstore
