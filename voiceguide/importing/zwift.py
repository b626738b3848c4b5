"""Zwift workouts (.zwo): XML, read with defusedxml, since it may come from anybody.

Elements and attributes: https://github.com/h4l/zwift-workout-file-reference
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ParserCreate

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from msgspec import Struct

from voiceguide.errors import BadFiles, Place, Problem
from voiceguide.importing.draft import Draft, DraftGroup, DraftItem, DraftStep
from voiceguide.importing.losses import Losses, shortened
from voiceguide.routine.training_kinds import Intensity
from voiceguide.structs import replace
from voiceguide.text import count_of
from voiceguide.units import Ms

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_AT_ONCE_S = 10
"""A message so early is said before its block begins."""
_SHORTEST_S, _LONGEST_S = 1, 3 * 3600
_MOST_ROUNDS = 1000
_MOST_BLOCKS = 2000
_MOST_POWER = 10
"""Times what one can hold for an hour; a greater number is no such share."""
_NAMES = {
    "warmup": "Warm-up",
    "cooldown": "Cool-down",
    "steadystate": "Steady",
    "solidstate": "Steady",
    "ramp": "Ramp",
    "freeride": "Free ride",
    "maxeffort": "All you have",
}
_ZONES: tuple[tuple[int, Intensity], ...] = ((60, "easy"), (90, "moderate"), (119, "hard"))
"""Below which percentage a power is how hard: Zwift's zones 1, then 2 and 3, then 4 and 5."""
_MESSAGES = {"textevent": ("message", "mssage"), "textnotification": ("text",)}
"""Elements that show a message, and the attributes that it may be in."""
_WORKOUT_PARTS = ("name", "description", "author", "sporttype", "durationtype", "tags", "workout")
"""Elements of a file that are read; all others are told."""


def read(content: bytes, shown: str) -> list[Draft]:
    """The workout of a .zwo file. Raises BadFiles for what is none, and for one in metres."""
    return [_draft_of(content, shown)]


def _draft_of(raw: bytes, file: str) -> Draft:
    root = _root(raw, file)
    workout = next((part for part in root if _tag(part) == "workout"), None)
    if _tag(root) != "workout_file" or workout is None:
        raise _not_read(file, "this is no Zwift workout: it has no workout in it")
    if len(workout) > _MOST_BLOCKS:
        raise _not_read(file, f"it has more than {_MOST_BLOCKS} blocks")
    losses = Losses()
    _check_time(root, workout, file, losses)
    items: tuple[DraftItem, ...] = ()
    lines = _lines_of(root, raw)
    for number, block in enumerate(workout, 1):
        where = _Where(number, block.tag, Place(file, lines.get(block, 1), 1))
        items += tuple(_block(block, where, losses))
    name = _text_of(root, "name") or "Zwift workout"
    if not items:
        raise _not_read(file, "there is nothing to do in it")
    for part in root:
        if _tag(part) not in _WORKOUT_PARTS:
            value = " ".join(" ".join((part.text or "", *part.attrib.values())).split())
            losses.add(f"the file's {shortened(part.tag)}" + (value and f" {shortened(value)}"))
    return Draft(name, _grouped(name, items), _about(root), lost=losses.problems(file))


def _root(raw: bytes, file: str) -> Element:
    try:
        return fromstring(raw)
    except ParseError as error:
        line, column = error.position
        place = Place(file, line, column + 1)
        raise BadFiles([Problem(place, "this is not XML", "export it again")]) from None
    except DefusedXmlException:
        raise _not_read(file, "its XML uses what no workout needs: entities") from None
    except (LookupError, TypeError, ValueError):  # an encoding unknown here, or none of text
        what = "the encoding that its first line names cannot be read"
        raise BadFiles([Problem(Place(file, 1, 1), what, "save it as UTF-8")]) from None


def _lines_of(root: Element, raw: bytes) -> dict[Element, int]:
    """The line of each element; ElementTree keeps none, and `raw` was read by it before."""
    lines: list[int] = []
    parser = ParserCreate()
    parser.StartElementHandler = lambda *_: lines.append(parser.CurrentLineNumber)
    parser.Parse(raw, True)
    return dict(zip(root.iter(), lines, strict=True))


class _Where(Struct, frozen=True):
    """A block of the workout: its number, from 1, its tag as it is written, and its line."""

    number: int
    tag: str
    place: Place

    @property
    def name(self) -> str:
        return f"block {self.number} ({shortened(self.tag)})"

    def refused(self, what: str) -> BadFiles:
        return _not_read(self.place.file, f"{self.name} {what}", self.place)


