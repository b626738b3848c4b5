"""What a figure shows, in words made from its data: for alternative texts and descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from math import acos, degrees, hypot

from voiceguide.figures.contacts import Placed
from voiceguide.figures.motion import Motion
from voiceguide.figures.skeleton import Points, minus
from voiceguide.phrases.phrases import Phrases, capital
from voiceguide.routine.exercise_model import SideName

_LEAST_TURN = 12.0
"""Degrees from which a change is worth a word."""
_LEAST_WAY = 5.0
"""Units from which it is."""


def words_of_figure(motion: Motion, moment: float, side: SideName | None, phrases: Phrases) -> str:
    """The picture at a moment: "On hands and knees; left leg reaching back."

    Without a side, near is right.
    """
    start = motion.key_moments[0]
    body = motion.key_moments[round(moment * (len(motion.key_moments) - 1))]
    near: SideName = "left" if side == "left" else "right"
    sides = {"near": near, "far": "right" if near == "left" else "left"}
    posture = capital(_posture(body, sides, phrases))
    parts = list(dict.fromkeys(_parts(motion, start, body, sides, phrases)))
    if body is start or not parts:
        return f"{posture}."
    return f"{posture}; {', '.join(parts)}."


def both_ends(motion: Motion, side: SideName | None, phrases: Phrases) -> list[str]:
    """The words of a figure's moments, from start to end, each once."""
    last = max(1, len(motion.key_moments) - 1)
    moments = (each / last for each in range(len(motion.key_moments)))
    return list(dict.fromkeys(words_of_figure(motion, each, side, phrases) for each in moments))


def _posture(body: Placed, sides: dict[str, str], phrases: Phrases) -> str:
    name, side = _posture_name(body)
    here = phrases.side(sides[side]) if side else ""
    return phrases.get_lower(f"figure.{name}", side=here)


def _posture_name(body: Placed) -> tuple[str, str]:
    """The phrase of a posture, and the side that it speaks of."""
    on = {each.part: each.on for each in body.touches}
    limbs = {part.partition("-")[0] for part in on}
    up = body.points["neck"][1] - body.points["pelvis"][1] > 14
    face_up = body.points["chest"][1] > body.points["ribs"][1]
    face_down = body.points["nose"][1] < body.points["head"][1] - 3 or (
        body.points["knee-near"][0] - body.points["pelvis"][0] < -10
    )
    roll = body.stance.plain["roll"]
    kneels = list(sides_of(body, ("knee", "shin")))
    stands = list(sides_of(body, ("foot", "toes", "heel")))
    if abs(roll) > 45:
        under = "far" if roll > 0 else "near"
        return ("side_lying" if "hips" in on else "side_plank"), under
    if on.get("hips") == "chair":
        return "chair", ""
    upright = abs(body.stance.angles["trunk"][0] % 360 - 90) < 45
    if "hips" in on and up and upright and not face_down and on["hips"] != "wall":
        return "floor_sitting", ""
    if (not (up and upright) or face_down) and ("hips" in on or "shoulders" in on):
        if face_up:
            return ("on_back_bent" if len(sides_of(body, ("foot",))) == 2 else "on_back"), ""
        return ("on_forearms" if "forearm" in limbs else "on_front"), ""
    if kneels and not up and "forearm" in limbs:
        return "forearms_and_knees", ""
    if len(kneels) == 2 and not up:
        return ("hands_and_knees" if "hand" in limbs and "head" not in on else "childs_pose"), ""
    if len(kneels) == 1 and stands:
        return "half_kneeling", kneels[0]
    if kneels:
        return ("kneeling" if up or len(kneels) == 2 else "hands_and_knees"), ""
    if not up and "forearm" in limbs:
        return "plank_forearms", ""
    if not up and "hand" in limbs:
        return "plank_hands", ""
    if on.get("hips") == "wall" or on.get("shoulders") == "wall":
        return "wall_standing", ""
    if len(stands) == 1:
        return "on_one_leg", stands[0]
    ahead = body.points["toes-near"][0] - body.points["toes-far"][0]
    if abs(ahead) > 15:
        return "one_foot_ahead", "near" if ahead > 0 else "far"
    held = [each.on for each in body.touches if each.part.startswith("hand")]
    if "wall" in held:
        return "wall_facing", ""
    if "seat" in held:
        return "chair_edge", ""
    return ("chair_standing" if "chair" in held else "standing"), ""


