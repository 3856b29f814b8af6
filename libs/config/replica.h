// Which of a service's replicas this process is, by the name of its host.
#pragma once

#include <string>

namespace kinward::config {

// "kinward-intake-2" is replica "2"; any other name stands for itself; "0" when there is none.
std::string ReplicaOfHost(const std::string& host);
// $HOSTNAME, else what the system says.
std::string HostName();

}  // namespace kinward::config
