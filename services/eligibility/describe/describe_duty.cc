// What others' events oblige it to, and what it does at set times.
#include <utility>

#include "services/eligibility/describe/describe.h"

namespace kinward::describe {
namespace {

std::string SetUp(int least, int most) {
  if (least > 0 && most > 0 && least != most) {
    return "set up in " + std::to_string(least) + " to " + Days(most);
  }
  if (most > 0) return "set up within " + Days(most);
  if (least > 0) return "set up in " + Days(least) + " at least";
  return "";
}

std::vector<std::string> InWords(const Texts& codes) {
  std::vector<std::string> words;
  for (const std::string& code : codes) words.push_back(Spaced(code));
  return words;
}

}  // namespace

Section WhatObliges(const ProgrammeVersion& version) {
  Section section{
      "What outside events oblige", {}, {}, {{"When", "What is due", "Term", "What is said"}, {}}};
  for (const auto& trigger : version.triggers()) {
    std::string due = Spaced(trigger.obliges()) +
                      (trigger.offer() ? ": must be offered, may be declined" : ": must be done");
    if (trigger.independent()) due += ", by a person independent of the case";
    const std::string term = trigger.within() > 0 ? ClockWord(trigger.unit(), trigger.within())
                                                  : std::string("none is stated");
    const std::string stands = Between(trigger.from(), trigger.until());
    section.table.rows.push_back(
        Cells({Capitalised(Spaced(trigger.on())), due,
               term + (stands.empty() ? "" : " (" + stands + ")"), trigger.says()},
              trigger.source()));
  }
  return section;
}

Section Meetings(const ProgrammeVersion& version) {
  Section section{"Meetings", {}, {}, {}};
  for (const auto& meeting : version.meetings()) {
    std::string text;
    if (meeting.kind() != meeting.meeting_id()) text += " (" + Spaced(meeting.kind()) + ")";
    const std::string term = SetUp(meeting.set_up_days_min(), meeting.set_up_days_max());
    if (!term.empty()) text += ", " + term;
    if (!meeting.replaces().empty()) {
      text += "; may stand in place of the " + Spaced(meeting.replaces());
    }
    text += ".";
    if (!meeting.says().empty()) text += " " + meeting.says();
    section.lines.push_back(
        Named(Capitalised(Spaced(meeting.meeting_id())), text, meeting.source()));
    if (!meeting.attends().empty()) {
      section.lines.push_back(Told("attend: " + Listed(InWords(meeting.attends())), 1));
    }
    if (!meeting.must_answer().empty()) {
      section.lines.push_back(Told("must answer: " + Listed(InWords(meeting.must_answer())), 1));
    }
  }
  return section;
}

Section Timelines(const ProgrammeVersion& version) {
  Section section{"Timelines", {}, {}, {}};
  for (const auto& timeline : version.timelines()) {
    section.lines.push_back(Named(Capitalised(Spaced(timeline.timeline_id())),
                                  ": " + timeline.says(), timeline.source()));
    for (const auto& one : timeline.milestones()) {
      std::string text = one.name();
      if (one.due() > 0) text += ": " + ClockWord(one.unit(), one.due()) + " after the start";
      if (!one.on().empty()) text += ": " + Day(one.on());
      if (!one.says().empty()) text += ". " + WithoutStop(one.says());
      section.lines.push_back(Told(text, 1));
    }
  }
  return section;
}

}  // namespace kinward::describe
