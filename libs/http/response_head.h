// The text of a response's head. Apart from server.cc so that it is tested without a socket.
#pragma once

#include <string>

#include "libs/http/message.h"

namespace kinward::http {

std::string ReasonOf(int status);
// Status line, headers and the empty line. A stream is sent in chunks and ends the connection.
std::string HeadOf(const Response& response, bool keep_alive);

}  // namespace kinward::http
