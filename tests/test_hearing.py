"""How it is measured what was understood: words, alignment, classes, windows, what is written.

No recogniser listens here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.lib_heard_session import (
    AIR_MS,
    LONGEST_WINDOW_MS,
    Line,
    Session,
    ToneMark,
    built_in,
    densest_ms,
    halves,
    read,
    windows,
)
from scripts.lib_hearing import (
    CLASSES,
    ClassCount,
    Score,
    align,
    class_counts,
    heard_lines,
    is_confusion,
    is_unsaid,
    said_words,
    words,
)
from scripts.lib_hearing_report import as_json, grouped, report
from scripts.lib_hearing_run import Utterance, hear, pairs_of
from scripts.lib_hearing_transcript import NOT_UNDERSTOOD, SOUNDS_LIKE, transcript
from voiceguide.audio.clip import Pcm
from voiceguide.audio.riff import header_bytes
from voiceguide.audio.tones import tone_names
from voiceguide.units import frame_at, ms_at

ROOT = Path(__file__).resolve().parent.parent
SMALL_WORDS = st.lists(st.sampled_from(["left", "right", "leg", "two", "to", "half", "way"]))


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("Set 2 of 3.", "Set two of three."),
        ("8 times on each leg!", "Eight times, on each leg."),
        ("The 2nd one.", "The second one."),
        ("For 20-second holds", "for twenty second holds"),
        (
            "1,200 steps, 90° and 10%",
            "One thousand two hundred steps, ninety degrees and ten percent",
        ),
        ("It’s OK.", "it's okay"),
        ("Twenty-one.", "21"),
        ("[BLANK_AUDIO] Hold (music) there ♪", "Hold there."),
        ("Ooh. Four. Whoa.", "Four."),
        ("café", "cafe"),
    ],
)
def test_case_punctuation_numbers_and_spelling_make_no_other_words(heard: str, said: str) -> None:
    assert words(heard) == words(said)


def test_a_number_too_large_to_say_is_heard_digit_by_digit() -> None:
    assert words("1234567")[:3] == ("one", "two", "three")


def test_a_line_has_the_words_that_the_voice_is_given() -> None:
    assert said_words("Hold 20 s.") == ("hold", "twenty", "seconds")


@pytest.mark.parametrize(
    ("said", "heard", "score"),
    [
        ("Lower slowly now.", "Lower slowly now.", Score(3)),
        ("And lower.", "Hello.", Score(2, 1, 1)),
        ("And hold.", "", Score(2, 0, 2)),
        ("Hold.", "Hold it there.", Score(1, 0, 0, 2)),
        ("Two to go.", "To two go.", Score(3)),
        ("Halfway.", "Half way.", Score(1)),
        ("Half way there.", "Halfway there.", Score(3)),
        ("Reach your left leg back.", "Reach you left lag back.", Score(5, 2)),
    ],
)
def test_words_are_wrong_that_were_heard_as_others_lost_or_invented(
    said: str, heard: str, score: Score
) -> None:
    (line,) = heard_lines([said], heard)
    assert line.score == score


def test_words_wrong_are_told_in_a_hundred_of_those_said() -> None:
    assert Score(8, 1, 0, 1).percent == 25
    assert Score().percent == 0


@given(SMALL_WORDS, SMALL_WORDS)
def test_an_alignment_has_every_word_once_and_in_order(said: list[str], heard: list[str]) -> None:
    steps = align(said, heard)
    assert [place for step in steps for place in step.said] == list(range(len(said)))
    assert [place for step in steps for place in step.heard] == list(range(len(heard)))


@given(SMALL_WORDS)
def test_what_is_heard_as_it_was_said_has_nothing_wrong(said: list[str]) -> None:
    assert all(step.same for step in align(said, said))


@given(SMALL_WORDS, SMALL_WORDS)
def test_no_alignment_has_fewer_words_wrong(said: list[str], heard: list[str]) -> None:
    # As long as nothing is joined, the plain distance is the truth.
    sounds = [{"to": "two"}.get(word, word) for word in said]
    others = [{"to": "two"}.get(word, word) for word in heard]
    row = list(range(len(others) + 1))
    for word in sounds:
        before, row[0] = row[0], row[0] + 1
        for place, other in enumerate(others, 1):
            least = min(before + (word != other), row[place] + 1, row[place - 1] + 1)
            before, row[place] = row[place], least
    assert sum(not step.same for step in align(said, heard)) <= row[-1]
    joined = any(len(step.said) + len(step.heard) == 3 for step in align(said, heard))
    assert joined or sum(not step.same for step in align(said, heard)) == row[-1]


def test_every_line_of_a_window_gets_the_words_that_were_heard_of_it() -> None:
    lines = ["Reach your left leg back.", "And lower.", "Two. Right leg, reach."]
    found = heard_lines(lines, "Reach your left leg back. Hello. 2, right leg reached.")
    assert [each.text for each in found] == [
        "Reach your left leg back.",
        "Hello.",
        "2, right leg reached.",
    ]
    assert [each.score.wrong for each in found] == [0, 2, 1]


def test_an_invented_word_belongs_to_the_line_that_its_sentence_belongs_to() -> None:
    lines = ["Hold there.", "Lower slowly."]
    before = heard_lines(lines, "Hold there now. Lower slowly.")
    after = heard_lines(lines, "Hold there. And lower slowly.")
    assert [each.text for each in before] == ["Hold there now.", "Lower slowly."]
    assert [each.text for each in after] == ["Hold there.", "And lower slowly."]


def test_of_a_line_that_was_not_understood_nothing_was_heard() -> None:
    found = heard_lines(["Hold there.", "Out."], "Hold there.")
    assert [each.text for each in found] == ["Hold there.", ""]


def test_words_heard_where_nobody_spoke_belong_nowhere() -> None:
    assert heard_lines([], "Thank you.") == []


def test_a_left_that_was_heard_as_a_right_is_told_from_one_that_was_lost() -> None:
    found = heard_lines(
        ["Left leg up.", "Left arm up.", "Left side."], "Right leg up. Arm up. Side."
    )
    counts = class_counts(pairs_of(found))
    assert counts["left"] == ClassCount(said=3, lost=2, as_another=1)
    assert counts["up"] == ClassCount(said=2)
    assert [pair.heard for pair in pairs_of(found) if is_confusion(pair)] == [("right",)]


def test_a_lift_that_was_heard_as_a_left_is_a_left_that_nobody_said() -> None:
    found = heard_lines(["Lift your leg."], "Left your leg.")
    assert class_counts(pairs_of(found))["left"] == ClassCount(unsaid=1)
    assert [pair.said for pair in pairs_of(found) if is_unsaid(pair)] == [("lift",)]


def test_a_number_counts_as_heard_however_it_is_written() -> None:
    found = heard_lines(["Two.", "Four. Left.", "Eight times."], "To. 4, left. Ate times.")
    assert class_counts(pairs_of(found))["numbers"] == ClassCount(said=3)


def test_a_number_that_sounds_like_another_word_of_its_group_was_heard_as_another() -> None:
    (found,) = heard_lines(["Two. Reach."], "For. Reach.")
    assert class_counts(found.pairs)["numbers"] == ClassCount(said=1, as_another=1)


def test_a_sixth_that_was_heard_as_a_six_is_a_wrong_word_and_the_right_number() -> None:
    (found,) = heard_lines(["Sixth one."], "6, 1.")
    assert found.score == Score(2, 1)
    assert class_counts(found.pairs)["numbers"] == ClassCount(said=2)


def test_a_preposition_is_no_number() -> None:
    (found,) = heard_lines(["Turn to the wall."], "Turn for the wall.")
    assert class_counts(found.pairs)["numbers"] == ClassCount()


def test_every_class_has_a_count() -> None:
    assert list(class_counts([])) == list(CLASSES)


def spoken(*spans: tuple[float, float]) -> list[Line]:
    """Lines by the seconds at which they begin and end."""
    return [
        Line(round(start * 1000), round(end * 1000), f"Line {number}.")
        for number, (start, end) in enumerate(spans)
    ]


@st.composite
def sessions(draw: st.DrawFn) -> list[Line]:
    at_ms, lines = 1200, []
    for _ in range(draw(st.integers(1, 60))):
        length_ms = draw(st.integers(300, 9000))
        lines.append(Line(at_ms, at_ms + length_ms, "A line."))
        at_ms += length_ms + draw(st.sampled_from([0, 1, 400, 700, 3000, 20_000, 60_000]))
    return lines


@given(sessions())
def test_halves_of_a_window_hold_its_lines_and_lie_in_it(lines: list[Line]) -> None:
    for window in windows(lines):
        parts = halves(lines, window)
        assert (parts[0].start_ms, parts[-1].end_ms) == (window.start_ms, window.end_ms)
        inside = [number for part in parts for number in range(part.first, part.last + 1)]
        assert inside == list(range(window.first, window.last + 1))
        assert len(parts) == 1 or parts[0].end_ms <= parts[1].start_ms


@given(sessions())
def test_windows_hold_each_line_once_and_whole_and_none_is_longer_than_half_a_minute(
    lines: list[Line],
) -> None:
    cuts = windows(lines)
    inside = [number for window in cuts for number in range(window.first, window.last + 1)]
    assert inside == list(range(len(lines)))
    for window in cuts:
        assert window.start_ms <= lines[window.first].start_ms
        assert window.end_ms >= lines[window.last].end_ms
        assert window.end_ms - window.start_ms <= LONGEST_WINDOW_MS
    for before, after in pairwise(cuts):
        assert before.end_ms <= after.start_ms


def test_a_window_ends_at_the_longest_silence_of_its_last_third() -> None:
    lines = spoken((1, 9), (10, 19), (19.5, 22), (25, 27), (27.4, 29), (29.4, 33))
    assert [(window.first, window.last) for window in windows(lines)] == [(0, 2), (3, 5)]


def test_a_long_silence_is_in_no_window() -> None:
    first, second = windows(spoken((2, 4), (90, 92)))
    assert (first.start_ms, first.end_ms) == (2000 - AIR_MS, 4000 + AIR_MS)
    assert second.start_ms == 90_000 - AIR_MS


def test_the_fullest_minute_is_found_wherever_it_lies() -> None:
    lines = spoken((0, 10), (100, 120), (130, 150), (155, 165))
    assert densest_ms(lines, 60_000) == 45_000
    assert densest_ms([], 60_000) == 0


def session(*lines: Line, tones: Sequence[ToneMark] = ()) -> Session:
    length_ms = max(line.end_ms for line in lines) + 1000
    pcm = np.arange(frame_at(length_ms), dtype=np.int32).astype(np.int16)
    return Session("short", "en", "test", 120, length_ms, lines, tuple(tones), pcm)


class Parrot:
    """Hears what it is told to, piece by piece; after a bar, what it hears in the last moment."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.frames: list[int] = []

    def hear(
        self, pieces: Sequence[Pcm], *, timed: bool, progress: object = None
    ) -> list[list[Utterance]]:
        self.frames += map(len, pieces)
        return [list(self.utterances(piece)) for piece in pieces]

    def utterances(self, piece: Pcm) -> Iterator[Utterance]:
        first, _, last = self.texts.pop(0).partition("|")
        yield Utterance(0, first)
        if last:
            yield Utterance(ms_at(len(piece)) - AIR_MS, last)


