"""How figures and poses are read: angles, what touches what, and differences from other poses."""

from __future__ import annotations

import re

from voiceguide.errors import did_you_mean
from voiceguide.reader.document import Node, Text
from voiceguide.reader.kinds import Id, TextKind
from voiceguide.reader.reading import Reading, Schema
from voiceguide.reader.records import (
    NEEDED,
    Found,
    ListOf,
    Record,
    Setting,
    TableOf,
    settings_of,
)
from voiceguide.routine.figure_model import (
    BODY_MIDDLES,
    BODY_POINTS,
    LIMB_SEGMENTS,
    MOST_BETWEEN,
    PLAIN_ANGLES,
    SEGMENTS,
    SIDES,
    SURFACES,
    TOUCHING,
    TRUNK,
    WHOLE,
    Figure,
    Pose,
    Touch,
    Turn,
)
from voiceguide.routine.shared_kinds import check_head, file_head
from voiceguide.text import shortened

_TURN = re.compile(r"(-?[0-9]{1,3})(?: (out|in|near|far) ([0-9]{1,3}))?")
_WIDEST, _WIDEST_OUT = 360, 270


class _Angle(TextKind[Turn], frozen=True):
    """Where a segment points; `ways` are the words for out of the plane, the first positive."""

    ways: tuple[str, str]

    @property
    def expects(self) -> str:
        """A sample."""
        return f"an angle such as '90', or '90 {self.ways[0]} 20'"

    def value(self, text: str, node: Node, reading: Reading) -> Turn | None:
        """The turn, with the place where it is written."""
        match = _TURN.fullmatch(text)
        if match is None or match[2] not in (None, *self.ways):
            hint = "0 is ahead, 90 up, 180 back, -90 down, in whole degrees"
            reading.problem(node.place, f"'{shortened(text)}' is not {self.expects}", hint)
            return None
        angle, out = int(match[1]), int(match[3] or 0)
        if abs(angle) > _WIDEST or out > _WIDEST_OUT:
            wrong, most = (match[3], _WIDEST_OUT) if out > _WIDEST_OUT else (match[1], _WIDEST)
            low = "0" if most == _WIDEST_OUT else f"-{most}"
            reading.problem(
                node.place, f"{wrong} degrees are too many", f"from {low} to {most} degrees"
            )
            return None
        return Turn(float(angle), float(-out if match[2] == self.ways[1] else out), node.place)

    def schema(self) -> Schema:
        """A number of degrees, or that with the way out of the plane."""
        pattern = rf"^-?[0-9]{{1,3}} (?:{'|'.join(self.ways)}) [0-9]{{1,3}}$"
        whole = {"type": "integer", "minimum": -_WIDEST, "maximum": _WIDEST}
        return {"anyOf": [whole, {"type": "string", "pattern": pattern}]}


