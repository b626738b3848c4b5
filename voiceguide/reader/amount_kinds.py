"""Settings that hold a time or an amount."""

from __future__ import annotations

import re
from collections.abc import Mapping

from voiceguide.reader.amounts import (
    WRITTEN_AMOUNT,
    WRITTEN_TIME,
    Amount,
    AmountError,
    Unit,
    read_amount,
    read_time,
)
from voiceguide.reader.document import Node
from voiceguide.reader.kinds import TextKind
from voiceguide.reader.reading import Reading, Schema
from voiceguide.text import exact_length
from voiceguide.units import Ms


class Time(TextKind[Ms], frozen=True):
    """An exact length of time; `zero` allows "0 s"."""

    low_ms: int = 1
    high_ms: int = 600_000
    zero: bool = False
    expects: str = "a time such as '20 s'"

    def value(self, text: str, node: Node, reading: Reading) -> Ms | None:
        """The time in milliseconds."""
        if self.zero and re.fullmatch(r"0 ?s", text):
            return Ms(0)
        try:
            time = read_time(text)
        except AmountError as error:
            reading.problem(node.place, error.message, error.hint)
            return None
        return time if _within(time, (self.low_ms, self.high_ms), "time", node, reading) else None

    def schema(self) -> Schema:
        """The form, without the limits."""
        pattern = rf"^0 ?s$|{WRITTEN_TIME}" if self.zero else WRITTEN_TIME
        return {"type": "string", "pattern": pattern}


_SAMPLES: Mapping[Unit, str] = {
    "times": "'10' or '8-12'",
    "time": "'20 s'",
    "counts": "'10 counts'",
    "breaths": "'6 breaths'",
}


class AmountOf(TextKind[Amount], frozen=True):
    """An amount of one of `units`, each within its limits (times in ms)."""

    units: tuple[Unit, ...]
    limits: Mapping[str, tuple[int, int]]

    @property
    def expects(self) -> str:
        """A sample of each unit."""
        return f"an amount such as {' or '.join(_SAMPLES[unit] for unit in self.units)}"

    def value(self, text: str, node: Node, reading: Reading) -> Amount | None:
        """The amount."""
        try:
            amount = read_amount(text)
        except AmountError as error:
            reading.problem(node.place, error.message, error.hint)
            return None
        if amount.unit not in self.units:
            if amount.unit == "times" and "time" in self.units:
                reading.problem(
                    node.place, f"'{text}' has no unit", f"write '{text} s', not '{text}'"
                )
            else:
                reading.problem(node.place, f"expected {self.expects}, not '{text}'")
            return None
        limits = self.limits[amount.unit]
        inside = all(
            _within(end, limits, amount.unit, node, reading)
            for end in dict.fromkeys((amount.low, amount.high))
        )
        return amount if inside else None

    def schema(self) -> Schema:
        """A form for each unit, and plain numbers for times."""
        forms: list[Schema] = [
            {"type": "string", "pattern": WRITTEN_AMOUNT[unit]} for unit in self.units
        ]
        if "times" in self.units:
            low, high = self.limits["times"]
            forms.insert(0, {"type": "integer", "minimum": low, "maximum": high})
        return forms[0] if len(forms) == 1 else {"anyOf": forms}


def _within(value: int, limits: tuple[int, int], unit: Unit, node: Node, reading: Reading) -> bool:
    low, high = limits
    if low <= value <= high:
        return True
    wrong = "too little" if value < low else "too much"
    reading.problem(
        node.place,
        f"{_shown(value, unit)} is {wrong}",
        f"from {_shown(low, unit)} to {_shown(high, unit)}",
    )
    return False


def _shown(value: int, unit: Unit) -> str:
    if unit == "time":
        return exact_length(value)
    return str(value) if unit == "times" else f"{value} {unit}"
