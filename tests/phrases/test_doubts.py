from __future__ import annotations

import pytest

from voiceguide.phrases.doubts import doubts


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Go to 1:00 now.", "'1:00' is said as 'one minute'"),
        ("Lift ~ like this.", "'~' is not spoken"),
        ("Is a < b?", "'<' is not spoken"),
        ("Serial 12345678.", "'12345678' is said digit by digit"),
        ("Use yr. own band.", "'yr.' may be said as a word"),
        ("Почти всё.", "the letter 'П' may be beyond the voice"),
    ],
)
def test_what_is_not_said_as_written_is_told(line: str, message: str) -> None:
    assert [doubt.message for doubt in doubts(line)] == [message]


@pytest.mark.parametrize(
    "line",
    [
        "Rest 1:00, then walk.",
        "Begin at 7:30.",
        "Keep pain <3/10, e.g. with ~2 kg.",
        "Hold 20 sec. between sets.",
        "Größer & schöner, 50 %, 20 °C. 😀",
    ],
)
def test_what_is_said_well_is_not_told(line: str) -> None:
    assert doubts(line) == ()
