// Reads a topic once, from its beginning to where it ended at the start. Blocks.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/kafka/record.h"

namespace kinward::host {

// Calls `take` with every record in the order of its partition, up to 500 at a time; its failure
// ends the reading. kRetry: nothing came for half a minute, or `stopping`.
Result<void> ReadTopic(const kafka::Connection& connection, const std::string& topic,
                       const std::atomic<bool>& stopping,
                       const std::function<Result<void>(std::vector<kafka::Record>)>& take);

}  // namespace kinward::host
