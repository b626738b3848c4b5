"""Numbers, times, units and signs as people write them, as the words of a language.

A text goes through passes, each of which turns one kind of writing into words; between them
it has single spaces. No pass takes longer than its text is long.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from voiceguide.phrases.number_tables import NumberTables
from voiceguide.phrases.patterns import (
    AT_TIME,
    BETWEEN,
    CODE,
    COMPOUND,
    DIGIT,
    ISO_DATE,
    MAIL,
    MULTIPLIED,
    NUMBERS_BETWEEN,
    PARTS,
    PER,
    PHONE,
    PLURAL_IN_BRACKETS,
    QUOTED,
    RATIO,
    SCORE,
    SPACED,
    TIME,
    abbreviations_of,
    patterns_of,
)

LARGEST_NUMBER = 999_999
LONGEST_SHORT_UNIT = 5
"""Letters in a unit that may be cut short, and then has a stop: "mmHg"."""

Match = re.Match[str]


def numbers_said(
    text: str, tables: NumberTables, guess: Callable[[str, str], object] | None = None
) -> str:
    """The text with all of these in words; no digit is left.

    `guess` is told each time like "1:00", and its words, that lasts only by a guess.
    """
    has_digit = DIGIT.search(text) is not None
    for pattern, say in _passes(tables, guess) if has_digit else _passes_without_digits(tables):
        text = " ".join(pattern.sub(say, text).split())
    for symbol, word in tables.symbols.items():
        text = text.replace(symbol, f" {word} ")
    return text


def _passes(
    tables: NumberTables, guess: Callable[[str, str], object] | None
) -> tuple[tuple[re.Pattern[str], Callable[[Match], str]], ...]:
    """What is looked for, one after the other, and what is written in its place."""
    spell, abbreviation = patterns_of(tables), abbreviations_of(tables)["abbreviation"]
    return (
        (abbreviation, lambda m: _abbreviation(m, tables)),
        (PLURAL_IN_BRACKETS, lambda m: m[1]),
        (MAIL, lambda m: m[0].replace("@", f" {tables.symbols['@']} ")),
        (spell["point in a time"], lambda m: m[0].replace(".", ":")),
        (ISO_DATE, lambda m: _date(m[0], int(m[3]), int(m[2]), int(m[1]), tables)),
        (spell["dotted date"], lambda m: _dotted_date(m, tables)),
        (PHONE, lambda m: f" {_spelled(m[0], tables)} "),
        (SPACED, lambda m: m[0].replace(" ", "")),
        (spell["grouped"], lambda m: re.sub("[.,]", "", m[0])),
        (spell["comma"], lambda m: f"{m[1]}{tables.decimal}{m[2]}"),
        (spell["bare point"], lambda _: f"0{tables.decimal}"),
        (spell["money"], lambda m: f"{m['number']} {m['sign']} "),
        (QUOTED, _quoted),
        (CODE, lambda m: _code(m, tables)),
        (NUMBERS_BETWEEN, lambda m: f"{m['low'] or ''} {tables.to} "),
        (spell["part between"], lambda m: _part_between(m, tables)),
        (spell["unit between"], lambda m: f"{m['before']} {tables.to} "),
        (AT_TIME, lambda _: f" {tables.at_time} "),
        (spell["sign"], lambda m: f" {tables.signs[m[0].rstrip().lower()]} "),
        (spell["numbered"], lambda _: f" {tables.number} "),
        (spell["dial"], lambda m: f"{m['before']} {_digits(m['number'], tables)} "),
        (spell["year"], lambda m: f"{m['before']}{tables.year(int(m['year']))}"),
        (spell["ordinal"], lambda m: f" {tables.ordinal(int(m[1]))} "),
        (PER, lambda m: _per(m, tables)),
        (TIME, _Times(tables, guess)),
        (PARTS, lambda m: _parts(m[0], tables)),
        (RATIO, lambda _: f" {tables.ratio} "),
        (COMPOUND, lambda m: _compound(m, tables)),
        (SCORE, lambda m: _score(m, tables)),
        (spell["fraction"], lambda m: _fraction(m, tables)),
        (MULTIPLIED, lambda _: f" {tables.times} "),
        (spell["plus"], lambda m: _plus(m, tables)),
        (spell["amount"], lambda m: _amount(m, tables)),
        # Units that turned out to belong to no amount.
        (abbreviation, lambda m: _abbreviation(m, tables)),
    )


def _passes_without_digits(
    tables: NumberTables,
) -> tuple[tuple[re.Pattern[str], Callable[[Match], str]], ...]:
    """Those of all passes that find something where there is no digit."""
    abbreviation = abbreviations_of(tables)["abbreviation"]
    return (
        (abbreviation, lambda m: _abbreviation(m, tables)),
        (PLURAL_IN_BRACKETS, lambda m: m[1]),
        (MAIL, lambda m: m[0].replace("@", f" {tables.symbols['@']} ")),
        (QUOTED, _quoted),
        (PER, lambda m: _per(m, tables)),
        (abbreviation, lambda m: _abbreviation(m, tables)),
    )


def _abbreviation(match: Match, tables: NumberTables) -> str:
    written = " ".join(match[0].lower().split())
    ahead = match.string[max(0, match.start() - 2) : match.start()].rstrip(" -")
    if ahead[-1:].isdigit() and written.rstrip(".") in tables.units:
        return match[0]
    word = tables.abbreviations[written]
    after = match.string[match.end() : match.end() + 1]
    return f" {word}." if match[0].endswith(".") and not after else f" {word} "


def _date(written: str, day: int, month: int, year: int, tables: NumberTables) -> str:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return written.replace("-", " ").replace(".", " ")
    return f" {tables.date(day, month, year or None)} "


def _dotted_date(match: Match, tables: NumberTables) -> str:
    """A date with the ending that the word in front of it asks for."""
    before = match["before"]
    said = _date(match[0], int(match[2]), int(match[3]), int(match[4] or 0), tables)
    if not before or said.startswith(before):
        return said
    ending = "te " if before == "der" else "ten "
    return f"{before} {said.lstrip().replace('ter ', ending, 1)}"


class _Times:
    """What has a colon: a time of day where the words around it say so, else a length."""

    def __init__(self, tables: NumberTables, guess: Callable[[str, str], object] | None) -> None:
        self.tables = tables
        self.guess = guess
        self.goes_on = False

    def __call__(self, match: Match) -> str:
        tables = self.tables
        before, after = match["before"] or "", match["after"] or ""
        first, second = int(match["first"]), int(match["second"])
        third = int(match["third"] or 0)
        if second > 59 or third > 59:
            return match[0].replace(":", f" {tables.to} ")
        named = before in tables.days or before.lower() in tables.clock_before
        ending = tables.clock_after.get(after.lower())
        stopped = ending is None and after.endswith(".")
        if stopped:
            ending = tables.clock_after.get(after.lower().rstrip("."))
        before_clock = after in (tables.to, tables.and_) and self._is_clock(match)
        told = named or ending is not None or self.goes_on or before_clock
        is_clock = told and first <= 24 and not match["third"]
        unit = after.rstrip(".").lower()
        is_unit = unit in tables.units and unit in _TIME_UNITS
        self.goes_on = is_clock and (after == tables.to or before_clock)
        if is_clock and not is_unit:
            said = tables.clock(first, second)
            tail = f" {after}" if ending is None else f" {ending}"
        else:
            hours = match["third"] or unit in ("h", "hr", "hrs", "std")
            parts = (first, second, third) if hours else (0, first, second)
            said = _lasts(*parts, tables)
            tail = "" if is_unit else f" {after}"
            if self.guess and not (is_unit or hours or tables.lasts & {before.lower(), unit}):
                self.guess(f"{match['first']}:{match['second']}", said)
        following = match.string[match.end() : match.end() + 2].lstrip()
        ends = not following or (following[0].isupper() and ending is not None)
        dotted = after.endswith(".") and (is_unit or (is_clock and ending is not None))
        dot = "." if dotted and ends and (is_unit or stopped or following) else ""
        if is_clock and before in tables.days:
            before, gap = tables.days[before], " "
        else:
            gap = match["gap"] or ""
        return f"{before}{gap}{said}{tail}{dot}"

    def _is_clock(self, match: Match) -> bool:
        """Whether what follows is a time of day: "von 7:30 bis 8:00 Uhr"."""
        after = TIME.match(match.string, match.end() + 1)
        word = (after["after"] or "").lower() if after else ""
        return not self.tables.clock_after.keys().isdisjoint((word, word.rstrip(".")))


_TIME_UNITS = frozenset(("min", "mins", "h", "hr", "hrs", "std", "minutes", "minuten"))


def _lasts(hours: int, minutes: int, seconds: int, tables: NumberTables) -> str:
    parts = []
    for number, unit in ((hours, "h"), (minutes, "min"), (seconds, "s")):
        if number:
            one, many = tables.units[unit]
            parts.append(one if number == 1 else f"{_number(str(number), tables)} {many}")
    if not parts:
        return f"{tables.cardinal(0)} {tables.units['s'][1]}"
    *first, last = parts
    return f"{', '.join(first)} {tables.and_} {last}" if first else last


def _compound(match: Match, tables: NumberTables) -> str:
    if match["hours"]:
        said = _lasts(int(match["hours"]), int(match["m"]), int(match["s"] or 0), tables)
    else:
        said = _lasts(0, int(match["minutes"]), int(match["seconds"]), tables)
    return f" {said}{_stop(match, tables)} "


def _stop(match: Match, tables: NumberTables) -> str:
    """A full stop where that of a unit ends the sentence, too."""
    if not match["dot"]:
        return ""
    unit = re.split(r"[\d .-]", match[0].lower())[-2]
    if len(unit) > LONGEST_SHORT_UNIT:  # a whole word has a stop only at an end
        return "."
    following = match.string[match.end() : match.end() + 40].lstrip()
    begins = following[:1].isupper() or (following[:1] in "\"'(“„" and following[1:2].isupper())
    goes_on = tables.goes_on.match(following)
    return "." if not following or (begins and not goes_on) else ""


def _quoted(match: Match) -> str:
    """Minutes and seconds with their units; of a body's length the bare numbers."""
    if words := match["words"]:
        return f"{words[0]}{QUOTED.sub(_quoted, words[1:-1])}{words[-1]}"
    minutes, seconds = match["minutes"], match["and"] or match["seconds"]
    if match["body1"] or match["body2"]:
        return " ".join(filter(None, (minutes, seconds, match["body1"] or match["body2"])))
    lasts = (f"{minutes} min" if minutes else "", f"{seconds} s" if seconds else "")
    return f" {' '.join(filter(None, lasts))} "


