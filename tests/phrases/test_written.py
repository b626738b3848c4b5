"""Numbers, times, units and signs, as people write them and as they are said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.phrases.languages import all_languages
from voiceguide.phrases.spoken import number_words, spoken_form

LANGUAGES = sorted(code for code, each in all_languages().items() if each.numbers)

FORMS = {
    language: [
        tuple(line.split("\t"))
        for line in Path(__file__)
        .with_name(f"said_{language}.tsv")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    for language in LANGUAGES
}
"""Language to written forms, and how a native speaker says them."""

ALL = [(language, *form) for language, forms in FORMS.items() for form in forms]


@pytest.mark.parametrize(("language", "written", "said"), ALL)
def test_a_written_form_is_said_as_a_native_speaker_would(
    language: str, written: str, said: str
) -> None:
    assert spoken_form(written, language) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_a_language_is_long(language: str) -> None:
    assert len({form[0] for form in FORMS[language]}) >= 150


PIECES = st.sampled_from(
    [
        ". ",
        ", ",
        *" :;-–/+<>≤≥±~=×x%°'\"()#@",
        " s",
        " min",
        "h",
        "m",
        " kg",
        " of ",
        "rest ",
        " at ",
        "w/",
    ]
)
TEENS = st.integers(13, 19)


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.lists(st.tuples(TEENS, PIECES), min_size=1, max_size=6))
def test_no_number_is_lost_whatever_stands_beside_it(
    language: str, parts: list[tuple[int, str]]
) -> None:
    text = "Go. " + "".join(f"{number}{piece}" for number, piece in parts)
    said = spoken_form(text, language)
    assert not any(map(str.isdecimal, said))
    # What has a stem of its own is said once for each time that it is written.
    for number in {number for number, _ in parts}:
        word = number_words(number, language)
        assert word.rstrip("en") in said, (text, said)


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.lists(st.sampled_from([form[0] for form in FORMS["en"] + FORMS["de"]]), max_size=4))
def test_forms_in_a_row_become_words_once_and_for_all(language: str, forms: list[str]) -> None:
    said = spoken_form(" ".join(forms), language)
    assert spoken_form(said, language) == said
    assert not set(said) & set('<>≤≥±~=×/@#%°+&"()[]{}*|\\_0123456789')
