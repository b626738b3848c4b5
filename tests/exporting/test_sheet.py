"""The script in reading order."""

import pytest

from voiceguide.exporting.script.sheet import Row, sheet
from voiceguide.structs import replace
from voiceguide.text import clean, duration, exact_clock
from voiceguide.timeline import Round, Timeline
from voiceguide.units import Ms


@pytest.mark.parametrize(
    ("at_ms", "written"),
    [
        (0, "0:00.0"),
        (24_600, "0:24.6"),
        (59_949, "0:59.9"),
        (59_950, "1:00.0"),
        (600_000, "10:00.0"),
        (3_600_000 + 2 * 60_000 + 3_400, "1:02:03.4"),
    ],
)
def test_moments_are_minutes_and_tenths(at_ms: int, written: str) -> None:
    assert exact_clock(at_ms) == written


@pytest.mark.parametrize(
    ("length_ms", "written"),
    [
        (20_000, "20 s"),
        (2_500, "2.5 s"),
        (90_000, "90 s"),
        (119_960, "2 min"),
        (200_000, "3 min 20 s"),
        (127_500, "2 min 7.5 s"),
    ],
)
def test_durations_are_as_people_say_them(length_ms: int, written: str) -> None:
    assert duration(length_ms) == written


def test_an_exercise_is_one_section_and_so_is_what_lies_between(timeline: Timeline) -> None:
    assert [section.title for section in sheet(timeline).sections] == [
        "Opening",
        "1. Hamstring stretch",
        "Rest",
        "2. Work, Tabata round 2 of 8",
        "Fill: Lie still",
        "Closing",
    ]


def test_the_round_is_told_where_there_are_several(timeline: Timeline) -> None:
    work = next(each for each in timeline.segments if each.item == 2)
    nested = (Round("Whole", 1, 1), Round("Tabata", 3, 8))
    changed = replace(work, rounds=nested)
    segments = tuple(changed if each is work else each for each in timeline.segments)
    titles = [section.title for section in sheet(replace(timeline, segments=segments)).sections]
    assert titles[3] == "2. Work, Tabata round 3 of 8"


def test_every_cue_is_in_the_sheet_once_and_rows_are_in_order(timeline: Timeline) -> None:
    rows = [row for section in sheet(timeline).sections for row in section.rows]
    assert [row.at_ms for row in rows] == sorted(row.at_ms for row in rows)
    said = [(row.at_ms, row.what) for row in rows if row.kind == "say"]
    assert said == [(cue.at_ms, cue.text) for cue in timeline.voices]
    tones = [(row.at_ms, row.what) for row in rows if row.kind == "tone"]
    assert tones == [(cue.at_ms, cue.sound) for cue in timeline.tones]


def test_holds_and_moves_say_how_long_which_side_and_which_repetition(timeline: Timeline) -> None:
    rows = sheet(timeline).sections[1].rows
    assert Row(Ms(26_000), "hold", "20 s (left, repetition 1)") in rows
    assert Row(Ms(49_000), "..", "move 4 s (right, repetition 2)") in rows


def test_a_hold_stands_before_its_first_words_and_after_the_tone_that_ends_the_one_before(
    timeline: Timeline,
) -> None:
    rows = [(row.at_ms, row.kind) for row in sheet(timeline).sections[1].rows]
    assert rows[rows.index((Ms(26_000), "hold")) + 1] == (26_000, "say")
    assert rows[rows.index((Ms(46_000), "tone")) + 1] == (46_000, "..")


def test_quiet_time_has_a_row_and_the_air_between_lines_has_none(timeline: Timeline) -> None:
    quiet = [
        (row.at_ms, row.what)
        for section in sheet(timeline).sections
        for row in section.rows
        if row.what.startswith("quiet")
    ]
    assert quiet == [
        (3510, "quiet 1.5 s"),
        (10_200, "quiet 1.8 s"),
        (16_000, "quiet 5.4 s"),
        (192_000, "quiet 4 s"),
        (197_000, "quiet 3 s"),
    ]


def test_cleaned_text_is_one_line_without_anything_that_moves_a_terminal() -> None:
    assert clean("\x1b[2J a\u202eb\n\tc\x00\x9b1m\u2028d") == "[2J a b c 1m d"
    assert clean("Füße – ça va? 日本 عربى 🧘‍♀️") == "Füße – ça va? 日本 عربى 🧘‍♀️"
