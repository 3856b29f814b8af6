// How texts must look: one named check per Format of options.proto, and those that only the partner
// edge needs. Each answers the code and detail of reference/bad-input.md; nothing: the text is
// good.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kinward/common/v1/options.pb.h"

namespace kinward::rpc {

struct FormatFault {
  std::string code;    // e.g. nhs.checksum
  std::string detail;  // what is expected; never the text
};
using FormatVerdict = std::optional<FormatFault>;

// Dispatches on `format`; FORMAT_UNSPECIFIED refuses control characters alone.
FormatVerdict CheckFormat(common::v1::Format format, std::string_view text);

FormatVerdict CheckUuid(std::string_view text);
FormatVerdict CheckSlug(std::string_view text);
FormatVerdict CheckCode(std::string_view text);
FormatVerdict CheckProgramme(std::string_view text);
FormatVerdict CheckDate(std::string_view text);       // ISO 8601, exists, from 1900
FormatVerdict CheckLocalTime(std::string_view text);  // HH:MM
// People's words: no control characters (line ends and tabs pass), nothing invisible or reordering.
FormatVerdict CheckText(std::string_view text);
// No control characters at all.
FormatVerdict CheckPlain(std::string_view text);
FormatVerdict CheckPostcode(std::string_view text);
FormatVerdict CheckTelephone(std::string_view text);
FormatVerdict CheckEmail(std::string_view text);
// DfE code set: two to four capital letters of the published list.
FormatVerdict CheckEthnicity(std::string_view text);
// Check letter (modulus 23) and a known local authority code.
FormatVerdict CheckUpn(std::string_view text);
// Ten digits (single spaces allowed), modulus 11, no placeholder. Numbers of the 999 range are for
// tests: `test_range_allowed` takes them.
FormatVerdict CheckNhsNumber(std::string_view text, bool test_range_allowed);

}  // namespace kinward::rpc
