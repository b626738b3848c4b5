"""Warnings for words that last longer than the time they are written for.

What is written is played truthfully all the same: see docs/laws-of-time.md#movements.
"""

from __future__ import annotations

from typing import Literal

from voiceguide.reader.reading import Reading
from voiceguide.reader.records import Found
from voiceguide.routine.exercise_model import (
    OWN_HALFWAY_FROM_MS,
    Breathe,
    Exercise,
    Hold,
    Move,
    Pause,
)
from voiceguide.routine.tempo import Part, Tempo
from voiceguide.text import SECOND_MS, shortened

WORDS_A_MINUTE = 140
"""Of the normal pace; how long a line takes is only about right, whatever the voice."""
START_MS = 200
AIR_MS = 400
AFTER_DONE_MS = 500
"""The voice waits so long after the tone that ends a hold."""
BREATH_OVERLAP_MS = 500
"""A breath's words may last so much longer than the breath."""
TONES_FROM_MS = 10_000
"""A hold of this length ends with a tone, where nothing else is written."""
LEAST_BREAK_MS = 3000
"""A break so short leaves no time to take it in."""

Ending = Literal["tone", "silent"]


def check_timing(exercise: Exercise, found: Found) -> None:
    """Report, as warnings, words that have no room in their phases, and breaks that are none."""
    reading = found.reading
    again = exercise.dose.reps.high > 1 or exercise.dose.repeat_for is not None
    for rep in (exercise.rep, *(each.rep for each in exercise.versions if each.rep)):
        before_first = rep[-1] if again else None
        for before, phase in zip((before_first, *rep[:-1]), rep, strict=True):
            if not isinstance(phase, Pause):
                repeated = again and not isinstance(before, Hold)
                _check_words(phase, exercise, reading, repeated=repeated)
            if isinstance(before, Hold) and isinstance(phase, Move):
                line = phase.again if phase is rep[0] else phase.move
                _check_release(line or phase.move, phase, _ending(before, exercise), reading)
    dose = exercise.dose
    if dose.sets.high > 1 and dose.rest_ms < LEAST_BREAK_MS and exercise.sides.order == "none":
        found.problem(
            "dose",
            f"{_seconds(dose.rest_ms)} is too short to say which set comes: a tone alone begins it",
            "write a longer rest, or more repetitions in one set",
            "warning",
        )


def unsaid_in_tempo(tempo: Tempo, part: Part, line: str) -> tuple[str, str] | None:
    """Where a part of a tempo has no time for its line: what is wrong, and what would do."""
    said_ms, part_ms = _said_ms(line), tempo.of(part)
    if said_ms <= part_ms:
        return None
    least_ms = -(-said_ms // SECOND_MS) * SECOND_MS
    return (
        f"'{shortened(line)}' takes about {_seconds(said_ms)} to say, and its part of {tempo} "
        f"lasts {_seconds(part_ms)}: the coach's own word takes its place",
        f"for words give that part at least {_seconds(least_ms)}",
    )


def _check_words(
    phase: Move | Hold | Breathe, exercise: Exercise, reading: Reading, *, repeated: bool
) -> None:
    """Words of one phase; those of a movement that is `repeated` come again where no others are."""
    match phase:
        case Move():
            line = phase.again or (phase.move if repeated else "")
            if line and _said_ms(line) > phase.takes_ms:
                _warn(
                    phase,
                    line,
                    f"the movement {_seconds(phase.takes_ms)}: each repetition waits for its words",
                    "say less in 'again', or give the movement more time",
                    reading,
                )
        case Hold():
            shortest = _shortest(phase, exercise)
            if phase.halfway and not _has_halfway(phase, exercise):
                reading.problem(
                    phase.place,
                    f"'{shortened(phase.halfway)}' is never said: this hold has no half time",
                    "say it only in a timed hold of a minute or more, without  count: silent",
                    "warning",
                )
            hints = {
                phase.say: (
                    "it is said once, before the set",
                    "say less, or say it in 'get_ready'",
                ),
                phase.again: ("it is left out", "say less in 'again'"),
            }
            for words, (what, hint) in hints.items():
                if words and _said_ms(words) + AIR_MS > shortest:
                    rest = f"the hold may last {_seconds(shortest)}: then {what}"
                    _warn(phase, words, rest, hint, reading)
        case Breathe(takes_ms=int(takes_ms)):
            for words in (phase.say, phase.again):
                if words and _said_ms(words) > takes_ms + BREATH_OVERLAP_MS:
                    rest = f"the breath {_seconds(takes_ms)}: it is not said with the breath"
                    _warn(phase, words, rest, "say less, or give the breath more time", reading)
        case _:
            pass


def _warn(phase: Move | Hold | Breathe, line: str, rest: str, hint: str, reading: Reading) -> None:
    said = f"'{shortened(line)}' takes about {_seconds(_said_ms(line))} to say, and {rest}"
    reading.problem(phase.place, said, hint, "warning")


def _check_release(line: str, move: Move, ending: Ending, reading: Reading) -> None:
    late_ms = AFTER_DONE_MS if ending == "tone" else 0
    if _said_ms(line) + late_ms <= move.takes_ms:
        return
    reading.problem(
        move.place,
        f"'{shortened(line)}' ends a hold and is said while the movement runs: it takes about "
        f"{_seconds(_said_ms(line) + late_ms)}, and the movement {_seconds(move.takes_ms)}",
        "say less, or give the movement more time",
        "warning",
    )


def _shortest(hold: Hold, exercise: Exercise) -> float:
    """How long a timed hold may be at the least; no limit for one in counts or breaths."""
    amount = hold.amount or exercise.dose.hold
    return amount.low if amount is not None and amount.unit == "time" else float("inf")


def _has_halfway(hold: Hold, exercise: Exercise) -> bool:
    """Whether a hold may be so long that its own words for half time are said."""
    amount = hold.amount or exercise.dose.hold
    if amount is None or amount.unit != "time" or hold.count == "silent":
        return False
    return amount.bound == "or more" or amount.high >= OWN_HALFWAY_FROM_MS


def _ending(hold: Hold, exercise: Exercise) -> Ending:
    shortest = _shortest(hold, exercise)
    count = hold.count or ("ends" if shortest >= TONES_FROM_MS else "silent")
    return "tone" if count == "ends" or shortest == float("inf") else "silent"


def _said_ms(line: str) -> int:
    return START_MS + len(line.split()) * 60_000 // WORDS_A_MINUTE


def _seconds(length_ms: float) -> str:
    return f"{length_ms / 1000:.1f} s".replace(".0 ", " ")
