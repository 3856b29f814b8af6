// The key store: a database of its own, which referral-intake alone reaches. Subject keys are
// wrapped by the council's key, council keys by the master key. Not here: their destruction
// (postgres_subjects.h).
#pragma once

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

  // Creates the vault's tables; idempotent. Blocks.
  Result<void> Migrate();
  boost::asio::awaitable<Result<std::vector<Key>>> Fetch(std::string tenant,
                                                         std::vector<KeyName> names,
                                                         bool create) override;

 private:
  class Database;
  std::string conninfo_;
  std::unique_ptr<Database> database_;
};

}  // namespace kinward::vault