def _check_time(root: Element, workout: Element, file: str, losses: Losses) -> None:
    """A session runs by the clock: lengths in metres are refused, doubtful ones told."""
    attributes = {**_attributes(root), **_attributes(workout)}
    kind = (_text_of(root, "durationtype") or attributes.get("durationtype", "")).lower()
    by_distance = any("distoffset" in _attributes(part) for part in workout.iter())
    if kind == "distance" or (by_distance and kind != "time"):
        raise BadFiles(
            [
                Problem(
                    Place(file, 1, 1),
                    "its lengths are in metres, and a session runs by the clock",
                    "export it by time, or write the routine with times of your own",
                )
            ]
        )
    if kind not in ("", "time"):
        raise _not_read(file, f"its lengths are in '{shortened(kind)}', not in seconds")
    if not kind and _text_of(root, "sporttype").lower() == "run":
        losses.add("the unit of its lengths, which a run may have in metres: taken as seconds")


def _about(root: Element) -> str:
    """The file's description, and its author, sport and tags in words."""
    tags = [
        " ".join((_attributes(tag).get("name") or tag.text or "").split())
        for part in root
        if _tag(part) == "tags"
        for tag in part
    ]
    named = {
        "By": _text_of(root, "author"),
        "Sport:": _text_of(root, "sporttype"),
        "Tags:": ", ".join(dict.fromkeys(tag for tag in tags if tag)),
    }
    facts = [f"{what} {value}." for what, value in named.items() if value]
    return " ".join((_text_of(root, "description"), *facts)).strip()


def _grouped(name: str, items: tuple[DraftItem, ...]) -> tuple[DraftItem, ...]:
    """Steps that follow each other as intervals, so that their times stay exact."""
    only_steps = not any(isinstance(item, DraftGroup) for item in items)
    return (DraftGroup(name, 1, items),) if only_steps and len(items) > 1 else items


def _block(block: Element, where: _Where, losses: Losses) -> Iterator[DraftItem]:
    tag = _tag(block)
    if tag in _MESSAGES:  # some files put them beside the blocks
        losses.add(f"the message '{shortened(_message(block))}' outside of a block")
    elif tag == "intervalst":
        yield from _intervals(block, where, losses)
    elif tag in _NAMES:
        yield from _steady(block, _NAMES[tag], where, losses)
    else:
        losses.add(f"a block of the kind {shortened(block.tag)}")


def _steady(block: Element, kind: str, where: _Where, losses: Losses) -> Iterator[DraftItem]:
    found = _Attributes(block, where)
    length_ms = found.length_ms("Duration")
    power = found.power("Power", "PowerLow", "PowerHigh", ramp=_RAMPS.get(_tag(block)))
    name = ", ".join(word for word in (kind, power, found.cadence("Cadence")) if word)
    say = tuple(_messages(block, name, losses))
    found.tell(name, losses)
    if length_ms:
        intensity = "all-out" if _tag(block) == "maxeffort" else found.intensity
        yield DraftStep(name, length_ms, say, intensity=intensity)
    else:
        _tell_empty(name, losses)
        _tell_unsaid(say, losses)


def _intervals(block: Element, where: _Where, losses: Losses) -> Iterator[DraftItem]:
    found = _Attributes(block, where)
    rounds = found.rounds(losses)
    parts: list[DraftStep] = []
    for kind, side, cadence in (("Hard", "On", "Cadence"), ("Easy", "Off", "CadenceResting")):
        power = found.power(f"{side}Power", f"Power{side}Low", f"Power{side}High")
        name = ", ".join(word for word in (kind, power, found.cadence(cadence)) if word)
        length_ms = found.length_ms(f"{side}Duration")
        if length_ms:
            parts.append(DraftStep(name, length_ms, intensity=found.intensity))
        else:
            _tell_empty(name, losses)
    say = tuple(_messages(block, "the intervals", losses))
    found.tell("the intervals", losses)
    if not rounds or not parts:
        if parts:
            losses.add("intervals that are done 0 times", parts[0].name)
        _tell_unsaid(say, losses)
        return
    yield DraftGroup("Intervals", rounds, (replace(parts[0], say=say), *parts[1:]))


def _tell_empty(name: str, losses: Losses) -> None:
    losses.add(f"'{shortened(name)}': it lasts less than a second")


def _tell_unsaid(messages: tuple[str, ...], losses: Losses) -> None:
    for message in messages:
        losses.add(f"its message '{shortened(message)}'")


def _messages(block: Element, name: str, losses: Losses) -> Iterator[str]:
    """What is said at a block; a message in its middle is told, and all that is none."""
    for event in block:
        tag = _tag(event)
        if tag not in _MESSAGES:
            losses.add(shortened(event.tag), name)
            continue
        message = _message(event)
        offset = _number(_attributes(event).get("timeoffset") or "0")
        if message and offset is not None and 0 <= offset <= _AT_ONCE_S:
            yield message
        elif message:
            losses.add(f"'{shortened(message)}' in the middle of '{shortened(name)}'")


