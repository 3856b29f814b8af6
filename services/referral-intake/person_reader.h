// A person's own events, read from the store: what queries and the index fold. Not here: what they
// mean.
#pragma once

#include <string>
#include <vector>

#include "libs/host/service.h"
#include "services/referral-intake/domain/person.h"

namespace kinward::intake {

// In order, sealed as they are stored. Empty: there is no such person.
boost::asio::awaitable<Result<host::Events>> ReadPerson(host::ServiceParts parts,
                                                        std::string council, std::string person_id);
// The same events by their types.
std::vector<Person::Messages::Event> TypedOf(const host::Events& events);
// Opens their Details in place, where the service seals at all.
boost::asio::awaitable<Result<void>> OpenAll(host::ServiceParts parts, std::string council,
                                             std::vector<google::protobuf::Message*> messages);

}  // namespace kinward::intake
