"""Readers of habits.yaml, and of the gate and the rules in safety.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import Any, Generic, TypeVar

from msgspec import Struct

from voiceguide.reader.document import Node, Text
from voiceguide.reader.kinds import AnyText, Choice, Id, Line, Whole
from voiceguide.reader.reading import Reading, Schema, what_is
from voiceguide.reader.records import NEEDED, Found, ListOf, Record, Setting, TableOf
from voiceguide.routine.habits import (
    PAIN_AT_MOST,
    GateQuestions,
    Goal,
    Habits,
    PainRules,
    PostureRules,
    ProgressRules,
)
from voiceguide.routine.shared_kinds import file_head
from voiceguide.routine.topics import TOPIC_LIST, TopicLine, topic_lines
from voiceguide.text import shortened

T = TypeVar("T")
QUARTERS = 4
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Written(Struct, Generic[T], frozen=True):
    """A text of one form; `build` makes the value of its parts, ValueError refuses it."""

    form: str
    expects: str
    build: Callable[..., T]

    def read(self, node: Node, reading: Reading) -> T | None:
        """The value."""
        text = node.text.strip() if isinstance(node, Text) else None
        found = re.fullmatch(self.form, text) if text is not None else None
        if found is not None:
            try:
                return self.build(*found.groups())
            except ValueError:  # such as 25:00
                found = None
        shown = what_is(node) if text is None else f"'{shortened(text)}'"
        reading.problem(node.place, f"expected {self.expects}, not {shown}")
        return None

    def schema(self) -> Schema:
        """The form."""
        return {"type": ["string", "number"], "pattern": f"^{self.form}$"}


DAYS = Written(r"(\d{1,4}) days?", "days, such as '7 days'", int)
MINUTES = Written(r"(\d{1,4}) min", "minutes, such as '10 min'", int)
MINUTES_RANGE = Written(
    r"(\d{1,3})(?:-(\d{1,3}))? min",
    "minutes, such as '50-60 min'",
    lambda low, high: (int(low), int(high or low)),
)
TIME_OF_DAY = Written(
    r"(\d\d):(\d\d)", "a time of day, such as '09:00'", lambda h, m: time(int(h), int(m))
)
QUARTER = Written(
    r"(0|0\.25|0\.5|0\.75|1)", "0, 0.25, 0.5, 0.75 or 1", lambda part: int(QUARTERS * float(part))
)
_GOAL_SIZE = Written(
    r"(\d{1,4}) (days|min)", "'2 days' or '150 min'", lambda number, unit: (int(number), unit)
)
_SAID = Line(sides=False)


def _record(what: str, *settings: Setting) -> Record[dict[str, Any]]:
    return Record(what, settings, lambda found: found.values)


def _needed(name: str, kind: Any) -> Setting:
    return Setting(name, kind, NEEDED)


_GOAL = _record(
    "a goal",
    _needed("at_least", _GOAL_SIZE),
    _needed("counts", Choice(("strength", "stretch", "activity"))),
    Setting("say_left", AnyText()),
    Setting("note", AnyText()),
)
_SESSIONS = _record(
    "the settings of sessions",
    Setting("per_day", AnyText()),
    Setting("log", ListOf(AnyText())),
)
_BREAK = _record(
    "a break", _needed("longer_than", DAYS), _needed("then", Choice(("back to start",)))
)
_PROGRESS = _record(
    "the settings of progress",
    _needed("start", QUARTER),
    _needed("step", QUARTER),
    _needed("after_good_sessions", Whole(1, 50)),
    _needed("at_most_every", DAYS),
    _needed("after_day_off", Choice(("back one step",))),
    _needed("after_break", _BREAK),
)
_POSTURE = _record(
    "the posture reminder",
    _needed("every", MINUTES_RANGE),
    _needed("starting", TIME_OF_DAY),
    _needed("until", TIME_OF_DAY),
    _needed("days", ListOf(Choice(WEEKDAYS), least=1, most=7)),
    _needed("say", ListOf(_SAID, least=1)),
    _needed("then", Id()),
    _needed("snooze", MINUTES),
    _needed("skip_if_session_within", MINUTES),
)


def _habits(found: Found) -> Habits:
    values = found.values
    moves, posture = values["progress"], values["reminders"]["posture"]
    return Habits(
        tuple(
            Goal(id, goal["counts"], goal["at_least"][0], goal["at_least"][1], goal["say_left"])
            for id, goal in values["goals"].items()
        ),
        ProgressRules(
            moves["start"],
            moves["step"],
            moves["after_good_sessions"],
            moves["at_most_every"],
            moves["after_break"]["longer_than"],
        ),
        PostureRules(
            posture["every"][0],
            posture["every"][1],
            posture["starting"],
            posture["until"],
            frozenset(WEEKDAYS.index(day) for day in posture["days"]),
            posture["say"],
            posture["then"],
            posture["snooze"],
            posture["skip_if_session_within"],
        ),
    )


HABITS: Record[Habits] = Record(
    "the habits",
    (
        *file_head("habits"),
        _needed("goals", TableOf(Id(), _GOAL, "goals")),
        _needed("sessions", _SESSIONS),
        _needed("progress", _PROGRESS),
        _needed("reminders", _record("the reminders", _needed("posture", _POSTURE))),
    ),
    _habits,
)

_QUESTION_IDS = (
    "asked-professional", "go-on", "red-flag", "hard-effort", "duration", "conditions",
    "asked-about",
)  # fmt: skip
_QUESTION = _record(
    "a question",
    _needed("id", Choice(_QUESTION_IDS)),
    Setting("title", _SAID, ""),
    _needed("ask", _SAID),
    Setting("if_false", Choice(("advise",))),
    Setting("if_true", Choice(("refuse", "easy-only"))),
    Setting("for", TOPIC_LIST, ()),
    Setting("choose", TableOf(AnyText(), _SAID, "answers and their words")),
    Setting("choose_any", Choice(("conditions",))),
)
GATE_QUESTIONS = (
    _needed("ask_again_after", DAYS),
    _needed("questions", ListOf(_QUESTION, least=len(_QUESTION_IDS), most=len(_QUESTION_IDS))),
)
"""Settings of the gate, beside its statement and red flags."""


def gate_questions(found: Found) -> GateQuestions | None:
    """The gate's questions; None, with a problem, where one is missing."""
    gate = found.values["gate"]
    asked = {question["id"]: question for question in gate["questions"]}
    missing = [id for id in _QUESTION_IDS if id not in asked]
    if missing or not asked["duration"]["choose"]:
        wrong = "the question 'duration' has no choices"
        if missing:
            wrong = f"the question '{missing[0]}' is missing"
        found.problem("gate", wrong, f"the questions are {', '.join(_QUESTION_IDS)}")
        return None
    return GateQuestions(
        gate["ask_again_after"],
        asked["asked-professional"]["ask"],
        asked["go-on"]["ask"],
        asked["red-flag"]["ask"],
        asked["red-flag"]["title"],
        asked["hard-effort"]["ask"],
        asked["hard-effort"]["title"],
        TopicLine(asked["duration"]["ask"], asked["duration"]["for"]),
        asked["duration"]["choose"],
        asked["conditions"]["ask"],
        asked["asked-about"]["ask"],
    )


