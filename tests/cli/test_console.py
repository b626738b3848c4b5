import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.cli.terminal import console
from voiceguide.cli.terminal.console import safe

CONTROLS = [chr(code) for code in (*range(10), *range(11, 32), *range(127, 160), 0x202E, 0x2066)]


def test_what_would_drive_a_terminal_is_left_out_and_the_layout_stays() -> None:
    assert safe("a\x1b[2Jb\n  hint:  c\u202ed") == "a [2Jb\n  hint:  c d"


@settings(max_examples=50)
@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    assert not set(safe(text)) & set(CONTROLS)


@settings(max_examples=30)
@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"])))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


TEXT = "Exercises do not suit some causes of back pain, and can do harm."


@pytest.mark.parametrize("width", [20, 40, 80])
def test_lines_break_between_words_and_stay_inside_the_terminal(width: int) -> None:
    for line in (TEXT, f"  hint: {TEXT}", f"{TEXT}\n\n    {TEXT}"):
        lines = console.fitted(line, width).split("\n")
        assert max(len(each) for each in lines) <= width
        assert " ".join(" ".join(lines).split()) == " ".join(line.split())


def test_a_line_that_goes_on_is_set_in_and_what_fits_is_left_as_it_is() -> None:
    assert console.fitted("  hint: one two", 80) == "  hint: one two"
    assert console.fitted("  hint: one two three", 14) == "  hint: one\n    two three"
    assert console.fitted("a\n\n  b   c\n", 80) == "a\n\n  b   c\n"


def test_a_row_of_a_table_goes_on_under_its_last_column() -> None:
    row = "today             5 min  Knee care, stopped"
    assert console.fitted(row, 40) == f"{row[:35]}\n{'':25}stopped".replace(", \n", ",\n")
    profile = "  knee-pain              Pain in the knee on stairs"
    assert console.fitted(profile, 40) == "\n".join(
        ["  knee-pain              Pain in the", f"{'':25}knee on stairs"]
    )


def test_a_row_goes_on_under_a_column_before_where_the_last_one_is_too_narrow() -> None:
    row = "back-relief        28:10  gentle  Back relief"
    assert console.fitted(row, 40) == f"{row[:38]}\n{'':26}relief"


def test_a_row_goes_on_at_its_left_where_the_last_column_is_too_narrow_for_its_words() -> None:
    row = "  knee-pain              incomprehensibilities of it"
    assert console.fitted(row, 40).split("\n")[1:] == ["    incomprehensibilities of it"]
    assert console.fitted("  hint: add  - rest: fill  where the time goes", 40).split("\n")[1:] == [
        "    time goes"
    ]


def test_a_word_wider_than_the_terminal_stays_whole_so_that_it_can_be_copied() -> None:
    path = "/home/me/" + "x" * 60 + ".yaml"
    assert path in console.fitted(f"there is no file {path}", 40).split("\n  ")
