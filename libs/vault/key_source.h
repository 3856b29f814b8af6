// Where keys come from. Asked for in batches; what is asked to be created is created before it is
// used, so an append that fails leaves at most an orphan key, which harms nobody.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "libs/vault/sealer.h"

namespace kinward::vault {

class KeySource {
 public:
  KeySource() = default;
  KeySource(const KeySource&) = delete;
  KeySource& operator=(const KeySource&) = delete;
  virtual ~KeySource() = default;
  // One key per name, erased ones said to be so. Without `create`, names that have none are left
  // out.
  virtual boost::asio::awaitable<Result<std::vector<Key>>> Fetch(std::string tenant,
                                                                 std::vector<KeyName> names,
                                                                 bool create) = 0;
};

}  // namespace kinward::vault
