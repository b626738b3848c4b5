from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.speech.recordings.line_names import file_stem, line_words, stem_as_named

WORDS = st.text(st.characters(categories=["L", "N"], max_codepoint=0x250), max_size=30).map(
    lambda text: line_words(text, "en")
)


def stem(text: str, language: str = "en") -> str:
    return file_stem(line_words(text, language))


def test_a_line_is_known_by_its_spoken_words() -> None:
    same = ("Hold for 20 s.", "hold for twenty seconds", "Hold,  for twenty seconds!")
    assert {line_words(text, "en") for text in same} == {"hold for twenty seconds"}
    assert line_words("Don't twist.", "en") == "dont twist"
    assert line_words("🙂", "en") == ""


def test_the_file_of_a_line_can_be_named_by_hand() -> None:
    assert stem("Breathe in.") == "breathe-in"
    assert stem("Halfway. One minute left.") == "halfway-one-minute-left"
    assert stem("Die Füße hüftbreit.", "de") == "die-fuesse-hueftbreit"


def test_a_file_named_with_capitals_and_spaces_is_the_same_file() -> None:
    assert stem_as_named("Breathe in") == stem_as_named("breathe_in") == stem("Breathe in.")


def test_a_long_line_is_cut_between_words_and_told_from_others() -> None:
    begin = "Lie on your back with your knees bent and your feet flat on the floor and "
    one, other = stem(begin + "rest."), stem(begin + "breathe.")
    assert one != other
    assert len(one) < 70
    assert re.fullmatch(r"lie-on-your-back-with-.*-[0-9a-f]{8}", one)


@pytest.mark.parametrize("text", ["Con.", "Aux.", "Ça va.", "ये लोग", "深呼吸"])
def test_what_no_disk_or_no_ascii_has_gets_a_checksum(text: str) -> None:
    assert re.search(r"-[0-9a-f]{8}$", file_stem(text.casefold().rstrip(".")))


@given(st.text(max_size=200))
def test_every_name_is_safe_on_every_disk(text: str) -> None:
    name = stem(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) < 75
    assert stem_as_named(name) == name


@given(WORDS, WORDS)
def test_different_words_have_different_files(one: str, other: str) -> None:
    assert (file_stem(one) == file_stem(other)) == (one == other)