class _Degrees(TextKind[float], frozen=True):
    """A number of degrees in a range."""

    low: int
    high: int

    @property
    def expects(self) -> str:
        """The range."""
        return f"degrees from {self.low} to {self.high}"

    def value(self, text: str, node: Node, reading: Reading) -> float | None:
        """The degrees."""
        if re.fullmatch(r"-?[0-9]{1,3}", text) and self.low <= int(text) <= self.high:
            return float(text)
        reading.problem(node.place, f"expected {self.expects}, not '{shortened(text)}'")
        return None

    def schema(self) -> Schema:
        """An integer."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


_PARTS = (*TOUCHING, *(f"{part}-{side}" for part in TOUCHING for side in SIDES), *WHOLE)
_POINTS = (*BODY_POINTS, *(f"{part}-{side}" for part in BODY_POINTS for side in SIDES))
_ON = (*SURFACES, *_POINTS, *BODY_MIDDLES)


class _TouchKind(TextKind[tuple[Touch, ...]], frozen=True):
    """A part of the body on the floor, or "PART on SURFACE"; both sides where none is named."""

    expects: str = "what touches, such as 'foot-near' or 'hips on chair'"

    def value(self, text: str, node: Node, reading: Reading) -> tuple[Touch, ...] | None:
        """A touch, or one for each side."""
        part, _, on = (each.strip() for each in text.partition(" on "))
        for word, known, what in ((part, _PARTS, "touch"), (on or "floor", _ON, "be touched")):
            if word not in known:
                hint = did_you_mean(word[:40], known) or f"known: {', '.join(known)}"
                reading.problem(node.place, f"'{shortened(word)}' cannot {what}", hint)
                return None
        if part in WHOLE and on in BODY_POINTS:
            reading.problem(node.place, f"'{on}' is there twice", f"write {on}-near or {on}-far")
            return None
        sides = ("",) if part in WHOLE else SIDES
        if part.endswith(SIDES):
            part, _, only = part.rpartition("-")
            sides = (only,)
        return tuple(
            Touch(
                f"{part}-{side}".rstrip("-"),
                f"{on}-{side}" if on in BODY_POINTS else on or "floor",
                node.place,
            )
            for side in sides
        )

    def schema(self) -> Schema:
        """A part, alone or with what it touches."""
        pattern = rf"^(?:{'|'.join(_PARTS)})(?: on (?:{'|'.join(_ON)}))?$"
        return {"type": "string", "pattern": pattern}


_LIMB, _MIDDLE = _Angle(("out", "in")), _Angle(("near", "far"))
_POSE_NAME = Id("a pose, such as standing")
_PLAIN_ABOUT = {
    "bend": "How round the back is; below zero it is arched.",
    "side-bend": "How much the back is bent towards the near side.",
    "roll": "The whole body turned about the line from head to feet: 90 has the near side up.",
    "hips": "How much the hips are turned towards the near side.",
    "chest": "How much the shoulders are turned towards the near side.",
    "face": "How much the face is turned towards the near side.",
    "nod": "How much the face looks down, against the head's own angle.",
    "shrug": "How much the shoulders are lifted.",
}
_POSE_SETTINGS = (
    Setting("pose", _POSE_NAME, about="The pose that this one differs from."),
    *(Setting(name, _MIDDLE, about=f"Where the {name} points.") for name in TRUNK),
    *(
        Setting(name, _LIMB, about=f"Where the {name} points (both, or the near or far one).")
        for each in LIMB_SEGMENTS
        for name in (each, f"{each}-near", f"{each}-far")
    ),
    *(
        Setting(name, _Degrees(*PLAIN_ANGLES[name]), about=about)
        for name, about in _PLAIN_ABOUT.items()
    ),
    Setting(
        "touches",
        ListOf(_TouchKind(), single=True, least=1, most=12),
        about="What touches the floor, or another thing: the first one stays where it is.",
    ),
)


def _pose(found: Found) -> Pose:
    values = found.values
    turns: dict[str, Turn] = {}
    for each in LIMB_SEGMENTS:
        if (both := values[each]) is not None:
            turns |= {f"{each}-{side}": both for side in SIDES}
    turns |= {name: values[name] for name in SEGMENTS if values[name] is not None}
    touches = values["touches"]
    return Pose(
        found.place,
        values["pose"],
        turns,
        {name: values[name] for name in PLAIN_ANGLES if values[name] is not None},
        None if touches is None else tuple(touch for each in touches for touch in each),
    )


def _named_pose(text: Text, reading: Reading) -> Pose | None:
    name = _POSE_NAME.read(text, reading)
    return None if name is None else Pose(text.place, name)


class _PoseKind:
    """A pose as settings, or the name of one alone."""

    expects = "a pose: a name, or angles such as {pose: standing, arm: 90}"
    _record: Record[Pose] = Record("a pose", _POSE_SETTINGS, _pose)

    def read(self, node: Node, reading: Reading) -> Pose | None:
        if isinstance(node, Text):
            return _named_pose(node, reading)
        return self._record.read(node, reading)

    def schema(self) -> Schema:
        return {"anyOf": [_POSE_NAME.schema(), self._record.schema()]}


POSE = _PoseKind()


def _figure(found: Found) -> Figure | None:
    values = found.values
    if values["end"] is None and (values["between"] or values["phases"]):
        name = "between" if values["between"] else "phases"
        found.problem(name, f"'{name}' needs an 'end'", "add  end: {...}")
        return None
    moves: list[str] = []
    for part in values["moves"]:
        moves += [f"{part}-{side}" for side in SIDES] if part in ("arm", "leg") else [part]
    for phase in values["phases"] or ():
        if phase.isdigit() and int(phase) > len(values["between"]):
            found.problem(
                "phases",
                f"there is no moment {phase} between start and end",
                f"there are {len(values['between'])}",
            )
            return None
    return Figure(**values | {"moves": tuple(moves)}, place=found.place)


def _figure_alone(text: Text, reading: Reading) -> Figure | None:
    pose = _named_pose(text, reading)
    return None if pose is None else Figure(start=pose, place=text.place)


class _FigureKind:
    """A figure as settings, or the name of a pose alone."""

    expects = "a figure: the name of a pose, or start, end and moves"
    _record: Record[Figure] = Record(
        "a figure",
        settings_of(Figure, start=POSE, end=POSE, between=ListOf(POSE, least=1, most=MOST_BETWEEN)),
        _figure,
    )

    def read(self, node: Node, reading: Reading) -> Figure | None:
        if isinstance(node, Text):
            return _figure_alone(node, reading)
        return self._record.read(node, reading)

    def schema(self) -> Schema:
        return {"anyOf": [_POSE_NAME.schema(), self._record.schema()]}


FIGURE = _FigureKind()


def _poses(found: Found) -> dict[str, Pose]:
    check_head(found, "poses")
    poses: dict[str, Pose] = found.values["poses"]
    return poses


POSES: Record[dict[str, Pose]] = Record(
    "the poses",
    (*file_head("poses"), Setting("poses", TableOf(Id(), POSE, "poses"), NEEDED)),
    _poses,
)
"""The file of the named poses."""
