"""The rules of good spoken guidance, over every built-in routine, level and detail.

The rules and their sources are in docs/coaching.md.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise, product
from typing import get_args

import pytest

from tests.every_session import DETAILS, LEVELS, compiled, routines
from voiceguide.phrases.phrases import phrases_of
from voiceguide.session_options import Detail, Level, SessionOptions, Tones
from voiceguide.timeline import Segment, Timeline, Tone, VoiceCue

ROUTINES = pytest.mark.parametrize("name", routines())
MINUTE_MS = 60_000
SAYING_IT_MS = 15_000
"""The lines of a change come after the question, and before the change."""
AGAIN_FROM_REP = 2
AIR_MS = 400
MOST_FIRST_WORDS = 8
ABOUT_MS = 100
"""Lengths are estimated."""
LAST = ("Last one.", "Ein letztes Mal.")


@cache
def timeline(name: str, level: Level, detail: Detail) -> Timeline:
    made = compiled(routines()[name], SessionOptions(level), detail)
    assert made is not None
    return made


def all_of(name: str) -> list[Timeline]:
    return [timeline(name, level, detail) for level, detail in product(LEVELS, DETAILS)]


def voices_in(whole: Timeline, segment: Segment) -> list[VoiceCue]:
    cues = whole.between(segment.start_ms, segment.end_ms)
    return [cue for cue in cues if isinstance(cue, VoiceCue)]


@ROUTINES
def test_speech_is_at_most_45_percent(name: str) -> None:
    """In the detail that the routine itself asks for, with its tones explained or not."""
    made = routines()[name]
    for level, tones in product(LEVELS, get_args(Tones)):
        whole = compiled(made, SessionOptions(level, tones=tones), made.options.detail)
        assert whole is not None
        spoken_ms = sum(voice.length_ms for voice in whole.voices)
        assert spoken_ms <= 0.45 * whole.length_ms, (level, tones, spoken_ms / whole.length_ms)


@ROUTINES
def test_no_line_talks_over_another_or_over_a_countdown(name: str) -> None:
    for whole in all_of(name):
        assert all(one.end_ms <= two.at_ms for one, two in pairwise(whole.voices))
        pips = [tone for tone in whole.tones if tone.role == "countdown"]
        for voice in whole.voices:
            assert not [
                pip for pip in pips if voice.at_ms < pip.end_ms and pip.at_ms < voice.end_ms
            ]


@ROUTINES
def test_no_movement_is_told_before_the_tone_that_begins_it(name: str) -> None:
    """The first movement of an exercise, set or side: its words follow its start tone."""
    for whole in all_of(name):
        starts = [tone for tone in whole.tones if tone.role == "start"]
        for tone in starts:
            first = whole.segment_at(tone.at_ms + 600)
            if first.kind == "move" or first.kind == "setup":
                after = next(voice for voice in whole.voices if voice.at_ms >= tone.at_ms)
                assert after.at_ms >= tone.at_ms + 600


@ROUTINES
def test_inside_a_hold_nothing_is_told_but_its_own_words(name: str) -> None:
    """An instruction in a hold begins with it; numbers, sides and announcements are elsewhere."""
    for whole in all_of(name):
        for hold in whole.segments:
            if hold.kind != "hold":
                continue
            for voice in voices_in(whole, hold):
                assert voice.role not in ("number", "side")
                if voice.role == "instruction":
                    assert voice.at_ms == hold.start_ms


@ROUTINES
def test_no_word_outlasts_the_hold_that_it_is_said_in(name: str) -> None:
    for whole in all_of(name):
        for hold in whole.segments:
            if hold.kind == "hold":
                assert all(voice.end_ms <= hold.end_ms for voice in voices_in(whole, hold))


@ROUTINES
def test_words_end_within_the_first_half_of_the_movement_that_they_lead(name: str) -> None:
    """From the second repetition on, where the words are short.

    "Last one." is two words: in a movement of two seconds, which the source wants, it is longer,
    and comes after the word to act on.
    """
    for whole in all_of(name):
        late = [
            (voice.text, voice.end_ms - move.start_ms, move.length_ms)
            for move in whole.segments
            if move.kind == "move" and (move.rep or 0) >= AGAIN_FROM_REP
            for voice in whole.voices
            if voice.role in ("instruction", "number", "side")
            and not voice.text.startswith(LAST)
            and not voice.text.endswith(LAST)
            and move.start_ms <= voice.end_ms - 1 < move.end_ms
            and voice.end_ms > move.start_ms + move.length_ms / 2 + ABOUT_MS
        ]
        assert late == []


@ROUTINES
def test_the_first_of_several_repetitions_begins_on_few_words(name: str) -> None:
    """What is to come is told before: who hears it here has done it before its time."""
    for whole in all_of(name):
        for move in whole.segments:
            if move.kind == "move" and move.rep == 1 and move.phase == 1 and (move.reps or 0) > 1:
                before = [voice for voice in whole.voices if voice.at_ms < move.start_ms]
                if before and before[-1].end_ms > move.start_ms - 2 * ABOUT_MS - AIR_MS:
                    assert len(before[-1].text.split()) <= MOST_FIRST_WORDS, before[-1].text


@ROUTINES
def test_no_repetition_waits_a_second_for_its_words(name: str) -> None:
    for whole in all_of(name):
        for segment in whole.segments:
            if segment.kind == "setup" and (segment.rep or 0) >= AGAIN_FROM_REP:
                said = [voice.role for voice in voices_in(whole, segment)]
                if not {"form", "note", "breath"} & set(said):
                    assert segment.length_ms < 1000, (segment, said)


@ROUTINES
def test_encouragement_is_sparing_and_varied(name: str) -> None:
    for whole in all_of(name):
        said = [voice for voice in whole.voices if voice.role == "encourage"]
        assert all(two.at_ms - one.at_ms >= 90_000 for one, two in pairwise(said))
        for index, voice in enumerate(said):
            assert voice.text not in [each.text for each in said[max(0, index - 5) : index]]


@ROUTINES
def test_neighbouring_holds_have_different_words_of_the_coach(name: str) -> None:
    for whole in all_of(name):
        words = phrases_of(whole.language).pool("hold")
        said = [voice.text for voice in whole.voices if voice.text in words]
        assert all(one != two for one, two in pairwise(said))


@ROUTINES
def test_breath_words_are_never_a_single_syllable_alone(name: str) -> None:
    for whole in all_of(name):
        breaths = [voice.text for voice in whole.voices if voice.role == "breath"]
        assert [text for text in breaths if len(text.split()) < 2] == []


@ROUTINES
def test_an_exercise_is_announced_before_it_begins(name: str) -> None:
    for whole in all_of(name):
        for stretch in whole.visits():
            first = stretch.segments[0]
            if first.exercise is not None:
                announced = [each for each in stretch.segments if each.kind == "announce"]
                assert announced
                assert voices_in(whole, announced[0])


@ROUTINES
def test_nobody_waits_a_minute_without_purpose(name: str) -> None:
    for whole in all_of(name):
        for segment in whole.segments:
            if segment.kind == "fill" and segment.length_ms >= 15_000:
                assert voices_in(whole, segment)


@ROUTINES
def test_no_exercise_or_side_begins_more_than_five_minutes_after_comfort_was_asked(
    name: str,
) -> None:
    say = phrases_of(routines()[name].language)
    comfort = say.pool("comfort")
    for whole in all_of(name):
        works = [each for each in whole.segments if each.exercise is not None]
        if not works or all(each.purpose == "relax" for each in works):
            continue
        asked = [v.at_ms for v in whole.voices if v.text in comfort or v.role == "check"]
        marks = [works[0].start_ms, *asked]
        for segment in works:
            if segment.kind in ("announce", "change"):
                last = max(mark for mark in marks if mark <= segment.start_ms)
                assert segment.start_ms - last < 5 * MINUTE_MS + SAYING_IT_MS


@ROUTINES
def test_a_tone_begins_when_its_number_is_over(name: str) -> None:
    for whole in all_of(name):
        cues = [cue for cue in whole.cues if isinstance(cue, Tone) and cue.role in ("rise", "fall")]
        for tone in cues:
            over = [v for v in whole.voices if v.at_ms <= tone.at_ms < v.end_ms]
            assert over == []
