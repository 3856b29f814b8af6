// Answers one view from what is stored: which documents it needs, and what they mean together. Says
// also what it depended on, so that a watcher knows when to ask again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kinward/views/v1/service.pb.h"
#include "libs/base/result.h"
#include "services/projection/server/reader.h"
#include "services/projection/store/stream_reader.h"
#include "services/projection/views/asker.h"

namespace kinward::projection {

struct ViewRequest {
  std::string view;
  std::string id;
  std::string council;
  std::map<std::string, std::string> params;
  std::string cursor;
  std::size_t limit = 0;  // rows of a page; 0: kPageDefault
  Time now;               // the tenant's
  // What had happened by then; case and chronology have a past, the others refuse it.
  std::optional<Time> as_at;
  Asker asker;  // of views that do not show everybody the same
};
struct Composed {
  views::v1::View view;  // document and next_cursor; the rest is the caller's
  // Names as the changes stream has them ("case:<id>"), one ending in '*' stands for all that begin
  // so.
  std::vector<std::string> depends_on;
};

// kNotFound: no such view or document. kFatal: an id or parameter that cannot be right; its name is
// in the message. Other kinds are Redis's.
// `streams` are asked for a case's past alone.
Result<Composed> Compose(ViewReader& reader, StreamReader& streams, const ViewRequest& request);
// Every view that Compose knows.
std::vector<std::string> ViewNames();

}  // namespace kinward::projection
