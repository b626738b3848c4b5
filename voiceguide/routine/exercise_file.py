"""The exercise file: its settings, and what they must agree on among themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voiceguide.routine.amounts import Amount
from voiceguide.routine.document import Node
from voiceguide.routine.kinds import (
    NEEDED,
    AmountOf,
    AnyText,
    Choice,
    Found,
    Id,
    ListOf,
    OrWord,
    Reading,
    Record,
    Setting,
    Time,
    Whole,
    YesNo,
)
from voiceguide.routine.model import (
    Breathe,
    Dose,
    Exercise,
    Hold,
    Move,
    Pause,
    Phase,
    Version,
)
from voiceguide.routine.settings_of import (
    HOLD,
    IDS,
    LIMITS,
    LINE,
    ONCE,
    PAUSE,
    REPEAT_FOR,
    REPS,
    SETS,
    SIDES,
    TAKES,
    check_head,
    file_head,
    lines_with_waits,
    sides_of,
)
from voiceguide.units import Ms

PURPOSES = ("strength", "stretch", "mobility", "relax", "posture", "activity")
_DOSE_HOLD = "dose"


class _BreatheKind:
    expects = "in, out, or a number of breaths"

    def read(self, node: Node, reading: Reading) -> str | int | None:
        from voiceguide.routine.document import Text

        if isinstance(node, Text) and node.text.isdecimal():
            return Whole(1, 100).read(node, reading)
        return Choice(("in", "out")).read(node, reading)


_PHASE_KINDS = ("move", "hold", "breathe", "rest")
_PHASE_FIELDS = {
    "move": ("takes", "again", "breath", "away"),
    "hold": ("say", "again", "count"),
    "breathe": ("takes", "say", "again"),
    "rest": (),
}


def _phase(found: Found) -> Phase | None:
    kinds = [kind for kind in _PHASE_KINDS if kind in found.places]
    if len(kinds) != 1:
        said = " and ".join(kinds) if kinds else "none of them"
        found.reading.problem(
            found.place,
            f"a phase is exactly one of move, hold, breathe and rest, here {said}",
            "give each a line of its own" if kinds else "begin it with  move: ",
        )
        return None
    kind = kinds[0]
    for name in found.places:
        if name != kind and name not in _PHASE_FIELDS[kind]:
            found.problem(
                name,
                f"'{name}' has no meaning in a {kind}",
                f"a {kind} takes {', '.join(_PHASE_FIELDS[kind]) or 'nothing else'}",
            )
    get = found.values.get
    takes: Ms | None = get("takes")
    if kind == "move":
        if takes is None:
            found.problem("move", "the movement has no time", "add  takes: 3 s")
            return None
        return Move(get("move"), takes, get("again"), get("breath"), get("away"))  # type: ignore[arg-type]  # read by the kinds
    if kind == "hold":
        hold = get("hold")
        amount: Amount | None = None if hold == _DOSE_HOLD else hold
        return Hold(amount, get("say"), get("again"), get("count"))
    if kind == "breathe":
        breathe: Any = get("breathe")
        if isinstance(breathe, str) and takes is None:
            found.problem("breathe", "the breath has no time", "add  takes: 3 s")
            return None
        if isinstance(breathe, int) and takes is not None:
            found.problem(
                "takes",
                "full breaths take the time of the voice's breath_in and breath_out",
                "leave 'takes' out",
            )
        return Breathe(breathe, takes, get("say"), get("again"))
    return Pause(get("rest"))  # type: ignore[arg-type]  # read by the kinds


PHASES = ListOf(
    Record(
        "a phase",
        (
            Setting("move", LINE),
            Setting("takes", TAKES),
            Setting("again", LINE),
            Setting("breath", Choice(("in", "out"))),
            Setting("away", YesNo()),
            Setting(
                "hold", OrWord("dose", _DOSE_HOLD, AmountOf(("time", "counts", "breaths"), LIMITS))
            ),
            Setting("say", LINE),
            Setting("count", Choice(("ends", "silent"))),
            Setting("breathe", _BreatheKind()),
            Setting("rest", Time(high_ms=120_000)),
        ),
        _phase,
    ),
    least=1,
    most=40,
)


def _dose(found: Found) -> Dose | None:
    values = found.values
    if values["reps"] is not None and values["repeat_for"] is not None:
        found.problem(
            "repeat_for", "'reps' and 'repeat_for' exclude each other", "keep one of them"
        )
        return None
    return Dose(**values | {"sets": values["sets"] or ONCE, "reps": values["reps"] or ONCE})


def _version(found: Found) -> Version:
    values = found.values
    return Version(**values | {"use": values["use"] or values["say"]}, place=found.place)


_VERSIONS = ListOf(
    Record(
        "a version",
        (
            Setting("id", Id(), NEEDED),
            Setting("say", LINE, NEEDED),
            Setting("use", LINE),
            Setting("needs", IDS, ()),
            Setting("rep", PHASES),
        ),
        _version,
    ),
    most=10,
)

_EQUIPMENT = Record(
    "equipment, such as {needs: [mat]}",
    (Setting("needs", IDS, ()), Setting("helps", IDS, ())),
    lambda found: found.values,
)

_DOSE = Record(
    "a dose",
    (
        Setting("sets", SETS),
        Setting("reps", REPS),
        Setting("hold", HOLD),
        Setting("repeat_for", REPEAT_FOR),
        Setting("rest", PAUSE, Ms(10_000), "rest_ms"),
    ),
    _dose,
)

_FILE = (
    *file_head("exercise"),
    Setting("name", LINE, NEEDED),
    Setting("other_names", ListOf(AnyText()), ()),
    Setting("from", AnyText(), None, "source"),
    Setting("purpose", Choice(PURPOSES), NEEDED, about="one of " + ", ".join(PURPOSES)),
    Setting("why", LINE),
    Setting("feel", LINE),
    Setting("breathing", LINE),
    Setting("position", Id(), NEEDED),
    Setting("equipment", _EQUIPMENT, None),
    Setting("get_ready", lines_with_waits(LINE, Ms(2000)), ()),
    Setting("sides", SIDES, None),
    Setting("dose", _DOSE, NEEDED),
    Setting("rep", PHASES, NEEDED),
    Setting("watch", ListOf(LINE, single=True), ()),
    Setting("easier", _VERSIONS, ()),
    Setting("harder", _VERSIONS, ()),
    Setting("offer_easier", Id()),
    Setting("finish", LINE),
    Setting("avoid_if", IDS, ()),
    Setting("ask_first_if", IDS, ()),
    Setting("swap", Id()),
    Setting("notes", AnyText()),
)


def exercise_record(id: str) -> Record[Exercise]:
    """The kind of an exercise file with that id."""

    def build(found: Found) -> Exercise | None:
        before = found.reading.errors
        values = check_head(found, id)
        equipment = values.pop("equipment") or {"needs": (), "helps": ()}
        easier = values.pop("easier")
        harder = tuple(
            Version(v.id, v.say, v.use, v.needs, v.rep, True, v.place) for v in values.pop("harder")
        )
        values["sides"] = sides_of(values["sides"] or {})
        exercise = Exercise(
            **values | equipment,
            id=id,
            versions=easier + harder,
            place=found.place,
            places=found.places,
        )
        _check(exercise, {version.id for version in easier}, found)
        return exercise if found.reading.errors == before else None

    return Record("an exercise", _FILE, build)


def _check(exercise: Exercise, easier: set[str], found: Found) -> None:
    ids = [version.id for version in exercise.versions]
    for version in exercise.versions:
        if ids.count(version.id) > 1:
            found.reading.problem(
                version.place, f"the version '{version.id}' is there twice", "give each its own id"
            )
    if exercise.offer_easier is not None and exercise.offer_easier not in easier:
        found.problem(
            "offer_easier",
            f"there is no easier version '{exercise.offer_easier}'",
            f"the easier versions are {', '.join(sorted(easier)) or 'none'}",
        )
    reps = [exercise.rep, *(version.rep for version in exercise.versions if version.rep)]
    has_dose_hold = any(
        isinstance(phase, Hold) and phase.amount is None for rep in reps for phase in rep
    )
    if exercise.dose.hold is not None and not has_dose_hold:
        found.problem(
            "dose", "the dose has a hold, but no phase holds it", "add  - hold: dose  to 'rep'"
        )
    if exercise.dose.hold is None and has_dose_hold:
        found.problem(
            "dose",
            "a phase says 'hold: dose', but the dose has no hold",
            "add  hold: 20 s  to 'dose'",
        )
    if exercise.sides.order == "none":
        for line in spoken_lines(exercise):
            if names_a_side(line):
                found.problem(
                    "sides" if "sides" in found.places else "rep",
                    f"'{line}' names a side, but the exercise has no sides",
                    "add  sides: {order: one-then-other}",
                )
                break
    elif not any(names_a_side(line) for line in spoken_lines(exercise)):
        found.problem(
            "sides",
            "the exercise has sides, but no line names them",
            "write <side> where the coach should say left or right",
        )


def names_a_side(line: str) -> bool:
    """Whether a line has a part that depends on the side."""
    return "<" in line


def spoken_lines(exercise: Exercise) -> Iterator[str]:
    """Every line of an exercise that may name a side, as written."""
    yield from (ready.say for ready in exercise.get_ready)
    for line in (exercise.why, exercise.feel, exercise.breathing, exercise.finish):
        if line:
            yield line
    if exercise.sides.change_say:
        yield exercise.sides.change_say
    yield from exercise.watch
    for version in exercise.versions:
        yield version.say
        yield version.use
    for rep in (exercise.rep, *(version.rep for version in exercise.versions if version.rep)):
        for phase in rep:
            yield from phase_lines(phase)


def phase_lines(phase: Phase) -> Iterator[str]:
    """The lines of a phase, as written."""
    match phase:
        case Move(move=line, again=again):
            yield line
            if again:
                yield again
        case Hold(say=say, again=again) | Breathe(say=say, again=again):
            yield from (line for line in (say, again) if line)
