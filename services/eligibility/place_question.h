// One batched question to scheduling for a preview: is there a place within the days asked for?
// Without an answer in 300 ms the places stay unset (design 9).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "kinward/eligibility/v1/service.pb.h"
#include "libs/rpc/client.h"

namespace kinward::eligibility {

class PlaceQuestion {
 public:
  PlaceQuestion(const std::string& scheduling, std::string internal_secret);
  boost::asio::awaitable<void> Fill(const v1::PreviewRequest& request,
                                    v1::PreviewResponse& response);

 private:
  rpc::Client client_;
  std::string internal_secret_;
};

}  // namespace kinward::eligibility
