"""What is read from another program's file, and the routine file that it becomes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from msgspec import Struct

from voiceguide.errors import Problem
from voiceguide.importing.losses import Losses, shortened
from voiceguide.importing.rest_names import is_rest
from voiceguide.importing.spoken_lines import name_of, spoken_lines, without_markers
from voiceguide.routine.training_kinds import Intensity
from voiceguide.structs import replace
from voiceguide.text import exact_length
from voiceguide.units import Ms

LONGEST_ABOUT = 2000
MOST_COMMENTS = 40
"""Of what is not carried over, in the head of a routine file; all of it is told."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,.'’()–-]*[A-Za-z0-9.)]")
_WEIGHT = re.compile(
    r"(?<![\w.,])(?P<number>[1-9]\d{0,2}(?:[.,]\d)?) ?(?P<unit>kg|lb)s?\)?\Z", re.IGNORECASE
)
"""``Squats 20 kg``, ``Press (12.5kg)``: less than the heaviest load that a routine may have."""
_NOT_PLAIN = frozenset(("true", "false", "null"))


class DraftNote(Struct, frozen=True):
    """A line between exercises."""

    say: str


class DraftRest(Struct, frozen=True):
    """A rest of exactly so long."""

    length_ms: Ms


class DraftStep(Struct, frozen=True):
    """Something done for so long; `say` comes before it."""

    name: str
    length_ms: Ms
    say: tuple[str, ...] = ()
    load: str | None = None
    intensity: Intensity | None = None


class DraftGroup(Struct, frozen=True):
    """Items that are done so often."""

    name: str
    rounds: int
    items: tuple[DraftItem, ...]


DraftItem = DraftNote | DraftRest | DraftStep | DraftGroup


class Draft(Struct, frozen=True):
    """A routine to be, and what of the file it cannot hold."""

    name: str
    items: tuple[DraftItem, ...]
    about: str = ""
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    lost: tuple[Problem, ...] = ()


def timed(
    name: str, length_ms: Ms, losses: Losses, say: tuple[str, ...] = ()
) -> DraftRest | DraftStep:
    """A step, or a rest where the name is a word for one and no more ("Pause squats" is a step).

    A weight that ends a name is the step's load.
    """
    if say or not is_rest(name):
        weight = _WEIGHT.search(name)
        lifted = name[: weight.start()].rstrip(" ,(@:–-") if weight else ""
        if weight is None or not lifted[-1:].isalpha():
            return DraftStep(name, length_ms, say)
        return DraftStep(lifted, length_ms, say, f"{weight['number']} {weight['unit']}")
    losses.add(f"the name '{shortened(name)}': it is a rest here")
    return DraftRest(length_ms)


def routine_yaml(draft: Draft, source: str) -> str:
    """The routine file; `source` is the name of the file that it was made from."""
    lines = [f"# Made from {_comment(source)} by `voiceguide import`."]
    lines += [
        f"# Not carried over: {_comment(each.message)}" for each in draft.lost[:MOST_COMMENTS]
    ]
    if (more := len(draft.lost) - MOST_COMMENTS) > 0:
        lines.append(f"# Not carried over: {more} more, told at the import")
    lines.append(f"name: {_written(name_of(draft.name, 'Imported'))}")
    if about := without_markers(draft.about)[:LONGEST_ABOUT].strip():
        lines.append(f"about: {_written(about)}")
    if draft.opening:
        lines += ["opening:", "  say:", *(f"    - {_written(line)}" for line in draft.opening)]
    lines += ["items:", *(f"  {line}" for item in draft.items for line in _item(item))]
    if draft.closing:
        lines += ["closing:", "  say:", *(f"    - {_written(line)}" for line in draft.closing)]
    return "\n".join(lines) + "\n"


def renamed(draft: Draft, name: str) -> Draft:
    """The same under another name."""
    return replace(draft, name=name)


def _item(item: DraftItem) -> Iterator[str]:
    match item:
        case DraftNote(say=say):
            yield from (f"- note: {_written(line)}" for line in spoken_lines(say))
        case DraftRest(length_ms=length_ms):
            yield f"- rest: {exact_length(length_ms)}"
        case DraftStep(name=name, length_ms=length_ms, say=say):
            yield f"- step: {_written(name_of(name, 'Exercise'))}"
            yield f"  for: {exact_length(length_ms)}"
            if item.load is not None:
                yield f"  load: {item.load}"
            if item.intensity is not None:
                yield f"  intensity: {item.intensity}"
            lines = [line for text in say for line in spoken_lines(text)]
            if lines:
                yield "  say:"
                yield from (f"    - {_written(line)}" for line in lines)
        case DraftGroup(name=name, rounds=rounds, items=items):
            yield f"- group: {_written(name_of(name, 'Group'))}"
            yield f"  rounds: {rounds}"
            yield "  items:"
            yield from (f"    {line}" for inner in items for line in _item(inner))


def _written(text: str) -> str:
    """A text as YAML: as it is where nothing in it means anything, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_PLAIN:
        return text
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    return without_markers(text)
