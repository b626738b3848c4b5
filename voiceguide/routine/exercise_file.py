"""The exercise file: its settings, and what they must agree on among themselves."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.reader.kinds import MARKER, POSITION, AnyText, Choice, Id
from voiceguide.reader.reading import shortened
from voiceguide.reader.records import NEEDED, Found, ListOf, Record, Setting
from voiceguide.routine.model import Dose, Exercise, Hold, Version
from voiceguide.routine.phase_kinds import PHASES, phase_lines
from voiceguide.routine.shared_kinds import (
    CONDITIONS,
    HOLD,
    LINE,
    ONCE,
    PAUSE,
    REPEAT_FOR,
    REPS,
    SESSION_LINE,
    SETS,
    SIDES,
    THINGS,
    check_head,
    file_head,
    lines_with_waits,
    sides_of,
)
from voiceguide.units import Ms

PURPOSES = ("strength", "stretch", "mobility", "relax", "posture", "activity")


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
            Setting("id", Id(), NEEDED, about="A name for it, such as 'pillow'."),
            Setting("say", LINE, NEEDED, about="Offers it: To make it easier, ..."),
            Setting("use", LINE, about="Said when it is chosen; else 'say' is."),
            Setting("needs", THINGS, (), about="Things it needs beyond those of the exercise."),
            Setting("rep", PHASES, about="Its own phases, where they differ."),
        ),
        _version,
    ),
    most=10,
)

_EQUIPMENT = Record(
    "equipment, such as {needs: [mat]}",
    (
        Setting("needs", THINGS, (), about="Things it cannot be done without."),
        Setting("helps", THINGS, (), about="Things that help."),
    ),
    lambda found: found.values,
)

_DOSE = Record(
    "a dose",
    (
        Setting("sets", SETS, about="Sets on each side (1)."),
        Setting("reps", REPS, about="Times in each set, on each side (1)."),
        Setting("hold", HOLD, about="The length of every phase that says 'hold: dose'."),
        Setting(
            "repeat_for", REPEAT_FOR, about="Instead of reps: whole reps for at least this time."
        ),
        Setting("rest", PAUSE, Ms(10_000), "rest_ms", "Between sets of the same side (10 s)."),
    ),
    _dose,
)

_FILE = (
    *file_head("exercise"),
    Setting("name", SESSION_LINE, NEEDED, about="What the coach calls the exercise."),
    Setting("other_names", ListOf(AnyText(), single=True), (), about="Found by search."),
    Setting("from", AnyText(), None, "source", "Where it comes from; never spoken."),
    Setting("purpose", Choice(PURPOSES), NEEDED, about="Counts towards the weekly goals."),
    Setting("why", LINE, about="What it is good for; said in full detail."),
    Setting("feel", LINE, about="Completes: You should feel ..."),
    Setting("breathing", LINE, about="How to breathe."),
    Setting("position", POSITION, NEEDED, about="The start position's id."),
    Setting("equipment", _EQUIPMENT, None, about="Things it needs, and things that help."),
    Setting("get_ready", lines_with_waits(LINE, Ms(2000)), (), about="Said before the start."),
    Setting("sides", SIDES, None, about="How left and right take turns (none)."),
    Setting("dose", _DOSE, NEEDED, about="How much of it."),
    Setting("rep", PHASES, NEEDED, about="The phases of one rep, in order."),
    Setting("watch", ListOf(LINE, single=True), (), about="Form warnings, used in turn."),
    Setting("easier", _VERSIONS, (), about="Easier versions."),
    Setting("harder", _VERSIONS, (), about="Harder versions."),
    Setting("offer_easier", Id(), about="The easier version that is offered aloud."),
    Setting("finish", LINE, about="How to come out."),
    Setting("avoid_if", CONDITIONS, (), about="Conditions in which it is swapped or left out."),
    Setting("ask_first_if", CONDITIONS, (), about="Conditions a professional must agree to."),
    Setting("swap", Id(), about="The exercise that takes its place."),
    Setting("notes", AnyText(), about="For people who read the file; never spoken."),
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
    ids: set[str] = set()
    for version in exercise.versions:
        if version.id in ids:
            found.reading.problem(
                version.place, f"the version '{version.id}' is there twice", "give each its own id"
            )
        ids.add(version.id)
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
    for name in ("why", "feel", "breathing", "finish"):
        if line := getattr(exercise, name):
            yield name, line
    if exercise.sides.change_say:
        yield "sides", exercise.sides.change_say
    yield from (("watch", line) for line in exercise.watch)
    yield from (("rep", line) for phase in exercise.rep for line in phase_lines(phase))
    for version in exercise.versions:
        name = "harder" if version.harder else "easier"
        yield from ((name, line) for line in (version.say, version.use))
        yield from ((name, line) for phase in version.rep or () for line in phase_lines(phase))
