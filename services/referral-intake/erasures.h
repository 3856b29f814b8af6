// An erasure's last step: once SubjectErased is in the store, the vault destroys the person's keys
// and index. Asked for before the append and carried out after it, so that neither a crash in
// between nor a lost answer leaves keys behind; what was never decided is dropped.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/host/service.h"
#include "libs/vault/postgres_subjects.h"

namespace kinward::intake {

class Erasures {
 public:
  Erasures(const host::ServiceParts& parts, std::shared_ptr<vault::PostgresSubjects> subjects)
      : parts_(parts), subjects_(std::move(subjects)) {}

  // Before they are sealed: remembers whom these events erase. Destroys nothing.
  boost::asio::awaitable<Result<bool>> Ask(std::string council,
                                           std::vector<const google::protobuf::Message*> events);
  // Destroys what the store says was erased, once.
  boost::asio::awaitable<Result<bool>> CarryOutAsked();

 private:
  boost::asio::awaitable<Result<bool>> CarryOutOne(vault::AskedErasure asked);

  host::ServiceParts parts_;
  std::shared_ptr<vault::PostgresSubjects> subjects_;
};

// For as long as the service runs: at its start and every few seconds.
boost::asio::awaitable<void> CarryOut(std::shared_ptr<Erasures> erasures);

}  // namespace kinward::intake
