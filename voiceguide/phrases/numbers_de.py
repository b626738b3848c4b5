"""German numbers, units and symbols, as words."""

from __future__ import annotations

import re

from voiceguide.phrases.number_tables import NumberTables

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


_UNITS = {
    **dict.fromkeys(("s", "sec", "sek", "sekunde", "sekunden"), ("eine Sekunde", "Sekunden")),
    "ms": ("eine Millisekunde", "Millisekunden"),
    **dict.fromkeys(("min", "minute", "minuten"), ("eine Minute", "Minuten")),
    **dict.fromkeys(("h", "std", "stunde", "stunden"), ("eine Stunde", "Stunden")),
    "d": ("ein Tag", "Tage"),
    **dict.fromkeys(
        ("wdh", "wh", "wiederholung", "wiederholungen"), ("eine Wiederholung", "Wiederholungen")
    ),
    "kg": ("ein Kilogramm", "Kilogramm"),
    "g": ("ein Gramm", "Gramm"),
    "mg": ("ein Milligramm", "Milligramm"),
    **dict.fromkeys(("μg", "mcg"), ("ein Mikrogramm", "Mikrogramm")),
    "mm": ("ein Millimeter", "Millimeter"),
    "cm": ("ein Zentimeter", "Zentimeter"),
    "cm2": ("ein Quadratzentimeter", "Quadratzentimeter"),
    "cm3": ("ein Kubikzentimeter", "Kubikzentimeter"),
    "m2": ("ein Quadratmeter", "Quadratmeter"),
    "m3": ("ein Kubikmeter", "Kubikmeter"),
    "kg/m2": ("ein Kilogramm pro Quadratmeter", "Kilogramm pro Quadratmeter"),
    "m": ("ein Meter", "Meter"),
    "km": ("ein Kilometer", "Kilometer"),
    "ml": ("ein Milliliter", "Milliliter"),
    "l": ("ein Liter", "Liter"),
    "kcal": ("eine Kilokalorie", "Kilokalorien"),
    "km/h": ("ein Kilometer pro Stunde", "Kilometer pro Stunde"),
    "m/s": ("ein Meter pro Sekunde", "Meter pro Sekunde"),
    "bpm": ("ein Schlag pro Minute", "Schläge pro Minute"),
    "u/min": ("eine Umdrehung pro Minute", "Umdrehungen pro Minute"),
    "k": ("ein K", "K"),
    "°": ("ein Grad", "Grad"),
    "°c": ("ein Grad Celsius", "Grad Celsius"),
    "%": ("ein Prozent", "Prozent"),
    "€": ("ein Euro", "Euro"),
    "$": ("ein Dollar", "Dollar"),
    "£": ("ein Pfund", "Pfund"),
    "¥": ("ein Yen", "Yen"),
    "‰": ("ein Promille", "Promille"),
    "mmhg": ("ein Millimeter Quecksilber", "Millimeter Quecksilber"),
    **dict.fromkeys(("x", "×"), ("einmal", "mal")),
}

_IN_WHOLE = frozenset(
    (
        *("wiederholungen", "wdh", "mal", "sätze", "runden", "einheiten", "atemzüge"),
        *("schritte", "sprünge", "personen", "kalorien", "kcal"),
    )
)


_DAYS = (
    "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonnabend", "Sonntag",
)  # fmt: skip
_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember",
)  # fmt: skip

