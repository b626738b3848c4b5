"""What the coach itself says, in one language: a file of templates, and how to fill them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from voiceguide.errors import UsageError, did_you_mean
from voiceguide.phrases.languages import (
    Language,
    all_languages,
    base_language,
    language_of,
    plural_category,
)
from voiceguide.phrases.spoken import number_words, ordinal_words

_NUMBERS_SAID = 100
"""The coach counts and tells doses up to here, and rarely further."""
_ONLY_SHOWN = ("figure",)
"""Tables of what is written and never spoken."""
_MARKER = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


class Phrases:
    """The phrases of one language; `get` looks one up by "table.name"."""

    def __init__(self, language: str, tables: dict[str, Any]) -> None:
        self.language = language
        self._tables = tables

    def get(self, name: str, /, **values: str) -> str:
        """A phrase with its values filled in; ``{Name}`` takes `name` with a capital."""
        table, _, key = name.partition(".")
        template: str = self._tables[table][key]
        capitals = {key[:1].upper() + key[1:]: capital(value) for key, value in values.items()}
        return capital(template.format(**values, **capitals))

    def of_body(self, name: str, part: str | None) -> str:
        """A question about pain, for a part of the body where it is known."""
        if part is None:
            return self.get(f"pain.{name}")
        return self.get(f"pain.{name}_of", body=self._tables["body"][part])

    def fixed(self) -> Iterator[str]:
        """What the coach says in the same words in every session, and its numbers."""
        parts: dict[str, str] = self._tables["body"]
        spoken = {name: table for name, table in self._tables.items() if name not in _ONLY_SHOWN}
        for template in _strings(spoken):
            if "{body}" in template:
                yield from (template.format(body=part) for part in parts.values())
            elif "{" not in template:
                yield template
        for number in range(1, _NUMBERS_SAID + 1):
            words = (self.number(number), self.nth(number))
            yield from words
            yield from map(sentence, words)
            yield from (self.plural(name, number) for name in self._tables["plurals"])

    def templates(self) -> Iterator[str]:
        """All phrases as they are written, with the names of what is filled in."""
        return _strings(self._tables)

    def without_values(self, table: str) -> Iterator[str]:
        """The phrases of a table that are the same in every session, in the order of the file."""
        templates: dict[str, str] = self._tables[table]
        yield from (capital(each) for each in templates.values() if "{" not in each)

    def before_names(self) -> frozenset[str]:
        """What may stand before the name of an exercise or a group, such as "Next, "."""
        rest: str = self._tables["group"]["rest_and_next"]
        before = (template[: match.start()] for template, match in self._with_names())
        return frozenset((*(each for each in before if "{" not in each), rest.partition("{")[0]))

    def after_names(self) -> tuple[str, ...]:
        """The words that may follow such a name, such as " done."."""
        after = {template[match.end() :] for template, match in self._with_names()}
        return tuple(sorted(each for each in after if each.startswith(" ") and "{" not in each))

    def _with_names(self) -> Iterator[tuple[str, re.Match[str]]]:
        for template in _strings(self._tables):
            if match := re.search(r"\{[Nn]ame\}", template):
                yield template, match

    def pool(self, name: str) -> tuple[str, ...]:
        """Phrases of which one is chosen."""
        return tuple(self._tables["pools"][name])

    def plural(self, name: str, number: int) -> str:
        """A number with its noun: "twice", "ten counts"."""
        forms: dict[str, str] = self._tables["plurals"][name]
        form = forms.get(str(number)) or forms.get(plural_category(number, self.language))
        form = form or forms["other"]
        return form.format(n=self.number(number))

    def number(self, number: int) -> str:
        """A whole number in words."""
        return number_words(number, self.language)

    def nth(self, number: int) -> str:
        """A whole number's ordinal in words."""
        return ordinal_words(number, self.language)

    def time(self, length_ms: int) -> str:
        """A length of time in words: "twenty seconds", "one minute and thirty seconds"."""
        minutes, seconds = divmod(max(1, (length_ms + 500) // 1000), 60)
        if not minutes:
            return self.plural("seconds", seconds)
        if not seconds:
            return self.plural("minutes", minutes)
        return self.get_lower(
            "join.minutes_and_seconds",
            minutes=self.plural("minutes", minutes),
            seconds=self.plural("seconds", seconds),
        )

    def get_lower(self, name: str, /, **values: str) -> str:
        """A phrase that stands inside a sentence."""
        table, _, key = name.partition(".")
        template: str = self._tables[table][key]
        return template.format(**values)

    def join(self, things: list[str]) -> str:
        """Things in a row: "a mat, a towel and clear wall space"."""
        *first, last = things
        if not first:
            return last
        row = first[0]
        for thing in first[1:]:
            row = self.get_lower("join.more", a=row, b=thing)
        return self.get_lower("join.two", a=row, b=last)

    def side(self, side: str) -> str:
        """The word for left or right."""
        word: str = self._tables["sides"][side]
        return word

    def with_sides(self, line: str, side: str | None) -> str:
        """A line with ``<side>``, ``<other>`` and ``<a|b>`` filled in for a side."""
        if side is None or "<" not in line:
            return line
        here, there = self.side(side), self.side("right" if side == "left" else "left")
        words = {"side": here, "other": there, "Side": capital(here), "Other": capital(there)}

        def fill(match: re.Match[str]) -> str:
            if match[2] is not None:
                return match[1] if side == "left" else match[2]
            return words[match[1]]

        return _MARKER.sub(fill, line)

    def inside_sentence(self, name: str) -> str:
        """A name as it stands inside a sentence: "Hamstring stretch" as "hamstring stretch"."""
        lowers = self._tables.get("names", {}).get("lower", True)
        return name[:1].lower() + name[1:] if lowers and name[1:2].islower() else name


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def names_own_side(line: str) -> bool:
    """Whether a line, as written, says on which side it is done; ``<other>`` alone does not."""
    return any(
        match[2] is not None or match[1].lower() == "side" for match in _MARKER.finditer(line)
    )


def sentence(text: str) -> str:
    """The text with a full stop at its end, where no other mark ends it."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def languages() -> tuple[str, ...]:
    """The languages the coach has phrases for."""
    known = all_languages().items()
    return tuple(sorted(code for code, each in known if each.phrases.is_file()))


def phrases_of(language: str) -> Phrases:
    """The phrases of a language such as "en" or "en-GB". Raises UsageError for an unknown one."""
    known = language_of(language)
    if known is None or not known.phrases.is_file():
        raise UsageError(
            f"the coach does not speak '{language}' yet",
            hint=did_you_mean(base_language(language), languages())
            or f"known: {', '.join(languages())}",
        )
    return _read(known)


@lru_cache
def _read(language: Language) -> Phrases:
    return Phrases(language.code, tomllib.loads(language.phrases.read_text(encoding="utf-8")))
