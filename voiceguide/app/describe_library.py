"""All that is written of an exercise or an advice."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import asdict

from voiceguide.app.description import Description, Part, origin
from voiceguide.figures.figure_words import both_ends
from voiceguide.figures.motion import figure_of
from voiceguide.phrases.phrases import phrases_of
from voiceguide.reader.amounts import PLACES, Amount
from voiceguide.routine.library import Library
from voiceguide.routine.model import Advice, Breathe, Exercise, Hold, Move, Phase, Version
from voiceguide.text import exact_length


def exercise(exercise: Exercise, library: Library, file: str | None = None) -> Description:
    """All that the library, or a `file` of its own, says of an exercise."""
    where = file or origin("exercise", exercise.id, library)
    pictured = _pictured(exercise, library)
    names, conditions, sides = library.equipment, library.safety.conditions, exercise.sides
    parts: tuple[Part, ...] = (
        f"{exercise.name} ({exercise.id})",
        (None, [exercise.why]),
        "",
        ("Purpose", [exercise.purpose]),
        ("Also called", [", ".join(exercise.other_names)]),
        ("Position", [exercise.position]),
        ("Eyes", [exercise.eyes]),
        ("Needed", [", ".join(names[thing] for thing in exercise.needs)]),
        ("Helpful", [", ".join(names[thing] for thing in exercise.helps)]),
        ("Sides", [f"{sides.order}, {sides.first} first" if sides.order != "none" else None]),
        ("Dose", [f"{level}: {dose}" for level, dose in doses_of(exercise).items()]),
        "",
        ("Get ready", [line.say for line in exercise.get_ready]),
        ("Before sets", [_get_set(exercise)]),
        ("Then", [_phase(phase) for phase in exercise.rep]),
        ("At the end", [exercise.finish]),
        ("Breathing", [exercise.breathing]),
        ("Feel", [f"You should feel {exercise.feel}" if exercise.feel else None]),
        ("Watch", [line.say for line in exercise.watch]),
        ("Picture", pictured),
        (
            "Versions",
            [
                f"{each.id} ({'harder' if each.harder else 'easier'}): {each.use}"
                for each in exercise.versions
            ],
        ),
        "",
        ("Said with", [f"{conditions[id]}: {line}" for id, line in exercise.say_if.items()]),
        ("Chosen with", [_chosen(each, conditions) for each in exercise.easier if each.use_if]),
        ("Avoid with", ["; ".join(conditions[each] for each in exercise.avoid_if)]),
        ("Ask first", ["; ".join(conditions[each] for each in exercise.ask_first_if)]),
        ("Instead", [exercise.swap]),
        ("Source", exercise.comes_from),
        ("It says", [page.says for page in exercise.sources if page.says]),
        ("Notes", [exercise.notes]),
        ("File", [where]),
    )
    return Description(parts, _exercise_facts(exercise, where) | {"picture": pictured})


def _pictured(exercise: Exercise, library: Library) -> list[str]:
    """What its figure shows, from start to end, of the side that it begins with."""
    if exercise.figure is None:
        return []
    motion = figure_of(exercise, library)
    side = None if exercise.sides.order == "none" else exercise.sides.first
    return both_ends(motion, side, phrases_of(library.language)) if motion else []


def _get_set(exercise: Exercise) -> str | None:
    """What is taken up before each set, and in what time."""
    get_set = exercise.get_set
    if get_set is None:
        return None
    return " ".join(filter(None, (get_set.say, f"({exact_length(get_set.wait_ms)})")))


def _exercise_facts(exercise: Exercise, where: str) -> dict[str, object]:
    return {
        "kind": "exercise",
        "id": exercise.id,
        "name": exercise.name,
        "other_names": exercise.other_names,
        "purpose": exercise.purpose,
        "why": exercise.why,
        "position": exercise.position,
        "eyes": exercise.eyes,
        "equipment": {"needs": exercise.needs, "helps": exercise.helps},
        "sides": exercise.sides.order,
        "dose": doses_of(exercise),
        "get_ready": [line.say for line in exercise.get_ready],
        "get_set": _get_set(exercise),
        "rep": [_phase(phase) for phase in exercise.rep],
        "finish": exercise.finish,
        "breathing": exercise.breathing,
        "feel": exercise.feel,
        "watch": [line.say for line in exercise.watch],
        "versions": [
            {
                "id": each.id,
                "harder": each.harder,
                "say": each.say,
                "use": each.use,
                "use_if": each.use_if,
            }
            for each in exercise.versions
        ],
        "avoid_if": exercise.avoid_if,
        "ask_first_if": exercise.ask_first_if,
        "say_if": exercise.say_if,
        "swap": exercise.swap,
        "from": exercise.origin,
        "sources": [
            asdict(source) | {"read": source.read.isoformat()} for source in exercise.sources
        ],
        "notes": exercise.notes,
        "file": where,
    }


def _chosen(version: Version, conditions: Mapping[str, str]) -> str:
    """The conditions for which a version is chosen, and which one that is."""
    return f"{'; '.join(conditions[id] for id in version.use_if)}: {version.id}"


def doses_of(exercise: Exercise) -> dict[str, str]:
    """How much it is at each level, in words."""
    dose = exercise.dose
    each = "" if exercise.sides.order == "none" else f", each {exercise.sides.word}"
    doses = {}
    for level, place in PLACES.items():
        parts = []
        if dose.repeat_for is not None:
            parts.append(f"for at least {_at(dose.repeat_for, place)}")
        elif dose.reps.at(place) > 1:
            parts.append(f"{dose.reps.at(place)} times")
        if dose.sets.at(place) > 1:
            parts.insert(0, f"{dose.sets.at(place)} sets")
        if dose.hold is not None:
            parts.append(f"hold {_at(dose.hold, place)}")
        doses[level] = (", ".join(parts) or "once") + each
    return doses


def _at(amount: Amount, place: int) -> str:
    value = amount.at(place)
    return str(Amount(value, value, amount.unit))


def _phase(phase: Phase) -> str:
    """A part of a repetition, in words."""
    match phase:
        case Move(move=line, takes_ms=takes):
            return f"{line} ({exact_length(takes)})"
        case Hold(amount=amount, say=say, halfway=halfway):
            length = "Hold" if amount is None else f"Hold {amount}"
            line = f"{length}: {say}" if say else f"{length}."
            return f"{line} Halfway: {halfway}" if halfway else line
        case Breathe(breathe=int(breaths), say=say):
            return f"{breaths} breaths: {say}" if say else f"{breaths} breaths."
        case Breathe(breathe=way, takes_ms=takes, say=say):
            line = say or f"Breathe {way}."
            return f"{line} ({exact_length(takes)})" if takes else line
    return f"Rest {exact_length(phase.length_ms)}."


def advice(advice: Advice, library: Library, file: str | None = None) -> Description:
    """All that the library, or a `file` of its own, says of an advice."""
    where = file or origin("advice", advice.id, library)
    parts: tuple[Part, ...] = (
        f"{advice.name} ({advice.id})",
        "",
        ("Advice", ["do this" if advice.verdict == "do" else "avoid this"]),
        ("Words", advice.say),
        ("In short", [advice.short]),
        ("Helpful", [", ".join(library.equipment[thing] for thing in advice.helps)]),
        ("Instead", [advice.instead]),
        ("Source", [advice.source]),
        ("File", [where]),
    )
    facts: dict[str, object] = {
        "kind": "advice",
        "id": advice.id,
        "name": advice.name,
        "verdict": advice.verdict,
        "say": advice.say,
        "short": advice.short,
        "helps": advice.helps,
        "instead": advice.instead,
        "source": advice.source,
        "file": where,
    }
    return Description(parts, facts)
