// What two collections of programme versions say otherwise: the files and what a council has
// published, or two folders of files. Pure.
#pragma once

#include <string>
#include <vector>

#include "services/eligibility/describe/words.h"

namespace kinward::describe {

struct Difference {
  std::string programme_id;
  int version = 0;
  std::string says;  // "T-04 version 2 is not published"
  std::vector<std::string>
      changes;  // in words, against the version before it or of the same number
};

// What stands on the other side.
enum class Against { kPublished, kFolder };

// In order of programme and version. `files` and `others` hold each version once. Two versions of
// one number are the same where their digests are; a version that is only in the files is compared
// with the newest of the other side that is older.
std::vector<Difference> Differences(const std::vector<ProgrammeVersion>& files,
                                    const std::vector<ProgrammeVersion>& others, Against against);

}  // namespace kinward::describe
