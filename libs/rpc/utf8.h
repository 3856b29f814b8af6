// UTF-8, decoded strictly: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kinward::rpc {

// The code point that begins at `position`, which moves past it; nothing for what is not UTF-8.
std::optional<char32_t> NextCodePoint(std::string_view text, std::size_t& position);
bool IsUtf8(std::string_view text);
// Characters (code points); invalid bytes count one each.
std::size_t CharacterCount(std::string_view text);
// "U+202E"
std::string CodePointName(char32_t code_point);

}  // namespace kinward::rpc
