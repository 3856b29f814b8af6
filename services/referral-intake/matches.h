// FindMatches: who in the council's records might this be? Candidates come from the vault's blind
// index; they are scored on their details as stored, opened for the answer alone. Nobody is merged
// here.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "libs/host/service.h"
#include "libs/vault/postgres_subjects.h"
#include "services/referral-intake/domain/match.h"

namespace kinward::intake {

class Matches {
 public:
  Matches(const host::ServiceParts& parts, std::shared_ptr<vault::PostgresSubjects> subjects)
      : parts_(parts), subjects_(std::move(subjects)) {}

  // Before they are sealed: whoever these events register or correct can be found from now on. An
  // append that fails afterwards leaves an entry of nobody, which is passed over.
  boost::asio::awaitable<Result<bool>> Index(std::string council,
                                             std::vector<const google::protobuf::Message*> events);
  boost::asio::awaitable<host::QueryAnswer> Find(rpc::Caller caller,
                                                 v1::FindMatchesRequest request);

 private:
  using KnownPeople = std::map<std::string, KnownPerson>;
  boost::asio::awaitable<Result<std::vector<std::vector<std::string>>>> Candidates(
      const v1::FindMatchesRequest& request);
  boost::asio::awaitable<Result<KnownPeople>> Known(std::string council, std::set<std::string> ids,
                                                    bool opened);

  host::ServiceParts parts_;
  std::shared_ptr<vault::PostgresSubjects> subjects_;
};

}  // namespace kinward::intake
