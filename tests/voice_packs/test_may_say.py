"""Every line that a session says is in the list of the lines to read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.every_session import DETAILS, LEVELS, conditions, libraries, library_of, routines
from tests.kit import TONES, Speech, routine
from voiceguide.app.voice_packs.lines_to_read import PARTS, GatheredLines
from voiceguide.app.voice_packs.may_say import MINUTES, may_say
from voiceguide.app.voice_packs.step_lines import SharedStepLines
from voiceguide.control.live_lines import foreseen, recap, time_left
from voiceguide.control.relayout import SessionLayout
from voiceguide.errors import UsageError
from voiceguide.fit import Request, fit_whole, safety_prelude
from voiceguide.loading import Loaded
from voiceguide.person.resuming import going_on, resume_point
from voiceguide.phrases.phrases import phrases_of
from voiceguide.planning.steps import Plan
from voiceguide.routine.item_kinds import leaves
from voiceguide.routine.model import Routine
from voiceguide.session_options import WORDS_A_MINUTE, SessionOptions, decided
from voiceguide.timeline import Timeline, VoiceInfo

SOME = ("six-minute", "tabata", "yoga-side-stretch")
OWN = routine(
    """\
name: My own
items:
  - group: Round and round
    rounds: 2
    rest: 20 s
    items:
      - do: cat-stretch
      - do: bird-dog
        optional: true
      - rest: 20 s
  - group: Fast
    rounds: 3
    rest: 30 s
    items:
      - {step: Plank, for: 30 s, avoid_if: [wrist-pain], optional: true}
      - rest: 10 s
      - {step: Side plank, for: 20 s, each_side: true, avoid_if: [shoulder-injury], sets: 2}
      - {step: Squats, for: 30 s, ask_first_if: [knee-pain]}
  - do: hamstring-stretch
    optional: true
  - ask: pain
  - rest: fill
length: 15 min
""",
    "my-own",
)


def made(name: str) -> Routine:
    return OWN if name == OWN.id else routines()[name]


@cache
def listed(name: str) -> GatheredLines:
    loaded = Loaded(made(name), library_of(made(name)), ())
    return may_say(loaded, SessionOptions(), SharedStepLines(TONES))


def options() -> st.SearchStrategy[dict[str, Any]]:
    """Any options of a session that the list is to cover."""
    two = st.lists(st.sampled_from(conditions()), max_size=2, unique=True)
    return st.fixed_dictionaries(
        {
            "level": st.sampled_from(LEVELS),
            "detail": st.sampled_from(DETAILS),
            "pace": st.sampled_from(("calm", "normal", "brisk")),
            "countdown": st.sampled_from(("tones", "voice", "soft", "none")),
            "encourage": st.sampled_from(("none", "rarely", "normal")),
            "cues": st.sampled_from(("fade", "every")),
            "tones": st.sampled_from(("explained", "plain")),
            "conditions": st.builds(frozenset, two),
            "asked": st.booleans(),
            "minutes": st.sampled_from((None, None, *MINUTES)),
            "seed": st.integers(0, 50),
        }
    )


def check(
    name: str, said: Mapping[str, Any], quarters: int | None, item: float, place: float
) -> None:
    """Lay a session out, change it while it is led, and look for all of its lines."""
    this, lines = made(name), listed(name)
    words = WORDS_A_MINUTE[said["pace"]]
    exercises = [getattr(each, "do", None) for each in leaves(this.items)]
    places = {id: quarters for id in exercises if id} if quarters is not None else {}
    start_at = 1 + int(item * len(exercises))
    if start_at > 1:  # what is left out from there on is not listed
        said = {**said, "conditions": frozenset(), "minutes": None}
    today = SessionOptions(**said, places=places, start_at=start_at)
    voice = VoiceInfo("test", "test", words, measured=False)
    request = Request(this, library_of(this), decided(today, this.options), voice)
    speech = Speech(words)
    try:
        fitted = fit_whole(request, speech, TONES)
    except UsageError:
        return  # nothing is left for such a person
    must_have(lines, fitted.timeline, fitted.plan, place)
    must_have(lines, safety_prelude(request, speech, TONES), fitted.plan, 0)
    layout = SessionLayout.of_routine(fitted, request)
    at_ms = int(place * fitted.timeline.length_ms)
    changed = [layout.easier(at_ms, speech, TONES), layout.with_less_talk(at_ms, speech, TONES)]
    after = layout.without_rest_of(at_ms, speech, TONES)
    changed += [after[0]] if after is not None else []
    for each in changed:
        if each is not None:
            must_have(lines, each.timeline, fitted.plan, place)


def must_have(lines: GatheredLines, timeline: Timeline, plan: Plan, place: float) -> None:
    say = phrases_of(timeline.language)
    at_ms = int(place * (timeline.length_ms - 1))
    heard = [cue.text for cue in timeline.voices]
    heard += recap(timeline, at_ms, plan.steps, say)
    heard += time_left(timeline, at_ms, say)
    heard += foreseen(timeline, plan.steps, say)
    heard.append(going_on(resume_point(timeline, at_ms), say))
    assert [text for text in heard if text not in lines] == []


PLACES = st.floats(0, 0.999)
DRAWN = (
    options(),
    st.sampled_from((None, 0, 1, 2, 3, 4)),
    st.sampled_from((0.0, 0.0, 0.5)),
    PLACES,
)
QUICKLY = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@pytest.mark.parametrize("name", [*SOME, OWN.id])
@QUICKLY
@given(*DRAWN)
def test_every_line_of_any_session_is_in_the_list(
    name: str, said: dict[str, Any], quarters: int | None, item: float, place: float
) -> None:
    check(name, said, quarters, item, place)


@pytest.mark.whole
@pytest.mark.parametrize("name", routines())
@settings(parent=QUICKLY, max_examples=25)
@given(*DRAWN)
def test_every_line_of_any_session_of_the_library_is_in_the_list(
    name: str, said: dict[str, Any], quarters: int | None, item: float, place: float
) -> None:
    check(name, said, quarters, item, place)


def test_each_line_is_there_once_and_the_likely_ones_come_first() -> None:
    lines = listed("six-minute").lines()
    assert len({line.file for line in lines}) == len(lines)
    parts = [line.part for line in lines]
    assert parts == sorted(parts, key=PARTS.index)


def test_the_lines_of_a_session_stand_in_its_order() -> None:
    first = [line.text for line in listed("six-minute").lines(["session"])]
    timeline = fit_whole(
        Request(
            made("six-minute"),
            libraries()["en"],
            decided(made("six-minute").options),
            VoiceInfo("test", "test", 140, measured=False),
        ),
        Speech(140),
        TONES,
    ).timeline
    said = [cue.text for cue in timeline.voices if cue.role == "position"]
    places = [first.index(text) for text in dict.fromkeys(said)]
    assert len(places) > 2
    assert places == sorted(places)


def test_a_line_says_where_it_is_said() -> None:
    lines = {line.text: line for line in listed("six-minute").lines()}
    where = [line.where for text, line in lines.items() if text.startswith("First, ")]
    assert any(each.startswith("six-minute: ") for each in where)
