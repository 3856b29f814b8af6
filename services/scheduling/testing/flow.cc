#include "services/scheduling/testing/flow.h"

#include <algorithm>
#include <deque>

#include "kinward/common/v1/options.pb.h"
#include "services/scheduling/aggregates.h"

namespace kinward::scheduling {
namespace {

std::string TextOf(const google::protobuf::Message& message, const std::string& name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

}  // namespace

Flow::Flow(Time now) : aggregates_(Aggregates()), now_(now) {
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

std::string Flow::DecideOne(const google::protobuf::Message& command, World& world,
                            host::Events& written) {
  const host::Aggregate* owner = owners_.at(command.GetDescriptor());
  const auto& rule = command.GetDescriptor()->options().GetExtension(common::v1::command);
  const std::string name = TextOf(command, rule.stream());
  CHECK(!name.empty());
  Stream& stream = world.streams[name];
  if (stream.aggregate == nullptr) {
    stream = {owner, owner->Empty(), rule.key().empty() ? name : TextOf(command, rule.key())};
  }
  CHECK(stream.aggregate == owner);
  Context context;
  context.now = now_;
  context.actor = actor_;
  context.council = "wolverhampton";
  host::Decided decided = owner->Decide(stream.state, command, context);
  if (const auto* rejected = std::get_if<host::Rejected>(&decided)) return rejected->rule;
  const auto& events = std::get<host::Events>(decided);
  stream.state = owner->Fold(stream.state, events);
  for (const auto& event : events) {
    if (!Take(world, owner->EffectsOf(*event), name)) return "CHILD_NIGHT_MUST_BE_FREE";
    written.push_back(event);
  }
  return "";
}

bool Flow::Take(World& world, const Effects& effects, const std::string& stream) {
  for (const Release& release : effects.releases) {
    std::erase_if(world.claims, [&](const Claim& claim) {
      return claim.kind == release.kind && claim.holder == release.holder;
    });
  }
  for (const Claim& wanted : effects.claims) {
    for (const Claim& claim : world.claims) {
      const bool same = claim.kind == wanted.kind && claim.resource == wanted.resource;
      if (same && claim.from < wanted.until && wanted.from < claim.until) return false;
    }
    world.claims.push_back(wanted);
  }
  for (const std::string& name : effects.cancelled_timers) world.timers.erase({stream, name});
  for (const Timer& timer : effects.timers)
    world.timers.insert_or_assign({stream, timer.name}, timer);
  return true;
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

}  // namespace kinward::scheduling