_FRACTIONS = {
    (1, 2): "ein halb",
    (1, 3): "ein Drittel",
    (2, 3): "zwei Drittel",
    (1, 4): "ein Viertel",
    (3, 4): "drei Viertel",
    (1, 8): "ein Achtel",
    (3, 8): "drei Achtel",
    (5, 8): "fünf Achtel",
    (7, 8): "sieben Achtel",
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


def year(number: int) -> str:
    """A year: "neunzehnhundertneunzig", "zweitausendsechsundzwanzig"."""
    if number >= 2000:
        return cardinal(number)
    century, rest = divmod(number, 100)
    return f"{cardinal(century)}hundert{cardinal(rest) if rest else ''}"


def date(day: int, month: int, year_: int | None) -> str:
    """A date: "sechsundzwanzigster November zweitausendsechsundzwanzig"."""
    said = f"{ordinal(day)}r {_MONTHS[month - 1]}"
    return f"{said} {year(year_)}" if year_ else said


def mixed(whole: int, above: int, below: int) -> str:
    """A number with a fraction: "zweieinhalb", "zwei drei Viertel"."""
    if (above, below) == (1, 2):
        return f"{_before(whole)}einhalb"
    return f"{cardinal(whole)} {_FRACTIONS[above, below]}"


def part_of(above: int, below: int, unit: str) -> str:
    """A fraction of a unit: "eine halbe Minute", "drei Viertel Stunden"."""
    one, many = _UNITS[unit]
    article, _, noun = one.partition(" ")
    if (above, below) != (1, 2) or not noun:
        return f"{_FRACTIONS[above, below]} {many}"
    if article == "eine":
        return f"eine halbe {noun}"
    ending = (
        "er" if noun.split()[0].endswith("meter") or noun in ("Meter", "Liter", "Tag") else "es"
    )
    return f"ein halb{ending} {noun}"


def _before(number: int) -> str:
    """A number inside a longer word: "ein" for one, and "eins" loses its s at the end."""
    words = cardinal(number)
    return words.removesuffix("s") if words.endswith("eins") else words


NUMBERS = NumberTables(
    decimal=",",
    groups=".",
    ordinal_ends=("te", "ter", "tes", "ten"),
    point="Komma",
    minus="minus",
    to="bis",
    one_to="ein",
    ratio="zu",
    per="pro",
    out_of="von",
    of="von",
    over="zu",
    times="mal",
    or_more="oder mehr",
    and_="und",
    before_noun=1,
    symbols={
        "&": "und", "+": "plus", "=": "gleich", "%": "Prozent", "°": "Grad", "×": "mal", "@": "at",
        "±": "plus minus", "≈": "etwa", "≤": "höchstens", "≥": "mindestens", "€": "Euro",
        "£": "Pfund", "→": ",", "⇒": ",", "↑": "hoch", "↓": "runter", "⬆": "hoch", "⬇": "runter",
        "←": "links", "↕": "auf und ab", "↔": "hin und her", "≠": "ist nicht", "‰": "Promille",
        "⊥": "senkrecht", "∥": "parallel", "÷": "geteilt durch", "∞": "unendlich",
        "√": "Wurzel aus", "¥": "Yen",
    },
    signs={
        "<": "weniger als", ">": "mehr als", "≤": "höchstens", "≥": "mindestens",
        "<=": "höchstens", "=<": "höchstens", ">=": "mindestens", "=>": "mindestens",
        "±": "plus minus", "+/-": "plus minus", "+-": "plus minus", "~": "etwa", "≈": "etwa",
        "=": "gleich", "≠": "nicht", "@": "bei", "^": "hoch",
    },
    units=_UNITS,
    per_words={
        **{word.lower(): word for word in (
            "Sekunde", "Minute", "Stunde", "Tag", "Woche", "Monat", "Jahr", "Seite", "Bein", "Arm",
            "Hand", "Fuß", "Knie", "Schulter", "Satz", "Runde", "Wiederholung", "Einheit", "Übung",
            "Durchgang", "Richtung", "Atemzug",
        )},
        "s": "Sekunde", "sek": "Sekunde", "min": "Minute", "h": "Stunde", "km": "Kilometer",
        "kg": "Kilogramm", "wo": "Woche", "d": "Tag",
        "wdh": "Wiederholung", "std": "Stunde",
    },
    in_whole=_IN_WHOLE,
    counted=_IN_WHOLE | {
        *("einmal", "zweimal", "dreimal", "sekunden", "minuten", "stunden", "grad", "prozent"),
    },
    goes_on=re.compile(
        r"(?!(?:Zwischen|Neben|Gegen|Wegen|Oben|Unten|Hinten|Innen|Außen|Morgen|Einen|Den|Allen|"
        r"Jeden|Diesen|Keinen|Deinen|Meinen|Seinen|Ihren)\b)\b(?:"
        r"(?:Pause|Ruhe|Schlaf|Yoga|Sport|Plank|Kraft|Stille|Arbeit|Abstand|Spaziergang)\b"
        r"|[A-ZÄÖÜ]\w*(?:ung|zeit|pause|phase|training|übung|stütze?|schritte|gang|lauf|stand|sitz)\b"
        r"|[A-ZÄÖÜ]\w+(?:en|ern|eln)\b(?! Sie))"
    ),
    abbreviations={
        "z. b.": "zum Beispiel", "z.b.": "zum Beispiel", "d. h.": "das heißt", "d.h.": "das heißt",
        "bzw.": "beziehungsweise", "ca.": "circa", "usw.": "und so weiter", "etc.": "et cetera",
        "u. a.": "unter anderem", "u.a.": "unter anderem", "evtl.": "eventuell",
        "ggf.": "gegebenenfalls", "inkl.": "inklusive", "exkl.": "exklusive", "max.": "maximal",
        "mind.": "mindestens", "vgl.": "vergleiche", "o. ä.": "oder ähnliches",
        "o.ä.": "oder ähnliches", "i. d. r.": "in der Regel", "i.d.r.": "in der Regel",
        "li.": "links", "re.": "rechts", "tgl.": "täglich", "sog.": "sogenannt", "vs.": "gegen",
        "li/re": "links und rechts", "re/li": "rechts und links", "l/r": "links und rechts",
        "s. o.": "siehe oben", "u. u.": "unter Umständen", "wdh.": "Wiederholungen",
        "und/oder": "und oder", "z. t.": "zum Teil", "z.t.": "zum Teil", "v. a.": "vor allem",
        "v.a.": "vor allem", "s. u.": "siehe unten", "u. ä.": "und ähnliches",
        "u.ä.": "und ähnliches", "o. g.": "oben genannt", "bspw.": "beispielsweise",
        "cm2": "Quadratzentimeter", "cm3": "Kubikzentimeter",
    },
    fractions=_FRACTIONS,
    at_time="um",
    days={
        **dict(zip(_DAYS, _DAYS, strict=True)),
        **{f"{day.lower()}s": f"{day.lower()}s" for day in _DAYS},
        **{f"{day}s": f"{day}s" for day in _DAYS},
        **{day[:2]: day for day in _DAYS[:6]},
    },
    clock_before=frozenset(("um", "gegen", "ab", "vor", "seit")),
    clock_after={"uhr": ""},
    lasts=frozenset((
        "pause", "halte", "halten", "ruhe", "für", "dehne", "dehnen", "arbeit", "warte", "min",
        "minuten", "h", "std",
    )),
    one_of=frozenset((
        "satz", "runde", "teil", "schritt", "tag", "woche", "stufe", "übung", "seite",
    )),
    scores=frozenset(("rpe", "schmerz", "nrs", "skala", "als", "höchstens", "mindestens", "etwa")),
    pressure=frozenset(("rr", "blutdruck")),
    numbered=("nr.", "no."),
    number="Nummer",
    dial=("ruf", "rufe", "rufen Sie", "wähle", "wählen Sie", "Notruf", "Telefon"),
    months=_MONTHS,
    cardinal=cardinal,
    ordinal=ordinal,
    clock=clock,
    year=year,
    date=date,
    mixed=mixed,
    part_of=part_of,
)  # fmt: skip
