"""What is laid out anew while a session is heard keeps to the person's conditions."""

from __future__ import annotations

import pytest

from tests.every_session import libraries, routines
from tests.kit import TONES, Shelf, Speech, items
from voiceguide.control.relayout import SessionLayout
from voiceguide.fit import Request, fit_whole
from voiceguide.planning.conditions import blocked
from voiceguide.planning.steps import Work
from voiceguide.routine.library import Library
from voiceguide.routine.model import Routine
from voiceguide.session_options import SessionOptions, decided
from voiceguide.timeline import VoiceInfo

SPEECH = Speech()


def score_of(made: Routine, library: Library, *conditions: str) -> SessionLayout:
    options = decided(SessionOptions(conditions=conditions), made.options)
    voice = VoiceInfo("test", "test", 140, measured=False)
    request = Request(made, library, options, voice)
    return SessionLayout.of_routine(fit_whole(request, SPEECH, TONES), request)


def begins(layout: SessionLayout, label: str) -> int:
    return next(each.start_ms for each in layout.timeline.segments if each.label == label)


def test_next_leads_to_where_the_author_sees_a_step_without_a_position() -> None:
    made = items(
        "{step: March, for: 20 s}",
        "{step: Plank, for: 20 s, position: hands-knees}",
        "{step: Longer plank, for: 20 s}",
    )
    layout = score_of(made, Shelf())
    skipped = layout.without_rest_of(begins(layout, "Plank"), SPEECH, TONES)
    assert skipped is not None
    after, at_ms = skipped
    arrive = Shelf().positions.positions["hands-knees"].arrive
    assert [cue.text for cue in after.timeline.voices if cue.at_ms >= at_ms].count(arrive) == 1


@pytest.mark.parametrize("name", ["strength", "yoga-side-stretch", "six-minute"])
def test_whatever_is_skipped_or_made_easier_nothing_forbidden_comes(name: str) -> None:
    made, library = routines()[name], libraries()["en"]
    person = ("knee-pain", "shoulder-injury")
    today = SessionOptions(conditions=frozenset(person))
    layout = score_of(made, library, *person)
    for segment in [each for each in layout.timeline.segments if each.kind == "announce"]:
        others = [layout.easier(segment.start_ms, SPEECH, TONES)]
        skipped = layout.without_rest_of(segment.start_ms, SPEECH, TONES)
        others.append(skipped[0] if skipped else None)
        others.append(layout.with_less_talk(segment.start_ms, SPEECH, TONES))
        for other in others:
            done = other.steps if other else ()
            ids = [each.exercise for each in done if isinstance(each, Work) and each.exercise]
            assert not [id for id in ids if blocked(library.exercise(id), today, library)]


def test_a_session_made_shorter_still_says_so_at_its_end_after_a_change() -> None:
    made, library = routines()["morning"], libraries()["en"]
    layout = score_of(made, library, "pregnant")
    less = layout.with_less_talk(20_000, SPEECH, TONES)
    closing = [cue.text for cue in less.timeline.voices if cue.role == "closing"]
    assert closing[0].startswith("It was shorter today")
    assert "Roll to one side, and push up with your hands." not in closing


def test_what_is_only_true_of_a_whole_session_is_not_said_after_one_was_left_early() -> None:
    made, library = routines()["six-minute"], libraries()["en"]
    layout = score_of(made, library)

    def closing(of: SessionLayout) -> list[str]:
        return [cue.text for cue in of.timeline.voices if cue.role == "closing"]

    assert "That is six minutes." in closing(layout)
    skipped = layout.without_rest_of(layout.timeline.steps()[1].start_ms, SPEECH, TONES)
    assert skipped is not None
    for after in (skipped[0], layout.with_something_left_out(SPEECH, TONES)):
        assert closing(after)
        assert "That is six minutes." not in closing(after)
    assert skipped[0].with_something_left_out(SPEECH, TONES) is skipped[0]
