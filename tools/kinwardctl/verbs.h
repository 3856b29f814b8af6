// What each verb does: prints for people, or one JSON object with -o json. Exit codes: 0 ok, 1
// failed, 2 usage, 3 degraded (it answers, but something is behind or parked).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

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
// One of them, by the id that the list shows.
int ParkedShow(const Options& options, std::int64_t id);
int ParkedRetry(const Options& options, const std::string& key);
int RelayStatus(const Options& options);
int RelayRepublish(const Options& options, const std::string& service);
int ViewsStatus(const Options& options);
// Asks for new views; `await` waits until they are read.
int ViewsRebuild(const Options& options, bool await);
// Builds the views anew, compares with the old ones and keeps the new: 1 if they differed.
int ViewsVerify(const Options& options);
int StoreVerify(const Options& options);
int StoreAdopt(const Options& options, const std::string& service);
int ConfigCheck(const Options& options, const std::string& file);

struct ViewWords {
  std::string view;
  std::string id;                       // empty: the list
  std::string role;                     // who looks
  std::vector<std::string> parameters;  // name=value
  int count = 0;                        // changes to wait for; 0: for ever
};
int ViewGet(const Options& options, const ViewWords& words);
int ViewWatch(const Options& options, const ViewWords& words);
// Sends a CloudEvent, or a list of them, as the partner (empty: the one its source names).
int ReferralSend(const Options& options, const std::string& file, const std::string& partner);
int Preview(const Options& options, const std::string& file, const std::string& role);
// Is everything there, reachable and keeping up? A line a finding.
int Doctor(const Options& options);
int TopicsCheck(const Options& options);
int TopicsApply(const Options& options);
int PartnerAdd(const Options& options, const std::string& name, const std::string& agency);
int PartnerSuspend(const Options& options, const std::string& name, const std::string& reason);
int PartnerRotate(const Options& options, const std::string& name);
// Every event that followed from a receipt (or a referral's id), in the order recorded.
int Trace(const Options& options, const std::string& receipt);
// A programme in plain English, each value with where it is from. Version 0: the newest. With a
// council, as that council publishes it.
int CatalogueExplain(const Options& options, const std::string& programme, int version);
// Between the files and what the council's stack has published, or another folder of files; in
// words; 1 if they differ.
int CatalogueDiff(const Options& options, const std::string& against);
// Writes a page for each programme and an index; `check` only tells which are not current.
int CataloguePages(const Options& options, const std::string& folder, bool check);
struct WhatIfWords {
  std::string file;  // the draft
  int version = 0;   // of the file; 0: its newest
  std::string from;  // days of the checks, ISO; empty: all
  std::string until;
};
// A draft over the referrals that were really checked: who changes, and why.
int CatalogueWhatIf(const Options& options, const WhatIfWords& words);
// Serves "clock advance", "clock show" and "idle" on standard input, one JSON answer a line: for
// programmes that move the clock many times.
int Shell(const Options& options);
// For verbs that have nothing behind them yet: says so and fails.
int NotYet(const std::string& verb);

}  // namespace kinward::ctl
