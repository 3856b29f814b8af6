// kinwardctl: what operations and developers do by hand. The words are in docs/reference; this file
// only reads the command line.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <set>
#include <string>

#include "tools/kinwardctl/report.h"
#include "tools/kinwardctl/verbs.h"

namespace {

using kinward::ctl::Options;

struct Words {
  kinward::ctl::ViewWords view;
  kinward::ctl::WhatIfWords draft;
  std::string name;
  int version = 0;
  std::string role;
  std::string user;
  std::string time;
  std::string key;
  std::string service;
  std::string file;
  std::string pages;
  std::int64_t number = 0;
};

// contract.md: the roles of staff.
const std::set<std::string> kRoles{"duty-worker",
                                   "social-worker",
                                   "team-manager",
                                   "panel-chair",
                                   "fgc-coordinator",
                                   "idva",
                                   "missing-returns-officer",
                                   "registered-manager",
                                   "provider-worker",
                                   "commissioner",
                                   "quality-lead",
                                   "performance-officer",
                                   "information-governance",
                                   "operations"};

// Every verb sets what is run at the end.
class CommandLine {
 public:
  CommandLine() : app_("Kinward's tool for operations") {
    const char* run = std::getenv("KINWARD_RUN_DIR");
    options_.run_folder = run == nullptr ? ".run" : run;
    app_.require_subcommand(1);
    app_.add_option("-o,--output", output_, "table or json")
        ->check(CLI::IsMember({"table", "json"}));
    app_.add_option("--council", options_.council, "the council, e.g. wolverhampton");
    app_.fallthrough();
  }

  int Run(int argc, char** argv) {
    AddStack();
    AddCatalogue();
    AddClock();
    AddRelay();
    AddGateway();
    AddChecks();
    AddPartners();
    AddViews();
    AddLater();
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app_.exit(error) == 0 ? 0 : 2;
    }
    options_.json = output_ == "json";
    if (needs_council_ && options_.council.empty()) {
      return kinward::ctl::WrongUse("which council? --council NAME");
    }
    return run_();
  }

 private:
  CLI::App* Verb(CLI::App& parent, const std::string& name, const std::string& help,
                 std::function<int()> run) {
    auto* verb = parent.add_subcommand(name, help);
    verb->callback([this, run = std::move(run)] { run_ = run; });
    return verb;
  }
  // One that means nothing without a council.
  CLI::App* VerbOfACouncil(CLI::App& parent, const std::string& name, const std::string& help,
                           std::function<int()> run) {
    return Verb(parent, name, help, [this, run = std::move(run)] { return run(); })
        ->parse_complete_callback([this] { needs_council_ = true; });
  }

  void AddStack() {
    namespace ctl = kinward::ctl;
    Verb(app_, "status", "each service's relay, outbox and parked events",
         [this] { return ctl::Status(options_); });
    auto* token = VerbOfACouncil(app_, "token", "a staff token (profile local)",
                                 [this] { return ctl::Token(options_, words_.role, words_.user); });
    token->add_option("--role", words_.role, "e.g. duty-worker")
        ->required()
        ->check(CLI::IsMember(kRoles));
    token->add_option("--user", words_.user, "a user name")->required();
    Verb(app_, "idle", "waits until nothing is under way",
         [this] { return ctl::AwaitIdleVerb(options_); });
    Verb(app_, "shell", "moves clocks as told on standard input",
         [this] { return ctl::Shell(options_); });
    auto* config = app_.add_subcommand("config", "configuration files")->require_subcommand(1);
    Verb(*config, "check", "is this file right?",
         [this] { return ctl::ConfigCheck(options_, words_.file); })
        ->add_option("file", words_.file)
        ->required();
    auto* completion = app_.add_subcommand("completion", "shell completion")->require_subcommand(1);
    Verb(*completion, "bash", "for bash", [this] { return Completion(); });
  }

  void AddCatalogue() {
    namespace ctl = kinward::ctl;
    auto* catalogue = app_.add_subcommand("catalogue", "the programmes")->require_subcommand(1);
    catalogue->add_option("--folder", options_.catalogue_folder, "the catalogue's folder")
        ->envname("KINWARD_CATALOGUE")
        ->default_val("services/eligibility/catalogue");
    Verb(*catalogue, "check", "are all files right, do all examples hold?",
         [this] { return ctl::CatalogueCheck(options_); });
    VerbOfACouncil(*catalogue, "publish", "publishes every version of the council's programmes",
                   [this] { return ctl::CataloguePublish(options_); });
    auto* explain =
        Verb(*catalogue, "explain", "a programme in plain English, and where each value is from",
             [this] { return ctl::CatalogueExplain(options_, words_.name, words_.version); });
    explain->add_option("programme", words_.name, "e.g. W-01")->required();
    explain->add_option("--version", words_.version, "the newest without");
    Verb(*catalogue, "diff", "between the files and what the council has published, in words",
         [this] { return ctl::CatalogueDiff(options_, words_.file); })
        ->add_option("--against", words_.file, "another folder of files instead");
    AddCatalogueDrafts(*catalogue);
  }

