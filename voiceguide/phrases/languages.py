"""The registry of languages: what is known of each, as data.

A language is a table in `languages.toml`, the coach's phrases in a file beside it, such as
`en.toml`, and a module of number words; nothing else in the program knows languages by name.
"""

from __future__ import annotations

import gettext
import importlib
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, field

from voiceguide.phrases.number_tables import NumberTables

HOME_LANGUAGE = "en"
"""Of the built-in library, of files that lie in no language's folder, of what says none."""

_FOLDERS = [Path(__file__).parent]


class Language(Struct, frozen=True, kw_only=True, eq=False):
    """What is known of a language; `languages.toml` says what each is."""

    code: str
    phrases: Path
    """The file of what the coach says, which need not be there."""
    numbers: str | None = None
    plurals: tuple[str, ...] = ()
    plural_rule: str = "0"
    voices: Mapping[str, str] = field(default_factory=dict)
    rests: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()
    before_ordinals: tuple[str, ...] = ()
    calibration: tuple[str, ...] = ()


def base_language(language: str) -> str:
    """A language without its country: "en" of "en-GB"."""
    return language.partition("-")[0].lower()


@lru_cache(maxsize=1)
def all_languages() -> Mapping[str, Language]:
    """Every language by its code."""
    found = {}
    for folder in _FOLDERS:
        written = tomllib.loads((folder / "languages.toml").read_text(encoding="utf-8"))
        for code, facts in written.items():
            for name, value in facts.items():
                facts[name] = tuple(value) if isinstance(value, list) else value
            found[code] = Language(code=code, phrases=folder / f"{code}.toml", **facts)
    return found


def language_of(language: str) -> Language | None:
    """What is known of a language such as "en" or "en-GB"; None where nothing is."""
    return all_languages().get(base_language(language))


def add_languages(folder: Path) -> Callable[[], None]:
    """Know the languages of another folder too; gives what forgets them again."""

    def forget() -> None:
        _FOLDERS.remove(folder)
        _begin_anew()

    _FOLDERS.append(folder)
    _begin_anew()
    return forget


def _begin_anew() -> None:
    for cached in (all_languages, numbers_of):
        cached.cache_clear()


@lru_cache(maxsize=8)
def numbers_of(language: str) -> NumberTables | None:
    """The number words of a language, or None where it has none."""
    known = language_of(language)
    if known is None or known.numbers is None:
        return None
    numbers: NumberTables = importlib.import_module(known.numbers).NUMBERS
    return numbers


def plural_category(number: int, language: str) -> str:
    """The CLDR's category of a whole number: one, few, many or other. KeyError if unknown."""
    known = all_languages()[language]
    return known.plurals[_rule(known.plural_rule)(number)]


@lru_cache(maxsize=8)
def _rule(written: str) -> Callable[[int], int]:
    return gettext.c2py(written)