_KIND_OF_PAIN = _record("a kind of pain", _needed("lasts", AnyText()), Setting("note", AnyText()))
PAIN = _record(
    "the words for pain",
    _needed("scale", ListOf(Whole(0, PAIN_AT_MOST), least=2, most=2)),
    _needed("mild_up_to", Whole(1, PAIN_AT_MOST - 1)),
    Setting("kinds", TableOf(Id(), _KIND_OF_PAIN, "kinds of pain")),
)
_DAY_OFF = _record(
    "what makes a day off",
    _needed("pain_rise", Whole(1, PAIN_AT_MOST)),
    _needed("pain_at_least", Whole(1, PAIN_AT_MOST)),
    _needed("answer_worse", Choice(("true",))),
)
RULES = _record(
    "the rules",
    _needed("stop_if_more_than_mild_for", MINUTES),
    _needed("stop_now_words", ListOf(AnyText(), least=1)),
    _needed("see_doctor", _SAID),
    _needed("most_sessions_a_day", Whole(1, 10)),
    _needed("too_many_today", _SAID),
    _needed("day_off_if", _DAY_OFF),
    _needed("day_off_lasts", DAYS),
    _needed("day_off_say", topic_lines()),
    _needed("tomorrow_off_say", topic_lines()),
    _needed("worse_days_to_doctor", Whole(1, 14)),
    _needed("full_safety_every", DAYS),
)


def pain_rules(pain: dict[str, Any], rules: dict[str, Any]) -> PainRules:
    """What PAIN and RULES have read."""
    return PainRules(
        pain["mild_up_to"],
        rules["stop_if_more_than_mild_for"],
        rules["stop_now_words"],
        rules["see_doctor"],
        rules["most_sessions_a_day"],
        rules["too_many_today"],
        rules["day_off_if"]["pain_rise"],
        rules["day_off_if"]["pain_at_least"],
        rules["day_off_lasts"],
        rules["day_off_say"],
        rules["tomorrow_off_say"],
        rules["worse_days_to_doctor"],
        rules["full_safety_every"],
    )