def _code(match: Match, tables: NumberTables) -> str:
    """``L4-L5`` is from the one to the other, ``L5/S1`` both."""
    one, two, gap = match["one"], match["two"], match["gap"]
    alike = one == two or not two
    if not two and not (one in ("Th", "C", "T", "L", "S") or one.rstrip().endswith("WK")):
        return match[0]
    if gap.strip() != gap and not alike:
        return match[0]
    between = tables.to if alike and "/" not in gap else ""
    return f"{one}{match['first']} {between} "


def _part_between(match: Match, tables: NumberTables) -> str:
    """``½-1 min`` with the unit for both; no set out of two."""
    word, above, below = match["word"] or "", match["above"], match["below"]
    known = (int(above), int(below)) in tables.fractions
    if not known or word.lower() in tables.one_of | tables.scores:
        return match[0]
    return f"{word} {above}/{below} {match['unit'] or ''} {tables.to} "


def _plus(match: Match, tables: NumberTables) -> str:
    unit = _unit(match["unit"], tables)
    return f" {tables.or_more} {unit[1] if unit else ''}{_stop(match, tables)} "


def _parts(written: str, tables: NumberTables) -> str:
    """``4-7-8`` in a row; what looks like a telephone number digit by digit."""
    parts = re.findall(r"\d+", written)
    digits = any(len(part) > 3 or (len(part) > 1 and part[0] == "0") for part in parts)
    said = (_digits(part, tables) if digits else _number(part, tables) for part in parts)
    return f" {', '.join(said)} "


