"""English numbers, units and symbols, as words."""

from __future__ import annotations

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

DECIMAL, GROUPS = ".", ","
"""Between whole and part, and between groups of three digits."""
ORDINAL_ENDS = ("st", "nd", "rd", "th")
POINT = "point"
MINUS = "minus"
TO = "to"
AND_A_HALF = "and a half"

SYMBOLS = {"&": "and", "+": "plus", "=": "equals", "%": "percent", "°": "degrees", "×": "times"}
"""What a lone symbol is called; symbols not named here are not spoken."""

UNITS = {
    "s": ("one second", "seconds"),
    "sec": ("one second", "seconds"),
    "secs": ("one second", "seconds"),
    "min": ("one minute", "minutes"),
    "mins": ("one minute", "minutes"),
    "h": ("one hour", "hours"),
    "hr": ("one hour", "hours"),
    "hrs": ("one hour", "hours"),
    "kg": ("one kilogram", "kilograms"),
    "g": ("one gram", "grams"),
    "lb": ("one pound", "pounds"),
    "lbs": ("one pound", "pounds"),
    "mm": ("one millimeter", "millimeters"),
    "cm": ("one centimeter", "centimeters"),
    "m": ("one meter", "meters"),
    "km": ("one kilometer", "kilometers"),
    "ft": ("one foot", "feet"),
    "°": ("one degree", "degrees"),
    "%": ("one percent", "percent"),
    "x": ("one time", "times"),
}
"""Units after a number: one of it with the number, and any other number of it without."""

FRACTIONS = {
    (1, 2): "one half",
    (1, 3): "one third",
    (2, 3): "two thirds",
    (1, 4): "one quarter",
    (3, 4): "three quarters",
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
