#include "services/projection/store/script.h"

#include <array>
#include <charconv>

#include "libs/base/check.h"

namespace kinward::projection {

// `#!lua` lets Redis refuse the whole script when memory is full, before anything has run. Nothing
// is undone when a command fails inside: hence the mark, and hence offsets last.
const std::string_view kApplyScript = R"lua(#!lua
local keys, args = KEYS, ARGV
local call, pcall, unpack, tonumber = redis.call, redis.pcall, unpack, tonumber
if call('GET', keys[1]) ~= args[1] then return 'FENCED' end
if call('EXISTS', keys[2]) == 1 then return 'BROKEN' end
local first = 3
local last = 2 + 3 * tonumber(args[2])
for at = first, last, 3 do
  if (call('HGET', keys[3], args[at]) or '') ~= args[at + 1] then return 'REREAD' end
end
local at, stop, key = last + 1, #args, 3
while at <= stop do
  local command, count, times = args[at], tonumber(args[at + 1]), tonumber(args[at + 2])
  at = at + 3
  for _ = 1, times do
    key = key + 1
    local reply
    if count == 4 then
      reply = pcall(command, keys[key], args[at], args[at + 1], args[at + 2], args[at + 3])
    else
      reply = pcall(command, keys[key], unpack(args, at, at + count - 1))
    end
    if type(reply) == 'table' and reply.err then
      call('SET', keys[2], command .. ' ' .. reply.err)
      return 'BROKEN'
    end
    at = at + count
  end
end
for offset = first, last, 3 do call('HSET', keys[3], args[offset], args[offset + 2]) end
return 'OK'
)lua";

const std::string_view kTakeScript = R"lua(#!lua
local stored = redis.call('GET', KEYS[1]) or ''
if ARGV[3] ~= '' then
  if stored == ARGV[3] then return stored end
  if tonumber(stored:match('^%d+') or 0) >= tonumber(ARGV[2]) then return 'FENCED' end
end
local count = math.max(tonumber(stored:match('^%d+') or 0), tonumber(ARGV[2])) + 1
local epoch = string.format('%d', count) .. ':' .. ARGV[1]
redis.call('SET', KEYS[1], epoch)
return epoch
)lua";

ScriptOutcome OutcomeOf(const redis::Reply& reply) {
  if (reply.text == "OK") return ScriptOutcome::kApplied;
  if (reply.text == "FENCED") return ScriptOutcome::kFenced;
  if (reply.text == "REREAD") return ScriptOutcome::kReread;
  if (reply.text == "BROKEN") return ScriptOutcome::kBroken;
  return ScriptOutcome::kDown;
}

void ApplyCall::Reset(std::string_view digest) {
  digest_ = digest;
  bytes_.clear();
  spans_.clear();
  keys_.clear();
  sections_.clear();
}

ApplyCall::Span ApplyCall::Store(std::string_view text) {
  const Span span{bytes_.size(), text.size()};
  bytes_.append(text);
  return span;
}

void ApplyCall::Push(std::string_view argument) { spans_.push_back(Store(argument)); }

void ApplyCall::PushNumber(std::int64_t argument) {
  std::array<char, 20> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), argument).ptr;
  Push({text.data(), static_cast<std::size_t>(end - text.data())});
}

void ApplyCall::PushMessage(const google::protobuf::MessageLite& argument) {
  const std::size_t before = bytes_.size();
  CHECK(argument.AppendToString(&bytes_));
  spans_.emplace_back(before, bytes_.size() - before);
}

void ApplyCall::Begin(std::string_view epoch_key, std::string_view broken_key,
                      std::string_view offsets_key, std::string_view epoch,
                      const std::vector<Advance>& advances) {
  CHECK(keys_.empty());
  for (const std::string_view key : {epoch_key, broken_key, offsets_key})
    keys_.push_back(Store(key));
  Push(epoch);
  Push(std::to_string(advances.size()));
  for (const Advance& advance : advances) {
    Push(advance.context);
    Push(advance.expected);
    Push(advance.next);
  }
}

void ApplyCall::Start(std::string_view command, std::string_view key, std::size_t count) {
  CHECK(count < 7000);  // Lua's unpack fails at about 8,000
  keys_.push_back(Store(key));
  if (sections_.empty() || sections_.back().command != command || sections_.back().count != count) {
    Push(command);
    PushNumber(static_cast<std::int64_t>(count));
    sections_.push_back({command, count, spans_.size(), 0});
    Push({});  // how many times: known when all have been told
  }
  ++sections_.back().times;
}

void ApplyCall::Operation(std::string_view command, std::string_view key,
                          std::initializer_list<std::string_view> arguments) {
  Start(command, key, arguments.size());
  for (const std::string_view argument : arguments) Push(argument);
}

void ApplyCall::Operation(std::string_view command, std::string_view key,
                          const std::vector<std::string_view>& arguments) {
  Start(command, key, arguments.size());
  for (const std::string_view argument : arguments) Push(argument);
}

const std::vector<std::string_view>& ApplyCall::Arguments() {
  for (const Section& section : sections_)
    spans_[section.times_at] = Store(std::to_string(section.times));
  key_count_ = std::to_string(keys_.size());
  views_.clear();
  views_.reserve(3 + keys_.size() + spans_.size());
  views_.emplace_back("EVALSHA");
  views_.emplace_back(digest_);
  views_.emplace_back(key_count_);
  for (const Span& key : keys_) views_.push_back(At(key));
  for (const Span& span : spans_) views_.push_back(At(span));
  return views_;
}

}  // namespace kinward::projection
