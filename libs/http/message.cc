#include "libs/http/message.h"

namespace kinward::http {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string Lower(std::string_view text) {
  std::string lower{text};
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace

MediaType MediaTypeOf(const Request& request) {
  const std::string value = Lower(request.Header("content-type").value_or(""));
  MediaType type;
  type.name = value.substr(0, value.find(';'));
  while (type.name.ends_with(' ')) type.name.pop_back();
  const std::size_t at = value.find("charset=");
  if (at != std::string::npos) {
    type.charset = value.substr(at + 8, value.find(';', at) - (at + 8));
    std::erase(type.charset, '"');
    std::erase(type.charset, ' ');
  }
  return type;
}

std::optional<std::string_view> Credentials(const Request& request, std::string_view scheme) {
  const auto header = request.Header("authorization");
  if (!header || header->size() <= scheme.size() + 1) return std::nullopt;
  if (Lower(header->substr(0, scheme.size())) != scheme || (*header)[scheme.size()] != ' ') {
    return std::nullopt;
  }
  return header->substr(scheme.size() + 1);
}

std::optional<std::string> PercentDecode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? HexValue(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? HexValue(text[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

std::optional<std::string_view> Request::Header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::optional<std::string> Request::Parameter(std::string_view name) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    const std::size_t equals = pair.find('=');
    if (pair.substr(0, equals) != name) continue;
    return PercentDecode(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
  }
  return std::nullopt;
}

}  // namespace kinward::http
