"""Bends arms and legs so that their ends are where they shall be; bones keep their length."""

from __future__ import annotations

from math import hypot, sqrt

from voiceguide.figures.skeleton import (
    ARM,
    FOREARM,
    SHANK,
    THIGH,
    Points,
    Vector,
    added,
    minus,
)


def _chain(side: str, is_leg: bool) -> tuple[str, str, str, float, float]:
    if is_leg:
        return f"hip-{side}", f"knee-{side}", f"ankle-{side}", THIGH, SHANK
    return f"shoulder-{side}", f"elbow-{side}", f"wrist-{side}", ARM, FOREARM


def _carry_end(points: Points, side: str, is_leg: bool, old: Vector) -> None:
    """Foot or hand go with their ankle or wrist, and keep the way they point."""
    end = f"ankle-{side}" if is_leg else f"wrist-{side}"
    by = minus(points[end], old)
    for name in ("heel", "toes") if is_leg else ("fingers",):
        points[f"{name}-{side}"] = added(points[f"{name}-{side}"], by, 1)


def reach_one(points: Points, side: str, is_leg: bool, *, first: bool, goal: Vector) -> None:
    """Turns one bone, the limb's first or second, until its end is as high as the goal."""
    a, b, c, upper, lower = _chain(side, is_leg)
    hub, end, length = (a, b, upper) if first else (b, c, lower)
    start, old_end = points[hub], points[c]
    way = minus(goal, start)
    rise = max(-length, min(length, way[1]))
    flat = sqrt(max(0.0, length * length - rise * rise))
    # The bone keeps the way it points along the ground, or that to the goal.
    ahead = minus(points[end], start)
    level = hypot(ahead[0], ahead[2])
    if level < 1e-3:
        ahead, level = (way[0], 0.0, way[2]), hypot(way[0], way[2])
    x, z = (ahead[0] / level, ahead[2] / level) if level > 1e-6 else (1.0, 0.0)
    new = (start[0] + x * flat, start[1] + rise, start[2] + z * flat)
    by = minus(new, points[end])
    points[end] = new
    if first:
        points[c] = added(points[c], by, 1)
    _carry_end(points, side, is_leg, old_end)


def reach_two(points: Points, side: str, is_leg: bool, goal: Vector) -> None:
    """Bends a limb so that its end is at the goal, or as near as it can be at that height."""
    a, b, c, upper, lower = _chain(side, is_leg)
    start, old_end = points[a], points[c]
    way = minus(goal, start)
    longest, shortest = (upper + lower) * 0.9995, abs(upper - lower) + 4
    if hypot(*way) > longest:
        rise = max(-longest, min(longest, way[1]))
        flat = sqrt(max(0.0, longest * longest - rise * rise))
        level = hypot(way[0], way[2]) or 1.0
        way = (way[0] / level * flat, rise, way[2] / level * flat)
    length = hypot(*way)
    if length < shortest:
        way = (way[0] or 0.1, way[1], way[2])
        size = hypot(*way)
        way = (way[0] / size * shortest, way[1] / size * shortest, way[2] / size * shortest)
        length = shortest
    unit = (way[0] / length, way[1] / length, way[2] / length)
    along = (upper * upper - lower * lower + length * length) / (2 * length)
    high = sqrt(max(0.0, upper * upper - along * along))
    bent = _bending(points, a, b, c, unit, is_leg)
    points[b] = added(added(start, unit, along), bent, high)
    points[c] = added(start, way, 1)
    _carry_end(points, side, is_leg, old_end)


def _bending(points: Points, a: str, b: str, c: str, unit: Vector, is_leg: bool) -> Vector:
    """The way in which the middle joint of a limb leaves the straight line."""
    start, middle, end = points[a], points[b], points[c]
    line = minus(end, start)
    size = hypot(*line) or 1.0
    line = (line[0] / size, line[1] / size, line[2] / size)
    off = _square(minus(middle, start), line)
    front = minus(points["chest"], points["ribs"])
    usual = front if is_leg else (-front[0], -front[1] - 0.1, -front[2])
    # A little of the usual way, so that a straight limb has one too, and none jumps over.
    off = _square(added(off, usual, 0.12), unit)
    if hypot(*off) < 1e-6:
        off = _square((0.3, 1.0, 0.0), unit)
    size = hypot(*off) or 1.0
    return (off[0] / size, off[1] / size, off[2] / size)


def lift_middle(points: Points, side: str, *, is_leg: bool, least: float) -> None:
    """Swings an elbow or a knee that is too low outwards, around the line between its ends."""
    a, b, c, _, _ = _chain(side, is_leg)
    start, middle, end = points[a], points[b], points[c]
    if middle[1] >= least - 1e-6:
        return
    line = minus(end, start)
    size = hypot(*line) or 1.0
    unit = (line[0] / size, line[1] / size, line[2] / size)
    off = _square(minus(middle, start), unit)
    foot = added(middle, off, -1)
    high = hypot(*off)
    if high < 1e-6:
        return
    # Two ways at right angles to the line: level, and as high as may be.
    level = _unit((unit[2], 0.0, -unit[0]))
    if level[2] * (1 if side == "near" else -1) < 0:
        level = (-level[0], -level[1], -level[2])
    up = _unit(_square((0.0, 1.0, 0.0), unit))
    rise = (least - foot[1]) / (high * up[1]) if up[1] > 1e-6 else 0.0
    rise = max(-1.0, min(1.0, rise))
    points[b] = added(added(foot, up, high * rise), level, high * sqrt(1 - rise * rise))


def _unit(way: Vector) -> Vector:
    size = hypot(*way)
    return (way[0] / size, way[1] / size, way[2] / size) if size > 1e-9 else (0.0, 0.0, 1.0)


def _square(way: Vector, unit: Vector) -> Vector:
    """What of a way is at right angles to another."""
    dot = way[0] * unit[0] + way[1] * unit[1] + way[2] * unit[2]
    return (way[0] - dot * unit[0], way[1] - dot * unit[1], way[2] - dot * unit[2])
