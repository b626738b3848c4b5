"""Plural categories of whole numbers, by the rules of the Unicode CLDR.

Only the languages that the coach speaks; a test compares them with the CLDR's own data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping


def _one_and_other(number: int) -> str:
    return "one" if number == 1 else "other"


RULES: Mapping[str, Callable[[int], str]] = {"de": _one_and_other, "en": _one_and_other}
"""Language to the rule that gives a number's category."""


def category(number: int, language: str) -> str:
    """The category of a number: one, few, many or other. Raises KeyError for a language unknown."""
    return RULES[language](number)
