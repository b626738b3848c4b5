"""Where a line has no digit, what only finds digits is left out, and nothing else changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.phrases import doubts as doubted
from voiceguide.phrases import written
from voiceguide.phrases.doubts import doubts
from voiceguide.phrases.languages import numbers_of
from voiceguide.phrases.number_tables import NumberTables
from voiceguide.phrases.patterns import patterns_of
from voiceguide.phrases.spoken import spoken_form
from voiceguide.phrases.written import numbers_said

PIECES = [
    "a", "Hold", "hips", "x", "km", "h", "No.", "Nr.", "e.g.", "z. B.", "approx.", "ca.", "max.",
    "at", "um", "in", "seit", "tall", "per", "half", "L", "Th", "second(s)", "me@home.org", "€",
    "$", "§", "#", "@", "+", "-", "–", "—", "/", "⁄", "×", "*", "~", "≤", "°", "%", "½", "²", "③",
    "№", "...", ".", ",", ":", ";", "'", "’", '"', "“", "”", "„", "(", ")", " ", " ", " ", "\n",
    "Ⅳ", "ⅷ", "ᵃ", "ß", "é",
]  # fmt: skip

texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
languages = st.sampled_from(["en", "de"])


def tables_of(language: str) -> NumberTables:
    tables = numbers_of(language)
    assert tables is not None
    return tables


@settings(max_examples=500)
@given(text=texts, language=languages)
def test_every_pass_that_is_left_out_finds_nothing(text: str, language: str) -> None:
    said = numbers_said(text, tables_of(language)), doubts(text, language)
    with pytest.MonkeyPatch.context() as patched:
        for module in (written, doubted):
            patched.setattr(module, "DIGIT", re.compile(""))
        assert said == (numbers_said(text, tables_of(language)), doubts(text, language))


near = st.text(
    st.sampled_from("abzABZäÖßéÿ×÷ªºµ ,;!?'’–—-.\n\t\"()5") | st.characters(max_codepoint=0x2FF),
    max_size=12,
)


@settings(max_examples=1000)
@given(text=near, language=languages)
def test_nothing_is_doubted_in_what_is_looked_at_no_further(text: str, language: str) -> None:
    found = doubts(text, language)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(doubted, "NEVER_DOUBTED", re.compile("(?!)"))
        assert found == doubts(text, language)


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_pattern_of_a_number_is_made_for_a_line_without_digits(language: str) -> None:
    patterns_of.cache_clear()
    line = "Stand tall with your feet hip-width apart – e.g. on a mat; breathe out."
    assert "hip-width" in spoken_form(line, language)
    assert doubts(line, language) == ()
    assert patterns_of.cache_info().misses == 0
    assert spoken_form("3 kg", language) != "3 kg"
    assert patterns_of.cache_info().misses == 1