def sides_of(body: Placed, parts: tuple[str, ...]) -> list[str]:
    """The sides that touch with one of these parts, each once."""
    touching = (each.part.partition("-") for each in body.touches if each.on != "wall")
    return list(dict.fromkeys(side for name, _, side in touching if name in parts))


def _parts(
    motion: Motion, start: Placed, body: Placed, sides: dict[str, str], phrases: Phrases
) -> Iterator[str]:
    for limb, found in (("leg", _leg), ("arm", _arm)):
        said = {
            side: found(side, start, body)
            for side in ("near", "far")
            if f"{limb}-{side}" in motion.moves
        }
        if len(said) == 2 and said["near"] and said["near"] == said["far"]:
            both = phrases.get_lower(f"figure.{limb}s")
            yield phrases.get_lower(f"figure.{said['near']}", limb=both)
            continue
        for side, name in said.items():
            if name:
                one = phrases.get_lower(f"figure.{limb}_{sides[side]}")
                yield phrases.get_lower(f"figure.{name}", limb=one)
    yield from _trunk(start, body, sides, phrases)
    if "head" in motion.moves:
        yield from _head(start, body, sides, phrases)
    if body.stance.plain["shrug"] - start.stance.plain["shrug"] >= _LEAST_TURN:
        yield phrases.get_lower("figure.shrug")


def _bend(points: Points, a: str, b: str, c: str) -> float:
    """How much a limb is bent in its middle joint, in degrees."""
    one, two = minus(points[b], points[a]), minus(points[c], points[b])
    dot = sum(x * y for x, y in zip(one, two, strict=True)) / (hypot(*one) * hypot(*two))
    return degrees(acos(max(-1.0, min(1.0, dot))))


def _leg(side: str, start: Placed, body: Placed) -> str | None:
    points = body.points
    hip, knee, ankle = (f"{each}-{side}" for each in ("hip", "knee", "ankle"))
    bent, before = _bend(points, hip, knee, ankle), _bend(start.points, hip, knee, ankle)
    way = minus(points[ankle], points[hip])
    was = minus(start.points[ankle], start.points[hip])
    aside = abs(way[2]) - abs(was[2])
    up, ahead = way[1] - was[1], way[0] - was[0]
    held = side in sides_of(body, ("foot", "toes", "heel"))
    rests = any(each.part == "hips" and each.on != "wall" for each in body.touches)
    outwards = _outwards(side, "knee", body) - _outwards(side, "knee", start)
    if outwards > 6 and _outwards(side, "ankle", body) - _outwards(side, "ankle", start) < 6:
        return "knee_out"
    if up < -12 and rests:
        return "lowered"
    if points[knee][1] - points["pelvis"][1] > 8 and bent > 50:
        return "drawn_up" if up > _LEAST_WAY or bent > before else None
    if aside > 8:
        return "aside"
    if bent < before - 35 and (rests or held):
        return "straight"
    if up > 12 and rests:
        return "raised"
    if bent > before + 30:
        return "bent"
    if abs(ahead) > 6:
        return "back" if ahead < 0 else "forward"
    if up > 2 and not held:
        return "raised"
    turned = _ankle(side, body) - _ankle(side, start)
    if abs(turned) < _LEAST_TURN or abs(bent - before) > _LEAST_TURN:
        return None
    on_toes = any(each.part == f"toes-{side}" for each in body.touches)
    return "toes_up" if turned > 0 else ("heel_up" if on_toes else "toes_down")


def _outwards(side: str, joint: str, body: Placed) -> float:
    """How far a joint of a leg is to the outside of its hip."""
    hip = body.points[f"hip-{side}"]
    aside, way = minus(hip, body.points["pelvis"]), minus(body.points[f"{joint}-{side}"], hip)
    return sum(a * b for a, b in zip(way, aside, strict=True)) / hypot(*aside)


def _ankle(side: str, body: Placed) -> float:
    """How far the toes are drawn up."""
    return body.stance.angles[f"foot-{side}"][0] - body.stance.angles[f"shank-{side}"][0]


