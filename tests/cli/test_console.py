from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.cli.console import safe

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
