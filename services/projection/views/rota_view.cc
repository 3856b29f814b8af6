#include "kinward/common/v1/programme.pb.h"
#include "kinward/eligibility/v1/programme.pb.h"
#include "kinward/scheduling/v1/rota.pb.h"
#include "services/projection/views/places_view.h"

namespace kinward::projection {
namespace {

namespace v1 = scheduling::v1;
using views::v1::ProgrammePart;
using views::v1::RotaPart;

constexpr int kShiftsKept = 200;

void OnDefined(RotaPart& part, const v1::RotaDefined& event, const Heard& /*heard*/, Marks& marks) {
  part.set_rota(event.rota_id());
  part.set_team(event.definition().team());
  part.set_telephone(event.definition().telephone());
  marks.Enter(std::string(kRotas), event.rota_id(), 0);
}
void OnShift(RotaPart& part, const v1::ShiftScheduled& event, const Heard& /*heard*/,
             Marks& /*marks*/) {
  auto& shift = *part.add_shifts();
  shift.set_shift(event.shift_id());
  shift.set_worker(event.worker_id());
  *shift.mutable_start_time() = event.start_time();
  *shift.mutable_end_time() = event.end_time();
  if (part.shifts_size() > kShiftsKept)
    part.mutable_shifts()->DeleteSubrange(0, part.shifts_size() - kShiftsKept);
}
void OnHandover(RotaPart& part, const v1::HandoverAccepted& event, const Heard& /*heard*/,
                Marks& /*marks*/) {
  for (auto& shift : *part.mutable_shifts()) {
    if (shift.shift() == event.shift_id()) shift.set_accepted_by(event.accepted_by());
  }
}

void OnPublished(ProgrammePart& part, const eligibility::v1::ProgrammeVersionPublished& event,
                 const Heard& /*heard*/, Marks& marks) {
  const auto& version = event.version();
  part.set_programme(event.programme_id());
  part.set_version(version.version());
  part.set_name(version.name());
  part.clear_team();
  part.clear_telephone();
  if (version.rotas_size() > 0) {
    part.set_team(version.rotas(0).team());
    part.set_telephone(version.rotas(0).telephone());
  }
  marks.Enter(std::string(kProgrammes), event.programme_id(), 0);
}
void OnWithdrawn(ProgrammePart& part, const eligibility::v1::ProgrammeWithdrawn& event,
                 const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_withdrawn_from(event.from());
}

}  // namespace

void AddRotaView(Catalogue& catalogue) {
  const std::string collection(kRotaCollection);
  catalogue.On(collection, &v1::RotaDefined::rota_id, OnDefined);
  catalogue.On(collection, &v1::ShiftScheduled::rota_id, OnShift);
  catalogue.On(collection, &v1::HandoverAccepted::rota_id, OnHandover);
}

void AddProgrammeView(Catalogue& catalogue) {
  const std::string collection(kProgrammeCollection);
  catalogue.On(collection, &eligibility::v1::ProgrammeVersionPublished::programme_id, OnPublished);
  catalogue.On(collection, &eligibility::v1::ProgrammeWithdrawn::programme_id, OnWithdrawn);
}

}  // namespace kinward::projection
