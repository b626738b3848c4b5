"""The words of safety.yaml, for every part of the body and every kind of effort."""

from __future__ import annotations

import itertools
import re
from typing import get_args

import pytest

from voiceguide.phrases.phrases import languages
from voiceguide.routine.library import Library
from voiceguide.routine.topics import BodyPart, Effort, TopicLine, words_for

PARTS: tuple[str | None, ...] = (None, *get_args(BodyPart))
TOPICS = [
    frozenset((effort,) if part is None else (part, effort))
    for part, effort in itertools.product(PARTS, get_args(Effort))
]
SAFETY = Library().safety


def flags(*topics: str) -> set[str]:
    return {flag.key for flag in SAFETY.red_flags if flag.is_for(topics)}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("topics", TOPICS, ids=lambda topics: "-".join(sorted(topics)))
def test_every_session_has_words_of_each_kind(topics: frozenset[str], language: str) -> None:
    safety = Library(language=language).safety
    spoken = safety.spoken(topics)
    assert 5 <= len(spoken.full) <= 8
    assert 2 <= len(spoken.short) <= 3
    assert len(words_for(safety.statement, topics)) >= 4
    assert len(words_for(safety.red_flags, topics)) >= 4
    assert len(words_for(safety.rules.day_off_lines, topics)) == 3
    assert len(words_for(safety.rules.tomorrow_off_lines, topics)) == 3


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
def test_a_translation_has_the_same_lines_for_the_same_topics(language: str) -> None:
    other = Library(language=language).safety

    def shape(lines: tuple[TopicLine, ...]) -> list[tuple[object, ...]]:
        return [(line.id, line.about, line.not_about) for line in lines]

    for name in ("full", "short", "statement", "red_flags"):
        assert shape(getattr(other, name)) == shape(getattr(SAFETY, name)), name
    assert shape(other.rules.day_off_lines) == shape(SAFETY.rules.day_off_lines)
    assert shape(other.rules.tomorrow_off_lines) == shape(SAFETY.rules.tomorrow_off_lines)
    assert other.gate.duration.about == SAFETY.gate.duration.about
    assert other.version == SAFETY.version
    assert other.conditions.keys() == SAFETY.conditions.keys()


def test_every_red_flag_has_an_id_of_its_own() -> None:
    ids = [flag.id for flag in SAFETY.red_flags]
    assert None not in ids
    assert len(ids) == len(set(ids))


def test_what_is_of_the_back_is_said_of_the_back_alone() -> None:
    back = re.compile(r"\bback\b(?! pain)|back pain|bladder|urine|bowel|groin", re.IGNORECASE)
    for topics in TOPICS:
        if "back" in topics:
            continue
        lines = (
            *SAFETY.spoken(topics).full,
            *SAFETY.spoken(topics).short,
            *words_for(SAFETY.statement, topics),
            *words_for(SAFETY.red_flags, topics),
            SAFETY.rules.day_off_say(topics),
        )
        assert [line for line in lines if back.search(line)] == []


def test_red_flags_follow_the_part_of_the_body_and_the_kind_of_effort() -> None:
    everybody = {"chest-pain", "ill", "knock", "night-pain"}
    assert flags() == flags("stretch") == everybody
    assert flags("back", "stretch") - everybody == {"cancer", "bladder", "saddle", "weak-legs"}
    assert flags("hard") - everybody == {"faint", "breathless", "heart", "told-not-to"}
    assert {"unsteady", "head"} <= flags("neck", "stretch")
    assert {"hot-joint", "no-weight", "calf"} <= flags("knee", "strength")
    assert "no-weight" not in flags("wrist", "strength")


@pytest.mark.parametrize(
    ("topics", "say"),
    [
        (("back", "stretch"), "Take today off from stretching."),
        (("back", "strength"), "Take today off from strength training."),
        (("back", "mixed"), "Take today off from exercise."),
        (("hard",), "Take today off from exercise."),
    ],
)
def test_a_day_off_is_one_from_what_was_to_be_done(topics: tuple[str, ...], say: str) -> None:
    assert SAFETY.rules.day_off_say(topics) == (
        f"You have more pain than before. {say} A gentle walk is fine if it feels good."
    )


@pytest.mark.parametrize("part", ["hip", "knee", "ankle", "foot"])
def test_nobody_is_sent_for_a_walk_on_what_carries_them(part: str) -> None:
    for say in (SAFETY.rules.day_off_say, SAFETY.rules.tomorrow_off_say):
        assert "walk" not in say((part, "strength"))
        assert "without weight" in say((part, "strength"))


@pytest.mark.parametrize("topics", TOPICS, ids=lambda topics: "-".join(sorted(topics)))
def test_to_ask_first_is_heard_in_every_session(topics: frozenset[str]) -> None:
    spoken = SAFETY.spoken(topics)
    assert "ask your doctor first" in " ".join(spoken.full)
    assert "ask your doctor first" in " ".join(spoken.short)


def test_that_mild_pain_fades_is_said_where_a_part_of_the_body_is_exercised() -> None:
    fades = "as your muscles get stronger"
    assert fades in " ".join(SAFETY.spoken(("knee", "strength")).full)
    assert fades not in " ".join(SAFETY.spoken(("hard",)).full)


@pytest.mark.parametrize("language", languages())
def test_spoken_words_are_short(language: str) -> None:
    safety = Library(language=language).safety
    for line in (*safety.full, *safety.short):
        assert len(line.say.split()) <= 20, line.say
