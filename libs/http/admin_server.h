// The plain-HTTP admin port of every process: /livez, /readyz and /metrics, on a thread of its own
// so that a busy service still answers its probes. Never reachable from outside the machine or the
// pod network. Not here: TLS, bodies, anything a partner or worker calls.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "libs/base/result.h"

namespace kinward::http {

// Called on the admin thread: they must be safe to call from any thread, and quick.
struct AdminCallbacks {
  // Why the process should be restarted; empty: it lives.
  std::function<std::string()> not_live_because = [] { return std::string{}; };
  // Why it should get no traffic now; empty: it is ready.
  std::function<std::string()> not_ready_because = [] { return std::string{}; };
  // Prometheus text format 0.0.4.
  std::function<std::string()> metrics = [] { return std::string{}; };
  // More GET paths (e.g. "/config"), answered as text/plain. The argument is the query string.
  std::map<std::string, std::function<std::string(const std::string& query)>> more;
};

class AdminServer {
 public:
  // Listens on `address` (e.g. "127.0.0.1") and `port` (0: any free one) and starts its thread.
  static Result<std::unique_ptr<AdminServer>> Start(const std::string& address, std::uint16_t port,
                                                    AdminCallbacks callbacks);
  AdminServer(const AdminServer&) = delete;
  AdminServer& operator=(const AdminServer&) = delete;
  ~AdminServer();  // stops the thread
  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Parts;
  explicit AdminServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace kinward::http
