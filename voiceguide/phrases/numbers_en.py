"""English numbers, units and symbols, as words."""

from __future__ import annotations

import re

from voiceguide.phrases.number_tables import NumberTables

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


_UNITS = {
    **dict.fromkeys(("s", "sec", "secs"), ("one second", "seconds")),
    "ms": ("one millisecond", "milliseconds"),
    **dict.fromkeys(("min", "mins"), ("one minute", "minutes")),
    **dict.fromkeys(("h", "hr", "hrs"), ("one hour", "hours")),
    "d": ("one day", "days"),
    **dict.fromkeys(("wk", "wks"), ("one week", "weeks")),
    **dict.fromkeys(("kg", "kgs"), ("one kilogram", "kilograms")),
    "g": ("one gram", "grams"),
    "mg": ("one milligram", "milligrams"),
    **dict.fromkeys(("μg", "mcg"), ("one microgram", "micrograms")),
    **dict.fromkeys(("lb", "lbs"), ("one pound", "pounds")),
    "oz": ("one ounce", "ounces"),
    **dict.fromkeys(("am", "a.m.", "a.m"), ("one A M", "A M")),
    **dict.fromkeys(("pm", "p.m.", "p.m"), ("one P M", "P M")),
    "mm": ("one millimeter", "millimeters"),
    "cm2": ("one square centimeter", "square centimeters"),
    "cm3": ("one cubic centimeter", "cubic centimeters"),
    "m2": ("one square meter", "square meters"),
    "m3": ("one cubic meter", "cubic meters"),
    "kg/m2": ("one kilogram per square meter", "kilograms per square meter"),
    "cm": ("one centimeter", "centimeters"),
    "m": ("one meter", "meters"),
    "km": ("one kilometer", "kilometers"),
    "mi": ("one mile", "miles"),
    "yd": ("one yard", "yards"),
    "ft": ("one foot", "feet"),
    "ml": ("one milliliter", "milliliters"),
    "l": ("one liter", "liters"),
    "kcal": ("one kilocalorie", "kilocalories"),
    "km/h": ("one kilometer per hour", "kilometers per hour"),
    "kmh": ("one kilometer per hour", "kilometers per hour"),
    "mph": ("one mile per hour", "miles per hour"),
    "m/s": ("one meter per second", "meters per second"),
    "bpm": ("one beat per minute", "beats per minute"),
    "rpm": ("one revolution per minute", "revolutions per minute"),
    "k": ("one K", "K"),
    "°": ("one degree", "degrees"),
    "°c": ("one degree Celsius", "degrees Celsius"),
    "°f": ("one degree Fahrenheit", "degrees Fahrenheit"),
    "%": ("one percent", "percent"),
    "€": ("one euro", "euros"),
    "$": ("one dollar", "dollars"),
    "£": ("one pound", "pounds"),
    "¥": ("one yen", "yen"),
    "‰": ("one per mille", "per mille"),
    "mmhg": ("one millimeter of mercury", "millimeters of mercury"),
    **dict.fromkeys(("x", "×"), ("one time", "times")),
}

_IN_WHOLE = frozenset(
    (
        *("reps", "repetitions", "times", "sets", "rounds", "sessions", "breaths", "steps"),
        *("jumps", "people", "calories", "kcal"),
    )
)


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

_FRACTIONS = {
    (1, 2): "one half",
    (1, 3): "one third",
    (2, 3): "two thirds",
    (1, 4): "one quarter",
    (3, 4): "three quarters",
    (1, 8): "one eighth",
    (3, 8): "three eighths",
    (5, 8): "five eighths",
    (7, 8): "seven eighths",
}


