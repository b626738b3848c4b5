"""What an author wrote of a figure, as frozen data: poses by angles, and what touches what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from msgspec import Struct

from voiceguide.errors import Place
from voiceguide.reader.kinds import Choice
from voiceguide.reader.records import ListOf, setting
from voiceguide.structs import WrittenRecord

View = Literal["side", "front", "above"]
Prop = Literal["mat", "wall", "towel", "chair", "cushion", "band", "step", "ball"]

SIDES = ("near", "far")
"""Every limb is there twice: near is the right one, and in the view from the side the nearer."""
TRUNK = ("trunk", "head")
LIMB_SEGMENTS = ("arm", "forearm", "hand", "thigh", "shank", "foot")
SEGMENTS = (*TRUNK, *(f"{each}-{side}" for each in LIMB_SEGMENTS for side in SIDES))
"""What has an angle of its own."""
PLAIN_ANGLES: Mapping[str, tuple[int, int]] = {
    "bend": (-60, 110),
    "side-bend": (-60, 60),
    "roll": (-180, 180),
    "hips": (-90, 90),
    "chest": (-90, 90),
    "face": (-90, 90),
    "nod": (-60, 60),
    "shrug": (-20, 45),
}
"""What is one number, and its range in degrees."""
PARTS = ("head", "trunk", "arm-near", "arm-far", "leg-near", "leg-far")
"""What may move."""
MOST_BETWEEN = 6
"""So many moments may lie between a figure's start and end."""

TOUCHING = ("hand", "forearm", "elbow", "knee", "shin", "foot", "toes", "heel")
WHOLE = ("hips", "shoulders", "head")
SURFACES = ("floor", "wall", "chair", "seat", "step", "cushion", "ball")
BODY_POINTS = ("hip", "thigh", "knee", "shin", "ankle", "foot", "shoulder", "elbow", "wrist")
BODY_MIDDLES = ("head", "chest", "belly")


class Turn(Struct, frozen=True):
    """The way a segment points: an angle in the plane of the body's side view, and out of it.

    Degrees: 0 is ahead, 90 up, 180 back, -90 down. `out` is away from the middle for a limb,
    and towards the near side for the trunk and the head.
    """

    angle: float
    out: float = 0.0
    place: Place | None = None


class Touch(Struct, frozen=True):
    """A part of the body, such as "hand-near", and what it touches: a surface or a body point."""

    part: str
    on: str = "floor"
    place: Place | None = None


class Pose(Struct, frozen=True):
    """Differences from the pose `base` (None: from nothing, or from a figure's start)."""

    place: Place
    base: str | None = None
    turns: Mapping[str, Turn] = {}
    plain: Mapping[str, float] = {}
    touches: tuple[Touch, ...] | None = None

    def __hash__(self) -> int:
        """By its place, as its angles are tables."""
        return hash((self.place.file, self.place.line, self.place.column))


class Figure(WrittenRecord, frozen=True):
    """How an exercise, or a position, looks.

    A `start` of None is the figure of the exercise's position. `phases` says where each phase of
    a repetition ends: at a moment, or (round) after all of them and back; None is the usual way.
    """

    view: View = setting(Choice(get_args(View)), "From where it is seen (side).", "side")
    props: tuple[Prop, ...] = setting(
        ListOf(Choice(get_args(Prop)), single=True, most=4), "Things in the picture.", ()
    )
    start: Pose | None = setting(None, "How it begins; that of the position if left out.", None)
    between: tuple[Pose, ...] = setting(None, "What lies between start and end, in order.", ())
    end: Pose | None = setting(
        None, "The far end of the movement, as differences from start.", None
    )
    moves: tuple[str, ...] = setting(
        ListOf(Choice((*PARTS, "arm", "leg")), single=True, most=6), "What moves, in colour.", ()
    )
    phases: tuple[str, ...] | None = setting(
        ListOf(
            Choice(("start", "end", "stay", "round", *(str(n + 1) for n in range(MOST_BETWEEN)))),
            least=1,
            most=40,
        ),
        "Where each phase of a rep ends: start, end, stay, round, or a moment between by number.",
        None,
    )
    place: Place = Place("", 0, 0)
