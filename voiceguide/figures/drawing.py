"""A figure as an SVG: a small cartoon whose moving limb is coloured, outlined and thicker.

The pictures stand alone, and many of them in one page: without ids, styles or scripts. Their
colours are attributes, which rules of a page for their classes replace.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import hypot

from msgspec import Struct

from voiceguide.figures.motion import Motion, frame_points
from voiceguide.figures.skeleton import (
    HEAD_RADIUS,
    Points,
    Vector,
    added,
    between,
    minus,
)
from voiceguide.figures.things import Stroke, held_things, things_of
from voiceguide.routine.exercise_model import SideName

MARGIN = 7.0
"""Around all joints, in units: what is thick about them, and air."""
LEAST_SIZE = 56.0
"""A picture is at least so wide and so high."""

_LIMBS = {"arm": ("shoulder", "elbow", "wrist"), "leg": ("hip", "knee", "ankle")}
_WIDTHS = {"arm": 5.0, "leg": 6.6}
_END_WIDTHS = {"arm": 3.6, "leg": 4.0}
_FAR, _MOVES, _PAPER = "#98a4ae", "#f08a24", "#fff"
_THING, _SOFT = "#c4b59b", "#e4e0d8"
_TRUNK_WIDTH, _NECK_WIDTH = 9.4, 5.0

Flat = tuple[float, float]
_Eye = Callable[[Vector], Flat]


def _from_side(p: Vector) -> Flat:
    """Far things a little to the right and up, so that both of a pair are seen."""
    return (p[0] - 0.16 * p[2], 0.11 * p[2] - p[1])


def _from_front(p: Vector) -> Flat:
    """Near things a little lower, as seen from above the eyes."""
    return (-p[2], 0.4 * p[0] - p[1])


def _from_above(p: Vector) -> Flat:
    return (p[0], p[2])


_EYES: dict[str, _Eye] = {"side": _from_side, "front": _from_front, "above": _from_above}
_TOWARDS: dict[str, Vector] = {"side": (0, 0, 1), "front": (1, 0, 0), "above": (0, 1, 0)}
"""The way to the viewer."""


class Drawing(Struct, frozen=True):
    """A figure whose pictures all have the same frame (left, top, width, height) and things."""

    motion: Motion
    frame: tuple[float, float, float, float]
    things: tuple[Stroke, ...]

    def svg(self, moment: float = 0.0, side: SideName | None = None, title: str = "") -> str:
        """As `figure_at`."""
        return figure_at(self, moment, side, title)


def drawing_of(motion: Motion) -> Drawing:
    """A figure made ready to be drawn at many moments."""
    eye = _EYES[motion.figure.view]
    things = tuple(things_of(motion))
    seen = [eye(p) for points in frame_points(motion) for p in points.values()]
    left, right = min(x for x, _ in seen) - MARGIN, max(x for x, _ in seen) + MARGIN
    top, bottom = min(y for _, y in seen) - MARGIN, max(y for _, y in seen) + MARGIN
    for thing in things:
        xs, ys = zip(*(eye(p) for line in thing.lines for p in line), strict=True)
        left, right = min(left, *(x - 1 for x in xs)), max(right, *(x + 1 for x in xs))
        top, bottom = min(top, *(y - 1 for y in ys)), max(bottom, *(y + 1 for y in ys))
    wider = max(0.0, LEAST_SIZE - (right - left)) / 2
    higher = max(0.0, LEAST_SIZE - (bottom - top))
    frame = (left - wider, top - higher, right - left + 2 * wider, bottom - top + higher)
    return Drawing(motion, frame, things)


def figure_at(
    drawing: Drawing, moment: float = 0.0, side: SideName | None = None, title: str = ""
) -> str:
    """The picture at a moment from 0 to 1, of a side: the left one is the right one mirrored.

    `title` is the alternative text. Raises ValueError for a moment that is none.
    """
    motion = drawing.motion
    points = motion.at(moment).points
    left, top, width, height = drawing.frame
    mirrored = side == "left"
    pen = _Pen(_EYES[motion.figure.view], mirrored)
    things = [pen.thing(each) for each in drawing.things]
    body = _body(motion, points, pen)
    held = [pen.thing(each) for each in held_things(motion, points)]
    if mirrored:
        left = -left - width
    box = " ".join(_number(each) for each in (left, top, width, height))
    name = f"<title>{escape(title, quote=False)}</title>" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="vg-figure" viewBox="{box}" role="img">'
        f'{name}<g fill="none" stroke="currentColor" stroke-linecap="round" '
        'stroke-linejoin="round">'
        f"{''.join((*things, *body, *held))}</g></svg>"
    )


def _number(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


class _Pen:
    """Draws what an eye sees."""

    def __init__(self, eye: _Eye, mirrored: bool) -> None:
        self._eye, self._mirrored = eye, mirrored

    def flat(self, point: Vector) -> Flat:
        """Where a point is in the picture."""
        x, y = self._eye(point)
        return (-x, y) if self._mirrored else (x, y)

    def spot(self, point: Vector) -> str:
        """A point in a path."""
        x, y = self.flat(point)
        return f"{_number(x)} {_number(y)}"

    def line(self, points: Sequence[Vector]) -> str:
        """The path through points."""
        first, *rest = points
        return f"M{self.spot(first)}L{' '.join(self.spot(each) for each in rest)}"

    def thing(self, stroke: Stroke) -> str:
        """A thing."""
        colour, kind = (_SOFT, "vg-floor") if stroke.soft else (_THING, "vg-thing")
        end = "Z" if stroke.filled else ""
        path = "".join(self.line(line) + end for line in stroke.lines)
        fill = f' fill="{colour}"' if stroke.filled else ""
        return (
            f'<path class="{kind}" stroke="{colour}"{fill} stroke-width="{_number(stroke.width)}" '
            f'd="{path}"/>'
        )


def _body(motion: Motion, points: Points, pen: _Pen) -> list[str]:
    """The parts of the body, the hindmost first."""
    view = motion.figure.view
    towards = _TOWARDS[view]
    trunk_depth = _depth((points["pelvis"], points["neck"]), towards)
    behind: list[tuple[float, str]] = []
    before: list[tuple[float, str]] = []
    for limb, joints in _LIMBS.items():
        for side in ("far", "near"):
            depth = _depth([points[f"{joint}-{side}"] for joint in joints], towards)
            offset = depth - trunk_depth
            is_far = view == "side" and offset < -1
            in_front = offset > 1 if view == "side" else offset > (-3 if limb == "arm" else 5)
            part = f"{limb}-{side}"
            drawn = _limb(points, limb, side, pen, part in motion.moves, is_far, not in_front)
            (before if in_front else behind).append((depth, drawn))
    trunk = _trunk(points, pen, "trunk" in motion.moves)
    head = _head(points, pen, "head" in motion.moves, towards)
    order = [each for _, each in sorted(behind, key=lambda each: each[0])]
    return [*order, trunk, head, *(each for _, each in sorted(before, key=lambda each: each[0]))]


def _depth(points: Sequence[Vector], towards: Vector) -> float:
    return sum(sum(p[i] * towards[i] for i in range(3)) for p in points) / len(points)


def _stroke(path: str, width: float, colour: str, kind: str) -> str:
    return f'<path class="{kind}" stroke="{colour}" stroke-width="{_number(width)}" d="{path}"/>'


def _strokes(
    lines: Sequence[tuple[str, float]],
    around: Sequence[tuple[str, float]],
    *,
    moves: bool,
    is_far: bool,
) -> str:
    """Lines of one limb with their widths: air around it, and an outline where it moves."""
    air = 4.4 if moves else 2.2
    parts = [_stroke(path, width + air, _PAPER, "vg-paper") for path, width in around]
    if moves:
        parts += [
            f'<path stroke-width="{_number(width + 2.2)}" d="{path}"/>' for path, width in lines
        ]
        parts += [_stroke(path, width - 0.8, _MOVES, "vg-moves") for path, width in lines]
    elif is_far:
        parts += [_stroke(path, width, _FAR, "vg-far") for path, width in lines]
    else:
        parts += [f'<path stroke-width="{_number(width)}" d="{path}"/>' for path, width in lines]
    return "".join(parts)


def _limb(
    points: Points, limb: str, side: str, pen: _Pen, moves: bool, is_far: bool, behind: bool
) -> str:
    a, b, c = (points[f"{joint}-{side}"] for joint in _LIMBS[limb])
    leg = limb == "leg"
    tip = points[f"toes-{side}" if leg else f"fingers-{side}"]
    end = (points[f"heel-{side}"] if leg else c, tip)
    lines = [(pen.line((a, b, c)), _WIDTHS[limb]), (pen.line(end), _END_WIDTHS[limb])]
    # Its air begins below its root, and ends above the floor.
    near_end = (between(b, c, 0.8),) if leg else (c, tip)
    around = pen.line((between(a, b, 0.3 if leg else 0.1), b, *near_end))
    halo = [] if behind else [(around, _WIDTHS[limb])]
    return _strokes(lines, halo, moves=moves, is_far=is_far)


def _trunk(points: Points, pen: _Pen, moves: bool) -> str:
    """From hips to shoulders, with the curve of the back."""
    middle = between(points["waist"], points["ribs"], 0.5)
    hips = between(points["hip-near"], points["hip-far"], 0.5)
    neck = between(points["shoulder-near"], points["shoulder-far"], 0.5)

    def edge(side: str) -> tuple[Vector, Vector, Vector]:
        low = between(hips, points[f"hip-{side}"], 0.75)
        high = between(neck, points[f"shoulder-{side}"], 0.55)
        aside = between(minus(low, hips), minus(high, neck), 0.5)
        through = added(middle, aside, 0.9)
        control = added(added(through, through, 1), added(low, high, 1), -0.5)
        return low, control, high

    (a, b, c), (d, e, f) = edge("near"), edge("far")
    path = f"M{pen.spot(a)}Q{pen.spot(b)} {pen.spot(c)}L{pen.spot(f)}Q{pen.spot(e)} {pen.spot(d)}Z"
    halo = _stroke(path, _TRUNK_WIDTH + 2.2, _PAPER, "vg-paper")
    if moves:
        return halo + (
            f'<path stroke-width="{_number(_TRUNK_WIDTH + 1.2)}" d="{path}"/>'
            f'<path class="vg-moves" fill="{_MOVES}" stroke="{_MOVES}" '
            f'stroke-width="{_number(_TRUNK_WIDTH - 1.8)}" d="{path}"/>'
        )
    return halo + (f'<path fill="currentColor" stroke-width="{_number(_TRUNK_WIDTH)}" d="{path}"/>')


def _head(points: Points, pen: _Pen, moves: bool, towards: Vector) -> str:
    """A ball with a nose, or with a face where it looks at the viewer."""
    neck, head, nose = points["neck"], points["head"], points["nose"]
    way = minus(nose, head)
    size = hypot(*way)
    facing = sum(way[i] * towards[i] for i in range(3)) / size
    x, y = pen.flat(head)
    at = f'cx="{_number(x)}" cy="{_number(y)}"'
    radius = _number(HEAD_RADIUS)
    line = pen.line((neck, head))
    parts = [f'<path stroke-width="{_number(_NECK_WIDTH)}" d="{line}"/>']
    if abs(facing) < 0.9:
        parts.append(_nose(head, nose, neck, pen))
    fill = f'class="vg-moves" fill="{_MOVES}"' if moves else 'fill="currentColor"'
    stroke = ' stroke-width="1.6"' if moves else ' stroke="none"'
    parts.append(f'<circle {fill}{stroke} {at} r="{radius}"/>')
    if facing > 0.75:
        parts.append(_face(head, nose, neck, pen))
    return "".join(parts)


def _nose(head: Vector, nose: Vector, neck: Vector, pen: _Pen) -> str:
    """A small bump, a little below the middle of the face."""
    up = minus(neck, head)
    brow = added(between(head, nose, 0.8), up, -0.06)
    chin = added(between(head, nose, 0.75), up, 0.2)
    tip = added(between(head, nose, 1.0), up, 0.1)
    path = f"{pen.line((brow, tip, chin))}Z"
    return f'<path fill="currentColor" stroke-width="1.4" d="{path}"/>'


def _face(head: Vector, nose: Vector, neck: Vector, pen: _Pen) -> str:
    up, ahead = minus(head, neck), minus(nose, head)
    across = (
        up[1] * ahead[2] - up[2] * ahead[1],
        up[2] * ahead[0] - up[0] * ahead[2],
        up[0] * ahead[1] - up[1] * ahead[0],
    )
    size, high = hypot(*across) or 1.0, hypot(*up) or 1.0
    front = between(head, nose, 0.62)
    eyes = []
    for way in (-2.1, 2.1):
        eye = added(added(front, across, way / size), up, 1.2 / high)
        eyes.append(f"M{pen.spot(eye)}h.01")
    tip = between(head, nose, 0.7)
    eyes.append(f"M{pen.spot(tip)}L{pen.spot(added(tip, up, -1.6 / high))}")
    return _stroke("".join(eyes), 1.5, _PAPER, "vg-paper")
