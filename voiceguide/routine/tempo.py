"""Tempo: how long a repetition's lowering, hold, lifting and pause last."""

from __future__ import annotations

import re
from typing import Literal, get_args

from msgspec import Struct

from voiceguide.reader.document import Node
from voiceguide.reader.kinds import TextKind
from voiceguide.reader.reading import Reading, Schema
from voiceguide.text import SECOND_MS, shortened
from voiceguide.units import Ms

Part = Literal["lower", "hold", "lift", "pause"]
Begins = Literal["lower", "lift"]
PARTS: tuple[Part, ...] = get_args(Part)
STILL: tuple[Part, ...] = ("hold", "pause")
LONGEST_PART_MS = 60_000

_TEMPO = re.compile(r"(\d{1,3})-(\d{1,3})-(\d{1,3})(?:-(\d{1,3}))?")
_FORM = "write  tempo: 3-1-3  (lower, hold, lift), or  3-1-3-0  with the pause at the end"


class Tempo(Struct, frozen=True):
    """How long the parts of a repetition last, in the order of `PARTS`; 0 for none."""

    lower_ms: Ms
    hold_ms: Ms
    lift_ms: Ms
    pause_ms: Ms = Ms(0)

    def of(self, part: Part) -> Ms:
        """How long a part lasts."""
        lengths = (self.lower_ms, self.hold_ms, self.lift_ms, self.pause_ms)
        return dict(zip(PARTS, lengths, strict=True))[part]

    def parts(self, begins: Begins) -> tuple[tuple[Part, Ms], ...]:
        """The parts of one repetition in order, those without length left out."""
        first = PARTS.index(begins)
        order = (*PARTS[first:], *PARTS[:first])
        return tuple((part, self.of(part)) for part in order if self.of(part))

    def __str__(self) -> str:
        """As it is written: whole seconds, the pause only where there is one."""
        written = PARTS if self.pause_ms else PARTS[:-1]
        return "-".join(f"{self.of(part) / SECOND_MS:g}" for part in written)


class TempoKind(TextKind[Tempo], frozen=True):
    """``3-1-3`` or ``3-1-3-0``: whole seconds; only a hold and a pause may be 0."""

    expects: str = "a tempo such as 3-1-3"

    def value(self, text: str, node: Node, reading: Reading) -> Tempo | None:
        """The tempo."""
        found = _TEMPO.fullmatch(text)
        if found is None:
            reading.problem(node.place, f"'{shortened(text)}' is not {self.expects}", _FORM)
            return None
        tempo = Tempo(*(Ms(int(each or 0) * SECOND_MS) for each in found.groups()))
        message = None
        if max(map(tempo.of, PARTS)) > LONGEST_PART_MS:
            message = f"a part of '{text}' is longer than {LONGEST_PART_MS // SECOND_MS} s"
        elif not tempo.lower_ms or not tempo.lift_ms:
            message = f"in '{text}' a movement takes no time; only a hold and the pause may be 0"
        if message is None:
            return tempo
        reading.problem(node.place, message, _FORM)
        return None

    def schema(self) -> Schema:
        """The form."""
        return {"type": "string", "pattern": r"^\d{1,3}-\d{1,3}-\d{1,3}(-\d{1,3})?$"}


TEMPO = TempoKind()
