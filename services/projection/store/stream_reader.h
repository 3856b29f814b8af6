// Where a hole in a stream is filled from: the service that owns it (its ReadStream RPC).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "kinward/common/v1/common.pb.h"
#include "libs/base/result.h"
#include "services/projection/views/heard.h"

namespace kinward::projection {

class StreamReader {
 public:
  StreamReader() = default;
  StreamReader(const StreamReader&) = delete;
  StreamReader& operator=(const StreamReader&) = delete;
  virtual ~StreamReader() = default;

  // Events after `after_version`, oldest first, up to and including `until_version` (0: all there
  // are). Blocks the caller, at most two seconds.
  virtual Result<std::vector<common::v1::StoredEvent>> Read(Source source, std::string_view council,
                                                            std::string_view stream,
                                                            std::int64_t after_version,
                                                            std::int64_t until_version) = 0;
};

}  // namespace kinward::projection