SHORT = session(
    Line(1200, 3200, "Left leg, reach."),
    Line(4000, 4500, "Hold."),
    Line(8000, 9500, "Lower it slowly."),
    tones=(
        ToneMark(0, 1000, "lead-in"),
        ToneMark(3500, 4000, "start"),
        ToneMark(7500, 8000, "done"),
    ),
)


def test_a_session_is_heard_line_by_line_and_in_windows() -> None:
    parrot = Parrot("Left leg, reach.", "Old.", "Lower.", "Left leg reach. Hold. Lower it slowly.")
    found = hear(SHORT, parrot)
    assert (found.long_alone, found.short_alone) == (Score(6, 0, 2), Score(1, 1))
    assert found.whole == Score(7)
    assert parrot.frames[0] == frame_at(2000) + 2 * frame_at(250)


def test_what_is_heard_after_the_last_word_of_a_window_was_said_by_nobody() -> None:
    heard = "Left leg, reach. Hold. Lower it slowly.|Thank you for watching."
    assert hear(SHORT, Parrot(heard), alone=False).whole == Score(7)


@pytest.mark.parametrize("lost", ["4, 4, 4, 4,", "and lower it. " * 20])
def test_where_the_recogniser_repeats_itself_it_hears_both_halves_again(lost: str) -> None:
    parrot = Parrot(lost, "Left leg, reach. Hold.", "Lower it slowly.")
    found = hear(SHORT, parrot, alone=False)
    assert [each.text for each in found.in_windows] == [
        "Left leg, reach.",
        "Hold.",
        "Lower it slowly.",
    ]
    assert parrot.frames[1:] == [frame_at(4500 + AIR_MS - 700), frame_at(9500 - 8000 + 2 * AIR_MS)]


