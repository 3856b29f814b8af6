// Sealing by the vault: intake reaches the key database itself and serves keys to the other
// services; they ask intake, by name, and keep keys for at most 60 seconds.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "libs/config/service_config.h"
#include "libs/host/front.h"
#include "libs/host/sealing.h"

namespace kinward::host {

class VaultSealing : public Sealing {
 public:
  // Makes the vault's tables (intake); false when it cannot be.
  virtual bool Prepare() = 0;
  // Serves FetchKeys (intake).
  virtual void AddQueries(Queries& queries) = 0;
};

std::unique_ptr<VaultSealing> MakeVaultSealing(boost::asio::io_context& io,
                                               const config::Service& config);

}  // namespace kinward::host