def _message(event: Element) -> str:
    found = _attributes(event)
    texts = [*(found.get(name, "") for name in _MESSAGES[_tag(event)]), event.text or ""]
    return next((words for text in texts if (words := " ".join(text.split()))), "")


_RAMPS: Mapping[str, str] = {"warmup": "written", "ramp": "written", "cooldown": "down"}
"""Blocks whose power goes from one to the other; a cool-down's goes down however it is written."""


class _Attributes:
    """A block's attributes: those that are used, and the rest, which is told."""

    def __init__(self, block: Element, where: _Where) -> None:
        self.where = where
        self.left = {name.lower(): (name, value) for name, value in block.attrib.items()}
        self.intensity: Intensity | None = None
        """Of the power that was read last, at its highest."""

    def take(self, name: str) -> str:
        return self.left.pop(name.lower(), ("", ""))[1].strip()

    def number(self, name: str, most: float, unit: str) -> float:
        """Raises BadFiles for what is missing, or no number from 0 to `most`."""
        written = self.take(name)
        if not written:
            raise self.where.refused(f"has no {name}, a number{unit} from 0 to {most:g}")
        found = _number(written)
        if found is None or not 0 <= found <= most:
            what = f"a number{unit} from 0 to {most:g}"
            raise self.where.refused(f"has {name} '{shortened(written)}', which is not {what}")
        return found

    def length_ms(self, name: str) -> Ms | None:
        """None for a length that is nothing, or next to nothing."""
        seconds = self.number(name, _LONGEST_S, " of seconds")
        return Ms(round(seconds * 1000)) if seconds >= _SHORTEST_S else None

    def rounds(self, losses: Losses) -> int:
        """Whole ones; a part of one more is told."""
        if "repeat" not in self.left:
            return 1
        written = self.number("Repeat", _MOST_ROUNDS, "")
        rounds = int(written)
        if rounds != written:
            many = count_of(rounds, "round")
            losses.add(f"Repeat {written:g} of {self.where.name}: it becomes {many}")
        return rounds

    def power(self, one: str, low: str, high: str, ramp: str | None = None) -> str:
        """In words, as shares of what one can hold for an hour: "from 25 to 75 percent"."""
        found = {
            name: _share(self.left.get(name.lower(), ("", ""))[1]) for name in (one, low, high)
        }
        for name, share in found.items():
            if share is not None:
                self.take(name)
        single, first, second = found.values()
        shares = [share for share in found.values() if share is not None]
        self.intensity = _intensity(max(shares)) if shares else None
        if first is None or second is None or first == second:
            share = next((each for each in (single, first, second) if each is not None), None)
            return "" if share is None else f"{share} percent"
        if ramp == "down":
            first, second = max(first, second), min(first, second)
        if ramp:
            return f"from {first} to {second} percent"
        return f"{min(first, second)} to {max(first, second)} percent"

    def cadence(self, name: str) -> str:
        ranged = [self.left.get(f"{name}{end}".lower(), ("", ""))[1] for end in ("Low", "High")]
        numbers = [_number(text) for text in (self.left.get(name.lower(), ("", ""))[1], *ranged)]
        single, low, high = (
            round(number) if number is not None and 0 < number < 1000 else None
            for number in numbers
        )
        if single is not None:
            self.take(name)
            return f"cadence {single}"
        if low is not None and high is not None:
            self.take(f"{name}Low")
            self.take(f"{name}High")
            return f"cadence {low} to {high}"
        return ""

    def tell(self, where: str, losses: Losses) -> None:
        """Of all attributes that nothing was made of."""
        for name, value in self.left.values():
            losses.add(f"{shortened(name)} '{shortened(value)}'", where)


def _tag(element: Element) -> str:
    """An element's name in small letters, without a namespace."""
    return element.tag.rpartition("}")[2].lower()


def _attributes(element: Element) -> dict[str, str]:
    return {name.lower(): value for name, value in element.attrib.items()}


def _text_of(root: Element, tag: str) -> str:
    return next((" ".join((each.text or "").split()) for each in root if _tag(each) == tag), "")


def _number(written: str) -> float | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _share(power: str) -> int | None:
    """``0.65`` as 65; None for what is no share."""
    number = _number(power)
    return round(number * 100) if number is not None and 0 <= number <= _MOST_POWER else None


def _intensity(percent: int) -> Intensity:
    """How hard a power is, by the zone that it lies in."""
    return next((zone for below, zone in _ZONES if percent < below), "all-out")


def _not_read(file: str, what: str, place: Place | None = None) -> BadFiles:
    hint = "export the workout again; docs/exports.md says what can be read"
    return BadFiles([Problem(place or Place(file, 1, 1), what, hint)])