def cardinal(number: int) -> str:
    """0 to 999,999: "zero", "twenty-one", "one thousand two hundred five"."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        return f"{cardinal(thousands)} thousand{' ' + cardinal(rest) if rest else ''}"
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{_ONES[hundreds]} hundred{' ' + cardinal(rest) if rest else ''}"
    if number >= 20:
        tens, rest = divmod(number, 10)
        return f"{_TENS[tens]}{'-' + _ONES[rest] if rest else ''}"
    return _ONES[number]


def ordinal(number: int) -> str:
    """0 to 999,999: "zeroth", "twenty-first", "one hundredth"."""
    words = cardinal(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    head, last = words[:cut], words[cut:]
    if last in _ORDINALS:
        return head + _ORDINALS[last]
    return head + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def clock(hours: int, minutes: int) -> str:
    """A time of day: "seven thirty", "two oh five", "seven o'clock"."""
    if minutes == 0:
        return f"{cardinal(hours)} o'clock"
    return f"{cardinal(hours)} {'oh ' if minutes < 10 else ''}{cardinal(minutes)}"


def year(number: int) -> str:
    """A year: "nineteen ninety", "two thousand five", "twenty twenty-six"."""
    century, rest = divmod(number, 100)
    if 2000 <= number < 2010:
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def date(day: int, month: int, year_: int | None) -> str:
    """A date: "November twenty-sixth, twenty twenty-six"."""
    said = f"{_MONTHS[month - 1]} {ordinal(day)}"
    return f"{said}, {year(year_)}" if year_ else said


def mixed(whole: int, above: int, below: int) -> str:
    """A number with a fraction: "two and a quarter"."""
    part = _FRACTIONS[above, below]
    return f"{cardinal(whole)} and {part.replace('one ', 'a ', 1)}"


def part_of(above: int, below: int, unit: str) -> str:
    """A fraction of a unit: "half a minute", "three quarters of an hour"."""
    noun = _UNITS[unit][0].removeprefix("one ")
    one = f"{'an' if noun == 'hour' else 'a'} {noun}"
    return f"half {one}" if (above, below) == (1, 2) else f"{_FRACTIONS[above, below]} of {one}"


NUMBERS = NumberTables(
    decimal=".",
    groups=",",
    ordinal_ends=("st", "nd", "rd", "th"),
    point="point",
    minus="minus",
    to="to",
    one_to="one",
    ratio="to",
    per="per",
    out_of="out of",
    of="of",
    over="over",
    times="times",
    or_more="or more",
    and_="and",
    before_noun=0,
    symbols={
        "&": "and", "+": "plus", "=": "equals", "%": "percent", "°": "degrees", "×": "times",
        "@": "at", "±": "plus or minus", "≈": "about", "≤": "at most", "≥": "at least",
        "€": "euros", "£": "pounds", "→": ",", "⇒": ",", "↑": "up", "↓": "down", "⬆": "up",
        "⬇": "down", "←": "left", "↕": "up and down", "↔": "from side to side", "≠": "is not",
        "‰": "per mille", "⊥": "perpendicular", "∥": "parallel", "÷": "divided by",
        "∞": "infinity", "√": "square root of", "¥": "yen",
    },
    signs={
        "<": "less than", ">": "more than", "≤": "at most", "≥": "at least", "<=": "at most",
        "=<": "at most", ">=": "at least", "=>": "at least", "±": "plus or minus",
        "+/-": "plus or minus", "+-": "plus or minus", "~": "about", "≈": "about", "=": "equals",
        "≠": "not", "@": "at", "^": "to the power of",
    },
    units=_UNITS,
    per_words={
        **{word: word for word in (
            "second", "minute", "hour", "day", "week", "month", "year", "side", "leg", "arm",
            "hand", "foot", "knee", "shoulder", "set", "round", "rep", "repetition", "session",
            "exercise", "breath", "direction",
        )},
        "s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour", "wk": "week",
        "km": "kilometer", "mi": "mile", "kg": "kilogram", "d": "day",
    },
    in_whole=_IN_WHOLE,
    counted=_IN_WHOLE | {"once", "twice", "seconds", "minutes", "hours", "degrees", "percent"},
    goes_on=re.compile("(?!)"),
    abbreviations={
        "e.g.": "for example", "eg.": "for example", "i.e.": "that is", "ie.": "that is",
        "etc.": "et cetera", "approx.": "about", "approx": "about", "vs.": "versus", "vs": "versus",
        "incl.": "including", "excl.": "excluding", "max.": "maximum", "ea.": "each",
        "w/o": "without", "w/": "with", "b/c": "because", "l/r": "left and right",
        "r/l": "right and left", "hrs.": "hours", "resp.": "respectively", "and/or": "and or",
        "e. g.": "for example", "i. e.": "that is", "wk": "week", "wk.": "week", "wks": "weeks",
        "wks.": "weeks", "cm2": "square centimeters", "cm3": "cubic centimeters",
    },
    fractions=_FRACTIONS,
    at_time="at",
    days={
        **dict(zip(_DAYS, _DAYS, strict=True)),
        **{f"{day}s": f"{day}s" for day in _DAYS},
        **{day[:3]: day for day in _DAYS},
        "Tues": "Tuesday",
        "Thur": "Thursday",
        "Thurs": "Thursday",
    },
    clock_before=frozenset(("at", "by", "until", "till", "before", "since", "around", "from")),
    clock_after={
        **dict.fromkeys(("am", "a.m.", "a.m"), "A M"),
        **dict.fromkeys(("pm", "p.m.", "p.m"), "P M"),
    },
    lasts=frozenset((
        "rest", "hold", "pause", "work", "for", "wait", "breathe", "plank", "stretch", "in",
        "every", "min", "mins", "minutes", "h", "hours", "sec", "s",
    )),
    one_of=frozenset((
        "set", "round", "part", "step", "day", "week", "level", "exercise", "side",
    )),
    scores=frozenset(("rpe", "pain", "nrs", "score", "effort", "than", "most", "least", "about")),
    pressure=frozenset(("bp", "pressure")),
    numbered=("no.", "nr."),
    number="number",
    dial=("call", "dial", "ring", "phone"),
    months=_MONTHS,
    cardinal=cardinal,
    ordinal=ordinal,
    clock=clock,
    year=year,
    date=date,
    mixed=mixed,
    part_of=part_of,
)  # fmt: skip
