#include "libs/testing/flow.h"

#include <algorithm>
#include <deque>

#include "kinward/common/v1/options.pb.h"
#include "libs/base/programmes.h"

namespace kinward::testing {
namespace {

std::string TextOf(const google::protobuf::Message& message, const std::string& name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

// child-night: CHILD_NIGHT_MUST_BE_FREE
std::string RuleOf(std::string kind) {
  std::ranges::transform(kind, kind.begin(), [](char letter) {
    return letter == '-' ? '_' : static_cast<char>(letter - 'a' + 'A');
  });
  return kind + "_MUST_BE_FREE";
}

}  // namespace

Flow::Flow(std::vector<std::unique_ptr<host::Aggregate>> aggregates, Time now)
    : aggregates_(std::move(aggregates)), now_(now) {
  for (const auto& aggregate : aggregates_) {
    for (const auto* command : aggregate->commands()) owners_[command] = aggregate.get();
  }
}

std::string Flow::Send(const google::protobuf::Message& command) {
  World world = world_;
  host::Events written;
  std::deque<Companion> waiting;
  waiting.emplace_back(
      std::shared_ptr<const google::protobuf::Message>(&command, [](const auto*) {}));
  while (!waiting.empty()) {
    const Companion next = std::move(waiting.front());
    waiting.pop_front();
    const std::size_t before = written.size();
    std::string rule = DecideOne(next.message(), world, written);
    if (!rule.empty()) return rule;
    const auto* owner = owners_.at(next.message().GetDescriptor());
    for (std::size_t i = before; i < written.size(); ++i) {
      for (Companion& companion : owner->CompanionsOf(*written[i]))
        waiting.push_back(std::move(companion));
    }
  }
  world_ = std::move(world);
  log_.insert(log_.end(), written.begin(), written.end());
  return "";
}

void Flow::Hear(const std::vector<host::Reaction>& reactions,
                const google::protobuf::Message& event) {
  host::Heard heard;
  heard.council = "wolverhampton";
  heard.occurred_time = now_;
  for (const host::Reaction& reaction : reactions) {
    if (reaction.event_name != event.GetDescriptor()->full_name()) continue;
    for (const Companion& command : reaction.react(event, heard)) Send(command.message());
  }
}

Context Flow::ContextOf(const google::protobuf::Message& command) const {
  Context context;
  context.now = now_;
  context.actor = actor_;
  context.council = "wolverhampton";
  context.programmes = programmes_;
  if (programmes_ == nullptr) return context;
  const std::string programme = TextOf(command, "programme_id");
  context.programme = programmes_->Newest(context.council, programme);
  const auto* pinned = command.GetDescriptor()->FindFieldByName("programme_version");
  if (pinned != nullptr && command.GetReflection()->GetInt32(command, pinned) != 0) {
    context.programme = programmes_->Version(context.council, programme,
                                             command.GetReflection()->GetInt32(command, pinned));
  }
  return context;
}

std::string Flow::DecideOne(const google::protobuf::Message& command, World& world,
                            host::Events& written) {
  const host::Aggregate* owner = owners_.at(command.GetDescriptor());
  const auto& rule = command.GetDescriptor()->options().GetExtension(common::v1::command);
  const std::string name = TextOf(command, rule.stream());
  CHECK(!name.empty());
  const bool unheard = !world.streams.contains(name);
  Stream& stream = world.streams[name];
  if (unheard) {
    stream = {owner, owner->Empty(), rule.key().empty() ? name : TextOf(command, rule.key())};
  }
  CHECK(stream.aggregate == owner);
  host::Decided decided = owner->Decide(stream.state, command, ContextOf(command));
  if (const auto* rejected = std::get_if<host::Rejected>(&decided)) return rejected->rule;
  const auto& events = std::get<host::Events>(decided);
  if (unheard && events.empty()) world.streams.erase(name);  // nothing begins without an event
  if (events.empty()) return "";
  stream.state = owner->Fold(std::move(stream.state), events);
  for (const auto& event : events) {
    std::string taken = Take(world, owner->EffectsOf(*event), name);
    if (!taken.empty()) return taken;
    written.push_back(event);
  }
  return "";
}

std::string Flow::Take(World& world, const Effects& effects, const std::string& stream) {
  for (const Release& release : effects.releases) {
    std::erase_if(world.claims, [&](const Claim& claim) {
      return claim.kind == release.kind && claim.holder == release.holder;
    });
  }
  for (const Claim& wanted : effects.claims) {
    for (const Claim& claim : world.claims) {
      const bool same = claim.kind == wanted.kind && claim.resource == wanted.resource;
      if (same && claim.from < wanted.until && wanted.from < claim.until)
        return RuleOf(wanted.kind);
    }
    world.claims.push_back(wanted);
  }
  for (const std::string& name : effects.cancelled_timers) world.timers.erase({stream, name});
  for (const Timer& timer : effects.timers)
    world.timers.insert_or_assign({stream, timer.name}, timer);
  return "";
}

void Flow::AdvanceTo(Time time) {
  while (true) {
    const auto next = std::min_element(
        world_.timers.begin(), world_.timers.end(),
        [](const auto& left, const auto& right) { return left.second.due < right.second.due; });
    if (next == world_.timers.end() || next->second.due > time) break;
    const Timer timer = next->second;
    world_.timers.erase(next);
    now_ = std::max(now_, timer.due);
    CHECK(Send(timer.command.message()).empty());
  }
  now_ = time;
}

std::vector<std::string> Flow::Timers() const {
  std::vector<std::string> names;
  for (const auto& [place, timer] : world_.timers)
    names.push_back(place.first + "/" + place.second);
  return names;
}

}  // namespace kinward::testing
