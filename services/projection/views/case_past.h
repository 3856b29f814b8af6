// The case as it was: its parts folded in memory, event by event, by the functions that keep the
// live ones. Pure; where the events come from is server/case_as_at.h.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "services/projection/views/case_view.h"

namespace kinward::projection {

class CasePast {
 public:
  explicit CasePast(std::string referral_id) : referral_id_(std::move(referral_id)) {}

  // In the order in which each context's own events were heard; events of other referrals of the
  // family change nothing that is shown. False: the body cannot be parsed.
  [[nodiscard]] bool Apply(const Catalogue& catalogue, const Heard& heard, std::string_view body);
  // What the parts are now; intake's is empty while the referral had not been received.
  [[nodiscard]] CaseParts Parts() const;

 private:
  // A document's part of one context: collection, id, context.
  using Key = std::tuple<std::string, std::string, Source>;
  template <typename Part>
  [[nodiscard]] Part PartAt(std::string_view collection, const std::string& id,
                            Source source) const;

  std::string referral_id_;
  std::map<Key, std::unique_ptr<google::protobuf::Message>> parts_;
};

}  // namespace kinward::projection
