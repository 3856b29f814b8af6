#include "services/projection/views/catalogue.h"

#include <google/protobuf/descriptor.h>

#include <array>
#include <utility>

#include "kinward/common/v1/options.pb.h"

namespace kinward::projection {
namespace {

std::string Kebab(std::string_view camel) {
  std::string kebab;
  for (const char letter : camel) {
    const bool upper = letter >= 'A' && letter <= 'Z';
    if (upper && !kebab.empty()) kebab += '-';
    kebab += upper ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  return kebab;
}

struct Home {
  std::string_view prefix;  // of the type: context and aggregate
  Source source;
  std::string_view collection;
};
constexpr std::array kHomes = {
    Home{"kinward.intake.referral.", Source::kIntake, "case"},
    Home{"kinward.intake.notification.", Source::kIntake, "notification"},
    Home{"kinward.intake.obligation.", Source::kIntake, "obligation"},
    Home{"kinward.intake.intelligence.", Source::kIntake, "intelligence"},
    Home{"kinward.eligibility.eligibility-check.", Source::kEligibility, "case"},
    Home{"kinward.eligibility.programme.", Source::kEligibility, "programme"},
    Home{"kinward.scheduling.request.", Source::kScheduling, "case"},
    Home{"kinward.scheduling.pool.", Source::kScheduling, "pool"},
    Home{"kinward.scheduling.setting.", Source::kScheduling, "setting"},
    Home{"kinward.scheduling.panel-session.", Source::kScheduling, "session"},
    Home{"kinward.scheduling.rota.", Source::kScheduling, "rota"},
    Home{"kinward.outcomes.case.", Source::kOutcomes, "help"},
};

}  // namespace

std::string_view HomeOf(std::string_view type) {
  for (const Home& home : kHomes) {
    if (type.starts_with(home.prefix)) return home.collection;
  }
  return {};
}

const std::vector<std::string_view>& HomesOf(Source source) {
  static const auto all = [] {
    std::array<std::vector<std::string_view>, kSources> homes;
    for (const Home& home : kHomes)
      homes[static_cast<std::size_t>(home.source)].push_back(home.collection);
    return homes;
  }();
  return all[static_cast<std::size_t>(source)];
}

std::optional<Source> SourceNamed(std::string_view name) {
  for (std::size_t i = 0; i < kSources; ++i) {
    if (kSourceNames[i] == name) return static_cast<Source>(i);
  }
  return std::nullopt;
}

std::string EventTypeOf(const google::protobuf::Descriptor& event) {
  // Package kinward.<context>.v1; the version closes the type.
  const std::string& package = event.file()->package();
  const auto last = package.rfind('.');
  return package.substr(0, last) + "." +
         event.file()->options().GetExtension(common::v1::aggregate) + "." + Kebab(event.name()) +
         package.substr(last);
}

void Catalogue::Add(const google::protobuf::Message& event, Change change) {
  EventViews& views = by_type_[EventTypeOf(*event.GetDescriptor())];
  views.event = &event;
  views.changes.push_back(std::move(change));
}

const EventViews* Catalogue::Find(std::string_view type) const {
  const auto found = by_type_.find(type);
  return found == by_type_.end() ? nullptr : &found->second;
}

}  // namespace kinward::projection
