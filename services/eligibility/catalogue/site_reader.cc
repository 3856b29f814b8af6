#include "services/eligibility/catalogue/site_reader.h"

#include <algorithm>

#include "services/eligibility/catalogue/period.h"

namespace kinward::catalogue {

using common::v1::ProgrammeVersion;

ParameterValues ReadParameters(YamlMap& map, const common::v1::Site* site,
                               ProgrammeVersion& version) {
  ParameterValues values;
  for (YamlMap& parameter : map.Maps("parameters", "id")) {
    auto& made = *version.add_parameters();
    made.set_id(parameter.Slug("id"));
    made.set_kind(
        parameter.Word("kind", {"hard", "preference", "trigger", "ongoing", "soft", "target"}));
    made.set_value(parameter.Text("value"));
    made.set_unit(parameter.TextOr("unit", ""));
    made.set_says(parameter.TextOr("says", ""));
    made.set_source(parameter.Source());
    parameter.Finish();
    if (site != nullptr) {
      for (const auto& own : site->parameters()) {
        if (own.id() == made.id()) made.set_value(own.value());
      }
    }
    values.emplace(made.id(), made.value());
  }
  return values;
}

namespace {

// What the site has otherwise than the version.
void ReadOwnValues(YamlMap& site, const ProgrammeVersion& version, common::v1::Site& made) {
  if (!site.Has("parameters")) return;
  const YAML::Node own = site.MapOf("parameters").node();
  for (const auto& one : own) {
    auto& told = *made.add_parameters();
    told.set_id(one.first.Scalar());
    if (std::ranges::find(version.parameters(), told.id(), &common::v1::Parameter::id) ==
        version.parameters().end()) {
      site.Wrong("parameters", told.id() + " is not a parameter of this version");
    }
    if (one.second.IsScalar()) {
      told.set_value(one.second.Scalar());
    } else {
      site.Wrong("parameters", told.id() + " must be a single value");
    }
  }
}

}  // namespace

void ReadSites(YamlMap& map, const Library& library, ProgrammeVersion& version) {
  for (YamlMap& site : map.Maps("sites", "site")) {
    auto& made = *version.add_sites();
    made.set_site_id(site.Slug("site"));
    made.set_council(site.SlugOr("council", ""));
    if (!made.council().empty() && !library.councils.contains(made.council())) {
      site.Wrong("council", "is not a council of councils.yaml");
    }
    made.set_status(
        site.Word("status", {"live", "pilot", "prototype", "pipeline", "next", "ended"}));
    ReadPeriod(site, made);
    made.set_served_by(site.TextOr("served_by", ""));
    ReadOwnValues(site, version, made);
    made.set_says(site.TextOr("says", ""));
    made.set_source(site.Source());
    site.Finish();
  }
}

}  // namespace kinward::catalogue
