#include "services/projection/testing/stories.h"

#include <algorithm>
#include <array>
#include <random>

#include "kinward/eligibility/v1/check.pb.h"
#include "kinward/intake/v1/intelligence.pb.h"
#include "kinward/intake/v1/notification.pb.h"
#include "kinward/intake/v1/obligation.pb.h"
#include "kinward/intake/v1/person.pb.h"
#include "kinward/intake/v1/referral.pb.h"
#include "kinward/outcomes/v1/case.pb.h"
#include "kinward/scheduling/v1/request.pb.h"
#include "libs/base/uuid.h"
#include "services/projection/views/catalogue.h"

namespace kinward::projection {
namespace {

constexpr std::int64_t kFirstDay = 1'460'000'000;  // April 2016
constexpr const char* kProgramme = "T-01";

class Story {
 public:
  explicit Story(int number)
      : number_(number),
        referral_(UuidFrom("referral-" + std::to_string(number), "test").ToString()),
        family_(UuidFrom("family-" + std::to_string(number), "test").ToString()),
        case_(UuidFrom(referral_, kProgramme).ToString()) {}

  template <typename Event>
  void Add(Source source, const std::string& stream, const Event& event) {
    TestEvent added;
    added.source = source;
    added.stream = stream;
    added.family = family_;
    added.version = 1 + std::count_if(events_.begin(), events_.end(), [&](const TestEvent& other) {
                      return other.source == source && other.stream == stream;
                    });
    added.type = EventTypeOf(*Event::descriptor());
    added.body = event.SerializeAsString();
    added.id =
        UuidFrom(stream + std::to_string(static_cast<int>(source)), std::to_string(added.version))
            .ToString();
    added.seconds = kFirstDay + number_ * 60 + static_cast<std::int64_t>(events_.size());
    events_.push_back(std::move(added));
  }
  void Intake();
  void GoesMissing();
  void ComesBack();
  void Eligibility();
  void Scheduling();
  void Outcomes();
  [[nodiscard]] std::vector<TestEvent> Take() { return std::move(events_); }

 private:
  [[nodiscard]] std::string Id(const std::string& name) const {
    return UuidFrom(family_, name).ToString();
  }
  // Whose it is, on any of the events outside the referral.
  template <typename Event>
  Event About() const {
    Event event;
    event.set_family_id(family_);
    event.set_person_id(Id("child"));
    return event;
  }

