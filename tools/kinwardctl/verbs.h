// What each verb does: prints for people, or one JSON object with -o json. Exit codes: 0 ok, 1
// failed, 2 usage, 3 degraded (it answers, but something is behind or parked).
#pragma once

#include <string>

namespace kinward::ctl {

struct Options {
  std::string run_folder;  // .run/ or $KINWARD_RUN_DIR
  std::string catalogue_folder;
  std::string council;
  bool json = false;
};

int Status(const Options& options);
int Token(const Options& options, const std::string& role, const std::string& user);
int CatalogueCheck(const Options& options);
int CataloguePublish(const Options& options);
int ClockShow(const Options& options);
int ClockSet(const Options& options, const std::string& time);
// `by` is an ISO 8601 duration of days or hours (P3D, PT4H), or an instant.
int ClockAdvance(const Options& options, const std::string& by);
int AwaitIdleVerb(const Options& options);
int TimersList(const Options& options);
int ParkedList(const Options& options);
int ParkedRetry(const Options& options, const std::string& key);
int RelayStatus(const Options& options);
int RelayRepublish(const Options& options, const std::string& service);
int StoreVerify(const Options& options);
int StoreAdopt(const Options& options, const std::string& service);
int ConfigCheck(const std::string& file);
// Serves "clock advance", "clock show" and "idle" on standard input, one JSON answer a line: for
// programmes that move the clock many times.
int Shell(const Options& options);
int CompletionBash();

}  // namespace kinward::ctl
