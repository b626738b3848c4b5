import pytest
from babel import Locale

from voiceguide.phrases.languages import all_languages, plural_category
from voiceguide.phrases.phrases import languages, phrases_of


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_plural_rules_of_the_cldr(language: str) -> None:
    rule = Locale(language).plural_form
    for number in range(1, 1000):
        assert plural_category(number, language) == rule(number)


def test_there_are_no_rules_without_phrases() -> None:
    assert {code for code, each in all_languages().items() if each.plurals} == set(languages())


def _keys(table: dict[str, object], before: str = "") -> set[str]:
    keys = set()
    for name, value in table.items():
        keys |= _keys(value, f"{before}{name}.") if isinstance(value, dict) else {before + name}
    return keys


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_phrase(language: str) -> None:
    plurals = {"plurals", "names"}

    def names(of: str) -> set[str]:
        tables = {k: v for k, v in phrases_of(of)._tables.items() if k not in plurals}
        return _keys(tables)

    assert names(language) == names("en")
    assert (
        phrases_of(language)._tables["plurals"].keys() == phrases_of("en")._tables["plurals"].keys()
    )


@pytest.mark.parametrize("language", languages())
def test_every_phrase_can_be_filled_and_spoken(language: str) -> None:
    values = dict.fromkeys(
        ("name", "side", "word", "time", "times", "holds", "counts", "n", "nth", "sets", "rounds"),
        "x",
    ) | dict.fromkeys(("steps", "rest", "next", "round", "of", "things", "feel", "a", "b"), "x")
    values |= {"minutes": "x", "seconds": "x", "asked": "x", "body": "x", "names": "x", "load": "x"}
    values |= dict.fromkeys(("rungs", "amounts", "amount", "low", "high", "every", "limb"), "x")
    phrases = phrases_of(language)
    for table, entries in phrases._tables.items():
        if table in ("plurals", "pools", "names", "sides"):
            continue
        for key in entries:
            assert phrases.get(f"{table}.{key}", **values)
