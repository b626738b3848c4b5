"""Zwift workouts (.zwo): XML, read with defusedxml, since it may come from anybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from voiceguide.errors import BadFiles, Place, Problem
from voiceguide.importing.draft import Draft, Group, Item, Step, repeated, timed
from voiceguide.units import Ms

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_AT_ONCE_S = 10
"""A message so early is said before its block begins."""
_NAMES = {
    "Warmup": "Warm-up",
    "Cooldown": "Cool-down",
    "SteadyState": "Steady",
    "Ramp": "Ramp",
    "FreeRide": "Free ride",
    "MaxEffort": "All you have",
    "Freeride": "Free ride",
}


def zwift(raw: bytes, file: str) -> tuple[Draft, ...]:
    """The workout of a .zwo file. Raises BadFiles for what is none."""
    try:
        root = fromstring(raw)
    except ParseError as error:
        line, column = error.position
        place = Place(file, line, column + 1)
        raise BadFiles([Problem(place, "this is not XML", "export it again")]) from None
    except (DefusedXmlException, ValueError):
        raise _not_read(file, "its XML uses what no workout needs: entities") from None
    workout = root.find("workout")
    if root.tag != "workout_file" or workout is None:
        raise _not_read(file, "this is no Zwift workout: it has no workout in it")
    lost: dict[str, None] = {}
    items = tuple(item for block in workout for item in _block(block, file, lost))
    name = " ".join((root.findtext("name") or "").split()) or "Zwift workout"
    if not items:
        raise _not_read(file, "there is nothing to do in it")
    place = Place(file, 1, 1)
    problems = tuple(Problem(place, each, grade="warning") for each in lost)
    return (Draft(name, _grouped(name, items), root.findtext("description") or "", lost=problems),)


def _grouped(name: str, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Steps that follow each other as intervals, so that their times stay exact."""
    only_steps = not any(isinstance(item, Group) for item in items)
    return tuple(repeated(name, 1, items)) if only_steps and len(items) > 1 else items


def _block(block: Element, file: str, lost: dict[str, None]) -> Iterator[Item]:
    if block.tag == "textevent":  # some files put them beside the blocks
        lost[f"the message '{(block.get('message') or '')[:80]}' outside of a block"] = None
        return
    if block.tag == "IntervalsT":
        yield from _intervals(block, file, lost)
        return
    if block.tag not in _NAMES:
        lost[f"a block of the kind {block.tag[:40]}"] = None
        return
    power = _percent(block.get("Power"))
    name = f"{_NAMES[block.tag]}, {power}" if power else _NAMES[block.tag]
    if not power and block.get("PowerHigh"):
        low, high = _percent(block.get("PowerLow")), _percent(block.get("PowerHigh"))
        lost[f"the power of the {name.lower()}, {low} to {high}"] = None
    say = tuple(_messages(block, name, lost))
    yield from timed(name, _seconds(block, "Duration", file), say)


def _intervals(block: Element, file: str, lost: dict[str, None]) -> Iterator[Item]:
    on, off = _percent(block.get("OnPower")), _percent(block.get("OffPower"))
    items = (
        *timed(f"Hard, {on}" if on else "Hard", _seconds(block, "OnDuration", file)),
        *timed(f"Easy, {off}" if off else "Easy", _seconds(block, "OffDuration", file)),
    )
    messages = tuple(_messages(block, "intervals", lost))
    first = items[0]
    if messages and isinstance(first, Step):
        items = (Step(first.name, first.length_ms, messages), *items[1:])
    yield from repeated("Intervals", int(_number(block, "Repeat", file, 1, 1000)), items)


def _messages(block: Element, name: str, lost: dict[str, None]) -> Iterator[str]:
    for event in block.iter("textevent"):
        message = " ".join((event.get("message") or "").split())
        try:
            at_s = float(event.get("timeoffset") or 0)
        except ValueError:
            at_s = float("inf")
        if message and at_s <= _AT_ONCE_S:
            yield message
        elif message:
            lost[f"'{message[:80]}' in the middle of '{name}'"] = None


def _seconds(block: Element, name: str, file: str) -> Ms:
    return Ms(round(_number(block, name, file, 1, 3 * 3600) * 1000))


def _number(block: Element, name: str, file: str, low: float, high: float) -> float:
    written = block.get(name, "")
    try:
        number = float(written)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        what = f"a {block.tag} has {name} '{written[:20]}', not {low:g} to {high:g}"
        raise _not_read(file, what)
    return number


def _percent(power: str | None) -> str:
    """``0.65`` of what one can hold for an hour, as a percentage."""
    try:
        return f"{float(power or '') * 100:.0f} percent"
    except ValueError:
        return ""


def _not_read(file: str, what: str) -> BadFiles:
    hint = "export the workout again; docs/exports.md says what can be read"
    return BadFiles([Problem(Place(file, 1, 1), what, hint)])
