from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.phrases.doubts import doubts
from voiceguide.phrases.spoken import spoken_form


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Go to 1:00 now.", "'1:00' is said as 'one minute'"),
        ("Lift ~ like this.", "'~' is not spoken"),
        ("Is a < b?", "'<' is not spoken"),
        ("Serial 12345678.", "'12345678' is said digit by digit"),
        ("Use yr. own band.", "'yr.' may be said as a word"),
        ("Почти всё.", "the letter 'П' may be beyond the voice"),
        ("✅ Keep the knee still.", "'✅' is not spoken"),
        ("❌ Bounce.", "'❌' is not spoken"),
        ("🚫 Jumping.", "'🚫' is not spoken"),
        ("⚠\ufe0f Slowly.", "'⚠' is not spoken"),
        ("👎 Locked knees.", "'👎' is not spoken"),
        ("Knees ↗ now.", "'↗' is not spoken"),
        ("Reps 🔁 twice.", "'🔁' is not spoken"),
        ("The set A ⊂ B.", "'⊂' is not spoken"),
        ("Only US$ here.", "'$' is not spoken"),
        ("She is 5'10\" tall.", "the units of '5'10\" tall' are not spoken"),
        ("A bench 40″ high.", "the units of '40″ high' are not spoken"),
        ("Walk 1.500 m.", "'1.500' is said as 'one point five zero zero'"),
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
        "Call @ 18:00.",
        "Mon 9:30 and on Tues, 18:00-19:00.",
        "Rest, 1:00.",
        "3×/day, 2–3/10, +5°/wk. and so on",
        "Load ↑, reps ↓.",
        "Pain ⩽ 3/10, ≯ 5, ≠ 7, 5 ‰, 45˚, A ⊥ B.",
        "🧘 Breathe 🌬\ufe0f and smile 😀, ⭐ well done 🎉.",
        "Hold 30″, then 1′ 30″, or ½–1 min.",
        "It costs $5, <€5 or 5 £.",
        "Walk 1.000 steps, lift 1.25 kg.",
        "30 s ➡ 10 reps • 3✕10, 5·5, 1⁄2 min, 10 μg",
    ],
)
def test_what_is_said_well_is_not_told(line: str) -> None:
    assert doubts(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "Nimm z. B. ein Tuch, d. h. etwas weiches.",
        "Auch u. a. im Sitzen, z.\u00a0B. mit Band.",
        "Heute @ 18:00, Mo 9:30.",
        "Mach i. d. R. fünf Wdh. am Tag.",
    ],
)
def test_german_that_is_said_well_is_not_told(line: str) -> None:
    assert doubts(line, "de") == ()


def test_a_german_word_cut_short_is_still_told() -> None:
    assert [doubt.message for doubt in doubts("Nimm z. B. ein gr. buntes Tuch.", "de")] == [
        "'gr.' may be said as a word"
    ]


@pytest.mark.parametrize(
    ("line", "language", "hint"),
    [
        ("Go to 18:00 now.", "en", "write a length with its unit: 90 s; a time of day: at 18:00"),
        ("Jetzt 18:00 los.", "de", "write a length with its unit: 90 s; a time of day: um 18:00"),
        ("Go to 45:00 now.", "en", "write a length with its unit: 90 s"),
    ],
)
def test_a_guessed_time_is_told_with_what_to_write(line: str, language: str, hint: str) -> None:
    assert [doubt.hint for doubt in doubts(line, language)] == [hint]


@given(
    st.sampled_from(["@ ", "at ", "Mon ", "rest ", "go ", "Sun, ", "from 9:00 to ", ""]),
    st.integers(1, 59),
    st.sampled_from(["", " am", " min", " now", " rest", "-19:30"]),
)
def test_a_time_that_is_told_is_said_so(before: str, first: int, after: str) -> None:
    line = f"Well {before}{first}:30{after}"
    told = [each for each in doubts(line) if " is said as " in each.message]
    said = [each.message.split("is said as '")[1].removesuffix("'") for each in told]
    assert all(words in spoken_form(line) for words in said)
