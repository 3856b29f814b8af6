// The key store: a database of its own, which referral-intake alone reaches. Subject keys are
// wrapped by the council's key, council keys by the master key; destroying one forgets its bytes
// for ever.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <map>
#include <memory>
#include <string>

#include "libs/vault/key_source.h"

namespace kinward::vault {

class PostgresKeys final : public KeySource {
 public:
  // `conninfo` in libpq's form. Statements run on a thread of their own; answers come back on the
  // awaiting coroutine's executor.
  PostgresKeys(std::string conninfo, std::string_view master_secret);
  ~PostgresKeys() override;

  // Creates the tables; idempotent. Blocks.
  Result<void> Migrate();
  boost::asio::awaitable<Result<std::vector<Key>>> Fetch(std::string tenant,
                                                         std::vector<KeyName> names,
                                                         bool create) override;
  // Forgets every key of a subject (erasure); later fetches say it was erased.
  boost::asio::awaitable<Result<bool>> Destroy(std::string tenant, std::string subject);

 private:
  class Database;
  std::unique_ptr<Database> database_;
  boost::asio::thread_pool thread_{1};
};

}  // namespace kinward::vault
