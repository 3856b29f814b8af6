// Duties: what each event changes in one.
#include <algorithm>

#include "kinward/intake/v1/obligation.pb.h"
#include "services/projection/views/duties_view.h"
#include "services/projection/views/words.h"

namespace kinward::projection {
namespace {

namespace v1 = intake::v1;
using views::v1::ObligationPart;

void ShowTerm(ObligationPart& part, const v1::ObligationRef& of) {
  part.set_on(of.on());
  part.set_responsible_council(of.responsible_council());
  part.set_within(of.within());
  part.set_unit(Word(of.unit()));
}

void OnRaised(ObligationPart& part, const v1::ObligationRaised& event, const Heard& heard,
              Marks& marks) {
  const auto& of = event.obligation();
  part.set_obligation_id(event.obligation_id());
  part.set_family_id(of.family_id());
  part.set_person_id(of.person_id());
  part.set_notification_id(of.notification_id());
  part.set_programme(of.programme_id());
  part.set_kind(of.kind());
  part.set_obliges(of.obliges());
  part.set_offer(of.offer());
  ShowTerm(part, of);
  part.set_independent(of.independent());
  *part.mutable_raised_time() = ToTimestamp(heard.occurred_time);
  *part.mutable_occurred_time() = event.occurred_time();
  part.set_state("open");
  marks.Enter(std::string(kOpenObligations), event.obligation_id(), part.raised_time().seconds());
}
void OnMoved(ObligationPart& part, const v1::ObligationMoved& event, const Heard& /*heard*/,
             Marks& /*marks*/) {
  ShowTerm(part, event.obligation());
  *part.mutable_occurred_time() = event.occurred_time();
}
void OnDueSet(ObligationPart& part, const v1::ObligationDueSet& event, const Heard& /*heard*/,
              Marks& /*marks*/) {
  *part.mutable_due_time() = event.due_time();
  part.set_due_on(event.due_on());
  part.clear_due_unknown_because();
}
void OnDueUnknown(ObligationPart& part, const v1::ObligationDueUnknown& event,
                  const Heard& /*heard*/, Marks& /*marks*/) {
  part.clear_due_time();
  part.clear_due_on();
  part.set_due_unknown_because(event.because());
}
void OnAssigned(ObligationPart& part, const v1::ObligationAssigned& event, const Heard& /*heard*/,
                Marks& /*marks*/) {
  part.set_worker(event.worker_id());
  *part.mutable_independent_of() = event.independent_of();
  if (part.state() == "open") part.set_state("assigned");
}

views::v1::OfferAnswered& AnswerOf(ObligationPart& part, const std::string& person) {
  for (auto& answer : *part.mutable_answers()) {
    if (answer.person_id() == person) return answer;
  }
  auto& added = *part.add_answers();
  added.set_person_id(person);
  return added;
}
void OnOffered(ObligationPart& part, const v1::OfferRecorded& event, const Heard& /*heard*/,
               Marks& marks) {
  for (const std::string& person : event.person_ids()) AnswerOf(part, person);
  part.set_standing(Word(event.standing()));
  if (!event.first()) return;
  *part.mutable_offered_time() = event.offered_time();
  part.set_target(Word(event.target()));
  marks.Enter(std::string(kOfferedObligations), event.obligation_id(),
              event.offered_time().seconds());
}
void OnAnswered(ObligationPart& part, const v1::AnswerRecorded& event, const Heard& /*heard*/,
                Marks& /*marks*/) {
  AnswerOf(part, event.person_id()).set_answer(Word(event.answer()));
  part.set_standing(Word(event.standing()));
}

void Close(ObligationPart& part, const std::string& id, const char* state,
           const google::protobuf::Timestamp& time, Marks& marks) {
  part.set_state(state);
  *part.mutable_done_time() = time;
  marks.Leave(std::string(kOpenObligations), id);
  marks.Enter(std::string(kDoneObligations), id, time.seconds());
}
void OnCompleted(ObligationPart& part, const v1::ObligationCompleted& event, const Heard& /*heard*/,
                 Marks& marks) {
  part.set_outcome(event.outcome());
  part.set_target(Word(event.target()));
  Close(part, event.obligation_id(), "done", event.completed_time(), marks);
}
void OnRefused(ObligationPart& part, const v1::ObligationRefused& event, const Heard& /*heard*/,
               Marks& marks) {
  part.set_outcome(event.reason());
  part.set_target(Word(event.target()));
  Close(part, event.obligation_id(), "refused", event.refused_time(), marks);
}
void OnDischarged(ObligationPart& part, const v1::ObligationDischarged& event, const Heard& heard,
                  Marks& marks) {
  part.set_outcome(event.reason());
  Close(part, event.obligation_id(), "discharged", ToTimestamp(heard.occurred_time), marks);
}

}  // namespace

void AddObligationView(Catalogue& catalogue) {
  const std::string collection(kObligationCollection);
  catalogue.On(collection, &v1::ObligationRaised::obligation_id, OnRaised);
  catalogue.On(collection, &v1::ObligationMoved::obligation_id, OnMoved);
  catalogue.On(collection, &v1::ObligationDueSet::obligation_id, OnDueSet);
  catalogue.On(collection, &v1::ObligationDueUnknown::obligation_id, OnDueUnknown);
  catalogue.On(collection, &v1::ObligationAssigned::obligation_id, OnAssigned);
  catalogue.On(collection, &v1::OfferRecorded::obligation_id, OnOffered);
  catalogue.On(collection, &v1::AnswerRecorded::obligation_id, OnAnswered);
  catalogue.On(collection, &v1::ObligationCompleted::obligation_id, OnCompleted);
  catalogue.On(collection, &v1::ObligationRefused::obligation_id, OnRefused);
  catalogue.On(collection, &v1::ObligationDischarged::obligation_id, OnDischarged);
}

}  // namespace kinward::projection
