#include "services/eligibility/describe/index.h"

#include <map>

#include "services/eligibility/describe/render.h"

namespace kinward::describe {
namespace {

std::string FirstSentence(const std::string& text) {
  const std::size_t end = text.find(". ");
  return end == std::string::npos ? text : text.substr(0, end + 1);
}

std::string Gateway(const ProgrammeVersion& version) {
  if (!version.takes_referrals()) return "takes no referrals";
  switch (version.gateway().kind()) {
    case common::v1::GATEWAY_KIND_PANEL:
      return "a panel decides";
    case common::v1::GATEWAY_KIND_AUTOMATIC:
      return version.pools().empty() ? "as soon as it is eligible" : "straight to the list";
    case common::v1::GATEWAY_KIND_DIRECT:
      return "the team accepts it";
    default:
      return "not stated";
  }
}

std::string HostOf(const ProgrammeVersion& version) {
  if (!version.host_council().empty()) return CouncilName(version.host_council());
  return version.sites().empty() ? "none" : Counted(version.sites_size(), "site");
}

// A theme is a number of the directory or the slug of the council whose report tells of it.
std::string ThemeTitle(const std::string& theme) {
  if (theme.empty()) return "Other";
  const bool number = theme.front() >= '0' && theme.front() <= '9';
  return number ? "Theme " + theme : CouncilName(theme);
}

}  // namespace

std::string IndexPage(const std::vector<Entry>& entries) {
  std::map<std::string, std::vector<const Entry*>> themes;
  int referrals = 0;
  for (const Entry& entry : entries) {
    themes[entry.version->theme()].push_back(&entry);
    referrals += entry.version->takes_referrals() ? 1 : 0;
  }
  std::string text =
      "# Programmes\n\n" + Counted(static_cast<std::int64_t>(entries.size()), "programme") +
      ", of which " + std::to_string(referrals) +
      " take referrals. Each page tells what the programme's file in\n"
      "`services/eligibility/catalogue/programmes/` says: who may have it, how one gets "
      "it, what it obliges\nand what is measured. A value's footnote names the passage "
      "of the source document (its number, section or\nproject); *(assumed)* marks what "
      "no document states, and the footnote says why it was chosen.\n"
      "How to change one: [change a programme](../../how-to/change-a-programme.md).\n";
  for (const auto& [theme, of_theme] : themes) {
    text += "\n## " + ThemeTitle(theme) +
            "\n\n| Programme | What it is | How one gets it | Host |\n"
            "|---|---|---|---|\n";
    for (const Entry* entry : of_theme) {
      const auto& version = *entry->version;
      text += "| [" + Escaped(version.programme_id() + " " + version.name()) + "](" + entry->page +
              ") | " + Escaped(FirstSentence(version.summary())) + " | " + Gateway(version) +
              " | " + HostOf(version) + " |\n";
    }
  }
  return text;
}

}  // namespace kinward::describe
