// What the projection asks of the command services over gRPC: holes in streams, how far each has
// published, and a tenant's time. Blocking; called on the projection's own threads.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "libs/config/service_config.h"
#include "libs/rpc/client.h"
#include "services/projection/server/as_of.h"
#include "services/projection/store/stream_reader.h"

namespace kinward::projection {

class Peers final : public StreamReader, public PublishedThrough {
 public:
  explicit Peers(const config::Service& config);
  Result<std::vector<common::v1::StoredEvent>> Read(Source source, std::string_view council,
                                                    std::string_view stream,
                                                    std::int64_t after_version,
                                                    std::int64_t until_version) override;
  Result<Published> Ask(Source source) override;
  // The council's time, at most half a second old; the machine's when nobody answers.
  Time Now(const std::string& council);

 private:
  rpc::Answer Call(Source source, const std::string& method, std::string_view council,
                   const std::string& request, std::chrono::milliseconds deadline);
  struct Clock {
    std::chrono::steady_clock::time_point asked;
    Time manual;
    bool is_manual = false;
  };
  std::array<std::unique_ptr<rpc::Client>, kSources> clients_;
  std::string secret_;
  std::mutex mutex_;
  std::map<std::string, Clock> clocks_;
};

}  // namespace kinward::projection