  int number_;
  std::string referral_, family_, case_;
  std::vector<TestEvent> events_;
};

void Story::Intake() {
  intake::v1::ReferralReceived received;
  received.set_referral_id(referral_);
  received.set_family_id(family_);
  received.set_kind(intake::v1::REFERRAL_KIND_SERVICE_REQUEST);
  received.set_urgency(number_ % 7 == 0 ? intake::v1::URGENCY_URGENT : intake::v1::URGENCY_ROUTINE);
  received.add_reasons("edge-of-care");
  received.set_source("school-wolverhampton");
  received.set_reference("SCH-" + std::to_string(number_));
  auto& child = *received.add_people();
  child.set_person_id(UuidFrom(family_, "child").ToString());
  child.add_roles("child");
  received.mutable_narrative()->set_sealed(std::string(120, '\x01'));
  Add(Source::kIntake, referral_, received);
  intake::v1::ReferralStatusChanged screened;
  screened.set_referral_id(referral_);
  screened.set_from(intake::v1::REFERRAL_STAGE_RECEIVED);
  screened.set_to(intake::v1::REFERRAL_STAGE_SCREENING);
  Add(Source::kIntake, referral_, screened);
}

constexpr std::int64_t kDay = 24 * 3600;

void Story::GoesMissing() {
  auto missing = About<intake::v1::NotificationRaised>();
  missing.set_notification_id(Id("missing"));
  missing.set_kind("missing");
  missing.mutable_occurred_time()->set_seconds(kFirstDay);
  Add(Source::kIntake, Id("missing"), missing);
  auto item = About<intake::v1::ItemRecorded>();
  item.set_item_id(Id("item"));
  item.set_kind("exploitation");
  item.set_grading("2b");
  item.set_handling("c");
  item.add_shown_to("missing-returns-officer");
  item.mutable_expires_time()->set_seconds(kFirstDay + 1000 * kDay);
  item.mutable_item()->set_sealed(std::string(60, '\x01'));
  Add(Source::kIntake, Id("item"), item);
  if (number_ % 8 != 1) return;
  intake::v1::RecordRestricted restricted;
  restricted.set_person_id(Id("child"));
  restricted.set_category("high-risk");
  Add(Source::kIntake, Id("child"), restricted);
}

void Story::ComesBack() {
  auto returned = About<intake::v1::NotificationRaised>();
  returned.set_notification_id(Id("returned"));
  returned.set_kind("returned");
  returned.mutable_occurred_time()->set_seconds(kFirstDay + 9 * kDay);
  Add(Source::kIntake, Id("returned"), returned);
  auto ended = About<intake::v1::NotificationResolved>();
  ended.set_notification_id(Id("missing"));
  ended.set_reason("returned");
  ended.set_ended_by(Id("returned"));
  *ended.mutable_ended_time() = returned.occurred_time();
  Add(Source::kIntake, Id("missing"), ended);
  intake::v1::ObligationRaised raised;
  raised.set_obligation_id(Id("interview"));
  auto& of = *raised.mutable_obligation();
  of.set_obligation_id(Id("interview"));
  of.set_family_id(family_);
  of.set_person_id(Id("child"));
  of.set_notification_id(Id("returned"));
  of.set_programme_id("T-03");
  of.set_obliges("return-interview");
  of.set_within(72);
  of.set_unit(common::v1::CLOCK_KIND_HOURS);
  Add(Source::kIntake, Id("interview"), raised);
  intake::v1::ObligationDueSet due;
  due.set_obligation_id(Id("interview"));
  due.mutable_due_time()->set_seconds(kFirstDay + 12 * kDay);
  Add(Source::kIntake, Id("interview"), due);
  if (number_ % 3 != 0) return;
  intake::v1::ObligationCompleted held;
  held.set_obligation_id(Id("interview"));
  held.set_target(intake::v1::TARGET_RESULT_IN_TARGET);
  held.mutable_completed_time()->set_seconds(kFirstDay + 10 * kDay);
  Add(Source::kIntake, Id("interview"), held);
}

void Story::Eligibility() {
  eligibility::v1::EligibilityDecided decided;
  decided.set_referral_id(referral_);
  decided.set_family_id(family_);
  auto& outcome = *decided.add_programmes();
  outcome.set_programme_id(kProgramme);
  outcome.set_version(1);
  outcome.set_programme_name("Intensive Family Support");
  outcome.set_outcome(eligibility::v1::OUTCOME_ELIGIBLE);
  auto& clause = *outcome.add_clauses();
  clause.set_clause_id("age");
  clause.set_result(eligibility::v1::CLAUSE_RESULT_PASSED);
  clause.set_because("a child of 12 is within 10 to 16");
  Add(Source::kEligibility, referral_, decided);
}

void Story::Scheduling() {
  scheduling::v1::HelpRequested requested;
  requested.set_referral_id(referral_);
  requested.set_family_id(family_);
  requested.set_programme_id(kProgramme);
  requested.set_pool_id("ifs");
  requested.set_urgency("routine");
  Add(Source::kScheduling, referral_, requested);
  scheduling::v1::PartWaiting waiting;
  waiting.set_referral_id(referral_);
  waiting.set_family_id(family_);
  waiting.set_programme_id(kProgramme);
  waiting.set_pool_id("ifs");
  Add(Source::kScheduling, referral_, waiting);
  if (number_ % 3 == 0) return;  // still waits
  scheduling::v1::PartPlaced placed;
  placed.set_referral_id(referral_);
  placed.set_family_id(family_);
  placed.set_programme_id(kProgramme);
  placed.set_pool_id("ifs");
  placed.set_basis(scheduling::v1::START_BASIS_PLACE);
  Add(Source::kScheduling, referral_, placed);
}

void Story::Outcomes() {
  if (number_ % 3 == 0) return;
  outcomes::v1::CaseOpened opened;
  opened.set_case_id(case_);
  opened.set_referral_id(referral_);
  opened.set_family_id(family_);
  opened.set_programme_id(kProgramme);
  opened.set_opened_on("2016-04-20");
  opened.set_children(1);
  Add(Source::kOutcomes, case_, opened);
  outcomes::v1::SessionRecorded session;
  session.set_case_id(case_);
  session.set_minutes(60);
  session.set_attended(true);
  Add(Source::kOutcomes, case_, session);
  if (number_ % 2 == 0) return;  // still open
  outcomes::v1::CaseClosed closed;
  closed.set_case_id(case_);
  closed.set_referral_id(referral_);
  closed.set_family_id(family_);
  closed.set_outcome("sustained");
  closed.set_closed_on("2016-07-20");
  Add(Source::kOutcomes, case_, closed);
}

}  // namespace

Incoming TestEvent::AsIncoming() const {
  Incoming incoming;
  incoming.heard = {.source = source,
                    .council = "wolverhampton",
                    .stream = stream,
                    .version = version,
                    .partition_key = family,
                    .event_id = id,
                    .type = type,
                    .occurred_time = Time{std::chrono::seconds{seconds}}};
  incoming.offset = offset;
  incoming.generation = generation;
  incoming.body = body;
  return incoming;
}

std::vector<TestEvent> StoryOf(int number) {
  Story story(number);
  story.Intake();
  story.Eligibility();
  story.Scheduling();
  story.Outcomes();
  return story.Take();
}

std::vector<TestEvent> MissingStoryOf(int number) {
  Story story(number);
  story.GoesMissing();
  story.ComesBack();
  return story.Take();
}

std::vector<TestEvent> Stories(int referrals) {
  std::vector<TestEvent> all;
  std::array<std::int64_t, kSources> next{};
  for (int number = 0; number < referrals; ++number) {
    std::vector<TestEvent> story = StoryOf(number);
    if (number % 4 == 1) {
      for (TestEvent& event : MissingStoryOf(number)) story.push_back(std::move(event));
    }
    for (TestEvent& event : story) {
      event.offset = next[static_cast<std::size_t>(event.source)]++;
      all.push_back(std::move(event));
    }
  }
  return all;
}

std::vector<TestEvent> Shuffled(const std::vector<TestEvent>& events, unsigned seed) {
  std::array<std::vector<TestEvent>, kSources> topics;
  for (const TestEvent& event : events)
    topics[static_cast<std::size_t>(event.source)].push_back(event);
  std::vector<std::size_t> order;
  for (const TestEvent& event : events) order.push_back(static_cast<std::size_t>(event.source));
  std::mt19937 random{seed};
  std::shuffle(order.begin(), order.end(), random);
  std::array<std::size_t, kSources> next{};
  std::vector<TestEvent> shuffled;
  for (const std::size_t topic : order) shuffled.push_back(topics[topic][next[topic]++]);
  return shuffled;
}

std::vector<Batch> BatchesOf(const std::vector<TestEvent>& events, int bucket, std::size_t size) {
  std::vector<Batch> batches;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i % size == 0) batches.push_back({bucket, {}});
    batches.back().events.push_back(events[i].AsIncoming());
  }
  return batches;
}

}  // namespace kinward::projection
