// The case as it was at a time. Views keep no past of their own: the family's chronology names each
// event with its stream, version and time; the services that own the streams give what it said.
#pragma once

#include <string>

#include "libs/base/result.h"
#include "services/projection/server/reader.h"
#include "services/projection/store/stream_reader.h"

namespace kinward::projection {

// The parts made of what had happened by `as_at`, inclusive, and was heard by now. kNotFound: the
// referral is not known, or had not been received. kRetry: Redis or an owner of a stream does not
// answer, or has less than was heard from it. Blocks at most four seconds.
Result<CaseParts> CaseAsAt(ViewReader& reader, StreamReader& streams, const std::string& council,
                           const std::string& referral_id, Time as_at);

}  // namespace kinward::projection
