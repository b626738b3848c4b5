"""The phases of a repetition: move, hold, breathe and rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voiceguide.reader.amount_kinds import Time
from voiceguide.reader.amounts import Amount
from voiceguide.reader.document import Map, Node, Text
from voiceguide.reader.kinds import Choice, Whole, YesNo
from voiceguide.reader.reading import Reading, Schema
from voiceguide.reader.records import NEEDED, Found, ListOf, OrWord, Record, Setting
from voiceguide.routine.model import Breathe, Hold, Move, Pause, Phase
from voiceguide.routine.shared_kinds import COUNT, HOLD, LINE, TAKES
from voiceguide.units import Ms

_DOSE_HOLD = "dose"


class _BreatheKind:
    """A breath in or out, or a number of full breaths."""

    expects = "in, out, or a number of breaths"

    def read(self, node: Node, reading: Reading) -> str | int | None:
        if isinstance(node, Text) and node.text.strip()[:1].isdigit():
            return Whole(1, 100).read(node, reading)
        return Choice(("in", "out")).read(node, reading)

    def schema(self) -> Schema:
        return {"anyOf": [Choice(("in", "out")).schema(), Whole(1, 100).schema()]}


_MOVE = (
    Setting("move", LINE, NEEDED, about="A movement, in the words the coach says."),
    Setting("takes", TAKES, about="How long the movement takes; exactly that."),
    Setting("again", LINE, about="Short words for later times."),
    Setting("breath", Choice(("in", "out")), about="The breath that goes with it."),
    Setting("away", YesNo(), about="Later tone: true rises, false falls."),
)
_HOLD = (
    Setting(
        "hold",
        OrWord(_DOSE_HOLD, HOLD),
        NEEDED,
        about="Stay as you are: 'dose' for the hold of the dose, or an amount.",
    ),
    Setting("say", LINE, about="What is said as the hold begins."),
    Setting("again", LINE, about="Short words for later times."),
    Setting("count", COUNT, about="ends: tones at its end (from 10 s). silent: none."),
)
_BREATHE = (
    Setting("breathe", _BreatheKind(), NEEDED, about="in, out, or so many full breaths."),
    Setting("takes", TAKES, about="How long the breath in or out takes."),
    Setting("say", LINE, about="What the coach says for it."),
    Setting("again", LINE, about="Short words for later times."),
)
_REST = (Setting("rest", Time(high_ms=120_000), NEEDED, about="Quiet time inside the rep."),)


def _move(found: Found) -> Move | None:
    values = dict(found.values)
    takes: Ms | None = values.pop("takes")
    if takes is None:
        found.problem("move", "the movement has no time", "add  takes: 3 s")
        return None
    return Move(**values, takes_ms=takes)


def _hold(found: Found) -> Hold:
    hold = found.values["hold"]
    amount: Amount | None = None if hold == _DOSE_HOLD else hold
    return Hold(amount, found.values["say"], found.values["again"], found.values["count"])


def _breathe(found: Found) -> Breathe | None:
    breathe, takes = found.values["breathe"], found.values["takes"]
    if isinstance(breathe, str) and takes is None:
        found.problem("breathe", "the breath has no time", "add  takes: 3 s")
        return None
    if isinstance(breathe, int) and takes is not None:
        found.problem(
            "takes",
            "full breaths take the time of the voice's breath_in and breath_out",
            "leave 'takes' out",
        )
        return None
    return Breathe(breathe, takes, found.values["say"], found.values["again"])


_PHASES: dict[str, Record[Any]] = {
    "move": Record("a move", _MOVE, _move),
    "hold": Record("a hold", _HOLD, _hold),
    "breathe": Record("a breath", _BREATHE, _breathe),
    "rest": Record("a rest", _REST, lambda found: Pause(found.values["rest"])),
}


class _PhaseKind:
    """A phase: settings of which exactly one says what it is."""

    expects = f"a phase, which begins with one of {', '.join(_PHASES)}"

    def read(self, node: Node, reading: Reading) -> Phase | None:
        if not isinstance(node, Map):
            reading.problem(
                node.place, f"expected {self.expects}", "write  - move: ... with  takes: 3 s"
            )
            return None
        kinds = [kind for kind in _PHASES if kind in node.entries]
        if len(kinds) != 1:
            said = " and ".join(kinds) if kinds else "none of them"
            reading.problem(
                node.place,
                f"a phase is exactly one of {', '.join(_PHASES)}, here {said}",
                "give each a dash of its own" if kinds else "begin it with  - move: ",
            )
            return None
        phase: Phase | None = _PHASES[kinds[0]].read(node, reading)
        return phase

    def schema(self) -> Schema:
        return {"oneOf": [record.schema() for record in _PHASES.values()]}


PHASES: ListOf[Phase] = ListOf(_PhaseKind(), least=1, most=40)


def phase_lines(phase: Phase) -> Iterator[str]:
    """The lines of a phase, as written."""
    match phase:
        case Move(move=line, again=again):
            yield line
            if again:
                yield again
        case Hold(say=say, again=again) | Breathe(say=say, again=again):
            yield from (line for line in (say, again) if line)
