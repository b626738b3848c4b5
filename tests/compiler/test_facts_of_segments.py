"""What segments say of the exercise that they belong to, in every built-in routine."""

from __future__ import annotations

from itertools import groupby

import pytest

from tests.golden.cases import LIBRARY, NOWHERE
from voiceguide.session import estimated, load
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import Segment, Timeline

PARTS = ("move", "hold", "breathe")


@pytest.fixture(params=LIBRARY.ids("routine"))
def timeline(request: pytest.FixtureRequest) -> Timeline:
    loaded = load(request.param, NOWHERE, LIBRARY)
    return estimated(loaded, SessionOptions(), NOWHERE)


def pass_of(segment: Segment) -> tuple[object, ...]:
    return segment.item, segment.rounds, segment.set, segment.rep, segment.side


def test_a_segment_counts_no_further_than_its_item_has_sets_and_reps(timeline: Timeline) -> None:
    for segment in timeline.segments:
        assert (segment.set or 0) <= (segment.sets or 0)
        assert (segment.rep or 0) <= (segment.reps or 0)


def test_the_parts_of_a_repetition_are_counted_from_one(timeline: Timeline) -> None:
    for _, group in groupby(timeline.segments, key=pass_of):
        phases = [each.phase for each in group if each.kind in PARTS]
        assert phases == sorted(phases, key=lambda phase: phase or 0)
        assert phases[:1] in ([], [1])


def test_only_parts_of_a_repetition_have_a_place_in_it(timeline: Timeline) -> None:
    for segment in timeline.segments:
        if segment.kind in PARTS:
            assert segment.phase is not None
        elif segment.phase is not None:
            assert segment.kind == "rest"


def test_an_exercise_says_its_purpose_and_a_step_none(timeline: Timeline) -> None:
    for segment in timeline.segments:
        exercise = segment.exercise
        assert segment.purpose == (LIBRARY.exercise(exercise).purpose if exercise else None)


def test_held_is_what_has_a_hold(timeline: Timeline) -> None:
    holding = {each.item for each in timeline.segments if each.kind == "hold"}
    for segment in timeline.segments:
        if segment.sets is not None:
            assert segment.held is (segment.item in holding)
