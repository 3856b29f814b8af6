// What both adapters demand of an AppendRequest: our own mistakes, not the caller's data.
#pragma once

#include "libs/eventstore/event_store.h"

namespace kinward::eventstore {

// CHECKs: each stream once and with events, a span that is not empty, each timer set once.
void CheckRequest(const AppendRequest& request);

}  // namespace kinward::eventstore