  void AddCatalogueDrafts(CLI::App& catalogue) {
    namespace ctl = kinward::ctl;
    auto* what_if = VerbOfACouncil(catalogue, "whatif", "a draft over the referrals really checked",
                                   [this] { return ctl::CatalogueWhatIf(options_, words_.draft); });
    what_if->add_option("file", words_.draft.file, "a programme file")->required();
    what_if->add_option("--version", words_.draft.version, "of the file; its newest without");
    what_if->add_option("--from", words_.draft.from, "first day of the checks");
    what_if->add_option("--until", words_.draft.until, "last day of the checks");
    auto* pages = Verb(catalogue, "pages", "writes a page for each programme",
                       [this] { return ctl::CataloguePages(options_, words_.pages, only_check_); });
    pages->add_option("--to", words_.pages, "their folder")
        ->default_val("docs/reference/programmes");
    pages->add_flag("--check", only_check_, "writes nothing: are they current?");
  }

  void AddGateway() {
    namespace ctl = kinward::ctl;
    auto* view = app_.add_subcommand("view", "what staff see")->require_subcommand(1);
    auto* get = VerbOfACouncil(*view, "get", "a document or a list, as JSON",
                               [this] { return ctl::ViewGet(options_, words_.view); });
    auto* watch = VerbOfACouncil(*view, "watch", "its changes as they come, one a line",
                                 [this] { return ctl::ViewWatch(options_, words_.view); });
    for (auto* verb : {get, watch}) {
      verb->add_option("view", words_.view.view)->required();
      verb->add_option("id", words_.view.id);
      verb->add_option("--role", words_.view.role, "who looks")->default_val("team-manager");
    }
    get->add_option("--param", words_.view.parameters, "name=value");
    watch->add_option("--count", words_.view.count, "end after so many");
    auto* referral = app_.add_subcommand("referral", "what partners send")->require_subcommand(1);
    auto* send = Verb(*referral, "send", "sends a CloudEvent, or a list of them",
                      [this] { return ctl::ReferralSend(options_, words_.file, words_.name); });
    send->add_option("file", words_.file)->required();
    send->add_option("--partner", words_.name, "whose secret is used; else its source's");
    auto* preview =
        VerbOfACouncil(app_, "preview", "which programmes would fit; stores nothing",
                       [this] { return ctl::Preview(options_, words_.file, words_.role); });
    preview->add_option("file", words_.file)->required();
    preview->add_option("--role", words_.role, "who asks")->default_val("duty-worker");
  }

  void AddViews() {
    namespace ctl = kinward::ctl;
    auto* views = app_.add_subcommand("views", "the live views in Redis")->require_subcommand(1);
    Verb(*views, "status", "which version is read, which is being built",
         [this] { return ctl::ViewsStatus(options_); });
    auto* rebuild = Verb(*views, "rebuild", "builds them anew beside the live ones",
                         [this] { return ctl::ViewsRebuild(options_, await_); });
    rebuild->add_flag("--wait", await_, "until they are read");
    Verb(*views, "verify", "builds them anew and tells what differed",
         [this] { return ctl::ViewsVerify(options_); });
  }

  void AddChecks() {
    namespace ctl = kinward::ctl;
    Verb(app_, "doctor", "is everything there, reachable and keeping up?",
         [this] { return ctl::Doctor(options_); });
    auto* topics = app_.add_subcommand("topics", "Kafka's topics")->require_subcommand(1);
    Verb(*topics, "check", "are they there, as installed, with leaders?",
         [this] { return ctl::TopicsCheck(options_); });
    Verb(*topics, "apply", "makes those that are missing",
         [this] { return ctl::TopicsApply(options_); });
    Verb(app_, "trace", "every event that followed from a receipt",
         [this] { return ctl::Trace(options_, words_.key); })
        ->add_option("receipt", words_.key, "or a referral's id")
        ->required();
  }

  void AddPartners() {
    namespace ctl = kinward::ctl;
    auto* partner = app_.add_subcommand("partner", "agencies that may send")->require_subcommand(1);
    auto* add = VerbOfACouncil(*partner, "add", "registers one and makes its secret", [this] {
      return ctl::PartnerAdd(options_, words_.name, words_.key);
    });
    add->add_option("--agency", words_.key, "police, school, health, ...");
    auto* suspend = VerbOfACouncil(*partner, "suspend", "it may send nothing more", [this] {
      return ctl::PartnerSuspend(options_, words_.name, words_.key);
    });
    suspend->add_option("--reason", words_.key)->required();
    auto* rotate = VerbOfACouncil(*partner, "rotate", "gives it a new secret",
                                  [this] { return ctl::PartnerRotate(options_, words_.name); });
    for (auto* verb : {add, suspend, rotate}) {
      verb->add_option("name", words_.name, "a slug")->required();
    }
  }