def test_of_one_line_that_is_repeated_there_are_no_halves() -> None:
    alone = session(Line(1200, 2000, "Four."))
    assert hear(alone, Parrot("4 4 4 4 4"), alone=False).whole == Score(1, 0, 0, 4)


def test_the_report_tells_figures_swaps_and_worst_lines() -> None:
    found = hear(
        SHORT, Parrot("Right leg, reach.", "Old.", "Lower.", "Hello. Old. Lower it slowly.")
    )
    told = report([found], 5)
    assert "  left as right: Left leg, reach. → Right leg, reach. (short 0:01)" in told
    assert "67 %        Lower it slowly. → Lower." in told
    assert "50.0 %       3/6" in told
    assert "lines of three words and more, wrong" in told
    assert "  no" in told


def test_the_report_of_one_way_of_hearing_needs_no_other() -> None:
    found = hear(SHORT, Parrot("Left leg, reach. Hold. Lower it slowly."), alone=False)
    told = report([found], 5)
    assert "in windows" in told
    assert "alone" not in told


def test_lines_of_one_text_are_told_together_those_that_lose_most_first() -> None:
    heard = [
        *heard_lines(["Hold."], "Old."),
        *heard_lines(["Hold."], "Hold."),
        *heard_lines(["And lower."], "Hello."),
        *heard_lines(["Reach."], "Reach."),
    ]
    assert [(text, len(times)) for text, times in grouped(heard)] == [
        ("And lower.", 1),
        ("Hold.", 2),
    ]


