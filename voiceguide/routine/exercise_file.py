"""The exercise file: its settings, and what they must agree on among themselves."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.reader.kinds import MARKER
from voiceguide.reader.records import Found, ListOf, Record, settings_of
from voiceguide.routine.exercise_kinds import (
    GET_SET,
    PHASES,
    SIDES,
    WATCH,
    lines_with_waits,
    phase_lines,
)
from voiceguide.routine.exercise_model import Dose, Equipment, Exercise, Hold, Sides, Version
from voiceguide.routine.figure_kinds import FIGURE
from voiceguide.routine.shared_kinds import LINE, check_head, file_head
from voiceguide.routine.timing_checks import check_timing
from voiceguide.text import shortened
from voiceguide.units import Ms

_GET_READY = lines_with_waits(LINE, Ms(2000))


def _dose(found: Found) -> Dose | None:
    if "reps" in found.places and "repeat_for" in found.places:
        found.problem(
            "repeat_for", "'reps' and 'repeat_for' exclude each other", "keep one of them"
        )
        return None
    return Dose(**found.values)


def _versions(*, harder: bool) -> ListOf[Version]:
    def build(found: Found) -> Version:
        use = found.values["use"] or found.values["say"]
        return Version(**found.values | {"use": use}, harder=harder, place=found.place)

    settings = settings_of(Version, get_ready=_GET_READY, rep=PHASES)
    return ListOf(Record("a version", settings, build), most=10)


_EQUIPMENT = Record(
    "equipment, such as {needs: [mat]}",
    settings_of(Equipment),
    lambda found: Equipment(**found.values),
)
_FILE = (
    *file_head("exercise"),
    *settings_of(
        Exercise,
        equipment=_EQUIPMENT,
        get_ready=_GET_READY,
        get_set=GET_SET,
        sides=SIDES,
        dose=Record("a dose", settings_of(Dose), _dose),
        rep=PHASES,
        watch=WATCH,
        easier=_versions(harder=False),
        harder=_versions(harder=True),
        figure=FIGURE,
    ),
)


def exercise_record(id: str) -> Record[Exercise]:
    """The kind of an exercise file with that id."""

    def build(found: Found) -> Exercise | None:
        before = found.reading.errors
        values = check_head(found, id)
        values["sides"] = Sides(**values["sides"] or {})
        exercise = Exercise(**values, id=id, place=found.place, places=found.places)
        _check(exercise, found)
        return exercise if found.reading.errors == before else None

    return Record("an exercise", _FILE, build)


def _check(exercise: Exercise, found: Found) -> None:
    easier = {version.id for version in exercise.easier}
    ids: set[str] = set()
    for version in exercise.versions:
        if version.id in ids:
            found.reading.problem(
                version.place, f"the version '{version.id}' is there twice", "give each its own id"
            )
        ids.add(version.id)
        if version.harder and version.use_if:
            found.reading.problem(
                version.place,
                f"the harder version '{version.id}' is chosen for a condition",
                "only an easier version may have 'use_if'",
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
    _check_sides(exercise, found)
    check_timing(exercise, found)


def _check_sides(exercise: Exercise, found: Found) -> None:
    names = [(name, line) for name, line in spoken_lines(exercise) if names_a_side(line)]
    if exercise.sides.order != "none":
        if not names:
            found.problem(
                "sides",
                "the exercise has sides, but no line names them",
                "write <side> where the coach should say left or right",
            )
    elif "order" not in (found.values["sides"] or {"order"}):
        found.problem(
            "sides", "the sides have no order", "add  order: one-then-other, or leave 'sides' out"
        )
    elif names:
        name, line = names[0]
        found.problem(
            name,
            f"'{shortened(line)}' names a side, but the exercise has no sides",
            "add  sides: {order: one-then-other}, or write the line without < >",
        )


def names_a_side(line: str) -> bool:
    """Whether a line has a part that depends on the side."""
    return MARKER.search(line) is not None


def spoken_lines(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Every line of an exercise that may name a side, after the setting it is written in."""
    yield from (("get_ready", ready.say) for ready in exercise.get_ready)
    if exercise.get_set is not None:
        yield "get_set", exercise.get_set.say
    for name in ("why", "feel", "breathing", "finish"):
        if line := getattr(exercise, name):
            yield name, line
    if exercise.sides.change_say:
        yield "sides", exercise.sides.change_say
    yield from (("watch", line.say) for line in exercise.watch)
    yield from (("say_if", line) for line in exercise.say_if.values())
    yield from (("rep", line) for phase in exercise.rep for line in phase_lines(phase))
    for version in exercise.versions:
        name = "harder" if version.harder else "easier"
        yield from ((name, line) for line in (version.say, version.use))
        yield from ((name, ready.say) for ready in version.get_ready or ())
        yield from ((name, line) for phase in version.rep or () for line in phase_lines(phase))