  void AddClock() {
    namespace ctl = kinward::ctl;
    auto* clock = app_.add_subcommand("clock", "a council's manual clock (profile local)")
                      ->require_subcommand(1);
    VerbOfACouncil(*clock, "show", "the council's time",
                   [this] { return ctl::ClockShow(options_); });
    VerbOfACouncil(*clock, "set", "moves it forward without firing timers",
                   [this] { return ctl::ClockSet(options_, words_.time); })
        ->add_option("time", words_.time)
        ->required();
    VerbOfACouncil(*clock, "advance", "moves it forward, firing what is due on the way",
                   [this] { return ctl::ClockAdvance(options_, words_.time); })
        ->add_option("by", words_.time, "P3D, PT4H or an instant")
        ->required();
    auto* timers = app_.add_subcommand("timers", "what will fire")->require_subcommand(1);
    VerbOfACouncil(*timers, "list", "timers of the council",
                   [this] { return ctl::TimersList(options_); });
  }

  void AddRelay() {
    namespace ctl = kinward::ctl;
    auto* relay = app_.add_subcommand("relay", "from the store to Kafka")->require_subcommand(1);
    Verb(*relay, "status", "how far it has come", [this] { return ctl::RelayStatus(options_); });
    Verb(*relay, "republish", "publishes everything again as a new generation",
         [this] { return ctl::RelayRepublish(options_, words_.service); })
        ->add_option("service", words_.service)
        ->required();
    auto* parked = app_.add_subcommand("parked", "events set aside")->require_subcommand(1);
    Verb(*parked, "list", "what is parked and why", [this] { return ctl::ParkedList(options_); });
    Verb(*parked, "show", "one of them",
         [this] { return ctl::ParkedShow(options_, words_.number); })
        ->add_option("id", words_.number, "as the list shows it")
        ->required();
    Verb(*parked, "retry", "tries again, in order", [this] {
      return ctl::ParkedRetry(options_, words_.key);
    })->add_option("key", words_.key, "one partition key; all without");
    auto* store = app_.add_subcommand("store", "the event stores")->require_subcommand(1);
    Verb(*store, "verify", "do claims and timers follow from the events?",
         [this] { return ctl::StoreVerify(options_); });
    Verb(*store, "adopt", "imports from Kafka what a restored database lacks",
         [this] { return ctl::StoreAdopt(options_, words_.service); })
        ->add_option("service", words_.service)
        ->required();
  }

  // What the contract names and nothing serves yet. Their words are taken as they come.
  void AddLater() {
    const auto later = [this](CLI::App& parent, const std::string& name, const std::string& whole) {
      Verb(parent, name, "not there yet", [whole] { return kinward::ctl::NotYet(whole); })
          ->fallthrough(false)
          ->allow_extras();
    };
    later(app_, "erase", "erase");
    auto* scenario = app_.add_subcommand("scenario", "not there yet")->require_subcommand(1);
    later(*scenario, "run", "scenario run");
    auto* audit = app_.add_subcommand("audit", "not there yet")->require_subcommand(1);
    later(*audit, "verify", "audit verify");
    auto* exported = app_.add_subcommand("export", "not there yet")->require_subcommand(1);
    for (const char* what : {"cin", "ssda903", "oruk", "view", "subject"}) {
      later(*exported, what, std::string{"export "} + what);
    }
  }

  // The verbs as they stand above, and below each the words that may follow it.
  int Completion() {
    std::string first;
    std::string cases;
    for (const CLI::App* verb : app_.get_subcommands({})) {
      first += (first.empty() ? "" : " ") + verb->get_name();
      std::string next;
      for (const CLI::App* word : verb->get_subcommands({})) {
        next += (next.empty() ? "" : " ") + word->get_name();
      }
      if (!next.empty()) cases += "    " + verb->get_name() + ") words=\"" + next + "\" ;;\n";
    }
    std::printf(
        "_kinwardctl() {\n  local words=\"%s\"\n  case \"${COMP_WORDS[COMP_CWORD-1]}\" in\n%s"
        "  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n"
        "complete -F _kinwardctl kinwardctl\n",
        first.c_str(), cases.c_str());
    return 0;
  }

  CLI::App app_;
  Options options_;
  Words words_;
  bool await_ = false;
  bool only_check_ = false;
  bool needs_council_ = false;
  std::string output_ = "table";
  std::function<int()> run_;
};

}  // namespace

// Ends without taking the process apart: gRPC's own threads may still be at work, and what they use
// must not be destroyed under them.
int main(int argc, char** argv) {
  const int code = CommandLine().Run(argc, argv);
  std::fflush(nullptr);
  std::_Exit(code);
}
