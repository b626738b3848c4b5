"""German numbers, units and symbols, as words."""

from __future__ import annotations

_ONES = (
    "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn",
    "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn",
    "neunzehn",
)  # fmt: skip
_TENS = (
    "", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig",
    "neunzig",
)  # fmt: skip
_ORDINALS = {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"}

DECIMAL, GROUPS = ",", "."
"""Between whole and part, and between groups of three digits."""
ORDINAL_ENDS: tuple[str, ...] = ()
"""German writes "3." for the third, which is also the end of a sentence."""
POINT = "Komma"
MINUS = "minus"
TO = "bis"
AND_A_HALF = "einhalb"

SYMBOLS = {"&": "und", "+": "plus", "=": "gleich", "%": "Prozent", "°": "Grad", "×": "mal"}
"""What a lone symbol is called; symbols not named here are not spoken."""

UNITS = {
    "s": ("eine Sekunde", "Sekunden"),
    "sec": ("eine Sekunde", "Sekunden"),
    "min": ("eine Minute", "Minuten"),
    "h": ("eine Stunde", "Stunden"),
    "kg": ("ein Kilogramm", "Kilogramm"),
    "g": ("ein Gramm", "Gramm"),
    "mm": ("ein Millimeter", "Millimeter"),
    "cm": ("ein Zentimeter", "Zentimeter"),
    "m": ("ein Meter", "Meter"),
    "km": ("ein Kilometer", "Kilometer"),
    "°": ("ein Grad", "Grad"),
    "%": ("ein Prozent", "Prozent"),
    "x": ("einmal", "mal"),
}
"""Units after a number: one of it with the number, and any other number of it without."""

FRACTIONS = {
    (1, 2): "ein halb",
    (1, 3): "ein Drittel",
    (2, 3): "zwei Drittel",
    (1, 4): "ein Viertel",
    (3, 4): "drei Viertel",
}


def cardinal(number: int) -> str:
    """0 to 999,999: "null", "einundzwanzig", "eintausendzweihundertfünf"."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        return f"{_before(thousands)}tausend{cardinal(rest) if rest else ''}"
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{_before(hundreds)}hundert{cardinal(rest) if rest else ''}"
    if number >= 20:
        tens, rest = divmod(number, 10)
        return f"{_before(rest)}und{_TENS[tens]}" if rest else _TENS[tens]
    return _ONES[number]


def ordinal(number: int) -> str:
    """0 to 999,999: "erste", "einundzwanzigste", "einhundertste"."""
    rest = number % 100
    head = cardinal(number - rest) if number > rest else ""
    if rest in _ORDINALS:
        return head + _ORDINALS[rest]
    return cardinal(number) + ("te" if 0 < rest < 20 else "ste")


def clock(hours: int, minutes: int) -> str:
    """A time of day: "sieben Uhr dreißig", "ein Uhr"."""
    hour = "ein" if hours == 1 else cardinal(hours)
    return f"{hour} Uhr{' ' + cardinal(minutes) if minutes else ''}"


def _before(number: int) -> str:
    """A number inside a longer word: "ein" for one, and "eins" loses its s at the end."""
    words = cardinal(number)
    return words.removesuffix("s") if words.endswith("eins") else words