def _spelled(written: str, tables: NumberTables) -> str:
    plus = f"{tables.symbols['+']} " if written.startswith("+") else ""
    return plus + ", ".join(_digits(part, tables) for part in re.findall(r"\d+", written))


def _score(match: Match, tables: NumberTables) -> str:
    """A range or a part of a number, out of a whole one: its digits are said later."""
    word, score, low, below = match["word"] or "", match["score"], match["low"], match["below"]
    above = BETWEEN.split(score)[-1]
    if above == score and above.isdigit():
        return match[0]
    if low and above.isdigit() and int(low) >= int(above):
        mixed = (int(above), int(below)) in tables.fractions
        return f"{word} {low} {above}/{below}" if mixed else match[0]
    of = tables.of if word.lower() in tables.one_of else tables.out_of
    return f"{word} {score.replace('.', tables.decimal)} {of} {below} "


def _fraction(match: Match, tables: NumberTables) -> str:
    word, whole, unit = match["word"] or "", match["whole"], match["unit"]
    above, below = int(match["above"]), int(match["below"])
    units = tables.units.get((unit or "").lower())
    known = (above, below) in tables.fractions and word.lower() not in tables.one_of | tables.scores
    if known and whole:
        said = tables.mixed(int(whole), above, below)
        return f"{word} {said} {units[1] if units else ''}{_stop(match, tables)} "
    ahead = f"{word} {_number(whole, tables) if whole else ''} "
    if known and units and unit:
        return f"{ahead}{tables.part_of(above, below, unit.lower())}{_stop(match, tables)} "
    first, last = _number(match["above"], tables), _number(match["below"], tables)
    unit_said = f" {units[1]}" if units else ""
    if known:
        said = tables.fractions[above, below]
    elif word.lower() in tables.one_of:
        said = f"{first} {tables.of} {last}"
    elif word.lower() in tables.pressure or (above >= 100 and 40 <= below < above):
        said = f"{first} {tables.over} {last}"
    elif above <= below and (below in (5, 10, 100) or word.lower() in tables.scores or below < 10):
        said = f"{first} {tables.out_of} {last}"
    else:
        said = f"{first} {last}"
    return f"{ahead}{said}{unit_said}{_stop(match, tables)} "


