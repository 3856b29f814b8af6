// For tests of the catalogue: the shipped files, read once, and a catalogue in a folder of its own
// with one programme in it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "services/eligibility/catalogue/catalogue.h"

#ifndef KINWARD_CATALOGUE
#define KINWARD_CATALOGUE "services/eligibility/catalogue"
#endif

namespace kinward::catalogue {

inline const Catalogue& Shipped() {
  static const Catalogue kShipped = LoadCatalogue(KINWARD_CATALOGUE);
  return kShipped;
}

// Null, and a failure of the test, when there is none.
inline const ProgrammeFile* ShippedProgramme(const std::string& id) {
  const auto at = std::ranges::find(Shipped().programmes, id, &ProgrammeFile::programme_id);
  if (at != Shipped().programmes.end()) return &*at;
  ADD_FAILURE() << "no programme " << id;
  return nullptr;
}

inline std::string All(const std::vector<Fault>& faults) {
  std::string text;
  for (const Fault& fault : faults) text += ToText(fault) + "\n";
  return text;
}

// A clause, and the three examples that it needs.
inline constexpr const char* kRisk =
    "      - {id: risk, kind: required, says: A risk, source: test, rule: {fact: edge_of_care, is: "
    "true}}\n";
inline constexpr const char* kExamples =
    "examples:\n"
    "  - {name: a, on: 2016-05-01, facts: {edge_of_care: true}, expect: eligible}\n"
    "  - {name: b, on: 2016-05-01, facts: {edge_of_care: false}, expect: not-eligible}\n"
    "  - {name: c, on: 2016-05-01, expect: needs-information}\n";
inline constexpr const char* kVersion =
    "    effective_from: 2016-01-01\n    source: test\n    counts: family\n"
    "    gateway: {kind: direct, source: test}\n"
    "    episode: {begins_with: acceptance, source: test}\n";

// The shipped dictionary beside one programme file, T-01.yaml.
class CatalogueTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string(test->test_suite_name()) + test->name());
    std::filesystem::create_directories(folder_ / "programmes");
    for (const char* name : {"facts.yaml", "vocabularies.yaml", "councils.yaml"}) {
      std::filesystem::copy_file(std::filesystem::path(KINWARD_CATALOGUE) / name, folder_ / name,
                                 std::filesystem::copy_options::overwrite_existing);
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  void Append(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary | std::ios::app) << text;
  }

  // Lines 1 to 5 are about the programme, 6 to 13 its one version up to `clauses:`; the clauses
  // begin in line 14, and `more` of the version follows them.
  static std::string Programme(const std::string& clauses, const std::string& more = "",
                               const std::string& examples = kExamples,
                               const std::string& id = "T-01") {
    return "programme: " + id +
           "\nname: Test\nhost_council: wolverhampton\nsource: test\n"
           "evaluation: {says: none, source: test}\nversions:\n  - version: 1\n" +
           kVersion + "    clauses:\n" + clauses + more + examples;
  }

  Catalogue Load(const std::string& clauses, const std::string& more = "",
                 const std::string& examples = kExamples) const {
    Write("programmes/T-01.yaml", Programme(clauses, more, examples));
    return LoadCatalogue(folder_);
  }

  std::filesystem::path folder_;
};

}  // namespace kinward::catalogue
