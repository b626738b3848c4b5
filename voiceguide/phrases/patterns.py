"""What numbers, times, units and signs look like: the patterns of `written`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from voiceguide.phrases.tables import NumberTables

_END = r"(?![^\W\d_])"
_DASHES = "-–—‒"
BETWEEN = re.compile(rf"[{_DASHES} ]")
PLURAL_IN_BRACKETS = re.compile(r"(?<=[^\W\d_])\((s|es|e|n|en|er|in|innen)\)")
ISO_DATE = re.compile(r"(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])")
DOTTED_DATE = re.compile(
    r"(?:\b(?P<before>am|vom|zum|bis|den|dem|der|ab|seit) )?"
    r"(?<![\d.])([0-3]?\d)\.([01]?\d)\.(\d{4})?(?!\d)"
)
SPACED = re.compile(r"(?<![\d.,/:-])\d{1,3}(?: \d{3})++(?![\d/:]|[.,]\d{4})")
PARTS = re.compile(rf"(?<![\w.,+])\d++(?: ?[{_DASHES}] ?\d++){{2,}}+(?![.,]?\d|[/:])")
PHONE = re.compile(r"(?<!\w)\+\d{1,3}[ -]\d{2,}(?:[ -]\d++)*+|(?<![\w.,:-])0\d++(?:[ -]\d{3,})++")
TIMES_BETWEEN = re.compile(rf"(?<=\d:\d\d) ?[{_DASHES}] ?(?=\d{{1,3}}:\d\d)")
TIME = re.compile(
    r"(?:\b(?P<before>[^\W\d_]++)(?P<gap>\.?,? ))?(?<![\d:.,])(?P<first>\d{1,3}):(?P<second>\d\d)"
    r"(?::(?P<third>\d\d))?(?![\d:])(?: ?(?P<after>[^\W\d_](?:[^\W\d_]|\.)*+))?"
)
AT_TIME = re.compile(r"@ ?(?=\d{1,2}:\d\d(?!\d))")
RATIO = re.compile(r"(?<=\d)(?::| : )(?=\d)")
QUOTED = re.compile(
    r"(?<![\w'\"])(\d++)['’](?!['’])(?: ?(\d{1,2})(?:[\"”]|''))?(?!\w)"
    r"|(?<![\w'])(\d++)(?:[\"”]|''|’’)(?!\w)"
)
_HOURS = r"(?:hours?|hrs?|h|Std\.?|Stunden?)"
_MINUTES = r"(?:minutes?|mins?|m|Min\.?|Minuten?)"
_SECONDS = r"(?:seconds?|secs?|s|Sek\.?|Sekunden?)"
COMPOUND = re.compile(
    rf"(?<![\w.,])(?P<hours>\d{{1,3}}) ?{_HOURS} ?(?:and |und )?(?P<m>\d{{1,2}})"
    rf"(?: ?{_MINUTES}(?: ?(?P<s>\d{{1,2}}) ?{_SECONDS})?)?(?!\w)"
    rf"|(?<![\w.,])(?P<minutes>\d{{1,3}}) ?{_MINUTES} ?(?P<seconds>\d{{1,2}}) ?{_SECONDS}(?!\w)",
    re.IGNORECASE,
)
MULTIPLIED = re.compile(r"(?<=\d) ?[xX×*] ?(?=\d)|(?<![\w])[xX×](?=\d)")
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
_LETTER_UNITS = frozenset("smhdglx")


@lru_cache(maxsize=8)
def patterns_of(tables: NumberTables) -> Mapping[str, re.Pattern[str]]:
    """What numbers look like in a language, by the name of what they are."""
    point, group = re.escape(tables.DECIMAL), re.escape(tables.GROUPS)
    number = rf"\d++(?:{point}\d++)*+"
    long = _any(unit for unit in tables.UNITS if unit not in _LETTER_UNITS)
    unit = rf"(?:(?i:{long})|[smhdglxXL]){_END}"
    amount = rf"{{0}}(?:(?P<hyphen{{1}}> ?-?)(?P<unit{{1}}>{unit}))?"
    first = amount.format(rf"(?P<first>{number})", 1)
    last = amount.format(rf"(?P<last>{number})", 2)
    ends = "|".join(tables.ORDINAL_ENDS) or "(?!)"
    return {
        "abbreviation": re.compile(
            rf"(?<![^\W\d_])(?:{_any(tables.ABBREVIATIONS)})(?:(?<=[./])|{_END})", re.I
        ),
        "bare abbreviation": re.compile(
            rf"(?<!\w)(?:{_any(filter(str.isalpha, tables.ABBREVIATIONS)) or '(?!)'})(?!\w)", re.I
        ),
        "grouped": re.compile(rf"(?<![\d.,])\d{{1,3}}(?:{group}\d{{3}})++(?![\d{group}])"),
        "comma": re.compile(rf"(?<![\d.,])(\d++){group}(\d{{1,2}})(?= ?{unit})"),
        "bare point": re.compile(rf"(?<![\w.,])[.,](?=\d++ ?{unit})|(?<![\w.,]){point}(?=\d)"),
        "ordinal": re.compile(rf"\b(\d{{1,6}})(?:{ends}){_END}", re.I),
        "year": re.compile(
            r"(?<![^\W_])(?P<before>(?:in|since|until|seit|Jahr"
            rf"|(?:{'|'.join(tables.MONTHS)})(?: \d{{1,2}},)?) )"
            r"(?P<year>(?:1[1-9]|20)\d\d)(?= ?(?:[.,;:!?)]|$))"
        ),
        "sign": re.compile(rf"(?:{_any(tables.SIGNS)}) ?(?=[-−+]?{point}?\d)"),
        "numbered": re.compile(rf"(?:#|(?<!\w)(?:{_any(tables.NUMBERED)})) ?(?=\d)", re.I),
        "dial": re.compile(rf"\b(?P<before>{'|'.join(tables.DIAL)}) (?P<number>\d{{3,}})\b", re.I),
        "fraction": re.compile(
            r"(?:\b(?P<word>[^\W\d_]++) )?(?:(?<![\d.,/])(?P<whole>\d{1,3}) )?"
            r"(?<![\d.,/])(?P<above>\d{1,3}) ?[/⁄] ?(?P<below>\d{1,3})(?![\d/])"
            rf"(?: (?P<unit>{unit}))?"
        ),
        "plus": re.compile(rf"(?<=\d)\+(?! ?\d)(?: ?(?P<unit>{unit}))?"),
        "amount": re.compile(
            rf"(?P<minus>(?<![\w)])[-−])?{first}(?: ?[{_DASHES}] ?{last})?(?P<dot>\.(?!\w))?"
        ),
    }


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