def test_for_programs_every_line_is_there_as_it_was_heard() -> None:
    found = hear(
        SHORT, Parrot("Left leg, reach.", "Old.", "Lower.", "Left leg reach. Lower it slowly.")
    )
    told = json.loads(json.dumps(as_json([found])))
    assert told["all"]["windows"] == {
        "words": 7, "substituted": 0, "deleted": 1, "inserted": 0, "percent": 14.29,
    }  # fmt: skip
    (routine,) = told["routines"]
    assert routine["lines"][1] == {
        "at_ms": 4000,
        "length_ms": 500,
        "said": "Hold.",
        "words": 1,
        "alone": {"heard": "Old.", "wrong": 1},
        "in_window": {"heard": "", "wrong": 1},
    }


def test_a_transcript_has_what_was_heard_with_times_and_names_no_tone() -> None:
    found = hear(SHORT, Parrot("Left leg reach. Lower it slowly."), alone=False)
    head, _, body = transcript(found).partition("\n\n0:")
    assert head.endswith(
        "[sound A] a soft chord that swells and goes\n"
        "[sound B] two notes up\n"
        "[sound C] two notes down"
    )
    assert f"0:{body}".splitlines() == [
        "0:00.0           [sound A]",
        "0:01.2–0:03.2    Left leg reach.",
        "0:03.5           [sound B]",
        f"0:04.0–0:04.5    {NOT_UNDERSTOOD}",
        "0:07.5           [sound C]",
        "0:08.0–0:09.5    Lower it slowly.",
        "0:10.5           (the recording ends)",
    ]


def test_every_tone_is_described_by_its_sound_and_no_two_alike() -> None:
    assert set(SOUNDS_LIKE) == set(tone_names())
    assert len(set(SOUNDS_LIKE.values())) == len(SOUNDS_LIKE)
    told = " ".join(SOUNDS_LIKE.values())
    assert [word for word in ("breath", "start", "hold", "begin", "end") if word in told] == []


def test_an_exported_session_is_read_with_its_sound(tmp_path: Path) -> None:
    sound, timeline = tmp_path / "s.wav", tmp_path / "s.json"
    pcm = np.arange(44_100, dtype="<i2")
    sound.write_bytes(header_bytes(len(pcm)) + pcm.tobytes())
    cues = [
        {"at_ms": 0, "length_ms": 100, "kind": "tone", "sound": "pip", "role": "countdown"},
        {"at_ms": 200, "length_ms": 300, "kind": "voice", "text": "Hold.", "role": "instruction"},
    ]
    voice = {"engine": "pyttsx3", "name": "en", "words_a_minute": 120, "measured": True}
    head = {"routine": "x", "language": "en", "length_ms": 1000, "voice": voice, "cues": cues}
    timeline.write_text(json.dumps(head))
    found = read(sound, timeline)
    assert found.lines == (Line(200, 500, "Hold."),)
    assert found.tones == (ToneMark(0, 100, "pip"),)
    assert (found.voice, found.speech_percent) == ("pyttsx3:en", 30)
    assert found.line_sound(found.lines[0])[frame_at(250)] == frame_at(200)


def test_what_is_heard_without_a_name_is_every_routine_in_english() -> None:
    assert "morning" in built_in()
    assert "sechs-minuten" not in built_in()


def test_help_needs_no_recogniser() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "hear"), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "--transcript" in done.stdout