def _amount(match: Match, tables: NumberTables) -> str:
    first, last, minus = match["first"], match["last"], match["minus"]
    unit1, unit2 = (_unit(match[name], tables) for name in ("unit1", "unit2"))
    words = [tables.minus] if minus else []
    if unit1 and first == "1":
        words.append(unit1[0])
    else:
        one = first == "1" and last and unit2
        words.append(tables.one_to if one else _number(first, tables))
        if unit1:
            adjective = match["hyphen1"].endswith("-")
            words.append(_noun(unit1, tables) if adjective else unit1[1])
    if last:
        words += [tables.to, _number(last, tables)]
        if unit2:
            words.append(unit2[1])
    if match["dot"] and not (unit1 or unit2):
        words[-1] += "."
    else:
        words[-1] += _stop(match, tables)
    return f" {' '.join(words)} "


def _unit(written: str | None, tables: NumberTables) -> tuple[str, str] | None:
    return tables.units[written.lower()] if written else None


def _noun(unit: tuple[str, str], tables: NumberTables) -> str:
    """A unit in front of what it belongs to, as in "30-sec hold"."""
    return unit[1] if tables.before_noun else unit[0].partition(" ")[2]


def _per(match: Match, tables: NumberTables) -> str:
    """After an amount, or a word for what is counted, a slash is "per"."""
    before, word = match["before"], match["word"].lower()
    said = tables.per_words.get(word)
    counted = re.split(r"[\d ]", before.rstrip(" .").lower())
    if not said or f"{counted[-1]}/{word}" in tables.units:
        return match[0]
    if before[0].isdigit():
        # "2 kg in each hand/foot" names two things.
        is_amount = (
            len(counted) <= 3 or counted[-1] not in tables.per_words or counted[-1] in tables.units
        )
    else:
        is_amount = counted[-1] in tables.counted
    if not is_amount:
        return match[0]
    stop = "." if match["dot"] and word == said.lower() else _stop(match, tables)
    return f"{before.rstrip(' .')} {tables.per} {said}{stop}"


def _number(written: str, tables: NumberTables) -> str:
    """In words; what is too large, or begins with a zero, digit by digit."""
    whole, *parts = written.split(tables.decimal)
    small = len(whole) <= len(str(LARGEST_NUMBER)) and (whole == "0" or whole[0] != "0")
    words = [tables.cardinal(int(whole)) if small else _digits(whole, tables)]
    for part in parts:
        words += [tables.point, _digits(part, tables)]
    return " ".join(words)


def _digits(written: str, tables: NumberTables) -> str:
    return " ".join(tables.cardinal(int(digit)) for digit in written)
