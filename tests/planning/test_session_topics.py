"""What a routine is about: its part of the body, and one kind of effort."""

from __future__ import annotations

import pytest

from tests.kit import BUILT_IN, items, routine
from voiceguide.phrases.phrases import languages
from voiceguide.planning.session_topics import effort_of, topics_of
from voiceguide.routine.library import Library


@pytest.mark.parametrize(
    ("id", "topics"),
    [
        ("tabata", {"hard"}),
        ("plank-ladder", {"hard"}),
        ("strength", {"back", "strength"}),
        ("back-relief", {"back", "mixed"}),
        ("wind-down", {"stretch"}),
        ("morning", {"back", "stretch"}),
        ("quiet-sitting", {"mixed"}),
        ("desk-break", {"light"}),
    ],
)
def test_the_librarys_routines_have_their_topics(id: str, topics: set[str]) -> None:
    assert topics_of(BUILT_IN.routine(id), BUILT_IN) == topics


def test_every_routine_has_exactly_one_kind_of_effort_and_at_most_one_part() -> None:
    for language in languages():
        library = Library(language=language)
        for id in library.ids("routine"):
            made = library.routine(id)
            if made.language != language:
                continue
            topics = topics_of(made, library)
            assert topics == {effort_of(made, library)} | ({made.body} if made.body else set())


def test_intervals_inside_another_group_are_hard_effort_too() -> None:
    made = routine(
        "name: Test\nitems:\n  - group: All\n    items:\n      - group: Row\n"
        "        items: [{step: Run, for: 20 s}, rest: 10 s]\n"
    )
    assert effort_of(made, BUILT_IN) == "hard"


def test_a_step_outside_intervals_is_no_hard_effort() -> None:
    assert effort_of(items("{step: March, for: 2 min}"), BUILT_IN) == "mixed"
    assert effort_of(items("walk-in-place"), BUILT_IN) == "light"
    assert effort_of(items("quiet-breathing"), BUILT_IN) == "light"


def test_a_routine_of_words_alone_is_light() -> None:
    assert effort_of(items("{note: Well.}"), BUILT_IN) == "light"
