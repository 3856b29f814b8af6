#include "services/referral-intake/erasures.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <utility>

#include "libs/observe/log.h"
#include "services/referral-intake/domain/match.h"
#include "services/referral-intake/person_reader.h"

namespace kinward::intake {
namespace {

using boost::asio::awaitable;

constexpr std::chrono::seconds kPause{2};

}  // namespace

awaitable<Result<bool>> Erasures::Ask(std::string council,
                                      std::vector<const google::protobuf::Message*> events) {
  std::vector<std::string> erased;
  for (const auto* event : events) {
    if (event->GetDescriptor() != v1::SubjectErased::descriptor()) continue;
    erased.push_back(static_cast<const v1::SubjectErased&>(*event).person_id());
  }
  if (erased.empty()) co_return true;
  co_return co_await subjects_->AskErasure(std::move(council), std::move(erased));
}

// The store alone says whether it was decided. What is not in it an hour after it was asked for
// never will be: the command that asked has ended long ago.
awaitable<Result<bool>> Erasures::CarryOutOne(vault::AskedErasure asked) {
  const auto events = co_await ReadPerson(parts_, asked.tenant, asked.subject);
  if (!events) co_return events.error();
  if (KnownPersonOf(TypedOf(*events)).erased) {
    const auto destroyed = co_await subjects_->Destroy(asked.tenant, asked.subject);
    if (destroyed) observe::LogInfo("subject-keys-destroyed", {{"person", asked.subject}});
    co_return destroyed;
  }
  if (!asked.old) co_return true;
  co_return co_await subjects_->DropErasure(asked.tenant, asked.subject);
}

awaitable<Result<bool>> Erasures::CarryOutAsked() {
  const auto asked = co_await subjects_->AskedErasures();
  if (!asked) co_return asked.error();
  Result<bool> all = true;
  for (const auto& one : *asked) {  // one that fails holds up no other
    const auto done = co_await CarryOutOne(one);
    if (!done) all = done;
  }
  co_return all;
}

awaitable<void> CarryOut(std::shared_ptr<Erasures> erasures) {
  boost::asio::steady_timer pause{co_await boost::asio::this_coro::executor};
  while (true) {
    const auto done = co_await erasures->CarryOutAsked();
    if (!done) observe::LogWarning("erasures-wait", {{"message", done.error().message}});
    pause.expires_after(kPause);
    co_await pause.async_wait(boost::asio::use_awaitable);
  }
}

}  // namespace kinward::intake
