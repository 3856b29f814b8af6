// What the vault knows of subjects beside their keys: a blind index, by which they are found
// without any clear value being stored, and the erasures that were asked for. Not here: what a clue
// is made of, and whether an erasure was decided; referral-intake says both.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/result.h"

namespace kinward::vault {

// Something by which a person can be found: its kind and its value, in clear and normalised.
using Clue = std::pair<std::string, std::string>;
struct SubjectClue {
  std::string subject;
  Clue clue;
};
struct AskedErasure {
  std::string tenant;
  std::string subject;
  bool old = false;  // asked for an hour ago or more: whatever asked has ended by now
};

class PostgresSubjects {
 public:
  // On the tables that PostgresKeys::Migrate makes. The index is keyed by the master secret.
  PostgresSubjects(std::string conninfo, std::string_view master_secret);
  ~PostgresSubjects();

  // Idempotent. Subjects without an identity key, and erased ones, are passed over.
  boost::asio::awaitable<Result<bool>> Index(std::string tenant, std::vector<SubjectClue> clues);
  // For each clue, in order, the subjects that were indexed by it: at most `most`.
  boost::asio::awaitable<Result<std::vector<std::vector<std::string>>>> Find(
      std::string tenant, std::vector<Clue> clues, int most);

  // Remembers that an erasure is about to be decided. Nothing is destroyed by it.
  boost::asio::awaitable<Result<bool>> AskErasure(std::string tenant,
                                                  std::vector<std::string> subjects);
  boost::asio::awaitable<Result<std::vector<AskedErasure>>> AskedErasures();
  // Forgets the asking alone: the erasure was never decided.
  boost::asio::awaitable<Result<bool>> DropErasure(std::string tenant, std::string subject);
  // Forgets every key of a subject, for ever, and its index; later fetches of any class say that it
  // was erased. Idempotent, and safe to interrupt anywhere: the asking is dropped last.
  boost::asio::awaitable<Result<bool>> Destroy(std::string tenant, std::string subject);

 private:
  class Database;
  std::unique_ptr<Database> database_;
};

}  // namespace kinward::vault
