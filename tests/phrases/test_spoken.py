"""What the voice is given."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.errors import UsageError
from voiceguide.phrases.spoken import number_words, spoken_form


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Hold for 20 s.", "Hold for twenty seconds."),
        ("Hold for 20s.", "Hold for twenty seconds."),
        ("1 s", "one second"),
        ("2 min", "two minutes"),
        ("15-30 s", "fifteen to thirty seconds"),
        ("15–30 s of rest", "fifteen to thirty seconds of rest"),
        ("8-12 reps", "eight to twelve reps"),
        ("the 2nd set, the 21st and the 40th", "the second set, the twenty-first and the fortieth"),
        ("1.5 times", "one point five times"),
        ("50 %", "fifty percent"),
        ("3 kg", "three kilograms"),
        ("10 cm", "ten centimeters"),
        ("3x10", "three times ten"),
        ("1,000 steps", "one thousand steps"),
        ("1000000 steps", "one zero zero zero zero zero zero steps"),
        ("007", "zero zero seven"),
        ("-5 degrees", "minus five degrees"),
        ("2½ turns", "two and a half turns"),
        (
            "at 7:30, until 7:00 or by 2:05",
            "at seven thirty, until seven o'clock or by two oh five",
        ),
        ("Work, round 2 of 8.", "Work, round two of eight."),
        ("B12 and L5-S1", "B twelve and L five S one"),
        ("٣ steps", "three steps"),
    ],
)
def test_numbers_are_said_in_words(written: str, said: str) -> None:
    assert spoken_form(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<b>Lie</b> down", "Lie down"),
        ("<speak><break time='3s'/>Hi</speak>", "Hi"),
        ("＜b＞Lie＜/b＞ down", "Lie down"),
        ("&lt;speak&gt;Hi", "speak Hi"),
        ("[[h@l'oU]] hi", "hi"),
        ("[[ left open", "left open"),
        ("{{name}} hi", "hi"),
        ("\x1b[2J\x00Hi\x01\x7f", "Hi"),
        ("\\e[2JHi", "Hi"),
        ("\u202eright to left\u202c", "right to left"),
        ("go to /etc/passwd now", "go to etc passwd now"),
        ("C:\\Users\\me\\x.wav", "C Users me x wav"),
        ("~/.ssh/id_rsa", "ssh id rsa"),
        ("https://example.com/a-b", "example com a b"),
        ("--option", "option"),
        ("$(reboot) `ls` ; rm", "reboot, ls; rm"),
        ("\ud800 Hi", "Hi"),
    ],
)
def test_nothing_reads_as_markup_or_a_command(written: str, said: str) -> None:
    assert spoken_form(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Rock & roll", "Rock and roll"),
        ("and/or", "and or"),
        ("Arms up – slowly", "Arms up, slowly"),
        ("Bridge (both legs).", "Bridge, both legs."),
        ("Push-ups  don’t\nhurry", "Push-ups don't hurry"),
        ("Hello...  there!!! What?!", "Hello. there! What?"),
        ("😀👍🏽 Yes", "Yes"),
        ("Größer, Äpfel", "Größer, Äpfel"),
        ("Ноги вместе!", "Ноги вместе!"),
        ("膝を曲げて。ゆっくり", "膝を曲げて。ゆっくり"),
    ],
)
def test_words_of_all_scripts_and_their_stops_stay(written: str, said: str) -> None:
    assert spoken_form(written) == said


@pytest.mark.parametrize("written", ["", "   ", "...", "🙂", "\x1b[2J", "<b></b>", "[[x]]", "--"])
def test_what_holds_no_word_is_empty(written: str) -> None:
    assert spoken_form(written) == ""


def test_a_language_without_tables_keeps_its_digits() -> None:
    assert spoken_form("Halte <b>20 s</b>", "xx") == "Halte 20 s"


def test_numbers_up_to_a_million_have_words() -> None:
    assert [number_words(n) for n in (0, 13, 21, 100, 1005, 999_999)] == [
        "zero",
        "thirteen",
        "twenty-one",
        "one hundred",
        "one thousand five",
        "nine hundred ninety-nine thousand nine hundred ninety-nine",
    ]


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_other_numbers_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="only 0 to"):
        number_words(number)


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(UsageError, match="'tlh'"):
        number_words(3, "tlh")


@given(st.text(alphabet=st.characters() | st.sampled_from("0123456789<>[]{}&/\\.,-:%½ sx\x1b")))
def test_any_text_becomes_words_once_and_for_all(text: str) -> None:
    said = spoken_form(text)
    assert spoken_form(said) == said
    assert not set(said) & set('<>[]{}&/\\|`$"@#*^~_=+')
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in said)
    assert not any(map(str.isdecimal, said))
    assert said == "" or any(map(str.isalnum, said))


WORDS = ["Lift", "mat", "no", "a", "min", "Std", "slowly", "e.g", "I", "u.a", "km"]


@settings(max_examples=200)
@given(
    words=st.lists(st.sampled_from(WORDS)),
    between=st.sampled_from([" ", ". ", ", ", "! "]),
    language=st.sampled_from(["en", "de"]),
)
def test_plain_words_are_said_as_by_the_long_way(
    words: list[str], between: str, language: str
) -> None:
    """Text without numbers, signs and abbreviations takes a shorter way, and says the same."""
    text = between.join(words)
    longer = spoken_form(f"{text} *", language)
    assert spoken_form(text, language).rstrip(" .!,") == longer.rstrip(" .!,")
