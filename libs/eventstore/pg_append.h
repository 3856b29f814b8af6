// An AppendRequest as the parameters of kinward_append, and the outcome back. Pure.
#pragma once

#include "libs/base/result.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/pg_params.h"
#include "libs/eventstore/pg_rows.h"

namespace kinward::eventstore {

// One stream, one event, no claims or timers: what most commands are, and twice as fast.
bool IsOneEvent(const AppendRequest& request);
void EncodeOne(const AppendRequest& request, PgParams& params);
void EncodeAll(const AppendRequest& request, PgParams& params);

Result<AppendOutcome> DecodeAppend(const AppendRequest& request, const PgAnswer& answer);

// How a statement failed, by the port's rules. `writes`: whether it could have changed anything.
Failure FailureOf(const char* statement, const PgAnswer& answer, bool writes);

}  // namespace kinward::eventstore