def _arm(side: str, start: Placed, body: Placed) -> str | None:
    points = body.points
    shoulder, elbow, wrist = (f"{each}-{side}" for each in ("shoulder", "elbow", "wrist"))
    way = minus(points[wrist], points[shoulder])
    moved = hypot(*minus(way, minus(start.points[wrist], start.points[shoulder])))
    if moved < _LEAST_WAY:
        return None
    bent = _bend(points, shoulder, elbow, wrist)
    if bent > 70:
        return "bent"
    pushes = any(each.part == f"hand-{side}" for each in body.touches)
    if pushes and bent < 40 < _bend(start.points, shoulder, elbow, wrist) - 20:
        return "straight"
    trunk = minus(points["neck"], points["pelvis"])
    along = sum(a * b for a, b in zip(way, trunk, strict=True)) / (hypot(*way) * hypot(*trunk))
    if along > 0.8 and any(each.part == "hips" and each.on == "floor" for each in body.touches):
        return "past_head"
    up, aside, ahead = way[1], abs(way[2]), way[0]
    across = way[2] * (1 if side == "near" else -1) < -max(6.0, abs(way[1]))
    if aside > max(abs(up), abs(ahead)) * 0.9 or across:
        return "across" if across else "aside"
    if abs(up) >= abs(ahead):
        return "reaching_up" if up > 0 else "hanging"
    return "forward" if ahead > 0 else "back"


def _trunk(start: Placed, body: Placed, sides: dict[str, str], phrases: Phrases) -> Iterator[str]:
    old, new = start.stance, body.stance

    def to(name: str, amount: float) -> str:
        side = phrases.side(sides["near" if amount > 0 else "far"])
        return phrases.get_lower(f"figure.{name}", side=side)

    bend = new.plain["bend"] - old.plain["bend"]
    if abs(bend) >= _LEAST_TURN:
        now = new.plain["bend"]
        name = "back_round" if now > _LEAST_TURN else "back_arched"
        yield phrases.get_lower(f"figure.{name if abs(now) > _LEAST_TURN else 'back_straight'}")
    lying = "hips" in {each.part for each in start.touches} and abs(old.plain["roll"]) < 45
    rise = body.points["pelvis"][1] - start.points["pelvis"][1]
    if abs(rise) >= _LEAST_WAY:
        yield phrases.get_lower("figure.hips_up" if rise > 0 else "figure.hips_down")
    elif start.points["neck"][1] - start.points["pelvis"][1] > 14:
        lean = new.angles["trunk"][0] - old.angles["trunk"][0]
        if abs(lean) >= _LEAST_TURN:
            yield phrases.get_lower("figure.lean_back" if lean > 0 else "figure.lean_forward")
    elif lying and body.points["neck"][1] - start.points["neck"][1] > _LEAST_WAY:
        yield phrases.get_lower("figure.shoulders_up")
    aside = new.angles["trunk"][1] + new.plain["side-bend"]
    aside -= old.angles["trunk"][1] + old.plain["side-bend"]
    if abs(aside) >= _LEAST_TURN and abs(old.plain["roll"]) < 45:
        yield to("lean_to", aside)
    turn = new.plain["chest"] - old.plain["chest"]
    if abs(turn) >= _LEAST_TURN:
        yield to("turned_to", turn)
    hips = new.plain["hips"] - old.plain["hips"]
    if abs(hips) >= _LEAST_TURN and abs(turn) < _LEAST_TURN:
        yield to("hips_to", hips)


def _head(start: Placed, body: Placed, sides: dict[str, str], phrases: Phrases) -> Iterator[str]:
    def nod(placed: Placed) -> float:
        trunk = placed.stance.angles["trunk"][0] - placed.stance.plain["bend"] / 2
        return placed.stance.angles["head"][0] - trunk - placed.stance.plain["nod"]

    for name, amount in (
        ("head_turned", body.stance.plain["face"] - start.stance.plain["face"]),
        ("head_tilted", body.stance.angles["head"][1] - start.stance.angles["head"][1]),
    ):
        trunk = (
            body.stance.plain["chest"] if name == "head_turned" else body.stance.angles["trunk"][1]
        )
        if abs(amount) >= _LEAST_TURN and abs(trunk) < _LEAST_TURN:
            side = phrases.side(sides["near" if amount > 0 else "far"])
            yield phrases.get_lower(f"figure.{name}", side=side)
    nodded = nod(body) - nod(start)
    if abs(nodded) >= 2 * _LEAST_TURN:
        yield phrases.get_lower("figure.looks_up" if nodded > 0 else "figure.looks_down")
    elif body.stance.plain["nod"] - start.stance.plain["nod"] >= _LEAST_TURN:
        yield phrases.get_lower("figure.chin_in")
