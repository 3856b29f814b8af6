// The text of schema.sql, compiled in: a service needs no files to start.
#pragma once

namespace kinward::eventstore {
extern const char kSchema[];
}  // namespace kinward::eventstore
