"""What numbers, times, units and signs look like: the patterns of `written`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from voiceguide.phrases.number_tables import NumberTables

_END = r"(?![^\W\d_])"
_DASHES = "-–—‒"
BETWEEN = re.compile(rf"[{_DASHES} ]")
BODY_LENGTH = re.compile(
    r"(?<![\w'])\d{1,4}(?:['’′´] ?\d{1,2})? ?['’\"”“′″´]{1,2} ?"
    r"(?:tall|high|wide|groß|hoch|breit)\b"
)
"""A length of a body or a thing in feet or inches, which looks like minutes or seconds."""
PLURAL_IN_BRACKETS = re.compile(r"(?<=[^\W\d_])\((s|es|e|n|en|er|in|innen)\)")
ISO_DATE = re.compile(r"(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])")
DOTTED_DATE = re.compile(
    r"(?:\b(?P<before>am|vom|zum|bis|den|dem|der|ab|seit) )?"
    r"(?<![\d.])([0-3]?\d)\.([01]?\d)\.(\d{4})?(?!\d)"
)
SPACED = re.compile(r"(?<![\d.,/:-])\d{1,3}(?: \d{3})++(?![\d/:]|[.,]\d{4})")
PARTS = re.compile(
    rf"(?<![\w.,+])\d++(?: ?[{_DASHES}] ?\d++){{2,}}+(?![.,]?\d|[/:])"
    r"|(?<![\w.,+:])\d++(?::\d++){2,}+(?![.,]?\d|[/:])"
)
CODE = re.compile(  # "L4-L5", of which the second may stand in the next one
    r"(?<![^\W_])(?P<one>Th|[A-Z]|[HBL]WK ?)(?P<first>\d{1,2})(?P<gap> ?[-–‒/] ?)"
    r"(?=(?P<two>Th|[A-Z]|[HBL]WK ?)?\d{1,2}(?!\w|[.,]\d))"
)
PHONE = re.compile(r"(?<!\w)\+\d{1,3}[ -]\d{2,}(?:[ -]\d++)*+|(?<![\w.,:-])0\d++(?:[ -]\d{3,})++")
NUMBERS_BETWEEN = re.compile(
    rf"(?<=\d:\d\d) ?[{_DASHES}] ?(?=\d{{1,3}}:\d\d)|(?<=\d)~(?=\d)"
    rf"|(?<=\d) ?[{_DASHES}] ?(?=\d{{1,3}} \d{{1,2}}/\d{{1,2}}(?!\d))"
    r"|(?<![\d.])(?P<low>\d++)(?:\.{2,3}+| \.\. )(?=\d++(?!\.\.))"
)
"""Times, and numbers with dots between them; a row of these is counted: "3...2...1"."""
TIME = re.compile(
    r"(?:\b(?P<before>[^\W\d_]++)(?P<gap>\.?,? ))?(?<![\d:.,])(?P<first>\d{1,3}):(?P<second>\d\d)"
    r"(?::(?P<third>\d\d))?(?![\d:])(?: ?(?P<after>[^\W\d_](?:[^\W\d_]|\.)*+))?"
)
AT_TIME = re.compile(r"@ ?(?=\d{1,2}:\d\d(?!\d))")
RATIO = re.compile(r"(?<=\d)(?::| : )(?=\d)")
_BODY = r"(?P<body{}> ?(?:tall|high|wide|groß|hoch|breit)\b)?"
_LENGTH_STARTS = r"(?:(?<![\w'\"’.,:])|(?<=(?<![^\W\d_])[xX×*]))"
QUOTED = re.compile(
    r"(?P<words>(?<![^\s(\[])\"(?=[^\s\"])[^\"]*+\"|(?<!\d)[“„][^“”„]*+[”“])|"
    rf"{_LENGTH_STARTS}(?P<minutes>\d++(?:[.,]\d++)?)['’](?!['’])"
    rf"(?: ?(?P<and>\d{{1,2}})(?:[\"”“]|''))?(?!\w){_BODY.format(1)}"
    rf"|{_LENGTH_STARTS}(?P<seconds>\d++(?:[.,]\d++)?)(?:[\"”“]|''|’’)(?!\w){_BODY.format(2)}"
)
_HOURS = r"(?:hours?|hrs?|h|Std|Stunden?)\.?"
_MINUTES = r"(?:minutes?|mins?|m|Minuten?)"
_SECONDS = r"(?:seconds?|secs?|s|Sek|Sekunden?)"
COMPOUND = re.compile(
    rf"(?:(?<![\w.,])(?P<hours>\d{{1,3}}) ?{_HOURS} ?(?:and |und )?(?P<m>\d{{1,2}})"
    rf"(?: ?{_MINUTES}(?:\.? ?(?P<s>\d{{1,2}}) ?{_SECONDS})?)?"
    rf"|(?<![\w.,])(?P<minutes>\d{{1,3}}) ?{_MINUTES}\.? ?(?P<seconds>\d{{1,2}}) ?{_SECONDS})"
    r"(?!\w)(?P<dot>\.(?!\w))?",
    re.IGNORECASE,
)
MULTIPLIED = re.compile(r"(?<=\d)(?: ?[xX×*✕✖⨯⨉⋅∙] ?|·)(?=\d)|(?<![\w])[xX×✕✖⨯⨉](?=\d)")
PER = re.compile(  # as far as a number may stand from its slash
    r"(?P<before>(?:(?<!\d)\d++[^\d/,;:!?()]{0,32}+|\b[^\W\d_]++ ?))"
    r"/ ?(?P<word>[^\W\d_]++)(?![\w/])(?P<dot>\.(?!\w))?"
)
SCORE = re.compile(
    r"(?:\b(?P<word>[^\W\d_]++) )?"
    rf"(?<![{_DASHES}\w.,/])(?P<score>(?:(?P<low>\d{{1,3}}) ?[{_DASHES}] ?)?\d{{1,3}}(?:[.,]\d)?)"
    r" ?[/⁄] ?(?P<below>\d{1,3})(?![\d/])"
)
MAIL = re.compile(r"(?<!\S)[\w.+-]++@[\w.-]++")
DIGIT = re.compile(r"\d")
"""Most lines of a session have none, and to make the patterns of a language takes a while."""
_NEVER = re.compile("(?!)")
_LETTER_UNITS = frozenset("smhdglx")


@lru_cache(maxsize=8)
def abbreviations_of(tables: NumberTables) -> Mapping[str, re.Pattern[str]]:
    """What abbreviations look like in a language, by the name of what they are."""
    return {
        "abbreviation": re.compile(
            rf"(?<![^\W\d_])(?:{_any(tables.abbreviations)})(?:(?<=[./])|{_END})", re.I
        ),
        "bare abbreviation": re.compile(
            rf"(?<!\w)(?:{_any(filter(str.isalpha, tables.abbreviations)) or '(?!)'})(?!\w)", re.I
        ),
    }


@lru_cache(maxsize=8)
def patterns_of(tables: NumberTables) -> Mapping[str, re.Pattern[str]]:
    """What numbers look like in a language, by the name of what they are; each has a digit."""
    point, group = re.escape(tables.decimal), re.escape(tables.groups)
    number = rf"\d++(?:{point}\d++)*+"
    long = _any(unit for unit in tables.units if unit not in _LETTER_UNITS)
    unit = rf"(?:(?i:{long})|[smhdglxXL])(?![^\W_])"
    noun = rf"(?:{unit}|(?i:{_any(set(_nouns(tables)))}){_END})"
    ahead = r"(?:\d{1,3} )?\d++(?:[/.,:]\d++)?"
    in_whole = _any(tables.in_whole)
    clock = _any(tables.clock_after)
    # With other words after it, a dash with spaces is a pause.
    dash = rf"(?: ?[{_DASHES}] ?(?={ahead} ?-?(?P<unit>{noun}))| ?[-–‒](?=\d))"
    amount = rf"(?P<hyphen{{0}}> ?-?)(?P<unit{{0}}>{unit})"
    ends = "|".join(tables.ordinal_ends) or "(?!)"
    return {
        "grouped": re.compile(
            rf"(?<![\d.,])\d{{1,3}}(?:{group}\d{{3}})++(?![\d{group}])"
            # With the sign of another language, where no part of one can be meant.
            rf"|(?<![\d.,])\d{{1,3}}(?:(?:{point}\d{{3}}){{2,}}+(?![\d{point}])"
            rf"|{point}\d{{3}}(?= (?i:{in_whole}){_END}))"
        ),
        "like a group": re.compile(
            rf"(?<![\w.,])\d{{1,3}}{point}\d{{3}}(?![\w{group}{point}]\d)(?!\d| (?i:{in_whole}))"
        ),
        "dotted date": DOTTED_DATE if tables.decimal == "," else _NEVER,
        "comma": re.compile(rf"(?<![\d.,])(\d++){group}(\d{{1,2}})(?= ?{unit})"),
        "bare point": re.compile(rf"(?<![\w.,])[.,](?=\d++ ?{unit})|(?<![\w.,]){point}(?=\d)"),
        "ordinal": re.compile(rf"\b(\d{{1,6}})(?:{ends}){_END}", re.I),
        "year": re.compile(
            r"(?<![^\W_])(?P<before>(?:in|since|until|seit|Jahr"
            rf"|(?:{'|'.join(tables.months)})(?: \d{{1,2}},)?) )"
            r"(?P<year>(?:1[1-9]|20)\d\d)(?= ?(?:[.,;:!?)]|$))"
        ),
        "sign": re.compile(rf"(?:{_any(tables.signs)}) ?(?=[-−+]?{point}?\d)"),
        "numbered": re.compile(rf"(?:#|(?<!\w)(?:{_any(tables.numbered)})) ?(?=\d)", re.I),
        "dial": re.compile(
            rf"\b(?P<before>{'|'.join(tables.dial)}) (?P<number>\d{{3,}})\b(?!-\d)", re.I
        ),
        "point in a time": re.compile(
            rf"(?<![\d.,:])(?P<hours>\d{{1,2}})\.(?P<minutes>[0-5]\d)"
            rf"(?=(?: ?(?:[{_DASHES}]|{tables.to}|{tables.and_}) ?\d{{1,2}}[.:][0-5]\d)?"
            rf" ?(?i:{clock})(?!\w))"
            rf"|(?i:(?<=\b{tables.at_time} ))(?P<hour>\d{{1,2}})\.(?P<minute>[0-5]\d)"
            r"(?= ?(?:[,;!?)]|\.(?!\d)|$))"
        ),
        "money": re.compile(
            rf"(?<![^\W\d_])(?P<sign>[€$£¥]) ?(?P<number>{number}(?: ?[{_DASHES}] ?{number})?)"
        ),
        "part between": re.compile(
            r"(?:\b(?P<word>[^\W\d_]++) )?"
            rf"(?<![\d.,/])(?P<above>\d{{1,2}})/(?P<below>\d{{1,2}}){dash}"
        ),
        "unit between": re.compile(rf"(?P<before>\d ?-?{noun})\.?{dash.replace('<unit>', '<_>')}"),
        "fraction": re.compile(
            r"(?:\b(?P<word>[^\W\d_]++) )?(?:(?<![\d.,/])(?P<whole>\d{1,3}) )?"
            r"(?<![\d.,/])(?P<above>\d{1,3}) ?[/⁄] ?(?P<below>\d{1,3})(?![\d/])"
            rf"(?: (?P<unit>{unit})(?P<dot>\.(?!\w))?)?"
        ),
        "plus": re.compile(rf"(?<=\d)\+(?! ?\d)(?: ?(?P<unit>{unit})(?P<dot>\.(?!\w))?)?"),
        "amount": re.compile(
            rf"(?P<minus>(?<![\w)])[-−])?(?P<first>{number})"
            rf"(?: ?[{_DASHES}] ?(?P<last>{number})(?:{amount.format(2)})?|{amount.format(1)})?"
            r"(?P<dot>\.(?!\w))?"
        ),
    }


def _nouns(tables: NumberTables) -> Iterator[str]:
    """The names of all units, for one and for many."""
    for one, many in tables.units.values():
        yield from (one.partition(" ")[2] or one, many)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
